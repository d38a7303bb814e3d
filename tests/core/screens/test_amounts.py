"""Amounts are taken only in the reader's own plain notation, exact to the currency's last digit."""

from zoneinfo import ZoneInfo

import colander
import pytest

from kalenner.i18n import Reader
from kalenner.screens.answers import MAX_MINOR, Amount

MARKS = {"en": ".", "de": ",", "fr": ",", "ru": ","}
DIGITS = {"JPY": 0, "EUR": 2, "KWD": 3}
NEVER = (
    *(
        "-5",
        "+5",
        "NaN",
        "inf",
        "1e5",
        "0x10",
        "1_000",
        "１２",
        "١٢",
        "Ⅻ",
        "½",
        "1 234",
        "1\u00a0234",
        "1'234",
    ),
    *("", " ", "12.", "12,", ".5", ",5", "1.234,50", "1,234.50", "1.2.3", "12,,5", "9" * 30, "12 EUR", "€12"),
    *("twelve", "--", "- 5", "12\n13"),
)


def read(text: str, language: str, currency: str, **how: object) -> int | str | None:
    """Return the minor units, None for no price, or the reason why it is refused."""
    reader = Reader([], language, ZoneInfo("UTC"))
    node = colander.SchemaNode(Amount(reader, currency, **how), name="amount")
    try:
        return node.typ.deserialize(node, text)
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
def test_only_the_readers_own_mark_divides(language: str, currency: str, mark: str):
    digits, scale = DIGITS[currency], 10 ** DIGITS[currency]
    is_own = mark == MARKS[language]
    for number in range(1, 5):
        text, minor = (
            f"12{mark}{'5' * number}",
            12 * scale + int("5" * number + "000") * scale // 10 ** (number + 3),
        )
        taken = is_own and number <= digits
        assert read(text, language, currency) == (minor if taken else "not-an-amount")


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
