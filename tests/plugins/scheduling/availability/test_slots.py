"""What a day offers: the examples of the specification, and the days on which clocks change."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from kalenner.zones.instants import local_day
from kalenner_scheduling.availability.slots import Busy, by_local_day, kept_free, label_of, open_slots
from kalenner_scheduling.working_hours.windows import Period, windows_around, windows_between

MONDAY = date(2026, 12, 7)
BERLIN = "Europe/Berlin"


def minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def week(*hours: str) -> list[Period]:
    """Every weekday with the same hours, written as "9:00-12:00"."""
    spans = [span.split("-") for span in hours]
    return [Period(day, minutes(start), minutes(end)) for day in range(7) for start, end in spans]


def instant(zone: str, text: str, fold: int = 0) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp())


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def offered(
    hours: list[Period], day: date = MONDAY, *, zone: str = BERLIN, every: int = 30, lasts: int = 30, busy=()
) -> list[str]:
    """The times a day offers, as the clocks of the zone show them."""
    windows = windows_between(hours, zone, day, day)
    starts = open_slots(windows, busy, duration=lasts * 60, step=every * 60, not_before=0)
    return [label for labels in by_local_day(starts, zone).values() for _, label in labels]


def with_buffers(busy: list[tuple[str, str]], *, before: int = 0, after: int = 0) -> list[str]:
    """The times that 8:00-13:00 offers for an hour, every 15 minutes, with minutes kept free around it."""
    spans = [(utc(f"2026-12-07 {start:0>5}"), utc(f"2026-12-07 {end:0>5}")) for start, end in busy]
    window = (utc("2026-12-07 08:00"), utc("2026-12-07 13:00"))
    taken = kept_free([Busy(*span) for span in spans], before=before * 60, after=after * 60)
    starts = open_slots([window], taken, duration=60 * 60, step=15 * 60, not_before=0)
    return [label_of(start, "UTC") for start in starts]


@pytest.mark.parametrize(
    ("before", "after", "last_ahead", "first_behind"),
    [
        (0, 0, "9:00", "11:00"),
        (45, 0, "9:00", "11:45"),
        (0, 30, "8:30", "11:00"),
        (45, 30, "8:30", "11:45"),
    ],
)
def test_buffers_are_kept_free_around_what_is_busy(
    before: int, after: int, last_ahead: str, first_behind: str
):
    free = with_buffers([("10:00", "11:00")], before=before, after=after)

    ahead, behind = [at for at in free if minutes(at) < 600], [at for at in free if minutes(at) >= 600]
    assert (ahead[0], ahead[-1]) == ("8:00", last_ahead)
    assert (behind[0], behind[-1]) == (first_behind, "12:00")


def test_the_buffer_behind_may_lie_outside_of_the_window():
    assert with_buffers([], after=30)[-1] == "12:00"
    assert with_buffers([("13:00", "14:00")], after=30)[-1] == "11:30"
    assert with_buffers([("13:15", "14:00")], after=30)[-1] == "11:45"
    assert with_buffers([("13:30", "14:00")], after=30)[-1] == "12:00"


def test_the_buffer_ahead_may_lie_outside_of_the_window():
    assert with_buffers([], before=30)[0] == "8:00"
    assert with_buffers([("7:00", "8:00")], before=30)[0] == "8:30"
    assert with_buffers([("7:00", "7:45")], before=30)[0] == "8:15"
    assert with_buffers([("7:00", "7:30")], before=30)[0] == "8:00"


def test_between_two_appointments_there_is_room_for_the_service_and_both_buffers():
    assert with_buffers([("8:00", "9:00"), ("10:45", "13:00")], before=30, after=15) == ["9:30"]
    assert with_buffers([("8:00", "9:00"), ("10:30", "13:00")], before=30, after=15) == []


@pytest.mark.parametrize(
    ("before", "after", "kept_before", "kept_after", "last_ahead", "first_behind"),
    [
        (0, 0, 30, 45, "8:30", "11:45"),  # those of what is booked
        (30, 15, 15, 30, "8:45", "11:30"),  # the larger one of each pair, not both
        (30, 45, 30, 30, "8:15", "11:30"),
        (15, 15, 60, 60, "8:00", "12:00"),
    ],
)
def test_the_larger_of_two_buffers_is_kept_free(
    before: int, after: int, kept_before: int, kept_after: int, last_ahead: str, first_behind: str
):
    booked = Busy(utc("2026-12-07 10:00"), utc("2026-12-07 11:00"), kept_before * 60, kept_after * 60)
    taken = kept_free([booked], before=before * 60, after=after * 60)
    window = (utc("2026-12-07 08:00"), utc("2026-12-07 13:00"))
    starts = open_slots([window], taken, duration=60 * 60, step=15 * 60, not_before=0)

    free = [label_of(start, "UTC") for start in starts]
    assert [at for at in free if minutes(at) < 600][-1] == last_ahead
    assert next(at for at in free if minutes(at) >= 600) == first_behind


def test_a_long_buffer_of_what_comes_later_reaches_over_what_comes_first():
    taken = kept_free([Busy(20, 30), Busy(60, 70, before=55)])
    assert open_slots([(0, 100)], taken, duration=5, step=5, not_before=0) == [0, 70, 75, 80, 85, 90, 95]


@pytest.mark.parametrize(
    ("windows", "starts"),
    [
        ([(0, 60), (60, 120)], [0, 20, 40, 60, 80]),
        ([(0, 50), (50, 120)], [0, 20, 40, 50, 70]),  # each counts its own starts
        ([(0, 60), (61, 120)], [0, 20, 61]),
        ([(0, 30), (30, 60), (60, 90)], [0, 20, 30, 50]),
        ([(0, 10), (10, 20), (20, 30), (30, 40)], [0]),
        ([(0, 40), (40, 41)], [0]),
        ([(0, 30)], []),
    ],
)
def test_windows_that_touch_are_one_for_what_fits(windows: list[tuple[int, int]], starts: list[int]):
    assert open_slots(windows, [], duration=40, step=20, not_before=0) == starts


def test_what_is_busy_across_a_border_takes_starts_on_both_sides():
    windows = [(0, 60), (60, 120)]
    assert open_slots(windows, [(50, 70)], duration=20, step=10, not_before=5) == [
        10,
        20,
        30,
        70,
        80,
        90,
        100,
    ]


def test_hours_over_midnight_are_one_working_time():
    sunday, monday = date(2026, 12, 13), date(2026, 12, 14)
    hours = [Period(6, 22 * 60, 24 * 60), Period(0, 0, 2 * 60)]
    windows = windows_between(hours, BERLIN, sunday, monday)
    starts = open_slots(windows, [], duration=3600, step=1800, not_before=0)
    assert [label for _day, times in by_local_day(starts, BERLIN).items() for _, label in times] == [
        *("22:00", "22:30", "23:00", "23:30"),
        *("0:00", "0:30", "1:00"),
    ]


def test_the_last_start_is_where_the_service_still_fits():
    assert offered(week("9:00-12:00"), lasts=60) == ["9:00", "9:30", "10:00", "10:30", "11:00"]


def test_starts_are_counted_from_the_start_of_the_period():
    assert offered(week("9:15-11:00"), every=30) == ["9:15", "9:45", "10:15"]


def test_each_period_counts_its_own_starts():
    hours = week("9:00-10:00", "13:10-14:00")
    assert offered(hours, every=25, lasts=25) == ["9:00", "9:25", "13:10", "13:35"]


def test_a_period_may_end_at_midnight():
    assert offered(week("23:00-24:00")) == ["23:00", "23:30"]


def test_a_service_as_long_as_the_period_has_one_start():
    assert offered(week("9:00-12:00"), lasts=180) == ["9:00"]


def test_a_service_longer_than_the_period_has_none():
    assert offered(week("9:00-12:00"), lasts=181) == []


def test_a_service_runs_from_one_period_into_the_next_where_they_touch():
    assert offered(week("9:00-10:00", "10:00-11:00"), lasts=90) == ["9:00", "9:30"]
    assert offered(week("9:00-10:00", "10:05-11:00"), lasts=90) == []


def test_a_day_without_periods_offers_nothing():
    assert offered([Period(1, 540, 720)], MONDAY) == []


def test_hours_are_those_of_the_weekday():
    hours = [Period(weekday, 60 * weekday, 60 * weekday + 30) for weekday in range(7)]
    windows = windows_between(hours, BERLIN, MONDAY, date(2026, 12, 13))
    assert [label_of(start, BERLIN) for start, _ in windows] == [f"{hour}:00" for hour in range(7)]


def test_periods_may_come_in_any_order():
    assert offered([Period(0, 600, 630), Period(0, 540, 570)]) == ["9:00", "10:00"]


def test_a_closed_day_offers_nothing():
    tuesday = date(2026, 12, 8)
    windows = windows_between(week("9:00-10:00"), BERLIN, MONDAY, date(2026, 12, 9), closed=[tuesday])
    assert [local_day(start, BERLIN).day for start, _ in windows] == [7, 9]


def test_a_range_may_reach_over_new_year():
    windows = windows_between(week("9:00-10:00"), BERLIN, date(2026, 12, 30), date(2027, 1, 2))
    assert [start for start, _ in windows] == [
        utc("2026-12-30T08:00"),
        utc("2026-12-31T08:00"),
        utc("2027-01-01T08:00"),
        utc("2027-01-02T08:00"),
    ]


def test_an_appointment_takes_every_start_that_would_overlap_it():
    busy = [(instant(BERLIN, "2026-12-07T10:00"), instant(BERLIN, "2026-12-07T10:45"))]
    assert offered(week("9:00-12:00"), lasts=45, every=15, busy=busy) == [
        *("9:00", "9:15"),
        *("10:45", "11:00", "11:15"),
    ]


def test_starts_after_an_appointment_stay_on_the_grid():
    busy = [(instant(BERLIN, "2026-12-07T09:00"), instant(BERLIN, "2026-12-07T09:50"))]
    assert offered(week("9:00-11:00"), busy=busy) == ["10:00", "10:30"]


def test_starts_between_two_appointments_stay_on_the_grid():
    assert open_slots([(0, 60)], [(0, 11), (41, 60)], duration=10, step=7, not_before=0) == [14, 21, 28]


def test_an_appointment_at_the_very_end_is_in_the_way():
    assert open_slots([(0, 60)], [(55, 60)], duration=20, step=15, not_before=0) == [0, 15, 30]
    assert open_slots([(0, 60)], [(49, 60)], duration=20, step=15, not_before=0) == [0, 15]


@pytest.mark.parametrize(
    "busy",
    [
        [(20, 30), (10, 40), (15, 16)],
        [(10, 20), (20, 30), (30, 40)],
        [(10, 40), (10, 40)],
        [(30, 40), (10, 35)],
    ],
)
def test_busy_spans_may_overlap_touch_and_come_in_any_order(busy):
    free = open_slots([(0, 60)], busy, duration=10, step=5, not_before=0)
    assert free == [0, 40, 45, 50]


def test_a_busy_span_may_cover_several_windows():
    windows = [(0, 20), (30, 50), (60, 80)]
    assert open_slots(windows, [(-5, 65)], duration=10, step=5, not_before=-9) == [65, 70]


def test_an_empty_busy_span_takes_nothing():
    assert open_slots([(0, 20)], [(10, 10)], duration=20, step=5, not_before=0) == [0]


def test_past_starts_are_never_offered():
    assert open_slots([(0, 60)], [], duration=10, step=20, not_before=20) == [20, 40]
    assert open_slots([(0, 60)], [], duration=10, step=20, not_before=21) == [40]


@pytest.mark.parametrize(("duration", "step"), [(0, 5), (-5, 5), (5, 0), (5, -5)])
def test_duration_and_step_have_to_be_positive(duration, step):
    with pytest.raises(ValueError, match="have to be positive"):
        open_slots([(0, 60)], [], duration=duration, step=step, not_before=0)


@pytest.mark.parametrize("fields", [(7, 0, 60), (-1, 0, 60), (0, 60, 60), (0, -1, 60), (0, 0, 1441)])
def test_a_period_is_a_span_of_one_day(fields):
    with pytest.raises(ValueError, match=r"no such weekday|no span of a day"):
        Period(*fields)


def test_an_unknown_zone_is_refused():
    with pytest.raises(ZoneInfoNotFoundError):
        windows_between(week("9:00-10:00"), "Europe/Atlantis", MONDAY, MONDAY)


def test_what_is_offered_is_accepted_and_nothing_else():
    hours = week("9:00-12:00")
    start = instant(BERLIN, "2026-12-07T10:00")
    windows = windows_around(start, hours, BERLIN)
    rules = {"duration": 1800, "step": 1800, "not_before": 0}
    assert start in open_slots(windows, [], **rules)
    assert start + 60 not in open_slots(windows, [], **rules)
    assert start not in open_slots(windows, [(start + 1799, start + 1800)], **rules)
    assert start not in open_slots(windows, [], **(rules | {"not_before": start + 1}))
    assert start not in open_slots(windows_around(start, hours, BERLIN, closed=[MONDAY]), [], **rules)


CHANGES = [
    # Berlin skips 2:00-03:00 and repeats 2:00-03:00.
    ("Europe/Berlin", "2027-03-28", "1:00-4:00", ["1:00", "1:30", "3:00", "3:30"]),
    ("Europe/Berlin", "2027-03-28", "2:10-4:10", ["3:00", "3:30"]),
    ("Europe/Berlin", "2027-03-28", "1:00-2:40", ["1:00", "1:30"]),
    ("Europe/Berlin", "2027-03-28", "2:10-2:50", []),
    ("Europe/Berlin", "2027-10-31", "2:00-3:00",
     ["2:00 (+02:00)", "2:30 (+02:00)", "2:00 (+01:00)", "2:30 (+01:00)"]),
    ("Europe/Berlin", "2027-10-31", "1:30-2:30",
     ["1:30", "2:00 (+02:00)", "2:30 (+02:00)", "2:00 (+01:00)"]),
    ("Europe/Berlin", "2027-10-31", "1:00-2:00", ["1:00", "1:30"]),
    ("Europe/Berlin", "2027-10-31", "3:00-4:00", ["3:00", "3:30"]),
    # Lord Howe moves by half an hour.
    ("Australia/Lord_Howe", "2027-10-03", "1:30-3:30", ["1:30", "2:30", "3:00"]),
    ("Australia/Lord_Howe", "2027-04-04", "1:00-2:30",
     ["1:00", "1:30 (+11:00)", "1:30 (+10:30)", "2:00"]),
    # Chatham is 45 minutes off and changes at 2:45 and 3:45.
    ("Pacific/Chatham", "2027-09-26", "2:15-4:15", ["2:15", "3:45"]),
    ("Pacific/Chatham", "2027-04-04", "2:45-3:45",
     ["2:45 (+13:45)", "3:15 (+13:45)", "2:45 (+12:45)", "3:15 (+12:45)"]),
    # Cairo skips the first hour of a day and repeats the last one.
    ("Africa/Cairo", "2027-04-30", "0:00-2:00", ["1:00", "1:30"]),
    ("Africa/Cairo", "2027-04-29", "23:00-24:00", ["23:00", "23:30"]),
    ("Africa/Cairo", "2027-10-28", "23:00-24:00",
     ["23:00 (+03:00)", "23:30 (+03:00)", "23:00 (+02:00)", "23:30 (+02:00)"]),
    ("Africa/Cairo", "2027-10-29", "0:00-1:00", ["0:00", "0:30"]),
    # So does Santiago, in the other half of the year.
    ("America/Santiago", "2027-09-05", "0:00-2:00", ["1:00", "1:30"]),
    ("America/Santiago", "2027-04-03", "22:30-24:00",
     ["22:30", "23:00 (-03:00)", "23:30 (-03:00)", "23:00 (-04:00)", "23:30 (-04:00)"]),
    # Havana repeats the first hour of a day: none of it belongs to the evening before.
    ("America/Havana", "2027-11-06", "23:00-24:00", ["23:00", "23:30"]),
    ("America/Havana", "2027-11-07", "0:00-1:00",
     ["0:00 (-04:00)", "0:30 (-04:00)", "0:00 (-05:00)", "0:30 (-05:00)"]),
    # Kiritimati, 14 hours ahead, never changes.
    ("Pacific/Kiritimati", "2027-03-28", "2:00-3:00", ["2:00", "2:30"]),
    # St. John's used to go from a minute after midnight back into the day before.
    ("America/St_Johns", "2010-11-06", "23:00-24:00",
     ["23:00", "23:30 (-02:30)", "23:30 (-03:30)", "0:00 (-02:30)"]),
    # Apia left out 30 December 2011; Kwajalein left out 21 August 1993.
    ("Pacific/Apia", "2011-12-29", "23:00-24:00", ["23:00", "23:30"]),
    ("Pacific/Apia", "2011-12-30", "0:00-24:00", []),
    ("Pacific/Apia", "2011-12-31", "0:00-1:00", ["0:00", "0:30"]),
    ("Pacific/Kwajalein", "1993-08-21", "0:00-24:00", []),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "day", "hours", "times"), CHANGES)
def test_a_day_on_which_clocks_change(zone, day, hours, times):
    assert offered(week(hours), date.fromisoformat(day), zone=zone) == times


def test_a_start_in_the_gap_is_the_instant_of_the_change():
    day = date(2027, 3, 28)
    assert windows_between(week("2:10-4:10"), BERLIN, day, day) == [
        (utc("2027-03-28T01:00"), utc("2027-03-28T02:10"))
    ]


def test_periods_that_part_in_the_repeated_hour_offer_nothing_twice():
    hours = week("1:30-2:30", "2:30-3:30")
    assert offered(hours, date(2027, 10, 31)) == [
        *("1:30", "2:00 (+02:00)", "2:30 (+02:00)", "2:00 (+01:00)"),
        *("2:30 (+01:00)", "3:00"),
    ]


def test_a_service_lasts_its_real_time_across_a_change():
    assert offered(week("1:00-5:00"), date(2027, 3, 28), lasts=120, every=60) == ["1:00", "3:00"]


@pytest.mark.parametrize(
    ("busy", "starts"),
    [
        ((40, 50), [0, 5, 60, 65, 70, 75, 80, 85, 90]),  # the last before ends 25 after 5, just in time
        ((40, 51), [0, 5, 65, 70, 75, 80, 85, 90]),
        ((39, 50), [0, 60, 65, 70, 75, 80, 85, 90]),
        ((-20, -10), [*range(0, 95, 5)]),
        ((-20, -9), [*range(5, 95, 5)]),
        ((125, 130), [*range(0, 95, 5)]),
        ((124, 130), [*range(0, 90, 5)]),
        ((50, 50), [*range(0, 95, 5)]),  # nothing lies between
        ((60, 50), [*range(0, 95, 5)]),
    ],
)
def test_time_around_what_is_busy_is_kept_free(busy: tuple[int, int], starts: list[int]):
    taken = kept_free([Busy(*busy)], before=10, after=25)
    assert open_slots([(0, 100)], taken, duration=10, step=5, not_before=0) == starts


def test_what_is_busy_before_the_first_start_does_not_hide_what_comes_later():
    busy = [(0, 10), (5, 5), (30, 40)]

    assert open_slots([(0, 60)], busy, duration=10, step=10, not_before=20) == [20, 40, 50]


def test_without_buffers_starts_touch_what_is_busy():
    assert open_slots([(0, 40)], [(10, 20)], duration=10, step=10, not_before=0) == [0, 20, 30]


@pytest.mark.parametrize(("duration", "step"), [(0, 5), (-1, 5), (5, 0), (5, -1)])
def test_a_duration_or_step_that_is_not_positive_is_refused(duration: int, step: int):
    with pytest.raises(ValueError, match=f"duration and step have to be positive: {duration}, {step}"):
        open_slots([(0, 40)], [], duration=duration, step=step, not_before=0)


def test_a_second_is_a_duration_and_a_step():
    assert open_slots([(0, 2)], [], duration=1, step=1, not_before=0) == [0, 1]
