"""What is read of scheduling, as rows; nothing here changes anything.

The statements are built once: building one costs more than running it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, literal_column, select
from sqlalchemy.orm import Session, joinedload

from kalenner.database import Instant, epoch
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, Client, Provider
from kalenner_scheduling.models import (
    ACTIVE,
    LONGEST_SERVICE,
    Appointment,
    Calendar,
    Service,
    StatusChange,
    WorkingPeriod,
)
from kalenner_scheduling.slots import Period

DEFAULT_STEP = 30
DEFAULT_CURRENCY = "EUR"

# Written out, since a database uses a partial index only for a condition that it can read.
IS_ACTIVE = Appointment.status.in_([literal_column(f"'{status.value}'") for status in ACTIVE])
IS_PENDING = Appointment.status == literal_column(f"'{Status.PENDING.value}'")

_LONGEST = dt.timedelta(minutes=LONGEST_SERVICE)

# What every request asks is read from the tables, not as entities: that takes half the time.
_account, _provider = Account.__table__.c, Provider.__table__.c
_service, _calendar = Service.__table__.c, Calendar.__table__.c
_period, _appointment = WorkingPeriod.__table__.c, Appointment.__table__.c

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
# The second lower bound says nothing new to us, but it lets the index begin near the days asked for.
_BUSY = select(epoch(_appointment.starts_at), epoch(_appointment.ends_at)).where(
    _appointment.provider_id == bindparam("provider_id"),
    _appointment.status.in_([literal_column(f"'{status.value}'") for status in ACTIVE]),
    _appointment.starts_at < bindparam("end", type_=Instant),
    _appointment.ends_at > bindparam("start", type_=Instant),
    _appointment.starts_at > bindparam("earliest", type_=Instant),
)
_OFFER = (
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
    row = dbsession.execute(_OFFER, {"service_id": service_id, "provider_id": provider_id}).first()
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


def busy_between(dbsession: Session, provider_id: int, start: int, end: int) -> list[tuple[int, int]]:
    """Return start and end of the active appointments that touch a span; all are seconds since 1970."""
    first, last = dt.datetime.fromtimestamp(start, dt.UTC), dt.datetime.fromtimestamp(end, dt.UTC)
    span = {"provider_id": provider_id, "start": first, "end": last, "earliest": first - _LONGEST}
    return [(begin, finish) for begin, finish in dbsession.execute(_BUSY, span)]


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


@dataclass(frozen=True)
class Line:
    """One appointment in a list; `name` is the other side's."""

    id: int
    status: Status
    starts_at: dt.datetime
    service_name: str
    name: str


def list_coming(dbsession: Session, provider_id: int, now: dt.datetime) -> list[Line]:
    """Return a provider's active appointments that have not ended, the next first."""
    found = (
        _lines(Account.client_name)
        .join(Appointment.client)
        .join(Client.account)
        .where(Appointment.provider_id == provider_id, IS_ACTIVE, *_not_over(now))
    )
    return _read_lines(dbsession.execute(found))


def list_coming_of_client(
    dbsession: Session, account_id: int, now: dt.datetime, provider_id: int | None = None
) -> list[Line]:
    """Return a client's active appointments that have not ended, with one provider or with all."""
    found = (
        _lines(Provider.nickname)
        .join(Appointment.client)
        .join(Appointment.provider)
        .where(Client.account_id == account_id, IS_ACTIVE, *_not_over(now))
    )
    if provider_id is not None:
        found = found.where(Appointment.provider_id == provider_id)
    return _read_lines(dbsession.execute(found))


def has_appointments(dbsession: Session, provider_id: int | None, account_id: int | None = None) -> bool:
    """Tell whether a provider or a client, or the two together, ever had an appointment."""
    found = select(Appointment.id)
    if provider_id is not None:
        found = found.where(Appointment.provider_id == provider_id)
    if account_id is not None:
        found = found.join(Appointment.client).where(Client.account_id == account_id)
    return dbsession.scalar(found.limit(1)) is not None


