"""What stands in the way of a start, and which rules hold; nothing here changes anything.

The statements are built once: building one costs more than running it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from kalenner.database import Instant, epoch
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, Client
from kalenner.zones.instants import Span, to_instant, to_instants
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.queries import IS_ACTIVE, IS_OFFERED
from kalenner_scheduling.availability.models import LONGEST_BUFFER, BookingRules
from kalenner_scheduling.availability.rules import DEFAULTS, NAMES, Acceptance, Rules
from kalenner_scheduling.availability.slots import Busy
from kalenner_scheduling.catalogue.models import LONGEST_SERVICE
from kalenner_scheduling.time_off.models import Away

_appointment, _away = Appointment.__table__.c, Away.__table__.c
_LONGEST = dt.timedelta(minutes=LONGEST_SERVICE)
# The buffers of each appointment are those of its service as the rules are now.
_OWN, _DEFAULT = aliased(BookingRules), aliased(BookingRules)
_BUFFERS = tuple(
    (func.coalesce(getattr(_OWN, name), getattr(_DEFAULT, name), literal_column("0")) * literal_column("60"))
    for name in ("buffer_before", "buffer_after")
)


def _with_buffers(statement: Select[Any]) -> Select[Any]:
    """Join the rules of an appointment's service and those of its provider in general."""
    return statement.outerjoin(
        _OWN, and_(_OWN.provider_id == _appointment.provider_id, _OWN.service_id == _appointment.service_id)
    ).outerjoin(
        _DEFAULT, and_(_DEFAULT.provider_id == _appointment.provider_id, _DEFAULT.service_id.is_(None))
    )


# The bounds of starts_at exclude no row; they let the database read only a part of the index.
_BUSY = (
    _with_buffers(
        select(epoch(_appointment.held_from), epoch(_appointment.held_until), *_BUFFERS).select_from(
            Appointment.__table__
        )
    )
    .where(
        _appointment.provider_id == bindparam("provider_id"),
        IS_ACTIVE,
        _appointment.starts_at > bindparam("earliest", type_=Instant),
        _appointment.starts_at < bindparam("end", type_=Instant),
        _appointment.held_from < bindparam("end", type_=Instant),
        _appointment.held_until > bindparam("start", type_=Instant),
        _appointment.id != bindparam("without_id"),
    )
    # each part has a partial index of its own
    .union_all(
        _with_buffers(
            select(epoch(_appointment.held_from), epoch(_appointment.held_until), *_BUFFERS).select_from(
                Appointment.__table__
            )
        ).where(
            _appointment.provider_id == bindparam("provider_id"),
            IS_OFFERED,
            _appointment.starts_at > bindparam("earliest", type_=Instant),
            _appointment.starts_at < bindparam("end", type_=Instant),
            _appointment.held_from < bindparam("end", type_=Instant),
            _appointment.held_until > bindparam("start", type_=Instant),
        ),
        select(epoch(_away.starts_at), epoch(_away.ends_at), literal_column("0"), literal_column("0")).where(
            _away.provider_id == bindparam("provider_id"),
            _away.ends_at > bindparam("start", type_=Instant),
            _away.starts_at < bindparam("end", type_=Instant),
        ),
    )
)
_STARTS = select(epoch(_appointment.starts_at), _appointment.service_id).where(
    _appointment.provider_id == bindparam("provider_id"),
    IS_ACTIVE,
    # a requested move is not counted: it is no further appointment
    _appointment.replaces_id.is_(None)
    | (_appointment.status == literal_column(f"'{Status.ACCEPTED.value}'")),
    _appointment.starts_at >= bindparam("start", type_=Instant),
    _appointment.starts_at < bindparam("end", type_=Instant),
    _appointment.id != bindparam("without_id"),
)

NOBODY = 0
"""Stands for an appointment where none is left out."""


_rules = BookingRules.__table__.c
_ALL = select(_rules.service_id, *(_rules[name] for name in NAMES)).where(
    _rules.provider_id == bindparam("provider_id")
)
_FOUND = _ALL.where(or_(_rules.service_id.is_(None), _rules.service_id == bindparam("service_id")))


