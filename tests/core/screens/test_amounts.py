"""Amounts are taken in any notation, exact to the currency's last digit, and none is guessed."""

from zoneinfo import ZoneInfo

import colander
import pytest

from kalenner.i18n import Reader
from kalenner.screens.answers import MAX_MINOR, Amount
from kalenner.screens.meanings import SeveralMeanings

MARKS = {"en": ".", "de": ",", "fr": ",", "ru": ","}
DIGITS = {"JPY": 0, "EUR": 2, "KWD": 3}
NEVER = (
    *("-5", "+5", "− 5", "NaN", "inf", "1e5", "0x10", "1_000", "Ⅻ", "½", "1½", "50²", "①", "5٪"),
    *(
        "",
        " ",
        "12,",
        ".5",
        ",5",
        "1.2.3",
        "12,,5",
        "12..5",
        "9" * 30,
        "twelve",
        "--",
        "- 5",
        "12\n13",
        "12\t345",
    ),
    *("12 34", "1 23", "1 2345", "1.20.000", "12 5", "50-60", "50/h", "50 per hour", "ab 50", "50 50", "€"),
)


def read(text: str, language: str, currency: str, **how: object) -> int | str | None:
    """Return the minor units, None for no price, or the reason why it is refused."""
    reader = Reader([], language, ZoneInfo("UTC"))
    node = colander.SchemaNode(Amount(reader, currency, **how), name="amount")
    try:
        return node.typ.deserialize(node, text)
    except SeveralMeanings as several:
        return " or ".join(meaning.answer for meaning in several.meanings)
    except colander.Invalid as error:
        return str(error.msg)


@pytest.mark.parametrize("currency", DIGITS)
@pytest.mark.parametrize("language", MARKS)
@pytest.mark.parametrize("text", NEVER)
def test_what_is_no_plain_amount_is_refused(text: str, language: str, currency: str):
    assert read(text, language, currency) == "not-an-amount"
    assert read(text, language, currency, must_be_given=True) == "amount-needed"


@pytest.mark.parametrize("currency", DIGITS)
@pytest.mark.parametrize("language", MARKS)
@pytest.mark.parametrize("mark", [".", ","])
def test_either_mark_divides_as_far_as_the_currency_goes(language: str, currency: str, mark: str):
    digits, scale = DIGITS[currency], 10 ** DIGITS[currency]
    for number in (1, 2, 4):
        text, minor = (
            f"12{mark}{'5' * number}",
            12 * scale + int("5" * number + "000") * scale // 10 ** (number + 3),
        )
        assert read(text, language, currency) == (minor if number <= digits else "not-an-amount")


@pytest.mark.parametrize(("currency", "minor"), [("JPY", 12), ("EUR", 1_200), ("KWD", 12_000)])
@pytest.mark.parametrize("language", MARKS)
def test_whole_amounts_need_no_mark(language: str, currency: str, minor: int):
    assert [read(text, language, currency) for text in ("12", " 12 ", "\u00a012", "012")] == [minor] * 4
    assert read("0", language, currency) == 0


@pytest.mark.parametrize("text", ["-", "–", "—", " - "])
def test_a_dash_is_none_where_there_may_be_none(text: str):
    assert read(text, "en", "EUR") is None
    assert read(text, "en", "EUR", must_be_given=True) == "amount-needed"


@pytest.mark.parametrize(
    ("currency", "greatest", "beyond"),
    [
        ("JPY", "100000000000", "100000000001"),
        ("EUR", "1000000000.00", "1000000000.01"),
        ("KWD", "100000000.000", "100000000.001"),
    ],
)
def test_the_greatest_amount_is_exact(currency: str, greatest: str, beyond: str):
    assert [read(text, "en", currency) for text in (greatest, beyond)] == [MAX_MINOR, "amount-too-big"]


@pytest.mark.parametrize("currency", DIGITS)
def test_an_amount_may_have_to_be_more_than_nothing(currency: str):
    assert read("0", "en", currency, low=1) == "amount-too-small"


@pytest.mark.parametrize("currency", DIGITS)
@pytest.mark.parametrize("language", MARKS)
def test_what_is_kept_or_offered_is_read_as_what_it_was(language: str, currency: str):
    kind = Amount(Reader([], language, ZoneInfo("UTC")), currency)
    for minor in (0, 1, 9, 10, 99, 100, 1_005, 123_456, MAX_MINOR):
        assert read(kind.typed(minor), language, currency) == minor


@pytest.mark.parametrize(
    ("language", "currency", "example"),
    [("en", "EUR", "50.00"), ("de", "EUR", "50,00"), ("fr", "KWD", "50,000"), ("ru", "JPY", "50")],
)
def test_the_example_is_in_the_readers_notation(language: str, currency: str, example: str):
    assert Amount(Reader([], language, ZoneInfo("UTC")), currency).example == example


@pytest.mark.parametrize(
    ("language", "text", "asked"),
    [
        ("de", "1,200", "1200,00 or 1,20"),
        ("en", "1.200", "1200.00 or 1.20"),
        ("fr", "1,200", "1200,00 or 1,20"),
        ("fr", "1.200", "1200,00 or 1,20"),
        ("ru", "1,200 €", "1200,00 or 1,20"),
        ("ru", "€1.200", "1200,00 or 1,20"),
        ("de", "１，５００", "1500,00 or 1,50"),
        ("en", "12.340 EUR", "12340.00 or 12.34"),
        ("de", "1,234", "1234,00"),  # 1.234 is no amount, and 1234 may not be what was meant
        ("en", "1.999", "1999.00"),
    ],
)
def test_what_could_be_two_amounts_is_asked(language: str, text: str, asked: str):
    assert read(text, language, "EUR") == asked


def test_what_the_three_digits_of_a_dinar_could_be_is_asked():
    assert read("1.200", "fr", "KWD") == "1200,000 or 1,200"
    assert read("1.200", "de", "KWD") == 1_200_000
    assert read("1,200", "de", "KWD") == 1_200
    assert read("1,200", "en", "KWD") == 1_200_000


def test_of_two_meanings_one_that_may_not_be_is_not_offered():
    assert read("999.999.999,990", "de", "EUR") == 99_999_999_999
    assert read("0,500", "de", "EUR", low=51) == "amount-too-small"


@pytest.mark.parametrize("language", MARKS)
@pytest.mark.parametrize("currency", ["EUR", "RUB", "JPY", "KWD", "USD", "CHF"])
def test_what_the_bot_writes_is_read(language: str, currency: str):
    reader = Reader([], language, ZoneInfo("UTC"))
    for minor in (0, 5, 1_234, 123_450, 120_000, 98_765_432, MAX_MINOR):
        assert read(reader.money(minor, currency), language, currency) == minor


@pytest.mark.parametrize(
    "text", ["50 $", "US$50", "50 руб.", "₽50", "50 CHF", "£50", "50 zł", "50 JPY", "USD 50"]
)
def test_another_currency_is_refused_by_name(text: str):
    assert read(text, "en", "EUR") == "amount-other-currency"
