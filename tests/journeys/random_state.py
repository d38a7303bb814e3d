"""The rows of two practices, read again after every operation, and what has changed in them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from pyramid.request import Request
from sqlalchemy import Row, or_, select

from kalenner.delivery.models import Outbox
from kalenner.people import Account, Client, Identity, Provider
from kalenner.screens import Dialog
from kalenner_payments.models import Entry, Price, Terms
from kalenner_scheduling.appointments.models import Amendment, Appointment, StatusChange
from kalenner_scheduling.availability.models import BookingRules
from kalenner_scheduling.catalogue.models import CataloguePreferences, Service
from kalenner_scheduling.time_off.models import Away, Closure
from kalenner_scheduling.working_hours.models import WorkingPeriod

ACTIVE = ("pending", "accepted")
KEPT = (StatusChange, Amendment, Entry, Price)
"""The tables to which rows are added, and from which nothing is ever taken."""

Message = Row[Any]
"""A row of the outbox."""


@dataclass
class Circumstances:
    """What decides where an appointment may lie, and who is whose client, at one moment."""

    accounts: dict[int, Row[Any]]
    providers: dict[int, Row[Any]]
    clients: dict[int, Row[Any]]
    services: dict[int, Row[Any]]
    periods: list[Row[Any]]
    calendars: dict[int, Row[Any]]
    rules: list[Row[Any]]
    closures: list[Row[Any]]
    aways: list[Row[Any]]
    terms: dict[int, Row[Any]]
    versions: dict[int, int]
    """How often the dialog of an account has moved on."""


@dataclass
class ChangeSet:
    """What one operation has brought about."""

    now: dt.datetime
    changes: list[Any]
    amendments: list[Any]
    entries: list[Any]
    prices: list[Any]
    messages: list[Message]
    reasons: list[Any]
    """The declines whose reason was given just now."""
    touched: dict[int, Row[Any]]
    """The appointments that are active, new, or in one of the rows above, as they are now."""
    before: dict[int, Row[Any]]
    """The same, as they were; a new one is not there."""
    circumstances_before: Circumstances | None = None

    @property
    def made(self) -> list[Row[Any]]:
        """The appointments that are new."""
        return [row for id_, row in self.touched.items() if id_ not in self.before]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing was kept of it."""
        return not (self.changes or self.amendments or self.entries or self.prices)


@dataclass
class DatabaseState:
    """All that was read so far, by tables and ids."""

    appointments: dict[int, Row[Any]] = field(default_factory=dict)
    statuses: dict[int, str] = field(default_factory=dict)
    """What the history says of each appointment."""
    kept: dict[str, dict[int, Any]] = field(
        default_factory=lambda: {model.__tablename__: {} for model in KEPT}
    )
    offered: dict[int, Row[Any]] = field(default_factory=dict)
    """The times that are offered: held, and no appointments."""
    identities: dict[int, int] = field(default_factory=dict)
    last_message: int = 0
    last_circumstances: Circumstances | None = None

    @property
    def circumstances(self) -> Circumstances:
        """The circumstances, once they were read."""
        assert self.last_circumstances is not None
        return self.last_circumstances

    def active(self, *statuses: str) -> list[Row[Any]]:
        """The appointments with one of these statuses, or all active ones."""
        return [row for row in self.appointments.values() if row.status in (statuses or ACTIVE)]

    def entries(self) -> Iterable[Any]:
        """Every payment, correction and refund."""
        return self.kept[Entry.__tablename__].values()

    def read(self, request: Request) -> ChangeSet:
        """Read what is new; the statuses of the history are left for who checks the history."""
        fresh = {model.__tablename__: self._newer(request, model) for model in KEPT}
        changes, amendments, entries, prices = (fresh[model.__tablename__] for model in KEPT)
        ids = {row.appointment_id for row in (*changes, *amendments)}
        touched = self._touched(request, ids)
        messages = rows(request, Outbox, Outbox.id > self.last_message)
        self.last_message = max((row.id for row in messages), default=self.last_message)
        known = self.appointments | self.offered
        before = {id_: known[id_] for id_ in touched if id_ in known}
        self.offered = {row.id: row for row in rows(request, Appointment, Appointment.status == "offered")}
        change_set = ChangeSet(
            request.clock.now(),
            changes,
            amendments,
            entries,
            prices,
            messages,
            self._given_reasons(request),
            touched,
            before,
            self.last_circumstances,
        )
        self.appointments.update(touched)
        self.last_circumstances = _circumstances_now(request)
        if not self.identities:
            self.identities = {row.id: row.account_id for row in rows(request, Identity)}
        return change_set

    def _newer(self, request: Request, model: Any) -> list[Any]:
        there = self.kept[model.__tablename__]
        found = kept_rows(request, model, model.id > max(there, default=0))
        there.update((row.id, row) for row in found)
        return found

    def _given_reasons(self, request: Request) -> list[Any]:
        """Read the reasons that were given after the decline: the one thing that is ever added to a row."""
        there = self.kept[StatusChange.__tablename__]
        explained = kept_rows(request, StatusChange, StatusChange.reason.is_not(None))
        given = [row for row in explained if there[row.id].reason is None and row.after == "declined"]
        there.update((row.id, row) for row in given)
        return given

    def _touched(self, request: Request, ids: set[int]) -> dict[int, Row[Any]]:
        """Read what may have changed: a status without a change of it, too, since those are active."""
        is_new = Appointment.id > max(self.appointments, default=0)
        were_active = {row.id for row in self.active()}
        found = rows(
            request,
            Appointment,
            Appointment.status != "offered",
            or_(Appointment.status.in_(ACTIVE), is_new, Appointment.id.in_(ids | were_active)),
        )
        return {row.id: row for row in found}


def kept_rows(request: Request, model: Any, *where: Any) -> list[SimpleNamespace]:
    """Return rows of a table that are never changed, to be compared later."""
    return [SimpleNamespace(**row._mapping) for row in rows(request, model, *where)]


def rows(request: Request, model: Any, *where: Any) -> list[Any]:
    """Return rows of a table as they are, in the order of their ids."""
    table = model.__table__
    found = select(table).where(*where).order_by(*table.primary_key)
    return list(request.dbsession.execute(found))


def _circumstances_now(request: Request) -> Circumstances:
    now = request.clock.now()
    lately = (now - dt.timedelta(days=3)).date()
    dialogs = rows(request, Dialog)
    return Circumstances(
        accounts=_by_id(rows(request, Account)),
        providers=_by_id(rows(request, Provider)),
        clients=_by_id(rows(request, Client)),
        services=_by_id(rows(request, Service)),
        periods=rows(request, WorkingPeriod),
        calendars={row.provider_id: row for row in rows(request, CataloguePreferences)},
        rules=rows(request, BookingRules),
        closures=rows(request, Closure, Closure.last_day >= lately),
        aways=rows(request, Away, Away.ends_at > now - dt.timedelta(days=2)),
        terms={row.provider_id: row for row in rows(request, Terms)},
        versions={row.account_id: row.version for row in dialogs},
    )


def _by_id(found: Sequence[Row[Any]]) -> dict[int, Row[Any]]:
    return {row.id: row for row in found}
