"""Appointments as stored: their rows, past the database's guard, what follows: history, messages, hooks."""

import datetime as dt
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, cast

from sqlalchemy import Table, delete, insert, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, make_transient_to_detached

from kalenner.database import is_overlap, no_overlap_name
from kalenner.hooks.scheduling import AppointmentFact, Status
from kalenner.people import Client
from kalenner.route import Press
from kalenner.zones.instants import to_instants, to_seconds, to_span
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.models import Amendment, Appointment, StatusChange
from kalenner_scheduling.appointments.queries import IS_OFFERED
from kalenner_scheduling.availability.errors import SlotTaken
from kalenner_scheduling.availability.rules import expiry_of, nudge_of
from kalenner_scheduling.availability.slot_query import SlotQuery, rest_beside
from kalenner_scheduling.catalogue.queries import Offer


class ChangeRoute(Protocol):
    """A route whose one argument is a change of status."""

    def __call__(self, *, change: int) -> Press:
        """Return the press that leads there."""
        ...


Notify = Callable[..., None]
"""``request.notify``: promises a message that a person gets as a screen of its own."""
_CHANGES = cast("Table", StatusChange.__table__)
_NEW_CHANGE = insert(_CHANGES).returning(_CHANGES.c.id)
DECLINES = {routes.mine_declined.name, routes.mine_move_declined.name}
"""The cards that are shown anew once a reason is given."""
GUARD = no_overlap_name(Appointment.__tablename__)
_TABLE = cast("Table", Appointment.__table__)
# Neither database needs a savepoint for a refusal by the guard: PostgreSQL is told to insert nothing, and
# SQLite undoes the statement alone.
_NEW_APPOINTMENT = {
    "postgresql": postgresql.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.id),
    "sqlite": insert(_TABLE).returning(_TABLE.c.id),
}
# What an appointment is about, which a move of it and a time offered instead of it take over.
_SUBJECT = (
    *("provider_id", "client_id", "service_id", "service_name", "minutes", "price_minor", "currency"),
    *("note", "location", "latitude", "longitude"),
)
# Every column is given, so that nothing is read back and the statement is always the same.
_UNSAID: Mapping[str, Any] = {
    **dict.fromkeys(("expires_at", "nudge_at", "replaces_id", "note", "location", "latitude", "longitude")),
    "offered_for_id": None,
    "revision": 0,
}


def new_row(
    client: Client, query: SlotQuery, offer: Offer, starts_at: dt.datetime, now: dt.datetime
) -> dict[str, Any]:
    """Return the row of an appointment with the service as it is offered now; the status is left to say."""
    ends_at = starts_at + dt.timedelta(minutes=offer.minutes)
    return {
        "provider_id": client.provider_id,
        "client_id": client.id,
        "service_id": query.service_id,
        "service_name": offer.name,
        "minutes": offer.minutes,
        "price_minor": offer.price_minor,
        "currency": offer.currency,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "held_from": starts_at,
        "held_until": ends_at,
        "created_at": now,
    }


def move_row(
    moved: Appointment, query: SlotQuery, starts_at: dt.datetime, now: dt.datetime
) -> dict[str, Any]:
    """Return the row of a request to move an appointment: all but the time is as it was."""
    hold = rest_beside(query.time(to_seconds(starts_at)), to_span(moved.starts_at, moved.ends_at))
    held_from, held_until = to_instants(hold) if hold else (None, None)
    # It has to be answered while there is something to move.
    expires_at = min(expiry_of(query.rules, now, starts_at), moved.starts_at)
    return {
        **{name: getattr(moved, name) for name in _SUBJECT},
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(minutes=moved.minutes),
        "held_from": held_from,
        "held_until": held_until,
        "status": Status.PENDING.value,
        "created_at": now,
        "expires_at": expires_at,
        "nudge_at": nudge_of(now, expires_at),
        "replaces_id": moved.id,
    }


def offer_row(
    declined: Appointment, query: SlotQuery, starts_at: dt.datetime, now: dt.datetime, expires_at: dt.datetime
) -> dict[str, Any]:
    """Return the row of a time that is offered instead of a declined one, and moves what that would have."""
    held_from, held_until = to_instants(query.time(to_seconds(starts_at)))
    if query.moved is not None:
        row = move_row(query.moved, query, starts_at, now)
    else:
        row = {
            **{name: getattr(declined, name) for name in _SUBJECT},
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(minutes=declined.minutes),
            "held_from": held_from,
            "held_until": held_until,
            "created_at": now,
        }
    return {
        **row,
        "nudge_at": None,
        "status": Status.OFFERED.value,
        "expires_at": expires_at,
        "offered_for_id": declined.id,
    }


def insert_appointment(dbsession: Session, row: Mapping[str, Any]) -> Appointment:
    """Store a new appointment and return it; raises :class:`SlotTaken` where its time is held."""
    row = {**_UNSAID, "uid": secrets.token_hex(16), **row}
    statement = _NEW_APPOINTMENT[dbsession.get_bind().dialect.name]
    try:
        appointment_id = dbsession.scalar(statement, row)
    except DBAPIError as error:
        if is_overlap(error, GUARD):
            raise SlotTaken from error
        raise
    if appointment_id is None:
        raise SlotTaken
    appointment = Appointment(id=appointment_id, **row)
    make_transient_to_detached(appointment)
    dbsession.add(appointment)
    return appointment


