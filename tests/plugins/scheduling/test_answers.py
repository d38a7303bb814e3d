"""Days as people type them, in each language."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from tests.words import written

from kalenner.i18n import Reader
from kalenner_scheduling.answers import NotADay, day_of

TODAY = dt.date(2026, 12, 1)


def read(text: str, language: str = "en", today: dt.date = TODAY) -> dt.date:
    return day_of(text, Reader([], language, ZoneInfo("Europe/Berlin")), today)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "3.8.2027"),
        ("en", "03/08/2027"),
        ("en", "3-8-27"),
        ("en", "2027-08-03"),
        ("en", "2027-8-3"),
        ("en", "3.8."),
        ("en", "3 MMM"),
        ("en", " 3'rd'  MMMM 2027 "),
        ("en", "EEE, 3 MMM 2027"),
        ("en", "EEE 3 MMM"),
        ("en", "MMM 3"),
        ("en", "MMMM 3'rd', 2027"),
        ("fr", "3 MMMM 2027"),
        ("fr", "EEE 3 MMM"),
        ("de", "3. MMMM"),
        ("de", "EEE 3. MMM 2027"),
        ("ru", "3 MMMM"),
        ("ru", "3 MMM 2027 'г'."),
        ("ru", "EEE, 3 MMM"),
    ],
)
def test_day_as_it_is_written(language: str, text: str):
    third = dt.date(2027, 8, 3)
    assert read(written(third, text, language), language) == third


def test_day_in_any_case_and_without_accents():
    assert read("3 AUGUST 2027") == read("3 aout", "fr") == dt.date(2027, 8, 3)


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "1er janv."), ("de", "1. Jan"), ("en", "1st january"), ("ru", "1 янв")]
)
def test_first_of_a_month(language: str, text: str):
    assert read(text, language) == dt.date(2027, 1, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1.12.", dt.date(2026, 12, 1)),
        ("30.11.", dt.date(2027, 11, 30)),
        ("29.2.", dt.date(2028, 2, 29)),
        ("30.11.2026", dt.date(2026, 11, 30)),
    ],
)
def test_day_without_a_year_is_the_next_one(text: str, day: dt.date):
    assert read(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "25",
        "25.",
        "32.12.2026",
        "29.2.2027",
        "30 Feb",
        "0.1.",
        "3 Au",
        "3 Ju",
        "3 août",
        "2026-12",
        "12.13.2026",
        "3.8.2027 or so",
        "3 8 2027",
        "3.8.20277",
        "\u0663.8.2027",
        "\u0663 Aug",
    ],
)
def test_what_is_not_a_day(text: str):
    with pytest.raises(NotADay):
        read(text)


def test_letters_that_begin_two_months_name_none():
    with pytest.raises(NotADay):
        read("3 juil", "en")
    assert read("3 juil", "fr") == dt.date(2027, 7, 3)
    with pytest.raises(NotADay):
        read("3 jui", "fr")
