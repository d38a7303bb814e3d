"""When a reminder is due: leads, quiet hours, and the clocks that change."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from kalenner_reminders.due_times import (
    DEFAULT,
    Preferences,
    QuietHours,
    due_of,
    is_useful,
    ordered,
    plan,
    postponed,
)

BERLIN, LORD_HOWE, CHATHAM = (
    ZoneInfo(name) for name in ("Europe/Berlin", "Australia/Lord_Howe", "Pacific/Chatham")
)
NIGHT = QuietHours(22 * 60, 8 * 60)
SIESTA = QuietHours(13 * 60, 15 * 60)


def wall(text: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> dt.datetime:
    """Return an instant from a wall time such as "2026-12-04 10:00"."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)


def shown(moment: dt.datetime, zone: ZoneInfo = BERLIN) -> str:
    return f"{moment.astimezone(zone):%d %H:%M}"


def test_a_lead_counts_back_from_the_start() -> None:
    assert shown(due_of(wall("2026-12-04 10:00"), 1440, None, BERLIN)) == "03 10:00"
    assert shown(due_of(wall("2026-12-04 10:00"), 120, NIGHT, BERLIN)) == "04 08:00"
    assert shown(due_of(wall("2026-12-04 10:00"), 15, NIGHT, BERLIN)) == "04 09:45"


@pytest.mark.parametrize(
    ("zone", "start", "expected"),
    [
        # Spring: the day has 23 hours, so 24 real ones before 10:00 it was 9:00.
        (BERLIN, "2027-03-28 10:00", "27 09:00"),
        # Autumn: 25 hours.
        (BERLIN, "2026-10-25 10:00", "24 11:00"),
        # Lord Howe moves by half an hour.
        (LORD_HOWE, "2026-10-04 10:00", "03 09:30"),
        (LORD_HOWE, "2027-04-04 10:00", "03 10:30"),
        # Chatham is at 12:45 and 13:45, and changes at 2:45.
        (CHATHAM, "2026-09-27 10:00", "26 09:00"),
        (CHATHAM, "2027-04-04 10:00", "03 11:00"),
    ],
)
def test_24_hours_are_24_hours_when_the_clocks_change(zone: ZoneInfo, start: str, expected: str) -> None:
    starts_at = wall(start, zone)

    due = due_of(starts_at, 1440, None, zone)

    assert starts_at - due == dt.timedelta(hours=24)
    assert shown(due, zone) == expected


@pytest.mark.parametrize(
    ("start", "lead", "expected"),
    [
        ("04 07:00", 1440, "03 08:00"),  # at their end, 23 hours before
        ("04 08:00", 1440, "03 08:00"),  # their end is not quiet any more
        ("04 22:00", 1440, "04 08:00"),  # their beginning is quiet
        ("04 21:59", 1440, "03 21:59"),
        ("04 09:00", 120, "04 08:00"),  # half the lead is left
        ("04 08:59", 120, "03 22:00"),  # less than half
        ("04 08:30", 60, "04 08:00"),  # half an hour is left
        ("04 08:29", 60, "03 22:00"),
        ("04 08:20", 30, "03 22:00"),  # half of the lead would be left, but not half an hour
        ("04 00:30", 120, "03 22:00"),
    ],
)
def test_quiet_hours(start: str, lead: int, expected: str) -> None:
    assert shown(due_of(wall(f"2026-12-{start}"), lead, NIGHT, BERLIN)) == expected


def test_quiet_hours_within_a_day() -> None:
    assert shown(due_of(wall("2026-12-04 16:00"), 120, SIESTA, BERLIN)) == "04 15:00"
    assert shown(due_of(wall("2026-12-04 15:30"), 120, SIESTA, BERLIN)) == "04 13:00"
    assert shown(due_of(wall("2026-12-04 17:00"), 120, SIESTA, BERLIN)) == "04 15:00"
    assert shown(due_of(wall("2026-12-04 14:59"), 120, SIESTA, BERLIN)) == "04 12:59"


def test_quiet_hours_until_midnight() -> None:
    late = QuietHours(20 * 60, 0)

    assert shown(due_of(wall("2026-12-04 20:00"), 1440, late, BERLIN)) == "04 00:00"
    assert shown(due_of(wall("2026-12-04 01:00"), 60, late, BERLIN)) == "04 00:00"
    assert shown(due_of(wall("2026-12-04 00:20"), 60, late, BERLIN)) == "03 20:00"


