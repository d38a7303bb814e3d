"""When a provider does not work after all: holidays, vacation, away. Appointments there stay as they are.

Whatever changes, the times that are offered to clients are looked at: some may be impossible by now.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.people import Provider, lock_of
from kalenner.zones.instants import span_of_days, to_instants, to_span
from kalenner_scheduling.appointments.lists import Line, list_active_between
from kalenner_scheduling.appointments.offers import OfferService
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.queries import busy_between
from kalenner_scheduling.catalogue.models import CataloguePreferences
from kalenner_scheduling.time_off import queries
from kalenner_scheduling.time_off.errors import ClosureOverlaps
from kalenner_scheduling.time_off.models import Away, Closure, ClosureKind

LONGEST_VACATION = 366
"""Days."""
LONGEST_AWAY = dt.timedelta(days=366)
_OFFERED_IN = 12
"""The month in which next year's public holidays are offered."""


class TimeOffService:
    """Holidays, vacations and times away of providers."""

    def __init__(self, dbsession: Session, clock: Clock, offers: OfferService) -> None:
        self._dbsession = dbsession
        self._clock = clock
        self._offers = offers

    def add_closure(
        self, provider: Provider, kind: ClosureKind, first_day: dt.date, last_day: dt.date
    ) -> Closure:
        """Close whole days; raises :class:`ClosureOverlaps` where one of that kind is there already.

        Raises :class:`TimePassed` for days that are over, and ValueError for an end before the start.
        """
        if last_day < first_day or (last_day - first_day).days >= LONGEST_VACATION:
            raise ValueError(f"{first_day} to {last_day}")
        if last_day < self.today(provider):
            raise TimePassed
        lock(self._dbsession, lock_of(provider.id))
        overlapping = self._dbsession.scalar(
            select(Closure).where(
                Closure.provider_id == provider.id,
                Closure.kind == kind.value,
                Closure.first_day <= last_day,
                Closure.last_day >= first_day,
            )
        )
        if overlapping is not None:
            raise ClosureOverlaps(overlapping.first_day, overlapping.last_day)
        closure = Closure(provider_id=provider.id, kind=kind.value, first_day=first_day, last_day=last_day)
        self._dbsession.add(closure)
        self._dbsession.flush()
        self._offers.review_less_time(provider.id)
        return closure

    def add_away(self, provider: Provider, starts_at: dt.datetime, ends_at: dt.datetime) -> Away:
        """Block a time; raises :class:`TimePassed` where it is over, ValueError where it ends too early."""
        if ends_at <= starts_at or ends_at - starts_at > LONGEST_AWAY:
            raise ValueError(f"{starts_at} to {ends_at}")
        if ends_at <= self._clock.now():
            raise TimePassed
        lock(self._dbsession, lock_of(provider.id))
        away = Away(provider_id=provider.id, starts_at=starts_at, ends_at=ends_at)
        self._dbsession.add(away)
        self._dbsession.flush()
        self._offers.review_less_time(provider.id)
        return away

    def block_slot(
        self, provider: Provider, starts_at: dt.datetime, ends_at: dt.datetime, free_until: dt.datetime
    ) -> Away:
        """Block a time that was shown as free from its start to `free_until`.

        Raises :class:`SlotTaken` where that is held or blocked meanwhile, and what `add_away` raises.
        """
        lock(self._dbsession, lock_of(provider.id))
        span = to_span(starts_at, free_until)
        if busy_between(self._dbsession, provider.id, *span):
            raise SlotTaken
        return self.add_away(provider, starts_at, ends_at)

    def add_public_holidays(
        self, provider: Provider, names: Mapping[dt.date, str], country: str, region: str | None
    ) -> int:
        """Close the public holidays that are not over and no holiday yet; return how many there were."""
        lock(self._dbsession, lock_of(provider.id))
        today, known = self.today(provider), self.holidays_between(provider, min(names), max(names))
        new = {day: name for day, name in names.items() if day >= today and day not in known}
        self._dbsession.add_all(
            Closure(
                provider_id=provider.id,
                kind=ClosureKind.HOLIDAY.value,
                first_day=day,
                last_day=day,
                name=name,
                country=country,
                region=region,
            )
            for day, name in sorted(new.items())
        )
        self._dbsession.flush()
        self._offers.review_less_time(provider.id)
        return len(new)

    def holidays_between(self, provider: Provider, first_day: dt.date, last_day: dt.date) -> set[dt.date]:
        """Return the days of a span that are holidays of the provider's already."""
        statement = select(Closure.first_day).where(
            Closure.provider_id == provider.id,
            Closure.kind == ClosureKind.HOLIDAY.value,
            Closure.first_day >= first_day,
            Closure.first_day <= last_day,
        )
        return set(self._dbsession.scalars(statement))

    def offer_holidays(self, limit: int) -> list[tuple[Provider, int]]:
        """Return the providers to whom next year's public holidays are offered in December, and mark them.

        Those are who chose from some before; each is told once a year.
        """
        today = self._clock.now().date()
        if today.month != _OFFERED_IN:
            return []
        year = today.year + 1
        statement = (
            select(CataloguePreferences)
            .where(
                CataloguePreferences.holiday_country.is_not(None),
                func.coalesce(CataloguePreferences.holidays_offered, 0) < year,
            )
            .order_by(CataloguePreferences.provider_id)
            .limit(limit)
        )
        offered = []
        for preferences in self._dbsession.scalars(statement):
            preferences.holidays_offered = year
            offered.append((self._dbsession.get_one(Provider, preferences.provider_id), year))
        return offered

    def remove(self, block: Closure | Away) -> None:
        """Take a block away; the time can be booked again."""
        lock(self._dbsession, lock_of(block.provider_id))
        self._dbsession.delete(block)
        self._dbsession.flush()
        self._offers.review_more_time(block.provider_id)

    def count_closures(self, provider: Provider, kind: ClosureKind) -> int:
        """Count the closures of a kind that are not over."""
        return queries.count_closures(self._dbsession, provider.id, kind, self.today(provider))

    def list_closures(
        self, provider: Provider, kind: ClosureKind, *, start: int = 0, limit: int | None = None
    ) -> list[Closure]:
        """Return the closures of a kind that are not over, the next first: all, or a page from `start` on."""
        page = (start, limit)
        return queries.list_closures(self._dbsession, provider.id, kind, self.today(provider), page)

    def find_closure(
        self, provider: Provider, kind: ClosureKind, first_day: dt.date, last_day: dt.date
    ) -> Closure | None:
        """Return the closure of a kind of just these days, if it is not over."""
        return self._dbsession.scalar(
            select(Closure).where(
                Closure.provider_id == provider.id,
                Closure.kind == kind.value,
                Closure.first_day == first_day,
                Closure.last_day == last_day,
                Closure.last_day >= self.today(provider),
            )
        )

    def count_times_away(self, provider: Provider) -> int:
        """Count the times away that are not over."""
        return queries.count_times_away(self._dbsession, provider.id, self._clock.now())

    def list_times_away(self, provider: Provider, *, start: int = 0, limit: int | None = None) -> list[Away]:
        """Return the times away that are not over, the next first: all, or a page from `start` on."""
        page = (start, limit)
        return queries.list_coming_times_away(self._dbsession, provider.id, self._clock.now(), page)

    def find_away(self, provider: Provider, starts_at: dt.datetime, ends_at: dt.datetime) -> Away | None:
        """Return a time away of just this span, if it is not over."""
        statement = select(Away).where(
            Away.provider_id == provider.id,
            Away.starts_at == starts_at,
            Away.ends_at == ends_at,
            Away.ends_at > self._clock.now(),
        )
        return self._dbsession.scalar(statement.order_by(Away.id).limit(1))

    def list_on(self, provider: Provider, day: dt.date) -> tuple[list[Closure], list[Away]]:
        """Return the closures and the times away that touch a day of the provider's calendar, in order."""
        start, end = to_instants(span_of_days(provider.zone, day, day))
        closures = select(Closure).where(
            Closure.provider_id == provider.id, Closure.first_day <= day, Closure.last_day >= day
        )
        times_away = select(Away).where(
            Away.provider_id == provider.id, Away.ends_at > start, Away.starts_at < end
        )
        return (
            list(self._dbsession.scalars(closures.order_by(Closure.first_day, Closure.id))),
            list(self._dbsession.scalars(times_away.order_by(Away.starts_at, Away.id))),
        )

    def list_affected_by_days(
        self, provider: Provider, first_day: dt.date, last_day: dt.date
    ) -> Sequence[Line]:
        """Return the active appointments, not over, that lie within days of the provider's calendar."""
        start, end = span_of_days(provider.zone, first_day, last_day)
        return self.list_affected(provider, *to_instants((start, end)))

    def list_affected(
        self, provider: Provider, starts_at: dt.datetime, ends_at: dt.datetime
    ) -> Sequence[Line]:
        """Return the active appointments, not over, that touch a span."""
        return list_active_between(self._dbsession, provider.id, max(starts_at, self._clock.now()), ends_at)

    def today(self, provider: Provider) -> dt.date:
        """Return the date on the provider's calendar."""
        return self._clock.now().astimezone(provider.zone).date()


def time_off_service_factory(request: Request) -> TimeOffService:
    """Make the service for a request."""
    return TimeOffService(request.dbsession, request.clock, request.find_service(OfferService))


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(time_off_service_factory, TimeOffService)
