"""When a reminder is due: nothing but times.

A lead counts real minutes back from the start, so that 24 hours are 24 hours on the day the clocks change.
Quiet hours are wall-clock times of the client's zone.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from kalenner.hooks.scheduling import Status
from kalenner.zones.instants import instant_of, local_day, to_instant, to_seconds

SHORTEST_LEAD, LONGEST_LEAD = 15, 14 * 1_440
"""Minutes."""

MOST_LEADS = 2
TOO_LATE = dt.timedelta(minutes=5)
"""Nearer to the start than this, no reminder is sent."""

LEAST_AFTER_QUIET = dt.timedelta(minutes=30)
"""The least time from the end of quiet hours to the start for a reminder to wait for that end."""

GRACE = dt.timedelta(minutes=15)
"""How long after quiet hours have begun a reminder may still be sent."""

_MINUTE, _DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


@dataclass(frozen=True)
class QuietHours:
    """From one minute of the day to another, on the next day where that is not later; never the same."""

    start: int
    end: int

    def around(self, moment: dt.datetime, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime] | None:
        """Return when the quiet hours that a moment lies in begin and end; None if it lies in none."""
        instant = to_seconds(moment)
        today = local_day(instant, zone)
        for day in (today, today - _DAY):
            begin = instant_of(zone, day, self.start)
            last = day if self.start < self.end else day + _DAY
            end = instant_of(zone, last, self.end, is_end=True)
            if begin <= instant < end:
                return to_instant(begin), to_instant(end)
        return None


@dataclass(frozen=True)
class Preferences:
    """How a provider's clients are reminded: leads in minutes, the longest first, and when it is quiet."""

    leads: tuple[int, ...]
    quiet: QuietHours | None


DEFAULT = Preferences(leads=(1_440,), quiet=QuietHours(22 * 60, 8 * 60))
"""Of a provider who has set nothing: a day before, and quiet from 22:00 to 8:00."""


def due_of(starts_at: dt.datetime, lead: int, quiet: QuietHours | None, zone: ZoneInfo) -> dt.datetime:
    """Return when to remind of an appointment, `lead` minutes before it.

    A moment within quiet hours becomes their end, if at least half of the lead and half an hour are left
    then; else their beginning.
    """
    due = starts_at - lead * _MINUTE
    span = quiet.around(due, zone) if quiet else None
    if span is None:
        return due
    begin, end = span
    return end if starts_at - end >= max(lead * _MINUTE / 2, LEAST_AFTER_QUIET) else begin


def plan(
    starts_at: dt.datetime, preferences: Preferences, zone: ZoneInfo, now: dt.datetime
) -> list[tuple[int, dt.datetime]]:
    """Return lead and due time of the reminders of an appointment; what is past already is left out."""
    planned = [(lead, due_of(starts_at, lead, preferences.quiet, zone)) for lead in preferences.leads]
    return [(lead, due) for lead, due in planned if due > now]


def postponed(
    now: dt.datetime, starts_at: dt.datetime, quiet: QuietHours | None, zone: ZoneInfo
) -> dt.datetime | None:
    """Return until when a reminder that comes late, or to another zone than planned, has to wait.

    None where it may go at once: outside of quiet hours, when they have just begun, and where the
    appointment comes too soon after them.
    """
    span = _around_now(quiet, now, zone) if quiet else None
    if span is None:
        return None
    begin, end = span
    return end if now - begin > GRACE and starts_at - end >= LEAST_AFTER_QUIET else None


_around_now = lru_cache(maxsize=256)(QuietHours.around)  # for everybody of a zone the same


def is_coming(status: Status, starts_at: dt.datetime, now: dt.datetime) -> bool:
    """Tell whether an appointment is one to remind of."""
    return status is Status.ACCEPTED and starts_at > now


def is_useful(starts_at: dt.datetime, now: dt.datetime) -> bool:
    """Tell whether there is time enough before the start to remind of it."""
    return starts_at - now > TOO_LATE


def ordered(leads: Sequence[int]) -> tuple[int, ...]:
    """Return leads as they are kept: the longest first, each once."""
    return tuple(sorted(set(leads), reverse=True))
