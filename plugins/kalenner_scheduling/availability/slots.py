"""What is free: the one function that decides it, for offering and for accepting alike.

Pure: no database, no framework, no clock. Instants are whole seconds since 1970-01-01T00:00Z.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain, repeat
from zoneinfo import ZoneInfo

from kalenner.zones.instants import DAY, EPOCH_ORDINAL, local_day, zone_named, zone_year
from kalenner_scheduling.working_hours.windows import MINUTES_OF_DAY

_MINUTES = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(MINUTES_OF_DAY)]
# By seconds since midnight: a division less for every label, and 0.7 MB more.
_LABELS = tuple(chain.from_iterable(repeat(label, 60) for label in _MINUTES))


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
    spans = sorted(busy)
    count, index, free_from = len(spans), 0, not_before
    for start, end in windows:
        if free_from < start:
            free_from = start
        while index < count and spans[index][0] - after < end:
            busy_start, busy_end = spans[index]
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
