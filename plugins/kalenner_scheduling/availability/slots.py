"""What is free: the one function that decides it, for offering and for accepting alike.

Pure: no database, no framework, no clock. Instants are whole seconds since 1970-01-01T00:00Z.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, repeat
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kalenner.zones.clock_text import MINUTES_OF_DAY, clock_text
from kalenner.zones.instants import DAY, EPOCH_ORDINAL, Span, local_day, zone_named, zone_year

_MINUTES = [clock_text(*divmod(minute, 60)) for minute in range(MINUTES_OF_DAY)]
# By seconds since midnight: a division less for every label, and 0.7 MB more.
_LABELS = tuple(chain.from_iterable(repeat(label, 60) for label in _MINUTES))


class Busy(NamedTuple):
    """What is booked or blocked, and how many seconds are kept free before and after it, by its own rules."""

    start: int
    end: int
    before: int = 0
    after: int = 0


def kept_free(busy: Iterable[Busy], *, before: int = 0, after: int = 0) -> list[Span]:
    """Return where an appointment may not lie that keeps `before` and `after` seconds free around itself.

    Of what follows and what goes before, the larger buffer counts: between two appointments lies at least the
    earlier one's buffer after and the later one's buffer before, whichever was booked first.
    """
    return [
        (start - max(after, ahead), end + max(before, behind))
        for start, end, ahead, behind in busy
        if start < end
    ]


def joined(windows: Iterable[Span]) -> Iterator[Span]:
    """Yield ascending windows, those that touch as one: what lies across their border fits."""
    first: int | None = None
    last = 0
    for start, end in windows:
        if first is not None and start > last:
            yield first, last
            first = None
        first, last = start if first is None else first, end
    if first is not None:
        yield first, last


def open_slots(
    windows: Iterable[Span], taken: Iterable[Span], *, duration: int, step: int, not_before: int
) -> list[int]:
    """Return every start, ascending, at which `duration` seconds are free.

    `windows` are (start, end) instants of working time, ascending and disjoint, as `windows_between` makes
    them. Starts lie within a window, at its start + n × `step` seconds. They have to end within the working
    time, in which windows that touch are one. `taken` holds (start, end) instants in any order; they may
    overlap, touch or reach beyond the windows. No start is before `not_before`. Raise `ValueError` if
    `duration` or `step` is not positive.
    """
    if duration <= 0 or step <= 0:
        raise ValueError(f"duration and step have to be positive: {duration}, {step}")
    windows = list(windows)
    starts: list[int] = []
    count, current = len(windows), 0
    for first_start, last_start in _gaps(windows, taken, duration, not_before):
        while windows[current][1] <= first_start:
            current += 1
        index = current
        while index < count and windows[index][0] <= last_start:
            start, end = windows[index]
            first = max(start, first_start)
            first += (start - first) % step
            starts.extend(range(first, min(last_start + 1, end), step))
            index += 1
    return starts


def _gaps(windows: Sequence[Span], taken: Iterable[Span], duration: int, not_before: int) -> Iterator[Span]:
    """Yield the first and the last instant of each stretch in which one can start and has `duration` left."""
    spans = sorted(taken)
    count, index, free_from = len(spans), 0, not_before
    for start, end in joined(windows):
        free_from = max(free_from, start)
        while index < count and spans[index][0] < end:
            taken_from, taken_until = spans[index]
            index += 1
            if taken_until <= free_from or taken_until <= taken_from:
                continue
            if taken_from - duration >= free_from:
                yield free_from, taken_from - duration
            free_from = taken_until
        if end - duration >= free_from:
            yield free_from, end - duration


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

    Both occurrences carry it: "2:30 (+02:00)" and, an hour later, "2:30 (+01:00)".
    """
    zone = zone_named(zone)
    local = datetime.fromtimestamp(start, zone)
    label = _MINUTES[local.hour * 60 + local.minute]
    if any(change.repeats(start) for change in zone_year(zone, local.year).changes):
        return f"{label} ({local.isoformat(timespec='minutes')[16:]})"
    return label
