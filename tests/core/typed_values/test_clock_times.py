"""Times of day in the habits of the four languages."""

import pytest

from kalenner.typed_values import read_hyphenated_time, read_time


def minute(text: str) -> int:
    hours, _colon, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9", "9:00"),
        ("9:05", "9:05"),
        ("9.30", "9:30"),
        ("9h", "9:00"),
        ("9h30", "9:30"),
        ("14h30", "14:30"),
        ("14 h 30", "14:30"),
        ("à 9h", "9:00"),
        ("vers 20h", "20:00"),
        ("9 heures 30", "9:30"),
        ("7 heures du soir", "19:00"),
        ("midi", "12:00"),
        ("9 Uhr", "9:00"),
        ("9 Uhr 30", "9:30"),
        ("9.30 Uhr", "9:30"),
        ("um 9", "9:00"),
        ("9 Uhr morgens", "9:00"),
        ("8 Uhr abends", "20:00"),
        ("Mittag", "12:00"),
        ("9am", "9:00"),
        ("9 a.m.", "9:00"),
        ("9:30 PM", "21:30"),
        ("12am", "0:00"),
        ("12 p.m.", "12:00"),
        ("at 9", "9:00"),
        ("noon", "12:00"),
        ("midnight", "24:00"),
        ("0930", "9:30"),
        ("1430", "14:30"),
        ("в 9", "9:00"),
        ("в 18.30", "18:30"),
        ("9 часов", "9:00"),
        ("9 ч 30 мин", "9:30"),
        ("9 ч. 30", "9:30"),
        ("9 утра", "9:00"),
        ("3 часа дня", "15:00"),
        ("12 дня", "12:00"),
        ("9 вечера", "21:00"),
        ("2 ночи", "2:00"),
        ("12 ночи", "0:00"),
        ("полдень", "12:00"),
        ("24:00", "24:00"),
        ("９：３０", "9:30"),
        ("٩:٣٠", "9:30"),
        (" 9:30. ", "9:30"),
    ],
)
def test_a_time_of_day(text: str, time: str) -> None:
    assert read_time(text) == minute(time)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "25",
        "24:01",
        "9:5",
        "9:75",
        "-1",
        "9:00:00",
        "13 am",
        "0 pm",
        "2460",
        "930",
        "9 m",
        "9-30",
        "9²",
    ],
)
def test_no_time_of_day(text: str) -> None:
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("text", "time"), [("9-30", "9:30"), ("18-00", "18:00"), ("９－１５", "9:15"), ("9–45", "9:45")]
)
def test_a_time_with_a_hyphen(text: str, time: str) -> None:
    assert read_hyphenated_time(text) == minute(time)


@pytest.mark.parametrize("text", ["9-60", "25-00", "9-3", "9", "9-30-00"])
def test_no_time_with_a_hyphen(text: str) -> None:
    assert read_hyphenated_time(text) is None


@pytest.mark.parametrize("text", ["8 nachmittags", "8 дня", "9 de l'après-midi", "12 утра", "7 nachts"])
def test_hour_that_is_in_no_such_part_of_the_day_is_no_time(text: str) -> None:
    assert read_time(text) is None


@pytest.mark.parametrize(("text", "minute"), [("11 дня", 660), ("11 nachts", 1380), ("3 nachmittags", 900)])
def test_hour_in_its_part_of_the_day(text: str, minute: int) -> None:
    assert read_time(text) == minute
