"""What is looked for, a slot query, and what bears on it: which times can be had."""

import datetime as dt
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kalenner.hooks.scheduling import ClosedTime
from kalenner.zones.instants import Span, local_day, span_of_days, to_instants, to_seconds, to_span
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.availability.queries import NOBODY, busy_between, starts_between, with_room
from kalenner_scheduling.availability.rules import DEFAULTS, Rules
from kalenner_scheduling.availability.slots import Busy, joined, kept_free, open_slots
from kalenner_scheduling.time_off.queries import closed_days, list_times_away
from kalenner_scheduling.working_hours.queries import WorkingHours, working_hours
from kalenner_scheduling.working_hours.windows import windows_between


def rest_beside(time: Span, other: Span) -> Span | None:
    """Return what of a time lies outside of another one; None where nothing does.

    Raises ValueError where it would be on both sides.
    """
    (start, end), (other_start, other_end) = time, other
    if end <= other_start or start >= other_end:
        return time
    if start < other_start and end > other_end:
        raise ValueError(f"{time} lies on both sides of {other}")
    if start < other_start:
        return start, other_start
    return (other_end, end) if end > other_end else None


@dataclass(frozen=True)
class SlotQuery:
    """What is looked for: a time of a provider, as long as it takes, under which rules, for whom.

    With no `client_id` it is the professional who looks, for whom the rules made for clients do not hold;
    ``ANY_CLIENT`` stands for clients in general.
    `moved` is the appointment that would be moved: what it holds is free for its move.
    """

    provider_id: int
    zone: ZoneInfo
    service_id: int
    minutes: int
    rules: Rules = DEFAULTS
    client_id: int | None = None
    moved: Appointment | None = field(default=None, compare=False)

    @property
    def moved_id(self) -> int:
        """The id of the appointment that would be moved, or that of none."""
        return NOBODY if self.moved is None else self.moved.id

    def time(self, at: int) -> Span:
        """Return the time of an appointment that starts then."""
        return at, at + self.minutes * 60

    def time_with_buffers(self, at: int) -> Span:
        """Return the same with the minutes that are kept free around it by its own rules."""
        start, end = self.time(at)
        return start - self.rules.buffer_before * 60, end + self.rules.buffer_after * 60

    def kept_free(self, busy: Iterable[Busy]) -> list[Span]:
        """Return where this appointment may not lie, on account of what is busy and of the buffers."""
        rules = self.rules
        return kept_free(busy, before=rules.buffer_before * 60, after=rules.buffer_after * 60)


