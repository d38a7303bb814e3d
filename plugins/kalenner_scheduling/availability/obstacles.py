"""What stands in the way of a start, as rows; nothing here changes anything."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kalenner.people import Account, Client
from kalenner_scheduling.appointments.models import (
    LONGEST_BUFFER,
    LONGEST_SERVICE,
    Appointment,
    Away,
    Closure,
)
from kalenner_scheduling.appointments.queries import IS_ACTIVE, NOBODY

_LEAD = dt.timedelta(minutes=LONGEST_BUFFER)
_LONGEST_HOLD = dt.timedelta(minutes=LONGEST_SERVICE) + _LEAD


def find_closure(dbsession: Session, provider_id: int, day: dt.date) -> Closure | None:
    """Return why a day has no working time; a vacation goes before a holiday within it."""
    found = select(Closure).where(
        Closure.provider_id == provider_id, Closure.first_day <= day, Closure.last_day >= day
    )
    return dbsession.scalar(found.order_by(Closure.kind.desc()).limit(1))


def list_times_away(dbsession: Session, provider_id: int, start: int, end: int) -> list[Away]:
    """Return the times away that touch a span of seconds since 1970."""
    found = select(Away).where(
        Away.provider_id == provider_id,
        Away.ends_at > dt.datetime.fromtimestamp(start, dt.UTC),
        Away.starts_at < dt.datetime.fromtimestamp(end, dt.UTC),
    )
    return list(dbsession.scalars(found.order_by(Away.starts_at)))


@dataclass(frozen=True)
class Holder:
    """An appointment that holds time, and its client's name."""

    id: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    name: str


def list_holding(
    dbsession: Session, provider_id: int, start: int, end: int, without_id: int = NOBODY
) -> list[Holder]:
    """Return the appointments that hold a part of a span of seconds since 1970, the first first."""
    first, last = dt.datetime.fromtimestamp(start, dt.UTC), dt.datetime.fromtimestamp(end, dt.UTC)
    found = (
        select(Appointment.id, Appointment.starts_at, Appointment.ends_at, Account.client_name)
        .join(Appointment.client)
        .join(Client.account)
        .where(
            Appointment.provider_id == provider_id,
            IS_ACTIVE,
            Appointment.starts_at > first - _LONGEST_HOLD,
            Appointment.starts_at < last + _LEAD,
            Appointment.held_from < last,
            Appointment.held_until > first,
            Appointment.id != without_id,
        )
    )
    rows = dbsession.execute(found.order_by(Appointment.starts_at))
    return [Holder(id_, begin, finish, name or "?") for id_, begin, finish, name in rows]
