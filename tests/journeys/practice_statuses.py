"""What may become of an appointment, and who hears of it, written out."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.journeys.practice_book import ACTIVE, Book, News
from tests.journeys.practice_oracle import MINUTE, rules_of

# From, to, by whom, and when: seen from the appointment, the change happens before, during or after it.
TABLE = """
-          pending    client        before
-          accepted   professional  before
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


def history_faults(book: Book, news: News) -> list[str]:
    """Follow the history; return where it is broken, or says what may not be."""
    faults = []
    for change in news.changes:
        known = book.statuses.get(change.appointment_id)
        if change.before != known:
            faults.append(f"appointment {change.appointment_id} was {known}, but {change} says otherwise")
        if change.at != news.now:
            faults.append(f"{change} did not happen at {news.now}")
        book.statuses[change.appointment_id] = change.after
        said = (change.before or "-", change.after, *_circumstances(book, news, change))
        if said not in ALLOWED:
            faults.append(f"a change that is not in the table: {said} in {change}")
    odd = [row for row in news.touched.values() if row.status != book.statuses.get(row.id)]
    faults += [f"appointment {row.id} is {row.status}, not {book.statuses.get(row.id)}" for row in odd]
    return faults


def _circumstances(book: Book, news: News, change: Any) -> tuple[str, str]:
    row = news.before.get(change.appointment_id) or book.appointments[change.appointment_id]
    phase = "before" if news.now < row.starts_at else "during" if news.now < row.ends_at else "after"
    return actor_of(book, news, change), phase


def actor_of(book: Book, news: News, change: Any) -> str:
    """Return on whose behalf a status was changed."""
    row, here = book.appointments[change.appointment_id], book.here
    if change.after == "cancelled" and _gave_way(book, news, row.id):
        return "move"
    if change.account_id is None:
        return "rules" if change.after == "accepted" else "nobody"
    if change.account_id == here.providers[row.provider_id].account_id:
        return "professional"
    return "client" if change.account_id == here.clients[row.client_id].account_id else "a stranger"


def _gave_way(book: Book, news: News, appointment_id: int) -> bool:
    """Tell whether a move that takes the place of an appointment was accepted just now."""
    accepted = {one.appointment_id for one in news.changes if one.after == "accepted"}
    return any(book.appointments[one].replaces_id == appointment_id for one in accepted)


def answer_faults(book: Book, news: News) -> list[str]:
    """Return the answers that came by themselves without a reason, and the cancellations that came too late."""
    faults = []
    for change in news.changes:
        row = book.appointments[change.appointment_id]
        was = news.before.get(row.id, row)
        rules = rules_of(book.here, row.provider_id, row.service_id)
        actor = actor_of(book, news, change)
        client = book.here.clients[row.client_id]
        has_parted = client.blocked_at == news.now or client.removed_at == news.now
        if actor == "nobody" and not has_parted and (was.expires_at is None or was.expires_at > news.now):
            faults.append(f"{change}: nobody declined a request that had time until {was.expires_at}")
        if actor == "rules" and not _accepts(book, row, rules["acceptance"]):
            faults.append(f"{change}: the rules do not accept")
        limit = row.starts_at - rules["cancel_notice"] * MINUTE
        if (change.before, change.after, actor) == ("accepted", "cancelled", "client") and news.now > limit:
            faults.append(f"{change}: the client could cancel until {limit}")
    for row in news.made:
        acceptance = rules_of(book.here, row.provider_id, row.service_id)["acceptance"]
        if row.status == "pending" and _accepts(book, row, acceptance):
            faults.append(f"{row}: the rules should have accepted it")
    return faults


def _accepts(book: Book, row: Any, acceptance: str) -> bool:
    known = ("accepted", "completed")
    others = (one for one in book.appointments.values() if one.id not in {row.id, row.replaces_id})
    is_known = any(one.client_id == row.client_id and one.status in known for one in others)
    if row.replaces_id is not None:  # what it moves has been accepted before, and given way since
        is_known = is_known or book.appointments[row.replaces_id].status in {*known, "cancelled"}
    return acceptance == "always" or (acceptance == "known" and is_known)


def promises(book: Book, news: News) -> Counter[Promise]:
    """Return the messages that the changes of one operation have to bring about."""
    due: Counter[Promise] = Counter()
    for change in news.changes:
        row = book.appointments[change.appointment_id]
        professional = book.here.providers[row.provider_id].account_id
        client = book.here.clients[row.client_id].account_id
        for reader, screen in _told(book, news, change, row):
            account_id = professional if reader == "professional" else client
            due[Promise(account_id, screen, (("change", change.id),))] += 1
    for one in news.amendments:
        row = book.appointments[one.appointment_id]
        screen = "mine.amended" if one.old_starts_at == one.new_starts_at else "mine.moved_for_you"
        due[Promise(book.here.clients[row.client_id].account_id, screen, (("amendment", one.id),))] += 1
    changed = {one.appointment_id for one in news.changes}  # an accepted move takes the location along
    for row in news.touched.values():
        is_coming = row.id not in changed and row.status == "accepted" and row.ends_at > news.now
        was = news.before.get(row.id)
        if is_coming and was is not None and _is_located_anew(was, row):
            client = book.here.clients[row.client_id].account_id
            due[Promise(client, "mine.located", (("appointment", row.id),))] += 1
    return due


def _is_located_anew(was: Any, row: Any) -> bool:
    there = (row.location, row.latitude, row.longitude)
    return there not in {(None, None, None), (was.location, was.latitude, was.longitude)}


def _told(book: Book, news: News, change: Any, row: Any) -> Iterator[tuple[str, str]]:
    is_move, step = row.replaces_id is not None, (change.before, change.after)
    actor = actor_of(book, news, change)
    if change.after == "completed":
        yield "client", "mine.completed"
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
        if actor == "client" and not _went_along(book, news, change, row):
            yield "professional", "appointments.called_off"
        if actor == "professional" and (change.before == "pending" or row.ends_at > news.now):
            yield "client", "mine.called_off"


def _went_along(book: Book, news: News, change: Any, row: Any) -> bool:
    """Tell whether a move was withdrawn with what it would have moved, or for another move of it."""
    if row.replaces_id is None or change.before != "pending":
        return False
    others = [one for one in news.changes if one.id != change.id]
    return any(
        one.appointment_id == row.replaces_id
        or book.appointments[one.appointment_id].replaces_id == row.replaces_id
        for one in others
    )