def update_appointment(dbsession: Session, appointment: Appointment, *where: Any, **values: object) -> bool:
    """Change columns of an appointment for which `where` holds, and tell whether it did.

    Raises :class:`SlotTaken` where it would hold what another one holds.
    """
    statement = update(Appointment).where(Appointment.id == appointment.id, *where).values(**values)
    try:
        with dbsession.begin_nested():
            changed = dbsession.execute(statement.execution_options(synchronize_session=False))
    except DBAPIError as error:
        if is_overlap(error, GUARD):
            raise SlotTaken from error
        raise
    dbsession.expire(appointment, [*values, "replaces"])
    done: bool = changed.rowcount == 1  # type: ignore[attr-defined]
    return done


def fact_of(appointment: Appointment, status: Status | None = None) -> AppointmentFact:
    """Return an appointment as plugins see it; `status` is the new one while the row is not read again."""
    return AppointmentFact(
        id=appointment.id,
        provider_id=appointment.provider_id,
        account_id=appointment.provider.professional_id,
        client_id=appointment.client_id,
        client_account_id=appointment.client.account_id,
        service_id=appointment.service_id,
        service_name=appointment.service_name,
        minutes=appointment.minutes,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        status=status or appointment.state,
        price_minor=appointment.price_minor,
        currency=appointment.currency,
        replaces_id=appointment.replaces_id,
    )


class History:
    """Keeps changes and tells of them, all in the caller's transaction."""

    def __init__(self, dbsession: Session, hooks: Any, notify: Notify) -> None:
        self._dbsession = dbsession
        self._hooks = hooks
        self._notify = notify

    def record_change(
        self,
        appointment: Appointment,
        before: Status | None,
        after: Status,
        at: dt.datetime,
        account_id: int | None,
        reason: str | None = None,
    ) -> int:
        """Keep a change of status, tell the plugins, and return the row's id."""
        row = {
            "appointment_id": appointment.id,
            "at": at,
            "account_id": account_id,
            "before": before and before.value,
            "after": after.value,
            "reason": reason,
        }
        change_id: int = self._dbsession.execute(_NEW_CHANGE, row).scalar_one()
        fact = fact_of(appointment, after)
        self._hooks.scheduling_appointment_changed(appointment=fact, before=before, after=after)
        return change_id

    def record_amendment(self, amendment: Amendment, before: AppointmentFact) -> None:
        """Keep a change of service, length or time, and tell the plugins."""
        self._dbsession.add(amendment)
        self._dbsession.flush()
        fact = fact_of(amendment.appointment)
        self._hooks.scheduling_appointment_amended(appointment=fact, before=before)

    def notify_of_change(
        self, reader_id: int, origin_id: int | None, appointment_id: int, change_id: int, route: ChangeRoute
    ) -> None:
        """Promise a person the card of a change of status; that of a decline can be shown anew."""
        press, key = route(change=change_id), change_key(appointment_id, change_id)
        is_decline = press.screen in DECLINES
        self._notify(reader_id, press, origin_id=origin_id, dedupe=key, is_editable=is_decline)

    def notify(
        self, reader_id: int, origin_id: int | None, press: Press, key: str, edits: str | None = None
    ) -> None:
        """Promise a person another card; `key` names the occasion, which is told once.

        `edits` names the occasion of the card that is shown anew.
        """
        self._notify(reader_id, press, origin_id=origin_id, dedupe=key, edits=edits)

    def notify_of_offer(self, offers: Sequence[Appointment], origin_id: int) -> None:
        """Promise the client the card of the times that are offered, which can be shown anew."""
        declined_id, key = _declined_and_key(offers)
        press, reader_id = routes.mine_offered(appointment=declined_id), offers[0].client.account_id
        self._notify(reader_id, press, origin_id=origin_id, dedupe=key, is_editable=True)

    def show_offer_anew(self, offers: Sequence[Appointment], occasion: str) -> None:
        """Let the card of offered times be shown anew, once for each occasion."""
        declined_id, key = _declined_and_key(offers)
        press, reader_id = routes.mine_offered(appointment=declined_id), offers[0].client.account_id
        self._notify(reader_id, press, dedupe=f"{key}:{occasion}", edits=key)

    def release(self, offers: Sequence[Appointment], *, is_told: bool = True) -> None:
        """Free offered times that nobody has taken; the card that offers them then says so, where `is_told`.

        All that were offered together are released together.
        """
        if not offers:
            return
        if is_told:
            self.show_offer_anew(offers, "over")
        ids = [offer.id for offer in offers]
        for offer in offers:
            self._dbsession.expunge(offer)
        statement = delete(Appointment).where(Appointment.id.in_(ids), IS_OFFERED)
        self._dbsession.execute(statement.execution_options(synchronize_session=False))


def change_key(appointment_id: int, change_id: int) -> str:
    """Return what names the occasion on which somebody hears of a change of status."""
    return f"appointment:{appointment_id}:{change_id}"


def _declined_and_key(offers: Sequence[Appointment]) -> tuple[int, str]:
    """Return what times were offered instead of, and what names that occasion."""
    declined_id = offers[0].offered_for_id
    if declined_id is None:
        raise TypeError("not offered")
    return declined_id, f"offer:{declined_id}:{min(offer.id for offer in offers)}"
