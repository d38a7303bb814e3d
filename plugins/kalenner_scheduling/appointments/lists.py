"""Lists of appointments as rows, and how many there are; nothing here changes anything."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from kalenner.database import Instant, epoch
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, Client, Provider
from kalenner_scheduling.appointments.models import HOLDING, Appointment
from kalenner_scheduling.appointments.queries import IS_ACTIVE, IS_APPOINTMENT, IS_LISTED
from kalenner_scheduling.catalogue.models import LONGEST_SERVICE

_LONGEST = dt.timedelta(minutes=LONGEST_SERVICE)


@dataclass(frozen=True)
class Line:
    """One appointment in a list; `name` is the other side's."""

    id: int
    provider_id: int
    service_id: int
    status: Status
    starts_at: dt.datetime
    ends_at: dt.datetime
    service_name: str
    minutes: int
    name: str
    is_located: bool
    is_move: bool
    """Whether it asks to move another one."""


def list_coming(dbsession: Session, provider_id: int, now: dt.datetime) -> list[Line]:
    """Return a provider's active appointments that have not ended, the next first."""
    statement = _of_provider(provider_id).where(IS_ACTIVE, *_not_over(now))
    return _read_lines(dbsession.execute(statement))


def list_coming_of_client(
    dbsession: Session, account_id: int, now: dt.datetime, provider_id: int | None = None
) -> list[Line]:
    """Return a client's active appointments that have not ended, with one provider or with all."""
    statement = (
        _lines(Provider.nickname)
        .join(Appointment.client)
        .join(Appointment.provider)
        .where(Client.account_id == account_id, IS_ACTIVE, *_not_over(now))
    )
    if provider_id is not None:
        statement = statement.where(Appointment.provider_id == provider_id)
    return _read_lines(dbsession.execute(statement))


def has_appointments(dbsession: Session, provider_id: int | None, account_id: int | None = None) -> bool:
    """Tell whether a provider or a client, or the two together, ever had an appointment."""
    statement = select(Appointment.id).where(IS_APPOINTMENT)
    if provider_id is not None:
        statement = statement.where(Appointment.provider_id == provider_id)
    if account_id is not None:
        statement = statement.join(Appointment.client).where(Client.account_id == account_id)
    return dbsession.scalar(statement.limit(1)) is not None


