"""Working hours as people write them."""

import pytest

from kalenner_scheduling.working_hours.errors import EndBeforeStart, NotHours, PeriodsOverlap
from kalenner_scheduling.working_hours.hours_text import minute_of, span_text, spans_of


def written(text: str) -> list[str]:
    return [span_text(*span) for span in spans_of(text)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("9:00-12:00", ["9:00–12:00"]),
        ("9:00-12:00, 13:30-17:00", ["9:00–12:00", "13:30–17:00"]),
        ("9-12", ["9:00–12:00"]),
        ("09-12", ["9:00–12:00"]),
        ("9.00–12.00", ["9:00–12:00"]),
        ("9h30-12h", ["9:30–12:00"]),
        ("9H30 — 12H", ["9:30–12:00"]),
        ("9 - 12; 13 - 17", ["9:00–12:00", "13:00–17:00"]),
        ("9-12 13-17", ["9:00–12:00", "13:00–17:00"]),
        ("9-12\n13-17,", ["9:00–12:00", "13:00–17:00"]),
        ("13:30-17:00, 9:00-12:00", ["9:00–12:00", "13:30–17:00"]),
        ("9:00-12:00, 12:00-15:00", ["9:00–12:00", "12:00–15:00"]),
        ("0:00-24:00", ["0:00–24:00"]),
        ("18:00-0:00", ["18:00–24:00"]),
        ("９：００－１２：００", ["9:00–12:00"]),  # as an Asian keyboard writes it
        ("9:00−12:00", ["9:00–12:00"]),  # a mathematical minus
        ("22:00-2:00", ["22:00–2:00"]),
        ("22-2", ["22:00–2:00"]),
        ("22h – 2h30", ["22:00–2:30"]),
        ("9-12, 20.00-0.30", ["9:00–12:00", "20:00–0:30"]),
        ("20:00-8:00", ["20:00–8:00"]),
        ("23:59-0:01", ["23:59–0:01"]),
        ("9h-12h 14h-18h30", ["9:00–12:00", "14:00–18:30"]),
        ("9h30 à 12h30 et 14h à 18h", ["9:30–12:30", "14:00–18:00"]),
        ("de 9h à 12h", ["9:00–12:00"]),
        ("von 9 bis 12 Uhr", ["9:00–12:00"]),
        ("9.00–12.00 und 14.00–18.00 Uhr", ["9:00–12:00", "14:00–18:00"]),
        ("9 Uhr - 12 Uhr", ["9:00–12:00"]),
        ("с 9 до 18", ["9:00–18:00"]),
        ("с 9.30 до 13 и с 14 до 18", ["9:30–13:00", "14:00–18:00"]),
        ("9am-5pm", ["9:00–17:00"]),
        ("9-5pm", ["9:00–17:00"]),
        ("1-5 p.m.", ["13:00–17:00"]),
        ("10-12pm", ["10:00–12:00"]),
        ("from 9 to 17 and 18 to 20", ["9:00–17:00", "18:00–20:00"]),
        ("٩-١٢", ["9:00–12:00"]),
    ],
)
def test_hours_are_understood(text: str, spans: list[str]):
    assert written(text) == spans


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        ",",
        "morning",
        "9",
        "9:00",
        "9-12-15",
        "9:60-12",
        "25-26",
        "24:01-25",
        "9:0-12",
        "-9-12",
        "9-",
        "9:00-12:00 xm",
        "13 am-14",
        "9h-12 Meter",
    ],
)
def test_other_texts_are_no_hours(text: str):
    with pytest.raises(NotHours):
        spans_of(text)


@pytest.mark.parametrize(
    "text", ["12:00-9:00", "9:00-9:00", "13-17, 12-9", "24:00-24:00", "24:00-2:00", "13-5", "19:59-8:00"]
)
def test_end_must_be_after_the_start(text: str):
    with pytest.raises(EndBeforeStart):
        spans_of(text)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("9-12, 11-13", "9:00–12:00"),
        ("11-13, 9-12", "9:00–12:00"),
        ("9-12, 9-12", "9:00–12:00"),
        ("9-17, 10-11", "9:00–17:00"),
        ("22-2, 23-3", "22:00–2:00"),
        ("20-4, 22-23", "20:00–4:00"),
    ],
)
def test_overlapping_periods_are_named(text: str, period: str):
    with pytest.raises(PeriodsOverlap) as fault:
        spans_of(text)

    assert span_text(fault.value.start_minute, fault.value.end_minute) == period


@pytest.mark.parametrize(
    ("text", "minute"), [("0", 0), ("9", 540), ("9:05", 545), (" 23.59 ", 1_439), ("24:00", 1_440)]
)
def test_times_are_understood(text: str, minute: int):
    assert minute_of(text) == minute


@pytest.mark.parametrize("text", ["", "x", "24:01", "9:5", "9:75", "-1", "9:00:00"])
def test_other_texts_are_no_times(text: str):
    with pytest.raises(NotHours):
        minute_of(text)
