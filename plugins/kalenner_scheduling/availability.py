"""Free times of a provider: the one place that asks what is free, for offering and for accepting alike."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.hooks.scheduling import ClosedTime
from kalenner.people import Provider
from kalenner_scheduling.holding import Span, hold_of
from kalenner_scheduling.models import Appointment, Service
from kalenner_scheduling.offsets import local_day, span_of_days
from kalenner_scheduling.queries import (
    NOBODY,
    WorkingHours,
    busy_between,
    closed_days,
    starts_between,
    working_hours,
)
from kalenner_scheduling.rules import DEFAULTS, Rules, find_rules, find_rules_of
from kalenner_scheduling.slots import open_slots, windows_between

ANY_CLIENT = 0
_ONE_DAY = dt.timedelta(days=1)


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
        return self._hooks.scheduling_closed_times(
            provider_id=self._wish.provider_id,
            client_id=self._wish.client_id,
            starts_at=starts_at,
            ends_at=ends_at,
        )

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


class SlotService:
    """What is free. Times are whole seconds since 1970-01-01T00:00Z, as ``slots`` speaks of them."""

    def __init__(self, dbsession: Session, hooks: Any) -> None:
        self._dbsession = dbsession
        self._hooks = hooks

    def wish(
        self,
        provider: Provider,
        service: Service,
        *,
        client_id: int | None = None,
        moved: Appointment | None = None,
    ) -> Wish:
        """Return what is looked for when a service is booked, or an appointment `moved` as long as it is."""
        rules = find_rules(self._dbsession, provider.id, service.id)
        minutes = service.minutes if moved is None else moved.minutes
        return Wish(provider.id, provider.zone, service.id, minutes, rules, client_id, moved)

    def free_starts(self, wish: Wish, first_day: dt.date, last_day: dt.date, now: dt.datetime) -> list[int]:
        """Return every start, ascending, that is free on these days of the provider's calendar.

        What has begun at `now` is not offered.
        """
        return self.days(wish, first_day, last_day, now).starts()

    def free_starts_on(
        self, wish: Wish, first_day: dt.date, last_day: dt.date, now: dt.datetime, zone: ZoneInfo
    ) -> list[int]:
        """Return the same for days of another calendar: those that a viewer in `zone` sees."""
        start, end = span_of_days(zone, first_day, last_day)
        days = local_day(start, wish.zone), local_day(max(start, end - 1), wish.zone)
        return [at for at in self.free_starts(wish, *days, now) if start <= at < end]

    def is_free(self, wish: Wish, starts_at: dt.datetime, now: dt.datetime) -> bool:
        """Tell whether this very start is offered."""
        at = int(starts_at.timestamp())
        return at in self.around(wish, starts_at, now).starts()

    def list_fitting(
        self, provider: Provider, services: Sequence[Service], starts_at: dt.datetime, now: dt.datetime
    ) -> list[Service]:
        """Return those of a provider's services that the professional can book at this very start.

        However many there are, the database is asked as often.
        """
        rules = find_rules_of(self._dbsession, provider.id, [one.id for one in services])
        if not rules:
            return []
        widest = Rules(
            buffer_before=max(one.buffer_before for one in rules.values()),
            buffer_after=max(one.buffer_after for one in rules.values()),
        )
        wishes = [Wish(provider.id, provider.zone, one.id, one.minutes, rules[one.id]) for one in services]
        days = self.around(replace(wishes[0], rules=widest), starts_at, now)
        if not days.windows:
            return []
        at = int(starts_at.timestamp())
        return [
            one for one, wish in zip(services, wishes, strict=True) if at in days.known_for(wish).starts()
        ]

    def around(self, wish: Wish, starts_at: dt.datetime, now: dt.datetime) -> Days:
        """Return what bears on one start: its day of the provider's calendar and those beside it."""
        day = local_day(int(starts_at.timestamp()), wish.zone)
        return self.days(wish, day - _ONE_DAY, day + _ONE_DAY, now)

    def days(self, wish: Wish, first_day: dt.date, last_day: dt.date, now: dt.datetime) -> Days:
        """Return what bears on the free times of some days."""
        return Days(self._dbsession, self._hooks, wish, first_day, last_day, now)


def slot_service_factory(context: object, request: Request) -> SlotService:  # noqa: ARG001 -- the shape pyramid_services calls
    """Make the service for a request."""
    return SlotService(request.dbsession, request.hooks)
