"""Durations as people write them."""

import pytest

from kalenner.typed_values import DAY, HOUR, MINUTE, read_duration


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        ("45 min", 45),
        ("45min.", 45),
        ("45 Min.", 45),
        ("45 Minuten", 45),
        ("45 minutes", 45),
        ("45 минут", 45),
        ("45 мин.", 45),
        ("1 минута", 1),
        ("90'", 90),
        ("90′", 90),
        ("1 h", 60),
        ("1h", 60),
        ("1 Std.", 60),
        ("1 Stunde", 60),
        ("2 Stunden", 120),
        ("1 hour", 60),
        ("1 heure", 60),
        ("1 час", 60),
        ("2 часа", 120),
        ("1:30", 90),
        ("1:30 h", 90),
        ("0:45", 45),
        ("1,5 ч", 90),
        ("1.5 h", 90),
        ("1,5 Stunden", 90),
        ("½ h", 30),
        ("1½ Std.", 90),
        ("0,75 h", 45),
        ("1 h 30", 90),
        ("1h30", 90),
        ("1h30m", 90),
        ("1 Std. 30 Min.", 90),
        ("1 hour and 30 minutes", 90),
        ("1 heure et 30 minutes", 90),
        ("1 Stunde und 15 Minuten", 75),
        ("1 час 30 минут", 90),
        ("1 ч. 30 мин.", 90),
        ("1 hour, 30 min", 90),
        ("~45", 45),
        ("４５", 45),
        ("٤٥ min", 45),
        ("४५", 45),
        ("1\u00a0h\u00a030", 90),
    ],
)
def test_minutes(text: str, minutes: int) -> None:
    assert read_duration(text, MINUTE) == (minutes,)


@pytest.mark.parametrize(
    ("text", "unit", "minutes"),
    [
        ("36", HOUR, 36 * 60),
        ("2 days", HOUR, 2 * DAY),
        ("90 min", HOUR, 90),
        ("30", DAY, 30 * DAY),
        ("30 Tage", DAY, 30 * DAY),
        ("30 jours", DAY, 30 * DAY),
        ("30 дней", DAY, 30 * DAY),
        ("2 weeks", DAY, 14 * DAY),
        ("1 неделя", DAY, 7 * DAY),
        ("48 h", DAY, 2 * DAY),
        ("1 Tag 12 Std", HOUR, 36 * 60),
    ],
)
def test_hours_and_days(text: str, unit: int, minutes: int) -> None:
    assert read_duration(text, unit) == (minutes,)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("1.30 h", (78, 90)), ("1,30 Std.", (78, 90)), ("1.25 ч", (75, 85)), ("2.10 h", (126, 130))],
)
def test_what_can_be_a_decimal_or_minutes_is_returned_as_both(text: str, minutes: tuple[int, int]) -> None:
    assert read_duration(text, MINUTE) == minutes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "-5",
        "1,5",
        "1.33",
        "1:75",
        "1:3",
        "1 m 30 h",
        "30 30",
        "1 h h",
        "5²",
        "1 km",
        "1:30:00",
        "1,333 h",
    ],
)
def test_no_duration(text: str) -> None:
    assert read_duration(text, MINUTE) == ()


def test_minutes_behind_hours_are_fewer_than_an_hour() -> None:
    assert read_duration("1 h 75", MINUTE) == ()
