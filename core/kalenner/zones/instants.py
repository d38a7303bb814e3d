"""How local days and wall times of a zone become instants: exact, and cheap enough to ask for every slot.

Instants are whole seconds since 1970-01-01T00:00Z. A *wall time* is written the same way, as the seconds
since 1970-01-01T00:00 on a local clock, so that wall = instant + offset from UTC.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = 86_400
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_EARLIEST = int(datetime(1, 1, 3, tzinfo=UTC).timestamp())
_LATEST = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())


Span = tuple[int, int]
"""From one instant to another, which it does not include, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class OffsetChange:
    """One change of a zone's offset from UTC: from `before` to `after` seconds, at `instant`."""

    instant: int
    before: int
    after: int

    def touches(self, wall_start: int, wall_end: int) -> bool:
        """Say whether a wall time of the closed range is skipped or repeated, or borders on such a time."""
        low, high = sorted((self.instant + self.before, self.instant + self.after))
        return wall_start <= high and wall_end >= low

    def repeats(self, instant: int) -> bool:
        """Say whether the clock shows the wall time of `instant` twice because of this change."""
        since = instant - self.instant
        lost = self.before - self.after
        return -lost <= since < lost


@dataclass(frozen=True, slots=True)
class ZoneYear:
    """The local days of one year: `offsets` holds a day's offset, or None if the day needs the `changes`."""

    first_ordinal: int
    offsets: tuple[int | None, ...]
    changes: tuple[OffsetChange, ...]

    @property
    def last_ordinal(self) -> int:
        """The proleptic Gregorian ordinal of 31 December."""
        return self.first_ordinal + len(self.offsets) - 1

    def keeps(self, offset: int, ordinal: int) -> bool:
        """Say whether that is the offset of the whole of a day, which may lie in another year."""
        first = self.first_ordinal
        return first <= ordinal < first + len(self.offsets) and self.offsets[ordinal - first] == offset

    def span(self, wall_start: int, wall_end: int) -> tuple[int, int] | None:
        """Return the first and the last instant at which the clock is within [wall_start, wall_end).

        None if the clock skips all of it. Both ends have to lie on one local day of the year.
        """
        pieces: list[tuple[int, int]] = []
        begin, offset = -1 << 62, self.changes[0].before
        for change in (*self.changes, OffsetChange(1 << 62, 0, 0)):
            start = max(begin, wall_start - offset)
            end = min(change.instant, wall_end - offset)
            if start < end:
                pieces.append((start, end))
            begin, offset = change.instant, change.after
        return (pieces[0][0], pieces[-1][1]) if pieces else None


def zone_named(zone: ZoneInfo | str) -> ZoneInfo:
    """Return the zone itself, or the one of that IANA name; raise `ZoneInfoNotFoundError` or `ValueError`."""
    return ZoneInfo(zone) if isinstance(zone, str) else zone


@lru_cache(maxsize=1024)
def zone_year(zone: ZoneInfo, year: int) -> ZoneYear:
    """Return the table of a year, about 3 kB each; the 1,024 used last are kept."""
    first = date(year, 1, 1).toordinal()
    last = date(year, 12, 31).toordinal()
    changes = _changes(zone, (first - EPOCH_ORDINAL - 2) * DAY, (last - EPOCH_ORDINAL + 3) * DAY)
    if not changes:
        offset = _offset_at(zone, (first - EPOCH_ORDINAL) * DAY)
        return ZoneYear(first, (offset,) * (last - first + 1), ())
    offsets: list[int | None] = []
    for ordinal in range(first, last + 1):
        midnight = (ordinal - EPOCH_ORDINAL) * DAY
        if any(change.touches(midnight, midnight + DAY) for change in changes):
            offsets.append(None)
        else:
            passed = [change.after for change in changes if change.instant + change.after < midnight]
            offsets.append(passed[-1] if passed else changes[0].before)
    return ZoneYear(first, tuple(offsets), changes)


