"""What is read of reminders, as rows; the statements are built once."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, exists, func, literal_column, select
from sqlalchemy.orm import Session

from kalenner.database import Instant
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, Client, Identity, Provider
from kalenner_reminders.due_times import DEFAULT, Preferences, QuietHours
from kalenner_reminders.models import Reminder, ReminderChoice, ReminderSetting, ReminderState
from kalenner_scheduling.api import IS_ACTIVE, Appointment

# A literal, not a parameter: only then the database can use the partial index.
IS_WAITING = Reminder.state == literal_column(f"'{ReminderState.WAITING.value}'")

_reminder, _appointment = Reminder.__table__.c, Appointment.__table__.c
_client, _account, _provider = Client.__table__.c, Account.__table__.c, Provider.__table__.c
_setting, _choice = ReminderSetting.__table__.c, ReminderChoice.__table__.c
_waiting = _reminder.state == literal_column(f"'{ReminderState.WAITING.value}'")
_other = Reminder.__table__.alias("other")

# Asked every minute, mostly for nothing: a tenth of the work of the statement that takes. PostgreSQL expects
# to come upon one soon wherever it looks, as if those that wait were no later than others: the order keeps it
# from reading all that were ever sent.
_SOONEST = (
    select(_reminder.id)
    .where(_waiting, _reminder.due_at <= bindparam("now", type_=Instant))
    .order_by(_reminder.due_at)
    .limit(1)
)

# First the rows alone, from the index; their circumstances are read of those that are taken.
_TAKEN = (
    select(_reminder.id, _reminder.appointment_id, _reminder.lead_minutes, _reminder.starts_at)
    .where(_waiting, _reminder.due_at <= bindparam("now", type_=Instant))
    .order_by(_reminder.starts_at, _reminder.appointment_id, _reminder.lead_minutes)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
    .subquery("taken")
)
_IS_SUPERSEDED = exists().where(
    _other.c.appointment_id == _TAKEN.c.appointment_id,
    _other.c.starts_at == _TAKEN.c.starts_at,
    _other.c.lead_minutes < _TAKEN.c.lead_minutes,
    (_other.c.state == ReminderState.SENT.value)
    | (
        (_other.c.state == ReminderState.WAITING.value) & (_other.c.due_at <= bindparam("now", type_=Instant))
    ),
)
_IS_STILL_SO = (_appointment.status == Status.ACCEPTED.value) & (_appointment.starts_at == _TAKEN.c.starts_at)
_IS_WELCOME = (
    _client.removed_at.is_(None)
    & _client.blocked_at.is_(None)
    & func.coalesce(_choice.is_on, literal_column("true"))
)
_DUE = (
    select(
        _TAKEN.c.id,
        _TAKEN.c.appointment_id,
        _TAKEN.c.starts_at,
        _client.account_id,
        _provider.account_id,
        func.coalesce(_account.timezone, "UTC"),
        _setting.provider_id.is_not(None),
        _setting.quiet_start,
        _setting.quiet_end,
        _IS_STILL_SO & _IS_WELCOME & ~_IS_SUPERSEDED,
    )
    .select_from(_TAKEN)
    .join(Appointment.__table__, _appointment.id == _TAKEN.c.appointment_id)
    .join(Client.__table__, _client.id == _appointment.client_id)
    .join(Account.__table__, _account.id == _client.account_id)
    .join(Provider.__table__, _provider.id == _appointment.provider_id)
    .join(ReminderSetting.__table__, _setting.provider_id == _appointment.provider_id, isouter=True)
    .join(ReminderChoice.__table__, _choice.account_id == _client.account_id, isouter=True)
    .order_by(_TAKEN.c.starts_at, _TAKEN.c.appointment_id, _TAKEN.c.lead_minutes)
)


class Due(NamedTuple):
    """A reminder whose time has come, with all that decides about it."""

    id: int
    appointment_id: int
    starts_at: dt.datetime
    reader_id: int
    origin_id: int
    timezone: str
    has_chosen: bool
    quiet_start: int | None
    quiet_end: int | None
    is_wanted: bool
    """Whether the appointment stands as planned, its client may and wants to be reminded, and no later
    reminder of it has come or comes now."""

    @property
    def quiet(self) -> QuietHours | None:
        """The provider's quiet hours."""
        return _quiet(self.quiet_start, self.quiet_end) if self.has_chosen else DEFAULT.quiet


def take_due(dbsession: Session, now: dt.datetime, limit: int) -> list[Due]:
    """Return the reminders that are due, those of the next appointments first, locked until the commit.

    What another unit of work holds already is left to it.
    """
    if dbsession.execute(_SOONEST, {"now": now}).first() is None:
        return []
    return [Due(*row) for row in dbsession.execute(_DUE, {"now": now, "limit": limit})]


class Coming(NamedTuple):
    """An accepted appointment to come."""

    id: int
    starts_at: dt.datetime
    zone: ZoneInfo


_COMING = (
    select(Appointment.id, Appointment.starts_at, func.coalesce(Account.timezone, "UTC"))
    .join(Appointment.client)
    .join(Client.account)
    .where(
        Appointment.provider_id == bindparam("provider_id"),
        IS_ACTIVE,
        Appointment.status == Status.ACCEPTED.value,
        Appointment.starts_at > bindparam("now", type_=Instant),
    )
)


def list_accepted(dbsession: Session, provider_id: int, now: dt.datetime) -> list[Coming]:
    """Return a provider's accepted appointments that have not begun, and the zones of their clients."""
    rows = dbsession.execute(_COMING, {"provider_id": provider_id, "now": now})
    return [Coming(id_, starts_at, ZoneInfo(zone)) for id_, starts_at, zone in rows]


def preferences_of(dbsession: Session, provider_id: int) -> Preferences:
    """Return how a provider's clients are reminded."""
    statement = select(_setting.leads, _setting.quiet_start, _setting.quiet_end)
    row = dbsession.execute(statement.where(_setting.provider_id == provider_id)).first()
    return DEFAULT if row is None else Preferences(tuple(row[0]), _quiet(row[1], row[2]))


def wants_reminders(dbsession: Session, account_id: int) -> bool:
    """Tell whether a client wants automatic reminders."""
    choice = dbsession.get(ReminderChoice, account_id)
    return choice is None or choice.is_on


def reachable(dbsession: Session, account_ids: Iterable[int]) -> set[int]:
    """Return those of the accounts that a message can reach, as far as we know."""
    statement = select(Identity.account_id).where(
        Identity.account_id.in_(set(account_ids)), Identity.is_reachable
    )
    return set(dbsession.scalars(statement))


def zone_of(dbsession: Session, account_id: int) -> ZoneInfo:
    """Return the zone of an account."""
    return dbsession.get_one(Account, account_id).zone


def _quiet(start: int | None, end: int | None) -> QuietHours | None:
    return None if start is None or end is None else QuietHours(start, end)
