"""Invariants of appointments, payments and rows that are never changed."""

import datetime as dt
from collections import defaultdict
from itertools import combinations, pairwise
from typing import Any

from pyramid.request import Request
from tests.journeys.random_oracle import faults_of_place, faults_of_request, too_near, touching_aways
from tests.journeys.random_state import KEPT, ChangeSet, DatabaseState, kept_rows, rows

from kalenner_payments.models import Entry, Price
from kalenner_scheduling.appointments.models import Appointment

Span = tuple[dt.datetime, dt.datetime]
FOR_GOOD = ("provider_id", "client_id", "currency", "created_at", "replaces_id")


def overlap_faults(state: DatabaseState) -> list[str]:
    """Return the active appointments of one provider that hold the same time, or take place at once."""
    faults, of = [], defaultdict(list)
    for row in state.active():
        of[row.provider_id].append(row)
    for mine in of.values():
        offers = [row for row in state.offered.values() if row.provider_id == mine[0].provider_id]
        holding = sorted(
            (row.held_from, row.held_until, row.id) for row in (*mine, *offers) if row.held_from is not None
        )
        faults += [
            f"{one} and {other} hold the same" for one, other in pairwise(holding) if one[1] > other[0]
        ]
        latest: list[Any] = []
        for row in sorted(mine, key=lambda row: row.starts_at):
            latest = [one for one in latest if one.ends_at > row.starts_at]
            faults += [f"{one} and {row} at once" for one in latest if not _is_move_of(one, row)]
            latest.append(row)
    waiting = [row for row in state.active("pending") if row.replaces_id is not None]
    faults += [
        f"{one} and {other} move the same"
        for one, other in combinations(waiting, 2)
        if one.replaces_id == other.replaces_id
    ]
    return faults


def _is_move_of(one: Any, other: Any) -> bool:
    return any(
        move.replaces_id == moved.id and move.status == "pending"
        for move, moved in ((one, other), (other, one))
    )


def held_faults(state: DatabaseState) -> list[str]:
    """Return the appointments that hold what they should not, or leave a part of themselves free."""
    faults = []
    for row in state.active():
        spans = [(row.held_from, row.held_until)]
        moved = state.appointments.get(row.replaces_id or 0)
        if row.status == "pending" and moved is not None and moved.status in {"pending", "accepted"}:
            spans.append((moved.held_from, moved.held_until))
        elif spans != [(row.starts_at, row.ends_at)]:
            faults.append(f"{row} holds not its time: {spans}")
        if not _is_covered((row.starts_at, row.ends_at), spans):
            faults.append(f"{row} leaves a part of its time to others: {spans}")
    return faults


def _is_covered(span: Span, by: list[tuple[dt.datetime | None, dt.datetime | None]]) -> bool:
    reached = span[0]
    for start, end in sorted(one for one in by if one[0] is not None):
        if start <= reached:
            reached = max(reached, end)
    return reached >= span[1]


def place_faults(state: DatabaseState, change_set: ChangeSet) -> list[str]:
    """Return what was put where it may not lie, and what was asked for against the rules."""
    faults = []
    for row in change_set.made:
        found = faults_of_place(state.circumstances, row, change_set.now) + _near_faults(state, row)
        first = next((change for change in change_set.changes if change.appointment_id == row.id), None)
        if first is None or first.after == "pending":
            found += faults_of_request(state, state.circumstances, row, change_set.now)
            found += ["the client owes"] if _is_refused_for_debt(state, row) else []
        faults += [f"{row}: {one}" for one in found]
    faults += _lost_places(state, change_set)
    for one in change_set.amendments:
        row, was = state.appointments[one.appointment_id], change_set.before[one.appointment_id]
        if one.old_starts_at != one.new_starts_at:
            found = faults_of_place(state.circumstances, row, change_set.now) + _near_faults(state, row)
            faults += [f"{row}: {fault}" for fault in found]
            continue
        lay_in = {
            away.id
            for away in touching_aways(state.circumstances, row.provider_id, was.starts_at, was.ends_at)
        }
        aways = touching_aways(state.circumstances, row.provider_id, row.starts_at, row.ends_at)
        faults += [f"{row} reaches into {away}" for away in aways if away.id not in lay_in]
    return faults


