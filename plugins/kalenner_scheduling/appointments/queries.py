"""What is read of scheduling, as rows; nothing here changes anything.

The statements are built once: building one costs more than running it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, literal_column, select
from sqlalchemy.orm import Session, joinedload

from kalenner.database import Instant, epoch
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, Client, Provider
from kalenner_scheduling.appointments.models import (
    ACTIVE,
    LONGEST_BUFFER,
    LONGEST_SERVICE,
    Appointment,
    Away,
    Calendar,
    Closure,
    Service,
    StatusChange,
    WorkingPeriod,
)
from kalenner_scheduling.availability.slots import Period

DEFAULT_STEP = 30
DEFAULT_CURRENCY = "EUR"

# Written out, since a database uses a partial index only for a condition that it can read.
IS_ACTIVE = Appointment.status.in_([literal_column(f"'{status.value}'") for status in ACTIVE])
IS_PENDING = Appointment.status == literal_column(f"'{Status.PENDING.value}'")

# What every request asks is read from the tables, not as entities: that takes half the time.
_account, _provider = Account.__table__.c, Provider.__table__.c
_service, _calendar = Service.__table__.c, Calendar.__table__.c
_period, _appointment = WorkingPeriod.__table__.c, Appointment.__table__.c
_away, _closure = Away.__table__.c, Closure.__table__.c

_HOURS = (
    select(
        _period.weekday,
        _period.start_minute,
        _period.end_minute,
        func.coalesce(_calendar.step_minutes, DEFAULT_STEP),
    )
    .join(Calendar.__table__, _calendar.provider_id == _period.provider_id, isouter=True)
    .where(_period.provider_id == bindparam("provider_id"))
)
_LONGEST_HOLD = dt.timedelta(minutes=LONGEST_SERVICE + LONGEST_BUFFER)
_LONGEST_LEAD = dt.timedelta(minutes=LONGEST_BUFFER)
# The bounds of starts_at say nothing new to us, but they let the index begin and end near the days asked for.
_BUSY = (
    select(epoch(_appointment.held_from), epoch(_appointment.held_until))
    .where(
        _appointment.provider_id == bindparam("provider_id"),
        _appointment.status.in_([literal_column(f"'{status.value}'") for status in ACTIVE]),
        _appointment.starts_at > bindparam("earliest", type_=Instant),
        _appointment.starts_at < bindparam("latest", type_=Instant),
        _appointment.held_from < bindparam("end", type_=Instant),
        _appointment.held_until > bindparam("start", type_=Instant),
        _appointment.id != bindparam("without_id"),
    )
    .union_all(
        select(epoch(_away.starts_at), epoch(_away.ends_at)).where(
            _away.provider_id == bindparam("provider_id"),
            _away.ends_at > bindparam("start", type_=Instant),
            _away.starts_at < bindparam("end", type_=Instant),
        )
    )
)
_CLOSED = select(_closure.first_day, _closure.last_day).where(
    _closure.provider_id == bindparam("provider_id"),
    _closure.last_day >= bindparam("first_day"),
    _closure.first_day <= bindparam("last_day"),
)
_STARTS = select(epoch(_appointment.starts_at), _appointment.service_id).where(
    _appointment.provider_id == bindparam("provider_id"),
    _appointment.status.in_([literal_column(f"'{status.value}'") for status in ACTIVE]),
    # what asks to move another one would be one appointment more only for as long as it waits
    _appointment.replaces_id.is_(None)
    | (_appointment.status == literal_column(f"'{Status.ACCEPTED.value}'")),
    _appointment.starts_at >= bindparam("start", type_=Instant),
    _appointment.starts_at < bindparam("end", type_=Instant),
    _appointment.id != bindparam("without_id"),
)
OFFER = (
    select(
        _service.name,
        _service.minutes,
        _service.price_minor,
        func.coalesce(_calendar.currency, DEFAULT_CURRENCY),
        _provider.account_id,
        func.coalesce(_account.timezone, "UTC"),
    )
    .join(Provider.__table__, _provider.id == _service.provider_id)
    .join(Account.__table__, _account.id == _provider.account_id)
    .join(Calendar.__table__, _calendar.provider_id == _service.provider_id, isouter=True)
    .where(
        _service.id == bindparam("service_id"),
        _service.provider_id == bindparam("provider_id"),
        _service.deleted_at.is_(None),
    )
)


@dataclass(frozen=True)
class Offer:
    """What a service is at this moment, and who offers it."""

    name: str
    minutes: int
    price_minor: int | None
    currency: str
    account_id: int
    timezone: str


def find_offer(dbsession: Session, service_id: int, provider_id: int) -> Offer | None:
    """Return a service that the provider offers; None for somebody else's and for a deleted one."""
    row = dbsession.execute(OFFER, {"service_id": service_id, "provider_id": provider_id}).first()
    return None if row is None else Offer(*row)


@dataclass(frozen=True)
class WorkingHours:
    """When a provider works, and how many minutes apart appointments may begin."""

    periods: Sequence[Period]
    step_minutes: int


def working_hours(dbsession: Session, provider_id: int) -> WorkingHours:
    """Return the working hours of a provider."""
    rows = dbsession.execute(_HOURS, {"provider_id": provider_id}).all()
    return WorkingHours([Period(*row[:3]) for row in rows], rows[0][3] if rows else DEFAULT_STEP)


NOBODY = 0
"""Stands for an appointment where none is left out."""