class Availability:
    """What bears on the free times of some days of the provider's calendar, read when it is asked for."""

    def __init__(
        self,
        dbsession: Session,
        hooks: Any,
        query: SlotQuery,
        first_day: dt.date,
        last_day: dt.date,
        now: dt.datetime,
    ) -> None:
        self._dbsession = dbsession
        self._hooks = hooks
        self._query = query
        self._first_day, self._last_day = first_day, last_day
        self._now = now

    @cached_property
    def hours(self) -> WorkingHours:
        """The provider's working hours."""
        return working_hours(self._dbsession, self._query.provider_id)

    @property
    def ends_at(self) -> int:
        """The instant at which the last of these days ends."""
        return span_of_days(self._query.zone, self._last_day, self._last_day)[1]

    @cached_property
    def _reached_day(self) -> dt.date:
        """The last day into which an appointment that starts on these days can reach."""
        return local_day(self.ends_at + self._query.minutes * 60 - 1, self._query.zone)

    @cached_property
    def closed(self) -> set[dt.date]:
        """Holidays and vacation."""
        return closed_days(self._dbsession, self._query.provider_id, self._first_day, self._reached_day)

    @cached_property
    def _reached_windows(self) -> list[Span]:
        return windows_between(
            self.hours.periods, self._query.zone, self._first_day, self._reached_day, closed=self.closed
        )

    @property
    def windows(self) -> list[Span]:
        """The working time of these days, without what follows them."""
        windows = self._reached_windows
        return windows[: bisect_left(windows, (self.ends_at,))]

    @property
    def span(self) -> Span:
        """From the first to the last instant that an appointment on these days could keep from others."""
        days = self._reached_windows or [span_of_days(self._query.zone, self._first_day, self._last_day)]
        return with_room((days[0][0], days[-1][1]))

    @cached_property
    def busy(self) -> list[Busy]:
        """What is held by appointments, and when the provider is away."""
        return busy_between(self._dbsession, self._query.provider_id, *self.span, self._query.moved_id)

    @cached_property
    def closed_times(self) -> list[ClosedTime]:
        """What other plugins know of."""
        starts_at, ends_at = to_instants(self.span)
        closed: list[ClosedTime] = self._hooks.scheduling_closed_times(
            provider_id=self._query.provider_id,
            client_id=self._query.client_id,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        return closed

    @cached_property
    def _times_away(self) -> list[Span]:
        times_away = list_times_away(self._dbsession, self._query.provider_id, *self.span)
        return [to_span(away.starts_at, away.ends_at) for away in times_away]

    def is_worked(self, time: Span) -> bool:
        """Tell whether the provider works through all of a time on these days, whatever is held then."""
        start, end = time
        closed = (to_span(each.starts_at, each.ends_at) for each in self.closed_times)
        is_free = not any(begin < end and stop > start for begin, stop in (*self._times_away, *closed))
        return is_free and any(
            begin <= start and end <= stop for begin, stop in joined(self._reached_windows)
        )

    @cached_property
    def full(self) -> set[dt.date]:
        """The days that hold as many appointments as the rules allow clients to ask for."""
        rules, query = self._query.rules, self._query
        if query.client_id is None or not rules.most_per_day:
            return set()
        span = span_of_days(query.zone, self._first_day, self._last_day)
        starts = starts_between(self._dbsession, query.provider_id, *span, query.moved_id)
        counted = Counter(
            local_day(at, query.zone)
            for at, service_id in starts
            if not rules.counts_service_alone or service_id == query.service_id
        )
        return {day for day, number in counted.items() if number >= rules.most_per_day}

    @property
    def not_before(self) -> int:
        """The first instant at which one can begin."""
        notice = 0 if self._query.client_id is None else self._query.rules.notice * 60
        return to_seconds(self._now) + max(notice, 1)

    @property
    def last_bookable(self) -> dt.date | None:
        """The last day that can be asked for; None for the professional, who may look as far as they like."""
        if self._query.client_id is None:
            return None
        return local_day(to_seconds(self._now), self._query.zone) + dt.timedelta(
            days=self._query.rules.horizon
        )

    def starts(self) -> list[int]:
        """Return every start, ascending."""
        last = self.last_bookable
        if last is not None:
            self._last_day = min(self._last_day, last)
        if self._last_day < self._first_day or not self.windows:
            return []
        closed = (Busy(*to_span(time.starts_at, time.ends_at)) for time in self.closed_times)
        starts = open_slots(
            self._reached_windows,
            self._query.kept_free([*self.busy, *closed]),
            duration=self._query.minutes * 60,
            step=self.hours.step_minutes * 60,
            not_before=self.not_before,
        )
        starts = starts[: bisect_left(starts, self.ends_at)]
        if self.full:
            starts = [at for at in starts if local_day(at, self._query.zone) not in self.full]
        if self._query.moved is not None:
            moved_from = to_seconds(self._query.moved.starts_at)
            starts = [at for at in starts if at != moved_from]  # a move leads elsewhere
        return starts

    def known_for(self, query: SlotQuery) -> "Availability":
        """Return the same days for another query of the professional's; nothing is read again.

        It must not last longer than that for which the days were read.
        """
        days = Availability(self._dbsession, self._hooks, query, self._first_day, self._last_day, self._now)
        days.hours, days.closed, days._reached_windows = self.hours, self.closed, self._reached_windows
        days.busy, days.closed_times = self.busy, self.closed_times
        return days


def move_query(appointment: Appointment, rules: Rules, client_id: int | None) -> SlotQuery:
    """Return what is looked for when an appointment is moved; with no client, by the professional."""
    provider = appointment.provider
    return SlotQuery(
        provider.id, provider.zone, appointment.service_id, appointment.minutes, rules, client_id, appointment
    )
