"""When a provider works: periods of each weekday, as wall-clock times of the provider's zone.

Whatever changes, the times that are offered to clients are looked at: some may be impossible by now.
"""

from collections.abc import Collection, Sequence

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import delete
from sqlalchemy.orm import Session

from kalenner.database import lock
from kalenner.people import Provider, lock_of
from kalenner_scheduling.appointments.offers import OfferService
from kalenner_scheduling.working_hours.errors import PeriodsOverlap
from kalenner_scheduling.working_hours.hours_text import MinuteSpan, disjoint, split_at_midnight
from kalenner_scheduling.working_hours.models import WorkingPeriod
from kalenner_scheduling.working_hours.queries import list_periods


class WorkingHoursService:
    """The working hours of a provider."""

    def __init__(self, dbsession: Session, offers: OfferService) -> None:
        self._dbsession = dbsession
        self._offers = offers

    def add_periods(
        self, provider: Provider, weekday: int, spans: Sequence[MinuteSpan]
    ) -> list[WorkingPeriod]:
        """Add working time to a weekday, and what lies over midnight to the next one.

        Raises :class:`PeriodsOverlap`, and then adds none of it.
        """
        lock(self._dbsession, lock_of(provider.id))
        periods = self._add_periods(provider, weekday, spans)
        self._offers.review_more_time(provider.id)
        return periods

    def _add_periods(
        self, provider: Provider, weekday: int, spans: Sequence[MinuteSpan]
    ) -> list[WorkingPeriod]:
        periods = []
        for day, added in zip((weekday, (weekday + 1) % 7), split_at_midnight(spans), strict=True):
            for period in list_periods(self._dbsession, provider.id, day) if added else ():
                if any(start < period.end_minute and end > period.start_minute for start, end in added):
                    of_day = None if day == weekday else day
                    raise PeriodsOverlap(period.start_minute, period.end_minute, of_day)
            periods += [
                WorkingPeriod(provider_id=provider.id, weekday=day, start_minute=start, end_minute=end)
                for start, end in disjoint(added)
            ]
        self._dbsession.add_all(periods)
        self._dbsession.flush()
        return periods

    def remove(self, period: WorkingPeriod) -> None:
        """Take one period away."""
        lock(self._dbsession, lock_of(period.provider_id))
        self._dbsession.delete(period)
        self._dbsession.flush()
        self._offers.review_less_time(period.provider_id)

    def take_day_off(self, provider: Provider, weekday: int) -> None:
        """Take every period of a weekday away."""
        self._clear(provider, [weekday])
        self._offers.review_less_time(provider.id)

    def copy_day(self, provider: Provider, weekday: int, to: Collection[int]) -> int:
        """Give other weekdays the hours of one; return how many days have them now."""
        other_days = sorted(set(to) - {weekday})
        hours = [
            (period.start_minute, period.end_minute)
            for period in list_periods(self._dbsession, provider.id, weekday)
        ]
        self._clear(provider, other_days)
        for day in other_days:
            if hours:
                self._add_periods(provider, day, hours)
        self._offers.review_more_time(provider.id)
        return len(other_days)

    def _clear(self, provider: Provider, weekdays: Collection[int]) -> None:
        lock(self._dbsession, lock_of(provider.id))
        self._dbsession.execute(
            delete(WorkingPeriod).where(
                WorkingPeriod.provider_id == provider.id, WorkingPeriod.weekday.in_(weekdays)
            )
        )


def working_hours_service_factory(request: Request) -> WorkingHoursService:
    """Make the service for a request."""
    return WorkingHoursService(request.dbsession, request.find_service(OfferService))


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(working_hours_service_factory, WorkingHoursService)