@pytest.mark.parametrize(
    ("zone", "start", "quiet", "expected"),
    [
        # 2:30 is skipped: the quiet hours end when the clocks change, at 3:00.
        (BERLIN, "2027-03-28 12:00", QuietHours(0, 150), "28 03:00"),
        # 2:30 comes twice: they end the second time.
        (BERLIN, "2026-10-25 12:00", QuietHours(0, 150), "25 02:30"),
        # 2:00 to 2:30 is skipped on Lord Howe.
        (LORD_HOWE, "2026-10-04 12:00", QuietHours(60, 135), "04 02:30"),
        # 2:45 to 3:45 on Chatham.
        (CHATHAM, "2026-09-27 12:00", QuietHours(60, 180), "27 03:45"),
    ],
)
def test_quiet_hours_when_the_clocks_change(
    zone: ZoneInfo, start: str, quiet: QuietHours, expected: str
) -> None:
    starts_at = wall(start, zone)
    night = wall(f"{start[:10]} 01:30", zone)

    due = due_of(starts_at, (starts_at - night) // dt.timedelta(minutes=1), quiet, zone)

    assert shown(due, zone) == expected
    assert quiet.around(due, zone) is None


def test_the_second_of_two_is_still_quiet() -> None:
    quiet = QuietHours(0, 150)
    twice = [wall("2026-10-25 02:15", fold=fold) for fold in (0, 1)]

    assert twice[1] - twice[0] == dt.timedelta(hours=1)
    assert [quiet.around(instant, BERLIN) for instant in twice] == [
        (wall("2026-10-25 00:00"), wall("2026-10-25 02:30", fold=1))
    ] * 2


def test_the_zone_is_the_clients() -> None:
    due = due_of(wall("2026-12-04 10:00"), 120, NIGHT, ZoneInfo("America/New_York"))

    # Two hours before it is 2:00 there, and at 8:00 it would be over: so at 22:00.
    assert shown(due, ZoneInfo("America/New_York")) == "03 22:00"


def test_a_plan_has_what_is_still_to_come() -> None:
    start, preferences = wall("2026-12-04 10:00"), Preferences((1440, 120), None)

    assert plan(start, preferences, BERLIN, wall("2026-12-01 12:00")) == [
        (1440, wall("2026-12-03 10:00")),
        (120, wall("2026-12-04 08:00")),
    ]
    assert plan(start, preferences, BERLIN, wall("2026-12-03 10:00")) == [(120, wall("2026-12-04 08:00"))]
    assert plan(start, preferences, BERLIN, wall("2026-12-04 09:00")) == []
    assert plan(start, Preferences((), NIGHT), BERLIN, wall("2026-12-01 12:00")) == []


def test_what_would_come_the_evening_before_is_not_planned_at_night() -> None:
    start = wall("2026-12-04 08:30")

    assert plan(start, Preferences((120,), NIGHT), BERLIN, wall("2026-12-03 21:00")) == [
        (120, wall("2026-12-03 22:00"))
    ]
    assert plan(start, Preferences((120,), NIGHT), BERLIN, wall("2026-12-03 23:00")) == []


def test_late_in_quiet_hours_waits_for_their_end() -> None:
    start = wall("2026-12-04 10:00")

    assert postponed(wall("2026-12-03 23:00"), start, NIGHT, BERLIN) == wall("2026-12-04 08:00")
    assert postponed(wall("2026-12-04 07:59"), start, NIGHT, BERLIN) == wall("2026-12-04 08:00")
    assert postponed(wall("2026-12-04 08:00"), start, NIGHT, BERLIN) is None
    assert postponed(wall("2026-12-03 23:00"), start, None, BERLIN) is None


def test_late_in_quiet_hours_goes_where_it_could_not_wait() -> None:
    assert postponed(wall("2026-12-03 23:00"), wall("2026-12-04 08:30"), NIGHT, BERLIN) is not None
    assert postponed(wall("2026-12-03 23:00"), wall("2026-12-04 08:29"), NIGHT, BERLIN) is None


def test_at_the_beginning_of_quiet_hours_there_is_grace() -> None:
    start = wall("2026-12-04 10:00")

    assert postponed(wall("2026-12-03 22:15"), start, NIGHT, BERLIN) is None
    assert postponed(wall("2026-12-03 22:16"), start, NIGHT, BERLIN) == wall("2026-12-04 08:00")


def test_useful_until_five_minutes_before() -> None:
    start = wall("2026-12-04 10:00")

    assert is_useful(start, wall("2026-12-04 09:54"))
    assert not is_useful(start, wall("2026-12-04 09:55"))
    assert not is_useful(start, wall("2026-12-04 10:30"))


def test_leads_are_kept_the_longest_first() -> None:
    assert ordered([120, 1440, 120]) == (1440, 120)


def test_who_never_chose_is_reminded_a_day_before_and_not_at_night() -> None:
    assert (DEFAULT.leads, DEFAULT.quiet) == ((1440,), NIGHT)
