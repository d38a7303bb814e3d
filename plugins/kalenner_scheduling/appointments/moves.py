"""Moving: a request for another time that takes the place of an appointment once it is accepted.

The two may overlap, as when somebody asks to come half an hour later. So the move holds only what the other
one does not, until that one gives its time free.
"""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kalenner.hooks.scheduling import Status
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.availability.holding import Span, hold_of, instants, rest_beside, seconds
from kalenner_scheduling.availability.rules import Rules, expiry_of, nudge_of
from kalenner_scheduling.availability.services import Wish


def row_of(moved: Appointment, wish: Wish, starts_at: dt.datetime, now: dt.datetime) -> dict[str, Any]:
    """Return the row of a request to move an appointment: all but the time is as it was."""
    hold: Span | None = wish.hold(int(starts_at.timestamp()))
    if hold is not None and moved.held_from is not None and moved.held_until is not None:
        hold = rest_beside(hold, seconds(moved.held_from, moved.held_until))
    held_from, held_until = instants(hold)
    # It has to be answered while there is something to move.
    expires_at = min(expiry_of(wish.rules, now, starts_at), moved.starts_at)
    kept = (
        *("provider_id", "client_id", "service_id", "service_name", "minutes", "price_minor", "currency"),
        *("note", "location", "latitude", "longitude"),
    )
    return {
        **{name: getattr(moved, name) for name in kept},
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


def whole_hold(move: Appointment, moved: Appointment, rules: Rules) -> Span:
    """Return what a move holds once the other one gives its time free, which nobody else can have taken."""
    start, end = seconds(move.starts_at, move.ends_at)
    first, last = hold_of(start, move.minutes, rules)
    if moved.held_from is not None and moved.held_until is not None:
        other = seconds(moved.held_from, moved.held_until)
        first, last = max(first, min(start, other[0])), min(last, max(end, other[1]))
    if move.held_from is not None and move.held_until is not None:
        mine = seconds(move.held_from, move.held_until)
        first = mine[0] if mine[0] <= start else first
        last = mine[1] if mine[1] >= end else last
    return first, last


def find_move(dbsession: Session, appointment_id: int) -> Appointment | None:
    """Return the request to move an appointment that waits for its answer."""
    found = select(Appointment).where(
        Appointment.replaces_id == appointment_id, Appointment.status == Status.PENDING.value
    )
    return dbsession.scalar(found)


def find_successor(dbsession: Session, appointment: Appointment) -> Appointment:
    """Return what an appointment has become by its moves; itself where it was not moved."""
    while appointment.state is Status.CANCELLED:
        found = select(Appointment).where(
            Appointment.client_id == appointment.client_id,  # has an index, which what replaces has not
            Appointment.replaces_id == appointment.id,
            Appointment.uid == appointment.uid,
        )
        successor = dbsession.scalar(found)
        if successor is None:
            break
        appointment = successor
    return appointment


def find_present(dbsession: Session, appointment: Appointment) -> Appointment:
    """Return what stands for an appointment now: what it became, or what a move would take the place of."""
    replaced = appointment.replaces
    if replaced is not None and replaced.uid != appointment.uid:  # the move is not accepted
        appointment = replaced
    return find_successor(dbsession, appointment)
