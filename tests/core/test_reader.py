"""Dates, times and money as they are read in each language; no line break divides them."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from pyramid.i18n import TranslationString

from kalenner.i18n import Catalogue, Reader, at_start, make_reader, territory_of
from tests.words import written

FIRST = dt.date(2026, 12, 1)
ELEVENTH = dt.date(2026, 12, 11)
NOON = dt.datetime(2026, 12, 1, 11, 0, tzinfo=dt.UTC)


def reader(language: str, zone: str = "Europe/Berlin") -> Reader:
    return Reader(Catalogue([]), language, ZoneInfo(zone))


def seen(text: str) -> str:
    """A text with its no-break spaces as underscores."""
    return re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", "_", text)


@pytest.mark.parametrize(
    ("language", "first", "eleventh"),
    [
        ("en", "EEE_1_MMM_2026", "EEE_11_MMM_2026"),
        ("fr", "EEE_1'er'_MMM_2026", "EEE_11_MMM_2026"),
        ("de", "EEE,_1._MMM_2026", "EEE,_11._MMM_2026"),
        ("ru", "EEE,_1_MMM_2026_'г'.", "EEE,_11_MMM_2026_'г'."),
    ],
)
def test_day(language: str, first: str, eleventh: str) -> None:
    days = [seen(reader(language).day(day)) for day in (FIRST, ELEVENTH)]
    assert days == [written(FIRST, first, language), written(ELEVENTH, eleventh, language)]


@pytest.mark.parametrize(
    ("language", "first", "eleventh"),
    [
        ("en", "1_MMM", "11_MMM"),
        ("fr", "1'er'_MMM", "11_MMM"),
        ("de", "1._MMM", "11._MMM"),
        ("ru", "1_MMM", "11_MMM"),
    ],
)
def test_plain_day(language: str, first: str, eleventh: str) -> None:
    days = [seen(reader(language).plain_day(day)) for day in (FIRST, ELEVENTH)]
    assert days == [written(FIRST, first, language), written(ELEVENTH, eleventh, language)]


@pytest.mark.parametrize(
    ("language", "pattern"),
    [("en", "LLLL_2026"), ("fr", "LLLL_2026"), ("de", "LLLL_2026"), ("ru", "LLLL_2026_'г'.")],
)
def test_month_as_a_heading_and_within_a_sentence(language: str, pattern: str) -> None:
    month, within = reader(language), written(FIRST, pattern, language)
    heading = at_start(written(FIRST, "LLLL_2026", language))
    assert (seen(month.month(FIRST)), seen(month.month_within(FIRST))) == (heading, within)


SUNDAY, MONDAY, SATURDAY = 6, 0, 5


@pytest.mark.parametrize(
    ("tag", "weekday"),
    [
        *((tag, SUNDAY) for tag in ("en-US", "en-us", "en_US", "es-US", "ru-US", "he-IL", "pt-br", "ja-JP")),
        *((tag, MONDAY) for tag in ("en-GB", "de-DE", "fr-FR", "ru-RU", "de-AT", "en-DE", "sr-Latn-RS")),
        *((tag, SATURDAY) for tag in ("ar-EG", "en-EG", "fa-IR")),
        # Telegram tells the language alone, no territory, or none that there is
        *((tag, MONDAY) for tag in ("en", "de", "", None, "zh-hans", "en-150", "en-ZZ", "x")),
    ],
)
def test_weeks_begin_by_the_territory(tag: str | None, weekday: int) -> None:
    assert make_reader((), tag, None, territory_of(tag)).first_weekday == weekday


def test_line_breaks_stand_between_day_and_time_and_between_the_two_sides() -> None:
    both = reader("en").moment_for_both(NOON, ZoneInfo("America/New_York"))
    assert seen(both) == "Tue_1_Dec_2026, 12:00_(Berlin) · 6:00_(New_York)"


def test_hour_that_comes_twice_stays_with_its_offset() -> None:
    twice = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)
    assert seen(reader("en").time(twice)) == "2:30_(UTC+01:00)"


@pytest.mark.parametrize(
    ("language", "minor", "currency", "amount"),
    [
        ("en", 5000, "EUR", "€50.00"),
        ("en", 3850, "EUR", "€38.50"),
        ("en", -550, "GBP", "-£5.50"),
        ("en", 500, "CHF", "CHF_5.00"),
        ("de", 3850, "EUR", "38,50_€"),
        ("de", 5000, "EUR", "50_€"),
        ("de", 120_000_000, "EUR", "1.200.000_€"),
        ("de", -5, "EUR", "-0,05_€"),
        ("fr", 5000, "EUR", "50_€"),
        ("fr", 3850, "EUR", "38,50_€"),
        ("ru", 50_000, "RUB", "500_₽"),
        ("ru", 50_050, "RUB", "500,50_₽"),
        ("ru", 0, "RUB", "0_₽"),
    ],
)
def test_money_stands_with_the_sign_as_each_language_writes_it(
    language: str, minor: int, currency: str, amount: str
) -> None:
    assert seen(reader(language).money(minor, currency)) == amount


def test_line_begins_with_a_capital() -> None:
    assert at_start(reader("fr").short_day(FIRST)).startswith(written(FIRST, "EEE", "fr").capitalize())
    assert at_start("") == ""


def test_what_a_message_brings_with_it_is_escaped_where_it_is_shown_as_markup() -> None:
    message = TranslationString("${tag} is not allowed", domain="kalenner", mapping={"tag": "<h1>"})

    assert reader("en").text(message) == "&lt;h1&gt; is not allowed"
    assert reader("en").label(message) == "<h1> is not allowed"


def test_a_text_in_no_catalogue_is_named_once(caplog: pytest.LogCaptureFixture) -> None:
    german = make_reader(("core/kalenner/locale",), "de")
    unknown = TranslationString("button-that-nobody-wrote", domain="kalenner")

    assert [german.label(unknown), german.label(unknown)] == ["button-that-nobody-wrote"] * 2
    assert caplog.messages == ["the text button-that-nobody-wrote of kalenner is in no catalogue"]


def test_a_missing_value_is_named_once(caplog: pytest.LogCaptureFixture) -> None:
    german = Reader(Catalogue([]), "de", ZoneInfo("Europe/Berlin"))
    message = TranslationString("${several} of them, said in this test alone", domain="kalenner")

    assert german.label(message) == german.label(message) == "${several} of them, said in this test alone"
    assert caplog.messages == [
        "the text ${several} of them, said in this test alone of kalenner is shown without a value for several"
    ]
