"""Where appointments lie, what they hold, what was paid for them, and that nothing kept is ever changed."""

import datetime as dt
from collections import defaultdict
from itertools import combinations, pairwise
from typing import Any

from pyramid.request import Request
from tests.journeys.practice_book import KEPT, Book, News, kept_rows, rows
from tests.journeys.practice_oracle import faults_of_place, faults_of_request, held, touching_aways

from kalenner_payments.models import Entry, Price
from kalenner_scheduling.appointments.models import Appointment

Span = tuple[dt.datetime, dt.datetime]
FOR_GOOD = ("provider_id", "client_id", "currency", "created_at", "replaces_id")


def overlap_faults(book: Book) -> list[str]:
    """Return the active appointments of one provider that hold the same time, or take place at once."""
    faults, of = [], defaultdict(list)
    for row in book.active():
        of[row.provider_id].append(row)
    for mine in of.values():
        holding = sorted((row.held_from, row.held_until, row.id) for row in mine if row.held_from is not None)
        faults += [
            f"{one} and {other} hold the same" for one, other in pairwise(holding) if one[1] > other[0]
        ]
        latest: list[Any] = []
        for row in sorted(mine, key=lambda row: row.starts_at):
            latest = [one for one in latest if one.ends_at > row.starts_at]
            faults += [f"{one} and {row} at once" for one in latest if not _is_move_of(one, row)]
            latest.append(row)
    waiting = [row for row in book.active("pending") if row.replaces_id is not None]
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


def held_faults(book: Book, news: News) -> list[str]:
    """Return the appointments that hold what they should not, or leave a part of themselves free."""
    faults = []
    amended = {one.appointment_id for one in news.amendments}
    for row in book.active():
        was = news.before.get(row.id)
        spans = [(row.held_from, row.held_until)]
        moved = book.appointments.get(row.replaces_id or 0)
        if row.status == "pending" and moved is not None and moved.status in {"pending", "accepted"}:
            spans.append((moved.held_from, moved.held_until))
        if not _is_covered((row.starts_at, row.ends_at), spans):
            faults.append(f"{row} leaves a part of its time to others: {spans}")
        if row.replaces_id is not None:
            continue
        wanted = (was.held_from, was.held_until) if was is not None else held(book.here, row)
        if row.id in amended:
            is_begun_alike = was is not None and (was.starts_at, was.service_id) == (
                row.starts_at,
                row.service_id,
            )
            wanted = (wanted[0] if is_begun_alike else held(book.here, row)[0], held(book.here, row)[1])
        if (row.held_from, row.held_until) != wanted:
            faults.append(f"{row} holds not {wanted}")
    return faults


def _is_covered(span: Span, by: list[tuple[dt.datetime | None, dt.datetime | None]]) -> bool:
    reached = span[0]
    for start, end in sorted(one for one in by if one[0] is not None):
        if start <= reached:
            reached = max(reached, end)
    return reached >= span[1]


def place_faults(book: Book, news: News) -> list[str]:
    """Return what was put where it may not lie, and what was asked for against the rules."""
    faults = []
    for row in news.made:
        found = faults_of_place(book.here, row, news.now)
        first = next((one for one in news.changes if one.appointment_id == row.id), None)
        if first is None or first.after == "pending":
            found += faults_of_request(book, book.here, row, news.now)
            found += ["the client owes"] if _is_refused_for_debt(book, row) else []
        faults += [f"{row}: {one}" for one in found]
    faults += _lost_places(book, news)
    for one in news.amendments:
        row, was = book.appointments[one.appointment_id], news.before[one.appointment_id]
        if one.old_starts_at != one.new_starts_at:
            faults += [f"{row}: {fault}" for fault in faults_of_place(book.here, row, news.now)]
            continue
        lay_in = {away.id for away in touching_aways(book.here, row.provider_id, was.starts_at, was.ends_at)}
        aways = touching_aways(book.here, row.provider_id, row.starts_at, row.ends_at)
        faults += [f"{row} reaches into {away}" for away in aways if away.id not in lay_in]
    return faults


def _lost_places(book: Book, news: News) -> list[str]:
    """Return the moves that were accepted without the location of what they move."""
    faults = []
    for change in news.changes:
        row, was = book.appointments[change.appointment_id], news.before.get(change.appointment_id)
        if change.after != "accepted" or row.replaces_id is None or was is None or was.revision:
            continue
        moved = book.appointments[row.replaces_id]
        if (row.location, row.latitude) != (moved.location, moved.latitude):
            faults.append(f"{row} is not where {moved} was")
    return faults


def _is_refused_for_debt(book: Book, row: Any) -> bool:
    terms = book.here.terms.get(row.provider_id)
    if terms is None or terms.owing_can_book:
        return False
    owed: dict[str, int] = defaultdict(int)
    paid, prices = paid_by_appointment(book), prices_set(book)
    for one in book.appointments.values():
        price = prices.get(one.id, one.price_minor)
        if (one.client_id, one.status) == (row.client_id, "completed") and price is not None:
            owed[one.currency] += price - paid[one.id]
    return any(amount > 0 for amount in owed.values())


def prices_set(book: Book) -> dict[int, int]:
    """Return the prices that were set, each the last one of its appointment."""
    return {one.appointment_id: one.price_minor for one in book.kept[Price.__tablename__].values()}


def paid_by_appointment(book: Book) -> dict[int, int]:
    """Return what was paid for appointments, corrected and without what was given back."""
    sums: dict[int, int] = defaultdict(int)
    for one in book.entries():
        sums[one.appointment_id] += one.amount_minor
    return sums


def money_faults(book: Book, news: News) -> list[str]:
    """Return the payments of which more was given back than came, and what was changed for good."""
    faults = []
    for payment_id in {one.payment_id or one.id for one in news.entries}:
        of_it = [one for one in book.entries() if payment_id in {one.id, one.payment_id}]
        left = sum(one.amount_minor for one in of_it)
        came = sum(one.amount_minor for one in of_it if one.kind != "refund")
        if left < 0 or came < 0:
            faults.append(f"of payment {payment_id} there is {left} left of {came}")
    for id_, was in news.before.items():
        row = news.touched[id_]
        changed = [name for name in FOR_GOOD if getattr(was, name) != getattr(row, name)]
        if changed:
            faults.append(f"{changed} of appointment {id_} was changed: {was} to {row}")
    return faults


def follow(book: Book, news: News) -> None:
    """Let what was paid go with the appointments that were moved, as it should."""
    for change in news.changes:
        row = book.appointments[change.appointment_id]
        if (change.before, change.after) == ("pending", "accepted") and row.replaces_id is not None:
            for model in (Entry, Price):
                for one in book.kept[model.__tablename__].values():
                    if one.appointment_id == row.replaces_id:
                        one.appointment_id = row.id


def kept_faults(book: Book, request: Request) -> list[str]:
    """Return what is gone from the tables that only grow, or was rewritten; slow."""
    faults = []
    for model in KEPT:
        there = {row.id: row for row in kept_rows(request, model)}
        known = book.kept[model.__tablename__]
        faults += [
            f"{model.__tablename__}: {row} became {there.get(id_)}"
            for id_, row in known.items()
            if there.get(id_) != row
        ]
    statuses = {row.id: row.status for row in rows(request, Appointment)}
    if statuses != book.statuses:
        odd = set(statuses.items()) ^ set(book.statuses.items())
        faults.append(f"appointments and their histories differ: {sorted(odd)}")
    return faults
