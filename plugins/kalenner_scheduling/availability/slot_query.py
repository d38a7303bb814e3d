"""What is looked for, and what bears on it: which times can be had."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kalenner.hooks.scheduling import ClosedTime
from kalenner.zones.instants import Span, local_day, span_of_days
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.availability.queries import NOBODY, busy_between, starts_between
from kalenner_scheduling.availability.rules import DEFAULTS, Rules
from kalenner_scheduling.availability.slots import open_slots
from kalenner_scheduling.time_off.queries import closed_days
from kalenner_scheduling.working_hours.queries import WorkingHours, working_hours
from kalenner_scheduling.working_hours.windows import windows_between


@dataclass(frozen=True)
class Wish:
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


class Days:
    """What bears on the free times of some days of the provider's calendar, read when it is asked for."""

    def __init__(
        self,
        dbsession: Session,
        hooks: Any,
        wish: Wish,
        first_day: dt.date,
        last_day: dt.date,
        now: dt.datetime,
    ) -> None:
        self._dbsession = dbsession
        self._hooks = hooks
        self._wish = wish
        self._first_day, self._last_day = first_day, last_day
        self._now = now

    @cached_property
    def hours(self) -> WorkingHours:
        """The provider's working hours."""
        return working_hours(self._dbsession, self._wish.provider_id)

    @cached_property
    def closed(self) -> set[dt.date]:
        """Holidays and vacation."""
        return closed_days(self._dbsession, self._wish.provider_id, self._first_day, self._last_day)

    @cached_property
    def windows(self) -> list[tuple[int, int]]:
        """The working time."""
        return windows_between(
            self.hours.periods, self._wish.zone, self._first_day, self._last_day, closed=self.closed
        )

    @property
    def span(self) -> Span:
        """From the first to the last instant that an appointment on these days could hold."""
        days = self.windows or [span_of_days(self._wish.zone, self._first_day, self._last_day)]
        rules = self._wish.rules
        return days[0][0] - rules.buffer_before * 60, days[-1][1] + rules.buffer_after * 60

    @cached_property
    def busy(self) -> list[Span]:
        """What is held by appointments, and when the provider is away."""
        return busy_between(self._dbsession, self._wish.provider_id, *self.span, self._wish.moved_id)

    @cached_property
    def closed_times(self) -> list[ClosedTime]:
        """What other plugins know of."""
        starts_at, ends_at = (dt.datetime.fromtimestamp(at, dt.UTC) for at in self.span)
        answers = self._hooks.scheduling_closed_times(
            provider_id=self._wish.provider_id,
            client_id=self._wish.client_id,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        return [one for answer in answers for one in answer]

    @cached_property
    def full(self) -> set[dt.date]:
        """The days that hold as many appointments as the rules allow clients to ask for."""
        rules, wish = self._wish.rules, self._wish
        if wish.client_id is None or not rules.most_per_day:
            return set()
        span = span_of_days(wish.zone, self._first_day, self._last_day)
        starts = starts_between(self._dbsession, wish.provider_id, *span, wish.moved_id)
        counted = Counter(
            local_day(at, wish.zone)
            for at, service_id in starts
            if not rules.counts_service_alone or service_id == wish.service_id
        )
        return {day for day, number in counted.items() if number >= rules.most_per_day}

    @property
    def not_before(self) -> int:
        """The first instant at which one can begin."""
        notice = 0 if self._wish.client_id is None else self._wish.rules.notice * 60
        return int(self._now.timestamp()) + max(notice, 1)

    @property
    def last_bookable(self) -> dt.date | None:
        """The last day that can be asked for; None for the professional, who may look as far as they like."""
        if self._wish.client_id is None:
            return None
        return local_day(int(self._now.timestamp()), self._wish.zone) + dt.timedelta(
            days=self._wish.rules.horizon
        )

    def starts(self) -> list[int]:
        """Return every start, ascending."""
        last = self.last_bookable
        if last is not None:
            self._last_day = min(self._last_day, last)
        if self._last_day < self._first_day or not self.windows:
            return []
        rules = self._wish.rules
        closed = ((int(one.starts_at.timestamp()), int(one.ends_at.timestamp())) for one in self.closed_times)
        starts = open_slots(
            self.windows,
            [*self.busy, *closed],
            duration=self._wish.minutes * 60,
            step=self.hours.step_minutes * 60,
            not_before=self.not_before,
            before=rules.buffer_before * 60,
            after=rules.buffer_after * 60,
        )
        if self.full:
            starts = [at for at in starts if local_day(at, self._wish.zone) not in self.full]
        if self._wish.moved is not None:
            starts = [at for at in starts if self.fits_move(at)]
        return starts

    def known_for(self, wish: Wish) -> "Days":
        """Return the same days for another wish of the professional's; nothing is read again.

        Its buffers must not be wider than those for which the days were read.
        """
        days = Days(self._dbsession, self._hooks, wish, self._first_day, self._last_day, self._now)
        days.hours, days.closed, days.windows = self.hours, self.closed, self.windows
        days.busy, days.closed_times = self.busy, self.closed_times
        return days

    def fits_move(self, at: int) -> bool:
        """Tell whether a move leads elsewhere, and not to both sides of what is moved: no hold is in two."""
        moved = self._wish.moved
        if moved is None or moved.held_from is None or moved.held_until is None:
            return True
        if at == int(moved.starts_at.timestamp()):
            return False
        start, end = self._wish.hold(at)
        return not (start < int(moved.held_from.timestamp()) and end > int(moved.held_until.timestamp()))


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


def wish_to_move(appointment: Appointment, rules: Rules, client_id: int | None) -> Wish:
    """Return what is looked for when an appointment is moved; with no client, by the professional."""
    provider = appointment.provider
    return Wish(
        provider.id, provider.zone, appointment.service_id, appointment.minutes, rules, client_id, appointment
    )
