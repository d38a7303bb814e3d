"""What is looked for, a slot query, and what bears on it: which times can be had."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kalenner.hooks.scheduling import ClosedTime
from kalenner.zones.instants import Span, local_day, span_of_days, to_instants, to_seconds, to_span
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.availability.queries import NOBODY, busy_between, starts_between
from kalenner_scheduling.availability.rules import DEFAULTS, Rules
from kalenner_scheduling.availability.slots import open_slots
from kalenner_scheduling.time_off.queries import closed_days
from kalenner_scheduling.working_hours.queries import WorkingHours, working_hours
from kalenner_scheduling.working_hours.windows import windows_between


def hold_of(start: int, minutes: int, rules: Rules) -> Span:
    """Return what an appointment of so many minutes holds."""
    return start - rules.buffer_before * 60, start + (minutes + rules.buffer_after) * 60


def rest_beside(hold: Span, other: Span) -> Span | None:
    """Return what of a hold lies outside of another one; None where nothing does.

    Raises ValueError where it would be on both sides.
    """
    (start, end), (other_start, other_end) = hold, other
    if end <= other_start or start >= other_end:
        return hold
    if start < other_start and end > other_end:
        raise ValueError(f"{hold} lies on both sides of {other}")
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

    def hold(self, at: int) -> Span:
        """Return what an appointment that starts then would hold."""
        return hold_of(at, self.minutes, self.rules)


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

    @cached_property
    def closed(self) -> set[dt.date]:
        """Holidays and vacation."""
        return closed_days(self._dbsession, self._query.provider_id, self._first_day, self._last_day)

    @cached_property
    def windows(self) -> list[tuple[int, int]]:
        """The working time."""
        return windows_between(
            self.hours.periods, self._query.zone, self._first_day, self._last_day, closed=self.closed
        )

    @property
    def span(self) -> Span:
        """From the first to the last instant that an appointment on these days could hold."""
        days = self.windows or [span_of_days(self._query.zone, self._first_day, self._last_day)]
        rules = self._query.rules
        return days[0][0] - rules.buffer_before * 60, days[-1][1] + rules.buffer_after * 60

    @cached_property
    def busy(self) -> list[Span]:
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
        rules = self._query.rules
        closed = (to_span(closed_time.starts_at, closed_time.ends_at) for closed_time in self.closed_times)
        starts = open_slots(
            self.windows,
            [*self.busy, *closed],
            duration=self._query.minutes * 60,
            step=self.hours.step_minutes * 60,
            not_before=self.not_before,
            before=rules.buffer_before * 60,
            after=rules.buffer_after * 60,
        )
        if self.full:
            starts = [at for at in starts if local_day(at, self._query.zone) not in self.full]
        if self._query.moved is not None:
            starts = [at for at in starts if self.fits_move(at)]
        return starts

    def known_for(self, query: SlotQuery) -> "Availability":
        """Return the same days for another query of the professional's; nothing is read again.

        Its buffers must not be wider than those for which the days were read.
        """
        days = Availability(self._dbsession, self._hooks, query, self._first_day, self._last_day, self._now)
        days.hours, days.closed, days.windows = self.hours, self.closed, self.windows
        days.busy, days.closed_times = self.busy, self.closed_times
        return days

    def fits_move(self, at: int) -> bool:
        """Tell whether a move leads elsewhere, and not to both sides of what is moved: no hold is in two."""
        moved = self._query.moved
        if moved is None or moved.held_from is None or moved.held_until is None:
            return True
        if at == to_seconds(moved.starts_at):
            return False
        start, end = self._query.hold(at)
        return not (start < to_seconds(moved.held_from) and end > to_seconds(moved.held_until))


def move_query(appointment: Appointment, rules: Rules, client_id: int | None) -> SlotQuery:
    """Return what is looked for when an appointment is moved; with no client, by the professional."""
    provider = appointment.provider
    return SlotQuery(
        provider.id, provider.zone, appointment.service_id, appointment.minutes, rules, client_id, appointment
    )
