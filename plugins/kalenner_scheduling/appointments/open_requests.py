"""A professional's open requests: which there are, and how many, for the main menu and for the queue."""

import datetime as dt
from dataclasses import dataclass

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from kalenner.database import Instant
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.queries import IS_ACTIVE, IS_PENDING


@dataclass(frozen=True)
class MenuCounts:
    """What a professional's main menu says of appointments."""

    requests: int
    today: int


# Of every look at the main menu, so it is built once, and reads the table and no entities.
_appointment = Appointment.__table__.c
_IS_OPEN_REQUEST = IS_PENDING & (_appointment.starts_at > bindparam("now", type_=Instant))
_IS_TODAY = (_appointment.starts_at >= bindparam("start", type_=Instant)) & (
    _appointment.starts_at < bindparam("end", type_=Instant)
)
_MENU_COUNTS = select(func.count().filter(_IS_OPEN_REQUEST), func.count().filter(_IS_TODAY)).where(
    _appointment.provider_id == bindparam("provider_id"),
    IS_ACTIVE,
    _appointment.starts_at >= bindparam("earliest", type_=Instant),
)


def count_for_menu(
    dbsession: Session, provider_id: int, now: dt.datetime, today: tuple[dt.datetime, dt.datetime]
) -> MenuCounts:
    """Count a provider's open requests, and the active appointments that start within `today`."""
    start, end = today
    instants = {"now": now, "start": start, "end": end, "earliest": min(start, now)}
    requests, day = dbsession.execute(_MENU_COUNTS, {"provider_id": provider_id, **instants}).one()
    return MenuCounts(requests, day)


class MenuCountService:
    """The counts of the main menu, read once for its headline and its buttons."""

    def __init__(self, dbsession: Session) -> None:
        self._dbsession = dbsession
        self._counts: dict[int, MenuCounts] = {}

    def get(self, provider_id: int, now: dt.datetime, today: tuple[dt.datetime, dt.datetime]) -> MenuCounts:
        """Return what :func:`count_for_menu` counts, as it was when it was first asked for."""
        if provider_id not in self._counts:
            self._counts[provider_id] = count_for_menu(self._dbsession, provider_id, now, today)
        return self._counts[provider_id]


_OPEN_REQUESTS = (
    select(_appointment.id)
    .where(
        _appointment.provider_id == bindparam("provider_id"),
        IS_ACTIVE,  # of the partial index
        _IS_OPEN_REQUEST,
    )
    .order_by(_appointment.starts_at, _appointment.id)
)


def list_open_requests(dbsession: Session, provider_id: int, now: dt.datetime) -> list[int]:
    """Return the ids of the requests that a provider has to answer, the next to begin first."""
    return list(dbsession.scalars(_OPEN_REQUESTS, {"provider_id": provider_id, "now": now}))


def menu_count_service_factory(request: Request) -> MenuCountService:
    """Make the service for a request."""
    return MenuCountService(request.dbsession)


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(menu_count_service_factory, MenuCountService)
