"""Slots against an oracle: a slow walk, minute by minute, that shares no idea with what it checks."""

import random
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zlib import crc32
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.figures import RecordFigure

from kalenner_scheduling.availability.slots import by_local_day, open_slots
from kalenner_scheduling.working_hours.windows import Period, windows_around, windows_between

ZONES = sorted(available_timezones())
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def clock_of_day(zone: str, day: date) -> list[tuple[datetime, int]]:
    """Every UTC minute at which clocks of the zone show that date, with the minute of day they show."""
    minutes = []
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
    for _ in range(54 * 60):
        local = moment.astimezone(ZoneInfo(zone))
        if local.date() == day:
            minutes.append((moment, local.hour * 60 + local.minute))
        moment += MINUTE
    return minutes


def expected_starts(periods, zone, days, busy, rules) -> list[int]:
    """Every start of those days, found by asking each minute whether it is work, and whether it is free."""
    starts = []
    worked_before: set[datetime] = set()
    for day in days:
        clock = clock_of_day(zone, day)
        for period in sorted(periods, key=lambda period: period.start_minute):
            if period.weekday != day.weekday():
                continue
            within = [m for m, minute in clock if period.start_minute <= minute < period.end_minute]
            if not within:
                continue
            moment, work = within[0], set()
            while moment <= within[-1]:
                if moment not in worked_before:
                    work.add(moment)
                moment += MINUTE
            worked_before |= work
            starts += walk(work, busy, rules)
    return starts


def walk(work: set[datetime], busy, rules) -> list[int]:
    """Go through one period in steps, and keep the starts whose every minute is work and free."""
    starts = []
    moment = min(work, default=None)
    while moment in work:
        minutes = [moment + n * MINUTE for n in range(rules["duration"] // 60)]
        seconds = [int(minute.timestamp()) for minute in minutes]
        free = not any(start <= second < end for second in seconds for start, end in busy)
        if free and all(minute in work for minute in minutes) and seconds[0] >= rules["not_before"]:
            starts.append(seconds[0])
        moment += timedelta(seconds=rules["step"])
    return starts


def changing_days(zone: str, year: int) -> list[date]:
    """The local dates on which the zone changes its offset in a year."""
    day = datetime(year, 1, 1, tzinfo=UTC)
    offsets = [(day + n * DAY, (day + n * DAY).astimezone(ZoneInfo(zone)).utcoffset()) for n in range(366)]
    days = []
    for (before, old), (_, new) in pairwise(offsets):
        if old != new:
            days += {(before + n * timedelta(hours=1)).astimezone(ZoneInfo(zone)).date() for n in range(25)}
    return sorted(set(days))


def check(zone: str, days: list[date], periods: list[Period], busy, rules) -> None:
    windows = windows_between(periods, zone, days[0], days[-1])
    starts = open_slots(windows, busy, **rules)
    assert starts == expected_starts(periods, zone, days, busy, rules), (zone, days, periods, busy, rules)
    for start in starts[:1] + starts[-1:]:
        assert start in open_slots(windows_around(start, periods, zone), busy, **rules)


@pytest.mark.figure("F3")
@pytest.mark.parametrize("zones", [pytest.param(ZONES, id="all", marks=pytest.mark.slow), ZONES[::50]])
def test_every_zone_on_the_days_its_clocks_change(zones: list[str], record_figure: RecordFigure):
    changes = 0
    for zone in zones:
        chance = random.Random(zone)
        year = 2026 + crc32(zone.encode()) % 5
        for day in changing_days(zone, year) or [date(year, 6, 15)]:
            changes += 1
            cuts = sorted(
                {0, 1440, *(chance.randrange(0, 1440, 5) for _ in range(3)), chance.randrange(60, 240)}
            )
            periods = [
                Period(day.weekday(), start, end) for start, end in pairwise(cuts) if chance.random() < 0.8
            ]
            step, duration = chance.choice([15, 20, 30, 45, 60]), chance.choice([15, 30, 45, 60, 90])
            check(zone, [day], periods, [], {"duration": duration * 60, "step": step * 60, "not_before": 0})
    record_figure("F3", changes, f"days in {len(zones)} of {len(ZONES)} zones")
    assert changes > len(zones)


FIVE_MINUTES = st.integers(0, 287).map(lambda n: 5 * n)


@st.composite
def weeks(draw) -> list[Period]:
    """Disjoint periods for every weekday."""
    periods = []
    for weekday in range(7):
        cuts = sorted(draw(st.sets(st.one_of(FIVE_MINUTES, st.just(1440)), max_size=4)))
        periods += [Period(weekday, start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    return periods


RULES = st.fixed_dictionaries(
    {
        "duration": st.integers(1, 36).map(lambda n: 300 * n),
        "step": st.integers(1, 18).map(lambda n: 300 * n),
        "not_before": st.just(0),
    }
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(ZONES), st.dates(date(2026, 1, 1), date(2037, 12, 28)), weeks(), RULES, st.data())
def test_any_week_in_any_zone_with_anything_busy(zone, first, periods, rules, data):
    first = data.draw(st.sampled_from(changing_days(zone, first.year) or [first]), label="middle day")
    days = [first - DAY, first, first + DAY]
    noon = int(datetime(first.year, first.month, first.day, 12, tzinfo=UTC).timestamp())
    span = st.tuples(st.integers(-2000, 2000), st.integers(1, 300))
    spans = data.draw(st.lists(span, max_size=6), label="busy from noon, for minutes")
    busy = [(noon + 60 * start, noon + 60 * (start + length)) for start, length in spans]
    check(zone, days, periods, busy, rules | {"not_before": noon + 60 * data.draw(st.integers(-2500, 500))})


SMALL = st.integers(0, 60)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.sets(SMALL, max_size=8).map(sorted),
    st.lists(st.tuples(SMALL, SMALL), max_size=6),
    st.integers(1, 10),
    st.integers(1, 12),
    SMALL,
)
def test_a_start_is_open_if_nothing_speaks_against_it(cuts, busy, duration, step, not_before):
    windows = list(zip(cuts[::2], cuts[1::2], strict=False))
    assert open_slots(windows, busy, duration=duration, step=step, not_before=not_before) == [
        start
        for begin, end in windows
        for start in range(begin, end, step)
        if start >= not_before
        and start + duration <= end
        and not any(b < e and b < start + duration and start < e for b, e in busy)
    ]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(ZONES), st.integers(2026, 2037), st.sampled_from([900, 1500, 1800]), st.data())
def test_labels_are_what_the_clocks_show(zone, year, step, data):
    local = ZoneInfo(zone)
    day = data.draw(st.sampled_from(changing_days(zone, year) or [date(year, 10, 31)]), label="middle day")
    first = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) - 86_400
    starts = list(range(first, first + 3 * 86_400, step))
    expected: dict[date, list[tuple[int, str]]] = {}
    for start in starts:
        local_start = datetime.fromtimestamp(start, local)
        around = [start + n for n in range(-10_800, 10_801, 900) if n]
        neighbours = {datetime.fromtimestamp(other, local).replace(fold=0) for other in around}
        label = local_start.strftime("%H:%M")
        if local_start.replace(fold=0) in neighbours:
            offset = local_start.strftime("%z")
            label += f" ({offset[:3]}:{offset[3:]})"
        expected.setdefault(local_start.date(), []).append((start, label))
    assert by_local_day(starts, zone) == expected