def span_of_days(zone: ZoneInfo | str, first_day: date, last_day: date) -> tuple[int, int]:
    """Return the instants at which `first_day` begins and `last_day` ends on the clocks of the zone.

    For a single day that the zone skipped (Pacific/Apia, 30 December 2011) both are the same instant.
    Raise `ValueError` if `last_day` is before `first_day`.
    """
    if last_day < first_day:
        raise ValueError(f"{last_day} is before {first_day}")
    zone = zone_named(zone)
    return _edges(zone, first_day)[0], _edges(zone, last_day)[1]


def instant_of(zone: ZoneInfo | str, day: date, minute: int, *, is_end: bool = False) -> int:
    """Return when the clocks of the zone show a time of a day, in minutes since 00:00; 1440 ends the day.

    A time that they skip is the instant of the change, and of one that they show twice the first counts as a
    start and, with `is_end`, the second as an end: as it is with working hours.
    """
    zone = zone_named(zone)
    midnight = (day.toordinal() - EPOCH_ORDINAL) * DAY
    wall, year = midnight + minute * 60, zone_year(zone, day.year)
    if is_end:
        span = year.span(midnight, wall) if year.changes else (0, wall - (year.offsets[0] or 0))
        return _edges(zone, day)[0] if span is None else span[1]
    span = year.span(wall, midnight + DAY) if year.changes else (wall - (year.offsets[0] or 0), 0)
    return _edges(zone, day)[1] if span is None else span[0]


def local_day(instant: int, zone: ZoneInfo | str) -> date:
    """Return the date that calendars in the zone show at the instant."""
    return datetime.fromtimestamp(instant, zone_named(zone)).date()


def _edges(zone: ZoneInfo, day: date) -> tuple[int, int]:
    """Return where a local day begins and ends; of a skipped one, twice the instant of the skip."""
    year = zone_year(zone, day.year)
    ordinal = day.toordinal()
    midnight = (ordinal - EPOCH_ORDINAL) * DAY
    offset = year.offsets[ordinal - year.first_ordinal]
    if offset is not None:
        return midnight - offset, midnight - offset + DAY
    span = year.span(midnight, midnight + DAY)
    if span is None:
        skip = next(change.instant for change in year.changes if change.touches(midnight, midnight + DAY))
        return skip, skip
    return span


def _changes(zone: ZoneInfo, start: int, end: int) -> tuple[OffsetChange, ...]:
    """Find the changes of offset in a range of instants: look at each day, halve the days that differ.

    Two changes within 24 hours that cancel each other out would be missed; no zone has ever had such a pair.
    """
    changes: list[OffsetChange] = []
    start, end = max(start, _EARLIEST), min(end, _LATEST)
    before = _offset_at(zone, start)
    for day_start in range(start, end, DAY):
        after = _offset_at(zone, day_start + DAY)
        if after != before:
            last_same, different = day_start, day_start + DAY
            while different - last_same > 1:
                middle = (last_same + different) // 2
                if _offset_at(zone, middle) == before:
                    last_same = middle
                else:
                    different = middle
            changes.append(OffsetChange(different, before, after))
            before = after
    return tuple(changes)


def _offset_at(zone: ZoneInfo, instant: int) -> int:
    """Return the offset from UTC in seconds; the fraction that some historic offsets have is not kept."""
    offset = datetime.fromtimestamp(instant, zone).utcoffset()
    return 0 if offset is None else offset.days * DAY + offset.seconds


def to_seconds(instant: datetime) -> int:
    """Return an aware instant as whole seconds since 1970."""
    return int(instant.timestamp())


def to_instant(seconds: int) -> datetime:
    """Return seconds since 1970 as an instant, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def to_span(starts_at: datetime, ends_at: datetime) -> Span:
    """Return two instants as a span."""
    return to_seconds(starts_at), to_seconds(ends_at)


def to_instants(span: Span) -> tuple[datetime, datetime]:
    """Return the two ends of a span as instants, in UTC."""
    return to_instant(span[0]), to_instant(span[1])
