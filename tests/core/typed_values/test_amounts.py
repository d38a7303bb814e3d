"""Amounts as people write them: whatever the sign, the unit, the order, the script, the punctuation."""

import pytest
from babel import Locale

from kalenner.typed_values import AmountReading, AmountRefused, OtherCurrency, read_amount

LANGUAGES = {"en": "en_GB", "de": "de", "fr": "fr", "ru": "ru"}


def read(text: str, language: str, currency: str = "EUR") -> AmountReading:
    return read_amount(text, Locale.parse(LANGUAGES[language]), currency)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("50 €", 5_000),
        ("50€", 5_000),
        ("€50", 5_000),
        ("€ 50", 5_000),
        ("EUR 50", 5_000),
        ("50 EUR", 5_000),
        ("50 Euro", 5_000),
        ("50 euros.", 5_000),
        ("50 евро", 5_000),
        ("40,23 EUR", 4_023),
        ("40,23", 4_023),
        ("40.23", 4_023),
        ("49.9", 4_990),
        ("38,50 €", 3_850),
        ("38 € 50", 3_850),
        ("38€50", 3_850),
        ("50,-", 5_000),
        ("50.-- €", 5_000),
        ("50,– €", 5_000),
        ("1.500,50", 150_050),
        ("1,500.50", 150_050),
        ("1.200,00", 120_000),
        ("1 000", 100_000),
        ("1\u00a0000", 100_000),
        ("1\u202f200,00\u00a0€", 120_000),
        ("1'200.50", 120_050),
        ("1’200.50 €", 120_050),
        ("1.234.567", 123_456_700),
        ("1 234 567,89 €", 123_456_789),
        ("1200", 120_000),
        ("0,50", 50),
        ("Price: €50", 5_000),
        ("Preis: 79,00 €", 7_900),
        ("５０．５０", 5_050),
        ("١٬٢٠٠٫٥٠", 120_050),
        ("۵۰ €", 5_000),
        ("५०", 5_000),
    ],
)
def test_what_can_be_one_amount_alone_is_read_in_every_language(language: str, text: str, minor: int) -> None:
    assert read(text, language) == AmountReading((minor,), is_certain=True)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("500 ₽", 50_000),
        ("₽500", 50_000),
        ("500р", 50_000),
        ("500 р.", 50_000),
        ("500 руб.", 50_000),
        ("500 рублей", 50_000),
        ("1 рубль", 100),
        ("1 500 руб", 150_000),
        ("2.000,00 RUB", 200_000),
        ("500,50 rub", 50_050),
        ("500 Rubel", 50_000),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_roubles(language: str, text: str, minor: int) -> None:
    assert read(text, language, "RUB") == AmountReading((minor,), is_certain=True)


@pytest.mark.parametrize(
    ("language", "text", "reading"),
    [
        ("de", "1.200", AmountReading((120_000,), is_certain=True)),
        ("en", "1,200", AmountReading((120_000,), is_certain=True)),
        ("de", "1,200", AmountReading((120_000, 120), is_certain=False)),
        ("en", "1.200", AmountReading((120_000, 120), is_certain=False)),
        ("fr", "1.200", AmountReading((120_000, 120), is_certain=False)),
        ("ru", "1,200", AmountReading((120_000, 120), is_certain=False)),
        ("ru", "1,234", AmountReading((123_400,), is_certain=False)),
        ("de", "0,500", AmountReading((50,), is_certain=True)),  # no thousand begins with 0
    ],
)
def test_one_mark_before_three_digits_depends_on_the_language(
    language: str, text: str, reading: AmountReading
) -> None:
    assert read(text, language) == reading


@pytest.mark.parametrize("text", ["50 $", "50 USD", "50 долларов", "CHF 50", "50 руб.", "£50"])
def test_another_currency_is_told_apart(text: str) -> None:
    with pytest.raises(OtherCurrency):
        read(text, "ru")


@pytest.mark.parametrize(
    "text",
    ["", "-5", "+5", ".5", "50²", "1½", "50-60", "50 60", "1.20.000", "12\n345", "12\t345", "50 cm", "5%"],
)
def test_no_amount(text: str) -> None:
    with pytest.raises(AmountRefused) as refused:
        read(text, "en")
    assert not isinstance(refused.value, OtherCurrency)