def busy_between(
    dbsession: Session, provider_id: int, start: int, end: int, without_id: int = NOBODY
) -> list[tuple[int, int]]:
    """Return start and end of what is held or blocked within a span; all are seconds since 1970.

    The appointment `without_id` is left out.
    """
    first, last = dt.datetime.fromtimestamp(start, dt.UTC), dt.datetime.fromtimestamp(end, dt.UTC)
    span = {
        "provider_id": provider_id,
        "start": first,
        "end": last,
        "earliest": first - _LONGEST_HOLD,
        "latest": last + _LONGEST_LEAD,
        "without_id": without_id,
    }
    return [(begin, finish) for begin, finish in dbsession.execute(_BUSY, span)]


def closed_days(dbsession: Session, provider_id: int, first_day: dt.date, last_day: dt.date) -> set[dt.date]:
    """Return the holidays and days of vacation within a span of days."""
    asked = {"provider_id": provider_id, "first_day": first_day, "last_day": last_day}
    days: set[dt.date] = set()
    for first, last in dbsession.execute(_CLOSED, asked):
        begin, end = max(first, first_day), min(last, last_day)
        days.update(begin + dt.timedelta(days=number) for number in range((end - begin).days + 1))
    return days


def starts_between(
    dbsession: Session, provider_id: int, start: int, end: int, without_id: int = NOBODY
) -> list[tuple[int, int]]:
    """Return start, in seconds since 1970, and service of the active appointments that start in a span."""
    span = {
        "provider_id": provider_id,
        "start": dt.datetime.fromtimestamp(start, dt.UTC),
        "end": dt.datetime.fromtimestamp(end, dt.UTC),
        "without_id": without_id,
    }
    return [(begin, service_id) for begin, service_id in dbsession.execute(_STARTS, span)]


def list_services(dbsession: Session, provider_id: int) -> list[Service]:
    """Return what a provider offers, in the provider's order."""
    offered = select(Service).where(Service.provider_id == provider_id, Service.deleted_at.is_(None))
    return list(dbsession.scalars(offered.order_by(Service.position, Service.id)))


def list_periods(dbsession: Session, provider_id: int, weekday: int | None = None) -> list[WorkingPeriod]:
    """Return the working periods of the week, or of one weekday, in order."""
    found = select(WorkingPeriod).where(WorkingPeriod.provider_id == provider_id)
    if weekday is not None:
        found = found.where(WorkingPeriod.weekday == weekday)
    return list(dbsession.scalars(found.order_by(WorkingPeriod.weekday, WorkingPeriod.start_minute)))


def has_services(dbsession: Session, provider_id: int) -> bool:
    """Tell whether a provider offers anything."""
    found = select(Service.id).where(Service.provider_id == provider_id, Service.deleted_at.is_(None))
    return dbsession.scalar(found.limit(1)) is not None


def has_periods(dbsession: Session, provider_id: int) -> bool:
    """Tell whether a provider works at any time of the week."""
    found = select(WorkingPeriod.id).where(WorkingPeriod.provider_id == provider_id)
    return dbsession.scalar(found.limit(1)) is not None


def find_appointment(dbsession: Session, appointment_id: int) -> Appointment | None:
    """Return an appointment with both sides' people; whose it is, the caller has to ask."""
    found = select(Appointment).where(Appointment.id == appointment_id).options(*_BOTH_SIDES)
    return dbsession.scalar(found)


def find_change(dbsession: Session, change_id: int) -> StatusChange | None:
    """Return a change of status with its appointment and both sides' people."""
    whole = joinedload(StatusChange.appointment)
    found = select(StatusChange).where(StatusChange.id == change_id)
    return dbsession.scalar(
        found.options(
            whole.joinedload(Appointment.client).joinedload(Client.account),
            whole.joinedload(Appointment.provider).joinedload(Provider.account),
        )
    )


def find_last_reason(dbsession: Session, appointment_id: int) -> str | None:
    """Return the reason given with the last change of an appointment's status."""
    found = select(StatusChange.reason).where(StatusChange.appointment_id == appointment_id)
    return dbsession.scalar(found.order_by(StatusChange.id.desc()).limit(1))


def list_expired(dbsession: Session, now: dt.datetime, limit: int) -> list[Appointment]:
    """Return pending appointments whose answer has come too late, the longest ago first."""
    found = select(Appointment).where(IS_PENDING, Appointment.expires_at <= now)
    return list(dbsession.scalars(found.order_by(Appointment.expires_at).limit(limit).options(*_BOTH_SIDES)))


def list_to_nudge(dbsession: Session, now: dt.datetime, limit: int) -> list[Appointment]:
    """Return pending appointments whose professional is to be reminded of them, the longest due first."""
    found = select(Appointment).where(IS_PENDING, Appointment.nudge_at <= now)
    return list(dbsession.scalars(found.order_by(Appointment.nudge_at).limit(limit).options(*_BOTH_SIDES)))


def list_pending_of(dbsession: Session, client_id: int) -> list[Appointment]:
    """Return what a client has asked for and nobody has answered."""
    found = select(Appointment).where(Appointment.client_id == client_id, IS_PENDING)
    return list(dbsession.scalars(found.order_by(Appointment.id).options(*_BOTH_SIDES)))


_BOTH_SIDES = (
    joinedload(Appointment.client).joinedload(Client.account),
    joinedload(Appointment.provider).joinedload(Provider.account),
)


def list_appointments(dbsession: Session, provider_id: int, ids: Sequence[int]) -> list[Appointment]:
    """Return those of a provider's appointments that are named, the next first."""
    found = select(Appointment).where(Appointment.provider_id == provider_id, Appointment.id.in_(ids))
    return list(dbsession.scalars(found.order_by(Appointment.starts_at).options(*_BOTH_SIDES)))
