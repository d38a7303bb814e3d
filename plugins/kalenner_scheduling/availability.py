"""Free times of a provider: the one place that asks what is free, for offering and for accepting alike."""

import datetime as dt
from zoneinfo import ZoneInfo

from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.people import Provider
from kalenner_scheduling.models import Service
from kalenner_scheduling.offsets import local_day, span_of_days
from kalenner_scheduling.queries import busy_between, working_hours
from kalenner_scheduling.slots import open_slots, windows_between

_ONE_DAY = dt.timedelta(days=1)


class SlotService:
    """What is free. Times are whole seconds since 1970-01-01T00:00Z, as ``slots`` speaks of them."""

    def __init__(self, dbsession: Session) -> None:
        self._dbsession = dbsession

    def free_starts(
        self, provider: Provider, service: Service, first_day: dt.date, last_day: dt.date, now: dt.datetime
    ) -> list[int]:
        """Return every start, ascending, at which the service can be booked.

        The days are those of the provider's calendar; what has begun at `now` is not offered.
        """
        return self._free_starts(provider.id, provider.zone, service.minutes, first_day, last_day, now)

    def free_starts_on(
        self,
        provider: Provider,
        service: Service,
        first_day: dt.date,
        last_day: dt.date,
        now: dt.datetime,
        zone: ZoneInfo,
    ) -> list[int]:
        """Return the same for days of another calendar: those that a viewer in `zone` sees."""
        start, end = span_of_days(zone, first_day, last_day)
        days = local_day(start, provider.zone), local_day(max(start, end - 1), provider.zone)
        return [at for at in self.free_starts(provider, service, *days, now) if start <= at < end]

    def is_free(
        self, provider_id: int, zone: ZoneInfo, minutes: int, starts_at: dt.datetime, now: dt.datetime
    ) -> bool:
        """Tell whether this very start is offered for a service of so many minutes."""
        at = int(starts_at.timestamp())
        day = local_day(at, zone)
        return at in self._free_starts(provider_id, zone, minutes, day - _ONE_DAY, day + _ONE_DAY, now)

    def _free_starts(
        self,
        provider_id: int,
        zone: ZoneInfo,
        minutes: int,
        first_day: dt.date,
        last_day: dt.date,
        now: dt.datetime,
    ) -> list[int]:
        hours = working_hours(self._dbsession, provider_id)
        windows = windows_between(hours.periods, zone, first_day, last_day)
        if not windows:
            return []
        return open_slots(
            windows,
            busy_between(self._dbsession, provider_id, windows[0][0], windows[-1][1]),
            duration=minutes * 60,
            step=hours.step_minutes * 60,
            not_before=int(now.timestamp()) + 1,
        )


def slot_service_factory(context: object, request: Request) -> SlotService:  # noqa: ARG001 -- the shape pyramid_services calls
    """Make the service for a request."""
    return SlotService(request.dbsession)
