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

from kalenner.zones.instants import span_of_days
from kalenner_scheduling.availability.slots import Busy, by_local_day, kept_free, open_slots
from kalenner_scheduling.working_hours.windows import Period, windows_around, windows_between

ZONES = sorted(available_timezones())
NO_LIMITS = {"not_before": 0, "before": 0, "after": 0}
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
    periods_of_work: list[set[datetime]] = []
    worked: set[datetime] = set()
    for day in [*days, days[-1] + DAY]:
        clock = clock_of_day(zone, day)
        for period in sorted(periods, key=lambda period: period.start_minute):
            if period.weekday != day.weekday():
                continue
            within = [m for m, minute in clock if period.start_minute <= minute < period.end_minute]
            if not within:
                continue
            moment, work = within[0], set()
            while moment <= within[-1]:
                if moment not in worked:
                    work.add(moment)
                moment += MINUTE
            worked |= work
            if day in days:
                periods_of_work.append(work)
    return [start for work in periods_of_work for start in walk(work, worked, busy, rules)]


def walk(period: set[datetime], worked: set[datetime], busy, rules) -> list[int]:
    """Go through one period in steps, and keep the starts whose every minute is work, of any period."""
    starts = []
    moment = min(period, default=None)
    while moment in period:
        minutes = [moment + n * MINUTE for n in range(rules["duration"] // 60)]
        start = int(moment.timestamp())
        if (
            all(minute in worked for minute in minutes)
            and start >= rules["not_before"]
            and all(keeps_distance(start, start + rules["duration"], one, rules) for one in busy)
        ):
            starts.append(start)
        moment += timedelta(seconds=rules["step"])
    return starts


def keeps_distance(start: int, end: int, one: Busy, rules) -> bool:
    """Whether a time lies wholly before or behind what is busy, and each of the two has its buffer."""
    ahead, behind = one.start - end, start - one.end
    is_ahead = ahead >= 0 and ahead >= rules["after"] and ahead >= one.before
    return is_ahead or (behind >= 0 and behind >= rules["before"] and behind >= one.after)


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
    windows = windows_between(periods, zone, days[0], days[-1] + DAY)
    numbers = {name: rules[name] for name in ("duration", "step", "not_before")}
    taken = kept_free(busy, before=rules["before"], after=rules["after"])
    ends_at = span_of_days(zone, days[0], days[-1])[1]
    starts = [start for start in open_slots(windows, taken, **numbers) if start < ends_at]
    assert starts == expected_starts(periods, zone, days, busy, rules), (zone, days, periods, busy, rules)
    for start in starts[:1] + starts[-1:]:
        assert start in open_slots(windows_around(start, periods, zone), taken, **numbers)


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
                Period(weekday, start, end)
                for weekday in (day.weekday(), (day + DAY).weekday())
                for start, end in pairwise(cuts)
                if chance.random() < 0.8
            ]
            step, duration = chance.choice([15, 20, 30, 45, 60]), chance.choice([15, 30, 45, 60, 90])
            rules = {"duration": duration * 60, "step": step * 60, **NO_LIMITS}
            check(zone, [day], periods, [], rules)
    record_figure("F3", changes, f"days in {len(zones)} of {len(ZONES)} zones")
    assert changes > len(zones)


FIVE_MINUTES = st.integers(0, 287).map(lambda n: 5 * n)


@st.composite
def weeks(draw) -> list[Period]:
    """Disjoint periods for every weekday; some touch, on one day or over midnight."""
    periods = []
    for weekday in range(7):
        cuts = sorted(draw(st.sets(st.one_of(FIVE_MINUTES, st.sampled_from([0, 1440])), max_size=4)))
        all_touch = draw(st.booleans())
        spans = pairwise(cuts) if all_touch else zip(cuts[::2], cuts[1::2], strict=False)
        periods += [Period(weekday, start, end) for start, end in spans]
    return periods


BUFFER = st.one_of(st.just(0), st.integers(0, 48).map(lambda n: 300 * n))
RULES = st.fixed_dictionaries(
    {
        "duration": st.integers(1, 36).map(lambda n: 300 * n),
        "step": st.integers(1, 18).map(lambda n: 300 * n),
        "before": BUFFER,
        "after": BUFFER,
    }
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sampled_from(ZONES), st.dates(date(2026, 1, 1), date(2037, 12, 28)), weeks(), RULES, st.data())
def test_any_week_in_any_zone_with_anything_busy(zone, first, periods, rules, data):
    first = data.draw(st.sampled_from(changing_days(zone, first.year) or [first]), label="middle day")
    days = [first - DAY, first, first + DAY]
    noon = int(datetime(first.year, first.month, first.day, 12, tzinfo=UTC).timestamp())
    span = st.tuples(st.integers(-2000, 2000), st.integers(1, 300), BUFFER, BUFFER)
    spans = data.draw(st.lists(span, max_size=6), label="busy from noon, for minutes, with buffers")
    busy = [
        Busy(noon + 60 * start, noon + 60 * (start + length), *buffers) for start, length, *buffers in spans
    ]
    check(zone, days, periods, busy, rules | {"not_before": noon + 60 * data.draw(st.integers(-2500, 500))})


SMALL = st.integers(0, 60)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.sets(SMALL, max_size=8).map(sorted),
    st.sets(st.integers(0, 6)),
    st.lists(st.builds(Busy, SMALL, SMALL, st.integers(0, 9), st.integers(0, 9)), max_size=6),
    st.fixed_dictionaries({name: st.integers(1, 12) for name in ("duration", "step", "before", "after")}),
    SMALL,
)
def test_a_start_is_open_if_nothing_speaks_against_it(cuts, left_out, busy, rules, not_before):
    windows = [span for place, span in enumerate(pairwise(cuts)) if place not in left_out]
    taken = kept_free(busy, before=rules["before"], after=rules["after"])
    seconds = {second for begin, end in windows for second in range(begin, end)}
    duration, step = rules["duration"], rules["step"]
    assert open_slots(windows, taken, duration=duration, step=step, not_before=not_before) == [
        start
        for begin, end in windows
        for start in range(begin, end, step)
        if start >= not_before
        and seconds.issuperset(range(start, start + duration))
        and all(keeps_distance(start, start + duration, one, rules) for one in busy if one.start < one.end)
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
        label = f"{local_start.hour}:{local_start.minute:02}"
        if local_start.replace(fold=0) in neighbours:
            offset = local_start.strftime("%z")
            label += f" ({offset[:3]}:{offset[3:]})"
        expected.setdefault(local_start.date(), []).append((start, label))
    assert by_local_day(starts, zone) == expected
