"""Free times of a provider, the same for offering and for accepting; and the booking rules."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from kalenner.database import lock
from kalenner.hooks.scheduling import Refusal
from kalenner.people import Client, Provider, lock_of
from kalenner.zones.instants import Span, local_day, span_of_days, to_seconds
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.availability.models import BookingRules
from kalenner_scheduling.availability.queries import (
    find_rules,
    find_rules_of,
)
from kalenner_scheduling.availability.rules import NAMES, RANGES, Acceptance, Rules
from kalenner_scheduling.availability.slot_query import Availability, SlotQuery
from kalenner_scheduling.catalogue.models import Service

ANY_CLIENT = 0
_NO_SERVICE = 0
_ONE_DAY = dt.timedelta(days=1)


class SlotService:
    """What is free. Times are whole seconds since 1970-01-01T00:00Z, as ``slots`` speaks of them."""

    def __init__(self, dbsession: Session, hooks: Any) -> None:
        self._dbsession = dbsession
        self._hooks = hooks

    def query(
        self,
        provider: Provider,
        service: Service,
        *,
        client_id: int | None = None,
        moved: Appointment | None = None,
    ) -> SlotQuery:
        """Return what is looked for when a service is booked, or an appointment `moved` as long as it is."""
        rules = find_rules(self._dbsession, provider.id, service.id)
        minutes = service.minutes if moved is None else moved.minutes
        return SlotQuery(provider.id, provider.zone, service.id, minutes, rules, client_id, moved)

    def free_starts(
        self, query: SlotQuery, first_day: dt.date, last_day: dt.date, now: dt.datetime
    ) -> list[int]:
        """Return every start, ascending, that is free on these days of the provider's calendar.

        What has begun at `now` is not offered.
        """
        return self.days(query, first_day, last_day, now).starts()

    def free_starts_on(
        self, query: SlotQuery, first_day: dt.date, last_day: dt.date, now: dt.datetime, zone: ZoneInfo
    ) -> list[int]:
        """Return the same for days of another calendar: those that a viewer in `zone` sees."""
        start, end = span_of_days(zone, first_day, last_day)
        days = local_day(start, query.zone), local_day(max(start, end - 1), query.zone)
        return [at for at in self.free_starts(query, *days, now) if start <= at < end]

    def is_free(self, query: SlotQuery, starts_at: dt.datetime, now: dt.datetime) -> bool:
        """Tell whether this very start is offered."""
        at = to_seconds(starts_at)
        return at in self.around(query, starts_at, now).starts()

    def list_fitting(
        self, provider: Provider, services: Sequence[Service], starts_at: dt.datetime, now: dt.datetime
    ) -> list[Service]:
        """Return those of a provider's services that the professional can book at this very start.

        However many there are, the database is asked as often.
        """
        rules = find_rules_of(self._dbsession, provider.id, [service.id for service in services])
        if not rules:
            return []
        slot_queries = [
            SlotQuery(provider.id, provider.zone, service.id, service.minutes, rules[service.id])
            for service in services
        ]
        days = self.around(max(slot_queries, key=lambda query: query.minutes), starts_at, now)
        if not days.windows:
            return []
        at = to_seconds(starts_at)
        return [
            service
            for service, query in zip(services, slot_queries, strict=True)
            if at in days.known_for(query).starts()
        ]

    def list_worked(self, provider: Provider, times: Sequence[Span], now: dt.datetime) -> list[Span]:
        """Return those of some times, ascending, through all of which a provider works.

        What is held then, buffers and the interval between starts do not count.
        """
        minutes = max((end - start) // 60 for start, end in times)
        query = SlotQuery(provider.id, provider.zone, _NO_SERVICE, minutes)
        first, last = (local_day(times[place][0], provider.zone) for place in (0, -1))
        days = self.days(query, first - _ONE_DAY, last + _ONE_DAY, now)
        return [time for time in times if days.is_worked(time)]

    def refusals(self, client: Client, service_id: int) -> list[Refusal]:
        """Return why plugins do not let a client book a service, whatever the time."""
        refusals: list[Refusal] = self._hooks.scheduling_refusals(client=client, service_id=service_id)
        return refusals

    def around(self, query: SlotQuery, starts_at: dt.datetime, now: dt.datetime) -> Availability:
        """Return what bears on one start: its day of the provider's calendar and those beside it."""
        day = local_day(to_seconds(starts_at), query.zone)
        return self.days(query, day - _ONE_DAY, day + _ONE_DAY, now)

    def days(self, query: SlotQuery, first_day: dt.date, last_day: dt.date, now: dt.datetime) -> Availability:
        """Return what bears on the free times of some days."""
        return Availability(self._dbsession, self._hooks, query, first_day, last_day, now)


class RulesService:
    """The booking rules of providers."""

    def __init__(self, dbsession: Session) -> None:
        self._dbsession = dbsession

    def get(self, provider: Provider, service: Service | None = None) -> Rules:
        """Return the rules that hold for a service, or for services in general."""
        return find_rules(self._dbsession, provider.id, service.id if service else None)

    def own(self, provider: Provider, service: Service | None = None) -> Mapping[str, Any]:
        """Return what was set for a service, or as the provider's default; other rules are inherited."""
        row = self._find(provider, service)
        if row is None:
            return {}
        return {name: getattr(row, name) for name in NAMES if getattr(row, name) is not None}

    def change(
        self, provider: Provider, name: str, value: int | str | None, service: Service | None = None
    ) -> None:
        """Set one rule; None takes it back, so that the default holds. Raises ValueError."""
        if value is not None:
            _check(name, value)
        lock(self._dbsession, lock_of(provider.id))
        row = self._find(provider, service)
        if row is None:
            row = BookingRules(provider_id=provider.id, service_id=service and service.id)
            self._dbsession.add(row)
        setattr(row, name, value)
        self._dbsession.flush()

    def _find(self, provider: Provider, service: Service | None) -> BookingRules | None:
        statement = select(BookingRules).where(
            BookingRules.provider_id == provider.id, BookingRules.service_id == (service and service.id)
        )
        return self._dbsession.scalar(statement)


def _check(name: str, value: int | str) -> None:
    if name == "acceptance":
        Acceptance(str(value))
        return
    low, high = RANGES[name]
    if not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name}: expected {low} to {high}, got {value!r}")


def slot_service_factory(request: Request) -> SlotService:
    """Make the service for a request."""
    return SlotService(request.dbsession, request.hooks)


def rules_service_factory(request: Request) -> RulesService:
    """Make the service for a request."""
    return RulesService(request.dbsession)


def includeme(config: Configurator) -> None:
    """Register the services."""
    config.register_service_factory(slot_service_factory, SlotService)
    config.register_service_factory(rules_service_factory, RulesService)