def busy_between(
    dbsession: Session, provider_id: int, start: int, end: int, without_id: int = NOBODY
) -> list[Busy]:
    """Return what is held or blocked within a span of seconds since 1970, with its buffers.

    The appointment `without_id` is left out. What only a buffer would lead into the span is not in it: ask
    for `with_room`.
    """
    first, last = to_instants((start, end))
    span = {
        "provider_id": provider_id,
        "start": first,
        "end": last,
        "earliest": first - _LONGEST,
        "without_id": without_id,
    }
    return [Busy(*row) for row in dbsession.execute(_BUSY, span)]


def with_room(span: Span) -> Span:
    """Return a span and what lies so near to it that a buffer can reach from one to the other."""
    return span[0] - LONGEST_BUFFER * 60, span[1] + LONGEST_BUFFER * 60


def starts_between(
    dbsession: Session, provider_id: int, start: int, end: int, without_id: int = NOBODY
) -> list[tuple[int, int]]:
    """Return start, in seconds since 1970, and service of the active appointments that start in a span."""
    span = {
        "provider_id": provider_id,
        "start": to_instant(start),
        "end": to_instant(end),
        "without_id": without_id,
    }
    return [(begin, service_id) for begin, service_id in dbsession.execute(_STARTS, span)]


@dataclass(frozen=True)
class Conflict:
    """An appointment that holds time, or one that was offered; what it holds with its buffers; its client."""

    id: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    busy: Busy
    name: str
    is_offered: bool = False


def list_conflicts(
    dbsession: Session, provider_id: int, start: int, end: int, without_id: int = NOBODY
) -> list[Conflict]:
    """Return what holds a part of a span of seconds since 1970, the first first."""
    first, last = to_instants((start, end))
    columns = (
        *(Appointment.id, Appointment.starts_at, Appointment.ends_at, Account.client_name, IS_OFFERED),
        *(epoch(_appointment.held_from), epoch(_appointment.held_until), *_BUFFERS),
    )
    statement = _with_buffers(
        select(*columns).select_from(Appointment).join(Appointment.client).join(Client.account)
    ).where(
        Appointment.provider_id == provider_id,
        IS_ACTIVE | IS_OFFERED,
        Appointment.starts_at > first - _LONGEST,
        Appointment.starts_at < last,
        Appointment.held_from < last,
        Appointment.held_until > first,
        Appointment.id != without_id,
    )
    rows = dbsession.execute(statement.order_by(Appointment.starts_at))
    return [
        Conflict(id_, begin, finish, Busy(*held), name or "?", bool(is_offered))
        for id_, begin, finish, name, is_offered, *held in rows
    ]


def find_rules(dbsession: Session, provider_id: int, service_id: int | None) -> Rules:
    """Return the rules that hold for a service, or for services in general."""
    rows = dbsession.execute(_FOUND, {"provider_id": provider_id, "service_id": service_id}).all()
    return _merged(rows)


def find_rules_of(dbsession: Session, provider_id: int, service_ids: Sequence[int]) -> dict[int, Rules]:
    """Return the rules that hold for each of a provider's services, by its id, read at once."""
    rows = {row.service_id: row for row in dbsession.execute(_ALL, {"provider_id": provider_id})}
    return {
        service_id: _merged([rows[of] for of in (None, service_id) if of in rows])
        for service_id in service_ids
    }


def _merged(rows: Sequence[Any]) -> Rules:
    """Return the rules of a provider's defaults and of one service."""
    if not rows:
        return DEFAULTS
    values: dict[str, Any] = {}
    for row in sorted(rows, key=lambda row: row.service_id is not None):
        columns = {name: value for name, value in zip(NAMES, row[1:], strict=True) if value is not None}
        values |= columns
        if row.service_id is not None and "most_per_day" in columns:
            values["counts_service_alone"] = True
    if "acceptance" in values:
        values["acceptance"] = Acceptance(values["acceptance"])
    return Rules(**values)