def _not_over(now: dt.datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Say that an appointment has not ended; the second bound lets the index leave the past out."""
    return Appointment.ends_at > now, Appointment.starts_at > now - _LONGEST


def _lines(name: Any) -> Select[*tuple[Any, ...]]:
    """Select what a line says, the next first."""
    return _ordered(name).order_by(Appointment.starts_at, Appointment.id)


def _ordered(name: Any) -> Select[*tuple[Any, ...]]:
    is_located = Appointment.location.is_not(None) | Appointment.latitude.is_not(None)
    is_move = (Appointment.status == Status.PENDING.value) & Appointment.replaces_id.is_not(None)
    return select(
        Appointment.id,
        Appointment.provider_id,
        Appointment.service_id,
        Appointment.status,
        Appointment.starts_at,
        Appointment.ends_at,
        Appointment.service_name,
        Appointment.minutes,
        name.label("other_name"),
        is_located.label("is_located"),
        is_move.label("is_move"),
    )


def _read_lines(rows: Iterable[Any]) -> list[Line]:
    return [
        Line(
            id=row.id,
            provider_id=row.provider_id,
            service_id=row.service_id,
            status=Status(row.status),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            service_name=row.service_name,
            minutes=row.minutes,
            name=row.other_name or "?",
            is_located=bool(row.is_located),
            is_move=bool(row.is_move),
        )
        for row in rows
    ]


def _of_provider(provider_id: int) -> Select[*tuple[Any, ...]]:
    statement = _lines(Account.client_name).join(Appointment.client).join(Client.account)
    return statement.where(Appointment.provider_id == provider_id)


def list_active_between(
    dbsession: Session, provider_id: int, starts_at: dt.datetime, ends_at: dt.datetime
) -> list[Line]:
    """Return a provider's active appointments that touch a span, the next first."""
    statement = _of_provider(provider_id).where(
        IS_ACTIVE,
        Appointment.starts_at > starts_at - _LONGEST,
        Appointment.starts_at < ends_at,
        Appointment.ends_at > starts_at,
    )
    return _read_lines(dbsession.execute(statement))


def list_between(
    dbsession: Session, provider_id: int, starts_at: dt.datetime, ends_at: dt.datetime
) -> list[Line]:
    """Return a provider's appointments of any status that begin within a span, the first first."""
    statement = _of_provider(provider_id).where(
        IS_APPOINTMENT, Appointment.starts_at >= starts_at, Appointment.starts_at < ends_at
    )
    return _read_lines(dbsession.execute(statement))


def list_starts(
    dbsession: Session, provider_id: int, starts_at: dt.datetime, ends_at: dt.datetime
) -> list[int]:
    """Return when what takes place within a span begins, ascending, in seconds since 1970."""
    statement = select(epoch(Appointment.starts_at)).where(
        Appointment.provider_id == provider_id,
        Appointment.starts_at >= starts_at,
        Appointment.starts_at < ends_at,
        IS_APPOINTMENT,
        Appointment.status.not_in([status.value for status in Status if status.is_off]),
    )
    return list(dbsession.scalars(statement.order_by(Appointment.starts_at)))


def find_first_start(dbsession: Session, provider_id: int) -> dt.datetime | None:
    """Return when a provider's first appointment began or begins, of whatever status."""
    statement = select(Appointment.starts_at).where(Appointment.provider_id == provider_id, IS_APPOINTMENT)
    return dbsession.scalar(statement.order_by(Appointment.starts_at).limit(1))


@dataclass(frozen=True)
class PageOfLines:
    """A page of a long list: its lines, its number from 0, and how many pages there are."""

    lines: list[Line]
    page: int
    pages: int
    total: int


def page_of_past(dbsession: Session, provider_id: int, now: dt.datetime, page: int, size: int) -> PageOfLines:
    """Return a page of a provider's past appointments, the newest first."""
    is_past = (Appointment.provider_id == provider_id) & _past(now)
    names = _ordered(Account.client_name).join(Appointment.client).join(Client.account)
    return _page(dbsession, names.where(is_past), select(func.count()).where(is_past), page, size)


def page_of_client_past(
    dbsession: Session,
    account_id: int,
    now: dt.datetime,
    page: int,
    size: int,
    provider_id: int | None = None,
) -> PageOfLines:
    """Return a page of a client's past appointments, with one provider or with all, the newest first."""
    is_theirs = (Client.account_id == account_id) & _past(now)
    if provider_id is not None:
        is_theirs &= Appointment.provider_id == provider_id
    names = _ordered(Provider.nickname).join(Appointment.client).join(Appointment.provider)
    counted = select(func.count()).select_from(Appointment).join(Appointment.client)
    return _page(dbsession, names.where(is_theirs), counted.where(is_theirs), page, size)


def page_of_client(dbsession: Session, client_id: int, page: int, size: int) -> PageOfLines:
    """Return a page of all appointments of one client of a provider, the newest first."""
    is_theirs = (Appointment.client_id == client_id) & IS_LISTED
    names = _ordered(Account.client_name).join(Appointment.client).join(Client.account)
    return _page(dbsession, names.where(is_theirs), select(func.count()).where(is_theirs), page, size)


def _past(now: dt.datetime) -> ColumnElement[bool]:
    """Say that an appointment is past: it has ended, or it is off and not moved to another time."""
    is_over = IS_ACTIVE & (Appointment.ends_at <= now)
    is_off = Appointment.status.not_in([status.value for status in HOLDING])
    return IS_LISTED & (is_over | is_off)


def _page(
    dbsession: Session, statement: Select[*tuple[Any, ...]], counted: Select[int], page: int, size: int
) -> PageOfLines:
    total = dbsession.scalar(counted) or 0
    pages = max(1, -(-total // size))
    page = min(max(page, 0), pages - 1)
    newest = statement.order_by(Appointment.starts_at.desc(), Appointment.id.desc())
    rows = dbsession.execute(newest.limit(size).offset(page * size))
    return PageOfLines(_read_lines(rows), page, pages, total)


def find_next_of_client(dbsession: Session, account_id: int, now: dt.datetime) -> Line | None:
    """Return a client's next accepted appointment that has not begun."""
    statement = (
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
    return next(iter(_read_lines(dbsession.execute(statement))), None)


_NEXT_OF_LINK = select(func.min(Appointment.starts_at)).where(
    Appointment.client_id == bindparam("client_id"),
    Appointment.status == Status.ACCEPTED,
    Appointment.starts_at > bindparam("now", type_=Instant),
)


def find_next_start(dbsession: Session, client_id: int, now: dt.datetime) -> dt.datetime | None:
    """Return when the next accepted appointment of a client with one provider begins."""
    return dbsession.scalar(_NEXT_OF_LINK, {"client_id": client_id, "now": now})


def count_coming_of_service(dbsession: Session, service_id: int, provider_id: int, now: dt.datetime) -> int:
    """Count the active appointments of a service that have not ended."""
    statement = select(func.count()).where(
        Appointment.provider_id == provider_id,
        IS_ACTIVE,
        *_not_over(now),
        Appointment.service_id == service_id,
    )
    return dbsession.scalar(statement) or 0
