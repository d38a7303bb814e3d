"""Days as people type them, in each language."""

import datetime as dt
from importlib.resources import files

import colander
import pytest
from tests.words import written

from kalenner.i18n import Reader, make_reader
from kalenner.screens.meanings import SeveralMeanings
from kalenner_scheduling.answers import Day, Hours, NotADay, TimeOfDay, day_of

LOCALE = str(files("kalenner_scheduling") / "locale")
TODAY = dt.date(2026, 12, 1)


def reader_of(language: str) -> Reader:
    return make_reader((LOCALE,), language, "Europe/Berlin")


def read(text: str, language: str = "en", today: dt.date = TODAY) -> dt.date:
    return day_of(text, reader_of(language), today)


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
        "3.8.2027/x",
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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "am 3.8.2027"),
        ("de", "Di., 03.08.2027"),
        ("de", "Dienstag, den 3. August 2027"),
        ("de", "3. 8. 2027"),
        ("de", "3.8.27"),
        ("en", "3rd of August 2027"),
        ("en", "Tue 3 Aug, 2027"),
        ("fr", "le 3 août 2027"),
        ("fr", "mardi 3/8/2027"),
        ("ru", "3-го августа 2027 года"),
        ("ru", "вт, 3 авг. 2027 г."),
        ("ru", "03.08.2027 г."),
        ("ru", "3-8-2027"),
        ("en", "\u0663.\u0668.\u0662\u0660\u0662\u0667"),  # in Arabic digits
        ("en", "３．８．２０２７"),
    ],
)
def test_a_day_in_each_habit(language: str, text: str):
    assert read(text, language) == dt.date(2027, 8, 3)


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("de", "heute", 0),
        ("de", "Morgen", 1),
        ("de", "übermorgen", 2),
        ("en", "today", 0),
        ("en", "tomorrow", 1),
        ("fr", "aujourd’hui", 0),
        ("fr", "demain", 1),
        ("ru", "сегодня", 0),
        ("ru", "завтра", 1),
        ("ru", "Послезавтра", 2),
    ],
)
def test_a_day_by_its_distance(language: str, text: str, days: int):
    assert read(text, language) == TODAY + dt.timedelta(days=days)


def refusal(kind: colander.SchemaType, text: str) -> str | list[str]:
    """Return why an answer is refused, or what it could mean."""
    node = colander.SchemaNode(kind, name="answer")
    with pytest.raises(colander.Invalid) as refused:
        node.deserialize(text)
    if isinstance(refused.value, SeveralMeanings):
        return [meaning.answer for meaning in refused.value.meanings]
    return str(refused.value.msg.interpolate())


def test_the_example_of_a_day_is_near():
    node = colander.SchemaNode(Day(reader_of("de"), TODAY, dt.date(2027, 11, 30)), name="day")
    with pytest.raises(colander.Invalid) as refused:
        node.deserialize("irgendwann")
    assert refused.value.msg.mapping == {"example": "08.12.2026"}


@pytest.mark.parametrize(
    ("text", "minute"), [("9-30", 570), ("9-00", 540), ("18-45", 1_125), ("в 9-15", None)]
)
def test_a_time_with_a_hyphen(text: str, minute: int | None):
    node = colander.SchemaNode(TimeOfDay(), name="time")
    if minute is None:
        assert refusal(TimeOfDay(), text) == "not-a-time"
    else:
        assert node.deserialize(text) == minute


def test_hours_that_could_be_a_time_are_asked():
    assert refusal(Hours(), "9-00") == ["9:00", "9:00–24:00"]
    node = colander.SchemaNode(Hours(), name="hours")
    assert node.deserialize("9-30") == 570
    assert node.deserialize("9-12") == [(540, 720)]