def _not_over(now: dt.datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Say that an appointment has not ended; the second bound lets the index leave the past out."""
    return Appointment.ends_at > now, Appointment.starts_at > now - _LONGEST


def _lines(name: object) -> Select[int, str, dt.datetime, str, str]:
    columns = (Appointment.id, Appointment.status, Appointment.starts_at, Appointment.service_name, name)
    lines: Select[int, str, dt.datetime, str, str] = select(*columns)  # type: ignore[call-overload]
    return lines.order_by(Appointment.starts_at, Appointment.id)


def _read_lines(rows: Iterable[Row[int, str, dt.datetime, str, str]]) -> list[Line]:
    return [Line(row[0], Status(row[1]), row[2], row[3], row[4] or "?") for row in rows]


def find_next_of_client(dbsession: Session, account_id: int, now: dt.datetime) -> Line | None:
    """Return a client's next accepted appointment that has not begun."""
    found = (
        _lines(Provider.nickname)
        .join(Appointment.client)
        .join(Appointment.provider)
        .where(
            Client.account_id == account_id,
            Appointment.status == Status.ACCEPTED,
            Appointment.starts_at > now,
        )
        .limit(1)
    )
    return next(iter(_read_lines(dbsession.execute(found))), None)


def has_services(dbsession: Session, provider_id: int) -> bool:
    """Tell whether a provider offers anything."""
    found = select(Service.id).where(Service.provider_id == provider_id, Service.deleted_at.is_(None))
    return dbsession.scalar(found.limit(1)) is not None


def has_periods(dbsession: Session, provider_id: int) -> bool:
    """Tell whether a provider works at any time of the week."""
    found = select(WorkingPeriod.id).where(WorkingPeriod.provider_id == provider_id)
    return dbsession.scalar(found.limit(1)) is not None


@dataclass(frozen=True)
class Counts:
    """What a professional's main menu says of appointments."""

    requests: int
    today: int


def count_for_menu(
    dbsession: Session, provider_id: int, now: dt.datetime, today: tuple[dt.datetime, dt.datetime]
) -> Counts:
    """Count a provider's open requests, and the active appointments that start within `today`."""
    start, end = today
    is_open = IS_PENDING & (Appointment.starts_at > now)
    is_today = (Appointment.starts_at >= start) & (Appointment.starts_at < end)
    found = select(func.count().filter(is_open), func.count().filter(is_today)).where(
        Appointment.provider_id == provider_id,
        IS_ACTIVE,
        Appointment.starts_at >= min(start, now),
    )
    requests, day = dbsession.execute(found).one()
    return Counts(requests, day)


def count_coming_of_service(dbsession: Session, service_id: int, provider_id: int, now: dt.datetime) -> int:
    """Count the active appointments of a service that have not ended."""
    found = select(func.count()).where(
        Appointment.provider_id == provider_id,
        IS_ACTIVE,
        *_not_over(now),
        Appointment.service_id == service_id,
    )
    return dbsession.scalar(found) or 0


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
    """Return pending appointments whose start has passed, the longest ago first."""
    found = select(Appointment).where(IS_PENDING, Appointment.starts_at <= now)
    return list(dbsession.scalars(found.order_by(Appointment.starts_at).limit(limit).options(*_BOTH_SIDES)))


_BOTH_SIDES = (
    joinedload(Appointment.client).joinedload(Client.account),
    joinedload(Appointment.provider).joinedload(Provider.account),
)


def list_appointments(dbsession: Session, provider_id: int, ids: Sequence[int]) -> list[Appointment]:
    """Return those of a provider's appointments that are named, the next first."""
    found = select(Appointment).where(Appointment.provider_id == provider_id, Appointment.id.in_(ids))
    return list(dbsession.scalars(found.order_by(Appointment.starts_at).options(*_BOTH_SIDES)))
