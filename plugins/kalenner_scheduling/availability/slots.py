"""What is free: the one function that decides it, for offering and for accepting alike.

Pure: no database, no framework, no clock. Instants are whole seconds since 1970-01-01T00:00Z.

How working hours, which are wall times, become real time:

- A period of a local date runs from the first instant at which the clocks of the zone show that date and a
  time within the period, to the last such instant. In between, time is real: starts are `step` real seconds
  apart.
- A start that the clocks skip in spring is therefore the instant of the change, and so is an end they skip.
  A period that is skipped as a whole does not take place, and neither does a day that the zone leaves out.
- In autumn a start in the repeated hour is its first occurrence, an end inside of it its second. 02:00-03:00
  lasts two hours in Berlin and is offered twice, while 00:00-02:00 ends before the repetition, as it should.
- Two periods of one day that part inside the repeated hour would overlap by this; the later one then begins
  where the earlier one ends, so that nothing is offered twice.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, repeat
from zoneinfo import ZoneInfo

from kalenner.zones.instants import DAY, EPOCH_ORDINAL, local_day, zone_named, zone_year

MINUTES_OF_DAY = 1_440
_ONE_DAY = timedelta(days=1)
_MINUTES = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(MINUTES_OF_DAY)]
# By seconds since midnight: a division less for every label, and 0.7 MB more.
_LABELS = tuple(chain.from_iterable(repeat(label, 60) for label in _MINUTES))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of working time on every such weekday: Monday is 0, minutes count from 00:00 to 1440 = 24:00."""

    weekday: int
    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"no such weekday: {self.weekday}")
        if not 0 <= self.start_minute < self.end_minute <= MINUTES_OF_DAY:
            raise ValueError(f"no span of a day: {self.start_minute} to {self.end_minute} minutes")


def open_slots(
    windows: Iterable[tuple[int, int]],
    busy: Iterable[tuple[int, int]],
    *,
    duration: int,
    step: int,
    not_before: int,
    before: int = 0,
    after: int = 0,
) -> list[int]:
    """Return every start, ascending, at which `duration` seconds are free.

    `windows` are (start, end) instants of working time, ascending and disjoint, as `windows_between` makes
    them; starts lie at window start + n × `step` seconds and have to end inside of the window. `busy` holds
    (start, end) instants in any order; they may overlap, touch or reach beyond the windows. Around what is
    busy, `before` seconds are kept free before a start and `after` seconds behind its end; these buffers may
    lie outside of the windows. No start is before `not_before`. Raise `ValueError` if `duration` or `step` is
    not positive.
    """
    if duration <= 0 or step <= 0:
        raise ValueError(f"duration and step have to be positive: {duration}, {step}")
    starts: list[int] = []
    taken = sorted(busy)
    count, index, free_from = len(taken), 0, not_before
    for start, end in windows:
        if free_from < start:
            free_from = start
        while index < count and taken[index][0] - after < end:
            busy_start, busy_end = taken[index]
            index += 1
            if busy_end <= busy_start or busy_end + before <= free_from:
                continue
            last = busy_start - after - duration
            if last >= free_from:
                first = free_from + (start - free_from) % step
                starts.extend(range(first, last + 1, step))
            free_from = busy_end + before
        if end - duration >= free_from:
            first = free_from + (start - free_from) % step
            starts.extend(range(first, end - duration + 1, step))
    return starts


def windows_between(
    periods: Iterable[Period],
    zone: ZoneInfo | str,
    first_day: date,
    last_day: date,
    *,
    closed: Collection[date] = (),
) -> list[tuple[int, int]]:
    """Return the working time of `first_day` to `last_day` as (start, end) instants, ascending.

    Both are days of the zone, and so are those in `closed`, which have no working time, such as holidays. The
    periods of one weekday have to be disjoint. Raise `ZoneInfoNotFoundError` for an unknown zone.
    """
    zone = zone_named(zone)
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for period in sorted(periods):
        week[period.weekday].append((period.start_minute * 60, period.end_minute * 60))
    days_off = {day.toordinal() for day in closed}
    windows: list[tuple[int, int]] = []
    begin, stop = first_day.toordinal(), last_day.toordinal() + 1
    for number in range(first_day.year, last_day.year + 1):
        year = zone_year(zone, number)
        ordinals = range(max(begin, year.first_ordinal), min(stop, year.last_ordinal + 1))
        for ordinal, offset in zip(
            ordinals, year.offsets[ordinals.start - year.first_ordinal :], strict=False
        ):
            if ordinal in days_off:
                continue
            midnight = (ordinal - EPOCH_ORDINAL) * DAY
            hours = week[(ordinal - 1) % 7]
            if offset is None:
                spans = (year.span(midnight + start, midnight + end) for start, end in hours)
                _append_in_turn(windows, [span for span in spans if span])
            else:
                midnight -= offset
                for start, end in hours:
                    windows.append((midnight + start, midnight + end))
    return windows


def windows_around(
    start: int, periods: Iterable[Period], zone: ZoneInfo | str, *, closed: Collection[date] = ()
) -> list[tuple[int, int]]:
    """Return the windows that can hold one start: those of its local day and of the days beside it."""
    day = local_day(start, zone)
    return windows_between(periods, zone, day - _ONE_DAY, day + _ONE_DAY, closed=closed)


def by_local_day(starts: Sequence[int], zone: ZoneInfo | str) -> dict[date, list[tuple[int, str]]]:
    """Group ascending starts by the date on a viewer's clock, each with its time as `label_of` writes it."""
    days: dict[date, list[tuple[int, str]]] = {}
    if not starts:
        return days
    zone = zone_named(zone)
    year = zone_year(zone, local_day(starts[0], zone).year)
    offset, midnight, day_end = 0, 0, starts[0]
    for start in starts:
        if start >= day_end:
            ordinal = (start + offset) // DAY + EPOCH_ORDINAL
            if not year.keeps(offset, ordinal):
                day = local_day(start, zone)
                ordinal, year = day.toordinal(), zone_year(zone, day.year)
                exact = year.offsets[ordinal - year.first_ordinal]
                if exact is None:
                    days.setdefault(day, []).append((start, label_of(start, zone)))
                    continue
                offset = exact
            midnight = (ordinal - EPOCH_ORDINAL) * DAY - offset
            day_end = midnight + DAY
            append = days.setdefault(date.fromordinal(ordinal), []).append
        append((start, _LABELS[start - midnight]))
    return days


def label_of(start: int, zone: ZoneInfo | str) -> str:
    """Return the time on a viewer's clock, "14:05"; one that the clock shows twice with its offset from UTC.

    Both occurrences carry it: "02:30 (+02:00)" and, an hour later, "02:30 (+01:00)".
    """
    zone = zone_named(zone)
    local = datetime.fromtimestamp(start, zone)
    label = _MINUTES[local.hour * 60 + local.minute]
    if any(change.repeats(start) for change in zone_year(zone, local.year).changes):
        return f"{label} ({local.isoformat(timespec='minutes')[16:]})"
    return label


def _append_in_turn(windows: list[tuple[int, int]], spans: list[tuple[int, int]]) -> None:
    """Append the spans, each from where the one before has ended."""
    for start, end in spans:
        begin = max(start, windows[-1][1]) if windows else start
        if begin < end:
            windows.append((begin, end))
