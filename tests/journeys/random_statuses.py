"""The allowed changes of status, and the messages that each must send."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.journeys.random_oracle import MINUTE, rules_of
from tests.journeys.random_state import ACTIVE, ChangeSet, DatabaseState

# From, to, by whom, and when: seen from the appointment, the change happens before, during or after it.
TABLE = """
-          pending    client        before
-          accepted   professional  before
-          accepted   client        before
pending    accepted   professional  before
pending    accepted   rules         before
pending    declined   professional  before during after
pending    declined   nobody        before during after
pending    cancelled  client        before
pending    cancelled  move          before during after
accepted   cancelled  move          before during after
accepted   cancelled  client        before
accepted   cancelled  professional  before during after
accepted   declined   professional  after
accepted   completed  professional  after
accepted   missed     professional  after
declined   cancelled  professional  before during after
declined   completed  professional  before during after
declined   missed     professional  before during after
cancelled  declined   professional  before during after
cancelled  completed  professional  before during after
cancelled  missed     professional  before during after
completed  declined   professional  before during after
completed  cancelled  professional  before during after
completed  missed     professional  before during after
missed     declined   professional  before during after
missed     cancelled  professional  before during after
missed     completed  professional  before during after
"""
ALLOWED = {
    (before, after, actor, phase)
    for before, after, actor, *phases in (line.split() for line in TABLE.strip().splitlines())
    for phase in phases
}


class Promise(NamedTuple):
    """A message that somebody has to get: to whom, which card, of which row."""

    account_id: int
    screen: str
    args: tuple[tuple[str, int], ...]


def history_faults(state: DatabaseState, change_set: ChangeSet) -> list[str]:
    """Follow the history; return where it is broken, or says what may not be."""
    faults = []
    for change in change_set.changes:
        known = state.statuses.get(change.appointment_id)
        if change.before != known:
            faults.append(f"appointment {change.appointment_id} was {known}, but {change} says otherwise")
        if change.at != change_set.now:
            faults.append(f"{change} did not happen at {change_set.now}")
        state.statuses[change.appointment_id] = change.after
        said = (change.before or "-", change.after, *_circumstances(state, change_set, change))
        if said not in ALLOWED:
            faults.append(f"a change that is not in the table: {said} in {change}")
    odd = [row for row in change_set.touched.values() if row.status != state.statuses.get(row.id)]
    faults += [f"appointment {row.id} is {row.status}, not {state.statuses.get(row.id)}" for row in odd]
    return faults


def _circumstances(state: DatabaseState, change_set: ChangeSet, change: Any) -> tuple[str, str]:
    row = change_set.before.get(change.appointment_id) or state.appointments[change.appointment_id]
    phase = (
        "before" if change_set.now < row.starts_at else "during" if change_set.now < row.ends_at else "after"
    )
    return actor_of(state, change_set, change), phase


def actor_of(state: DatabaseState, change_set: ChangeSet, change: Any) -> str:
    """Return on whose behalf a status was changed."""
    row, circumstances = state.appointments[change.appointment_id], state.circumstances
    if change.after == "cancelled" and _gave_way(state, change_set, row.id):
        return "move"
    if change.account_id is None:
        return "rules" if change.after == "accepted" else "nobody"
    if change.account_id == circumstances.providers[row.provider_id].account_id:
        return "professional"
    return "client" if change.account_id == circumstances.clients[row.client_id].account_id else "a stranger"


def _gave_way(state: DatabaseState, change_set: ChangeSet, appointment_id: int) -> bool:
    """Tell whether a move that takes the place of an appointment was accepted just now."""
    accepted = {change.appointment_id for change in change_set.changes if change.after == "accepted"}
    return any(state.appointments[one].replaces_id == appointment_id for one in accepted)


def answer_faults(state: DatabaseState, change_set: ChangeSet) -> list[str]:
    """Return the answers that came by themselves without a reason, and the cancellations that came too late."""
    faults = []
    for change in change_set.changes:
        row = state.appointments[change.appointment_id]
        was = change_set.before.get(row.id, row)
        rules = rules_of(state.circumstances, row.provider_id, row.service_id)
        actor = actor_of(state, change_set, change)
        client = state.circumstances.clients[row.client_id]
        has_parted = client.blocked_at == change_set.now or client.removed_at == change_set.now
        if (
            actor == "nobody"
            and not has_parted
            and (was.expires_at is None or was.expires_at > change_set.now)
        ):
            faults.append(f"{change}: nobody declined a request that had time until {was.expires_at}")
        if actor == "rules" and not _accepts(state, row, rules["acceptance"]):
            faults.append(f"{change}: the rules do not accept")
        limit = row.starts_at - rules["cancel_notice"] * MINUTE
        if (change.before, change.after, actor) == (
            "accepted",
            "cancelled",
            "client",
        ) and change_set.now > limit:
            faults.append(f"{change}: the client could cancel until {limit}")
    for row in change_set.made:
        acceptance = rules_of(state.circumstances, row.provider_id, row.service_id)["acceptance"]
        if row.status == "pending" and _accepts(state, row, acceptance):
            faults.append(f"{row}: the rules should have accepted it")
    return faults


def _accepts(state: DatabaseState, row: Any, acceptance: str) -> bool:
    known = ("accepted", "completed")
    others = (
        appointment
        for appointment in state.appointments.values()
        if appointment.id not in {row.id, row.replaces_id}
    )
    is_known = any(other.client_id == row.client_id and other.status in known for other in others)
    if row.replaces_id is not None:  # what it moves has been accepted before, and given way since
        is_known = is_known or state.appointments[row.replaces_id].status in {*known, "cancelled"}
    return acceptance == "always" or (acceptance == "known" and is_known)


def promises(state: DatabaseState, change_set: ChangeSet) -> Counter[Promise]:
    """Return the messages that the changes of one operation have to bring about."""
    due: Counter[Promise] = Counter()
    for change in change_set.changes:
        row = state.appointments[change.appointment_id]
        professional = state.circumstances.providers[row.provider_id].account_id
        client = state.circumstances.clients[row.client_id].account_id
        for reader, screen in _told(state, change_set, change, row):
            account_id = professional if reader == "professional" else client
            due[Promise(account_id, screen, (("change", change.id),))] += 1
    for change in change_set.reasons:  # the card of the decline is shown anew
        row = state.appointments[change.appointment_id]
        screen = "mine.declined" if row.replaces_id is None else "mine.move_declined"
        client = state.circumstances.clients[row.client_id].account_id
        due[Promise(client, screen, (("change", change.id),))] += 1
    for one in change_set.amendments:
        row = state.appointments[one.appointment_id]
        screen = "mine.amended" if one.old_starts_at == one.new_starts_at else "mine.moved_for_you"
        due[
            Promise(state.circumstances.clients[row.client_id].account_id, screen, (("amendment", one.id),))
        ] += 1
    changed = {one.appointment_id for one in change_set.changes}  # an accepted move takes the location along
    for row in change_set.touched.values():
        is_coming = row.id not in changed and row.status == "accepted" and row.ends_at > change_set.now
        was = change_set.before.get(row.id)
        if is_coming and was is not None and _is_located_anew(was, row):
            client = state.circumstances.clients[row.client_id].account_id
            due[Promise(client, "mine.located", (("appointment", row.id),))] += 1
    return due


def _is_located_anew(was: Any, row: Any) -> bool:
    there = (row.location, row.latitude, row.longitude)
    return there not in {(None, None, None), (was.location, was.latitude, was.longitude)}


def _told(state: DatabaseState, change_set: ChangeSet, change: Any, row: Any) -> Iterator[tuple[str, str]]:
    is_move, step = row.replaces_id is not None, (change.before, change.after)
    actor = actor_of(state, change_set, change)
    if change.after == "completed":
        yield "client", "mine.completed"
    elif step == (None, "accepted") and actor == "client":
        yield "professional", "appointments.offer_taken"
    elif step == (None, "accepted"):
        yield "client", "mine.booked"
    elif step == (None, "pending"):
        screen = "appointments.move_asked" if is_move else "appointments.requested"
        yield "professional", "appointments.booked" if row.status == "accepted" else screen
    elif step == ("pending", "accepted"):
        yield "client", "mine.moved" if is_move else "mine.confirmed"
    elif step == ("pending", "declined"):
        yield "client", "mine.move_declined" if is_move else "mine.declined"
    elif change.after == "cancelled" and change.before in ACTIVE:
        if actor == "client" and not _went_along(state, change_set, change, row):
            yield "professional", "appointments.called_off"
        if actor == "professional" and (change.before == "pending" or row.ends_at > change_set.now):
            yield "client", "mine.called_off"


def _went_along(state: DatabaseState, change_set: ChangeSet, change: Any, row: Any) -> bool:
    """Tell whether a move was withdrawn with what it would have moved, or for another move of it."""
    if row.replaces_id is None or change.before != "pending":
        return False
    others = [one for one in change_set.changes if one.id != change.id]
    return any(
        other.appointment_id == row.replaces_id
        or state.appointments[other.appointment_id].replaces_id == row.replaces_id
        for other in others
    )
