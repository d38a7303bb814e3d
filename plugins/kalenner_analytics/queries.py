"""What is read of a practice's appointments: rows of a period, in a constant number of statements."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from kalenner.database import Instant
from kalenner.hooks.scheduling import Status
from kalenner.people import Client
from kalenner_scheduling.api import IS_LISTED, Appointment, StatusChange

_appointment = Appointment.__table__.c
_change = StatusChange.__table__.c
_START, _END = bindparam("start", type_=Instant), bindparam("end", type_=Instant)
TOOK_PLACE = (Status.ACCEPTED.value, Status.COMPLETED.value)
"""What counts as an appointment that a client has had, or is going to have."""
_ROWS = (
    select(
        _appointment.status,
        _appointment.starts_at,
        _appointment.minutes,
        _appointment.service_id,
        _appointment.service_name,
        _appointment.client_id,
        _appointment.price_minor,
        _appointment.currency,
        _appointment.created_at,
    )
    .where(
        _appointment.provider_id == bindparam("provider_id"),
        _appointment.starts_at >= _START,
        _appointment.starts_at < _END,
        IS_LISTED,
    )
    .order_by(_appointment.starts_at, _appointment.id)
)
_EARLIER = (
    select(_appointment.client_id)
    .distinct()
    .where(
        _appointment.provider_id == bindparam("provider_id"),
        _appointment.starts_at < _START,
        _appointment.status.in_(TOOK_PLACE),
        _appointment.client_id.in_(bindparam("client_ids", expanding=True)),
    )
)
_REASONS = (
    select(_change.reason, func.count())
    .select_from(StatusChange)
    .join(Appointment, _change.appointment_id == _appointment.id)
    .where(
        _appointment.provider_id == bindparam("provider_id"),
        _appointment.starts_at >= _START,
        _appointment.starts_at < _END,
        _change.after == Status.DECLINED.value,
        _change.reason.is_not(None),
    )
    .group_by(_change.reason)
    .order_by(func.count().desc(), _change.reason)
    .limit(bindparam("limit"))
)


_REGULARS = (
    select(Client.account_id)
    .join(Appointment, _appointment.client_id == Client.id)
    .where(
        _appointment.provider_id == bindparam("provider_id"),
        _appointment.status.in_(TOOK_PLACE),
        Client.account_id.in_(bindparam("account_ids", expanding=True)),
    )
    .group_by(Client.account_id)
    .having(func.count() > 1)
)


class Row(NamedTuple):
    """One appointment, as far as figures are made of it; the price is that at booking."""

    status: str
    starts_at: dt.datetime
    minutes: int
    service_id: int
    service_name: str
    client_id: int
    price_minor: int | None
    currency: str
    created_at: dt.datetime


def list_rows(dbsession: Session, provider_id: int, start: dt.datetime, end: dt.datetime) -> list[Row]:
    """Return the appointments that begin within a time; one that was moved counts once, where it is now."""
    values = {"provider_id": provider_id, "start": start, "end": end}
    return [Row(*row) for row in dbsession.execute(_ROWS, values)]


def list_known(
    dbsession: Session, provider_id: int, start: dt.datetime, client_ids: Iterable[int]
) -> set[int]:
    """Return those of the clients who had an appointment before."""
    wanted = sorted(set(client_ids))
    if not wanted:
        return set()
    values = {"provider_id": provider_id, "start": start, "client_ids": wanted}
    return set(dbsession.scalars(_EARLIER, values))


def list_regulars(dbsession: Session, provider_id: int, account_ids: Iterable[int]) -> set[int]:
    """Return those of the accounts that have had, or are going to have, more than one appointment."""
    wanted = sorted(set(account_ids))
    if not wanted:
        return set()
    values = {"provider_id": provider_id, "account_ids": wanted}
    return set(dbsession.scalars(_REGULARS, values))


def list_reasons(
    dbsession: Session, provider_id: int, start: dt.datetime, end: dt.datetime, limit: int
) -> list[tuple[str, int]]:
    """Return the reasons that were given most often for declining what was asked for within a time."""
    values = {"provider_id": provider_id, "start": start, "end": end, "limit": limit}
    return [(reason, count) for reason, count in dbsession.execute(_REASONS, values)]
