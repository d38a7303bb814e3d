"""How an appointment comes into being, and how what it holds is changed, past the database's guard."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table, insert, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, make_transient_to_detached

from kalenner.database import is_overlap, no_overlap_name
from kalenner.people import Client
from kalenner_scheduling.appointments.errors import SlotTaken
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.queries import Offer
from kalenner_scheduling.availability.holding import instants
from kalenner_scheduling.availability.services import Wish

GUARD = no_overlap_name(Appointment.__tablename__)

_TABLE = cast("Table", Appointment.__table__)
# Neither database needs a savepoint for a refusal by the guard: PostgreSQL is told to insert nothing, and
# SQLite undoes the statement alone.
_NEW_APPOINTMENT = {
    "postgresql": postgresql.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.id),
    "sqlite": insert(_TABLE).returning(_TABLE.c.id),
}


# Said of every new appointment, so that nothing is read back, and the statement is always the same one.
_UNSAID: Mapping[str, Any] = {
    **dict.fromkeys(("expires_at", "nudge_at", "replaces_id", "note", "location", "latitude", "longitude")),
    "revision": 0,
}


def new_row(
    client: Client, wish: Wish, offer: Offer, starts_at: dt.datetime, now: dt.datetime
) -> dict[str, Any]:
    """Return the row of an appointment with the service as it is offered now; the status is left to say."""
    held_from, held_until = instants(wish.hold(int(starts_at.timestamp())))
    return {
        "provider_id": client.provider_id,
        "client_id": client.id,
        "service_id": wish.service_id,
        "service_name": offer.name,
        "minutes": offer.minutes,
        "price_minor": offer.price_minor,
        "currency": offer.currency,
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(minutes=offer.minutes),
        "held_from": held_from,
        "held_until": held_until,
        "created_at": now,
    }


def insert_appointment(dbsession: Session, row: Mapping[str, Any]) -> Appointment:
    """Store a new appointment and return it; raises :class:`SlotTaken` where its time is held."""
    row = {**_UNSAID, "uid": secrets.token_hex(16), **row}
    statement = _NEW_APPOINTMENT[dbsession.get_bind().dialect.name]
    try:
        made = dbsession.scalar(statement, row)
    except DBAPIError as error:
        if is_overlap(error, GUARD):
            raise SlotTaken from error
        raise
    if made is None:
        raise SlotTaken
    appointment = Appointment(id=made, **row)
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