def _near_faults(state: DatabaseState, row: Any) -> list[str]:
    """Return what an appointment that was just put where it is has no room to, by the buffers of both."""
    others = [
        other
        for other in state.active()
        if other.provider_id == row.provider_id and other.id not in {row.id, row.replaces_id}
    ]
    return [f"it is too near to {other}" for other in too_near(state.circumstances, row, others)]


def _lost_places(state: DatabaseState, change_set: ChangeSet) -> list[str]:
    """Return the moves that were accepted without the location of what they move."""
    faults = []
    for change in change_set.changes:
        row, was = state.appointments[change.appointment_id], change_set.before.get(change.appointment_id)
        if change.after != "accepted" or row.replaces_id is None or was is None or was.revision:
            continue
        moved = state.appointments[row.replaces_id]
        if (row.location, row.latitude) != (moved.location, moved.latitude):
            faults.append(f"{row} is not where {moved} was")
    return faults


def _is_refused_for_debt(state: DatabaseState, row: Any) -> bool:
    terms = state.circumstances.terms.get(row.provider_id)
    if terms is None or terms.owing_can_book:
        return False
    owed: dict[str, int] = defaultdict(int)
    paid, prices = paid_by_appointment(state), prices_set(state)
    for one in state.appointments.values():
        price = prices.get(one.id, one.price_minor)
        if (one.client_id, one.status) == (row.client_id, "completed") and price is not None:
            owed[one.currency] += price - paid[one.id]
    return any(amount > 0 for amount in owed.values())


def prices_set(state: DatabaseState) -> dict[int, int]:
    """Return the prices that were set, each the last one of its appointment."""
    return {one.appointment_id: one.price_minor for one in state.kept[Price.__tablename__].values()}


def paid_by_appointment(state: DatabaseState) -> dict[int, int]:
    """Return what was paid for appointments, corrected and without what was given back."""
    sums: dict[int, int] = defaultdict(int)
    for one in state.entries():
        sums[one.appointment_id] += one.amount_minor
    return sums


def money_faults(state: DatabaseState, change_set: ChangeSet) -> list[str]:
    """Return the payments of which more was given back than came, and what was changed for good."""
    faults = []
    for payment_id in {entry.payment_id or entry.id for entry in change_set.entries}:
        of_it = [entry for entry in state.entries() if payment_id in {entry.id, entry.payment_id}]
        left = sum(one.amount_minor for one in of_it)
        came = sum(one.amount_minor for one in of_it if one.kind != "refund")
        if left < 0 or came < 0:
            faults.append(f"of payment {payment_id} there is {left} left of {came}")
    for id_, was in change_set.before.items():
        row = change_set.touched[id_]
        kept = [name for name in FOR_GOOD if name != "replaces_id" or not _is_of_its_own(state, was, row)]
        changed = [name for name in kept if getattr(was, name) != getattr(row, name)]
        if changed:
            faults.append(f"{changed} of appointment {id_} was changed: {was} to {row}")
    return faults


def _is_of_its_own(state: DatabaseState, was: Any, row: Any) -> bool:
    """Tell whether a move was accepted just now whose original was declined or took place: it moves nothing."""
    is_accepted = (was.status, row.status, row.replaces_id) == ("pending", "accepted", None)
    return (
        is_accepted and state.appointments[was.replaces_id].status != "cancelled"
        if was.replaces_id
        else False
    )


def follow(state: DatabaseState, change_set: ChangeSet) -> None:
    """Let what was paid go with the appointments that were moved, as it should."""
    for change in change_set.changes:
        row = state.appointments[change.appointment_id]
        if change.before in {None, "pending"} and change.after == "accepted" and row.replaces_id is not None:
            for model in (Entry, Price):
                for one in state.kept[model.__tablename__].values():
                    if one.appointment_id == row.replaces_id:
                        one.appointment_id = row.id


def kept_faults(state: DatabaseState, request: Request) -> list[str]:
    """Return what is gone from the tables that only grow, or was rewritten; slow."""
    faults = []
    for model in KEPT:
        there = {row.id: row for row in kept_rows(request, model)}
        known = state.kept[model.__tablename__]
        faults += [
            f"{model.__tablename__}: {row} became {there.get(id_)}"
            for id_, row in known.items()
            if there.get(id_) != row
        ]
    statuses = {row.id: row.status for row in rows(request, Appointment, Appointment.status != "offered")}
    if statuses != state.statuses:
        odd = set(statuses.items()) ^ set(state.statuses.items())
        faults.append(f"appointments and their histories differ: {sorted(odd)}")
    return faults
