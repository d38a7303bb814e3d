"""What came in: stored before it is acknowledged, handled once, one at a time for each person."""

import dataclasses
import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyramid.request import Request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import insert_new, is_retryable, try_lock
from kalenner.delivery.bells import ring_after_commit
from kalenner.delivery.channels import Channel, Reachability, channels_of
from kalenner.delivery.cleaning import note_file
from kalenner.delivery.models import Inbox, InboxState
from kalenner.delivery.outbox import Priority, enqueue
from kalenner.i18n import _
from kalenner.people import AccountService
from kalenner.screens import Arrival, Dialog, Screen, Visit, answer

log = logging.getLogger(__name__)

MOST_TRIES = 5


@dataclass(frozen=True)
class Update:
    """One update as a channel hands it over: its number, whose it is, and what it says."""

    key: int
    subject: str
    payload: dict[str, Any]


def store(dbsession: Session, clock: Clock, channel: str, updates: Iterable[Update]) -> None:
    """Keep updates; one that came before changes nothing."""
    now = clock.now()
    rows = [
        {
            "channel": channel,
            "key": update.key,
            "subject": update.subject,
            "payload": _storable(update.payload),
            "state": InboxState.OPEN,
            "tries": 0,
            "not_before": now,
            "received_at": now,
        }
        for update in updates
    ]
    if not rows:
        return
    insert_new(dbsession, Inbox, rows)
    ring_after_commit(dbsession, "inbox")


def _storable(value: Any) -> Any:
    """Return JSON that every database takes: one update with a forged NUL must not keep all others out."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode(errors="replace").decode()
    if isinstance(value, dict):
        return {_storable(key): _storable(inner) for key, inner in value.items()}
    return [_storable(inner) for inner in value] if isinstance(value, list) else value


def has_open(dbsession: Session, channel: str, subject: str) -> bool:
    """Tell whether updates of a person wait to be handled."""
    found = select(Inbox.id).where(
        Inbox.channel == channel, Inbox.subject == subject, Inbox.state == InboxState.OPEN
    )
    return dbsession.scalar(found.limit(1)) is not None


@dataclass(frozen=True)
class Candidate:
    """An update whose turn it is."""

    id: int
    channel: str
    subject: str
    payload: dict[str, Any]


def candidates(dbsession: Session, now: dt.datetime, limit: int) -> list[Candidate]:
    """Return each person's oldest open update, the longest waiting first."""
    oldest = (
        select(func.min(Inbox.id))
        .where(Inbox.state == InboxState.OPEN)
        .group_by(Inbox.channel, Inbox.subject)
    )
    found = (
        select(Inbox.id, Inbox.channel, Inbox.subject, Inbox.payload)
        .where(Inbox.id.in_(oldest), Inbox.not_before <= now)
        .order_by(Inbox.id)
        .limit(limit)
    )
    return [
        Candidate(row.id, row.channel, row.subject, row.payload or {}) for row in dbsession.execute(found)
    ]


def handle(request: Request, candidate: Candidate, prepared: dict[str, Any]) -> bool:
    """Handle one update in this unit; an overtaking or a done one is left alone.

    Return False where another process is just serving this person.
    """
    dbsession: Session = request.dbsession
    if not try_lock(dbsession, f"inbox:{candidate.channel}:{candidate.subject}"):
        return False
    # Only now that nobody else holds this person's lock is what we read the truth.
    oldest = (
        select(Inbox)
        .where(
            Inbox.channel == candidate.channel,
            Inbox.subject == candidate.subject,
            Inbox.state == InboxState.OPEN,
        )
        .order_by(Inbox.id)
        .limit(1)
    )
    row = dbsession.scalar(oldest)
    if row is None or row.id != candidate.id:
        return True
    channel = channels_of(request.registry)[row.channel]
    arrival = channel.read(request, prepared)
    if isinstance(arrival, Reachability):
        request.find_service(AccountService).mark_reachable(
            row.channel, row.subject, is_reachable=arrival.is_reachable
        )
    elif arrival is not None:
        if arrival.upload is not None and arrival.upload.key:
            note_file(request, arrival.upload.key)
        if arrival.album is not None:
            arrival = dataclasses.replace(arrival, has_more=_has_more(request, channel, row, arrival.album))
        _answer(request, channel, prepared, arrival)
    row.state, row.payload = InboxState.DONE, None
    return True


def _has_more(request: Request, channel: Channel, row: Inbox, album: str) -> bool:
    """Tell whether what a person sent next is of the same album."""
    found = select(Inbox.payload).where(
        Inbox.channel == row.channel,
        Inbox.subject == row.subject,
        Inbox.state == InboxState.OPEN,
        Inbox.id > row.id,
    )
    payload = request.dbsession.scalar(found.order_by(Inbox.id).limit(1))
    following = channel.read(request, dict(payload)) if payload else None
    return isinstance(following, Arrival) and following.album == album


def _visit(request: Request, channel: Channel, arrival: Arrival) -> Visit:
    account = request.find_service(AccountService).get_or_make(
        channel.name, arrival.subject, arrival.language
    )
    visit = Visit(account, channel.name, arrival, Dialog.of(request.dbsession, account, channel.name))
    request.environ["kalenner.visit"] = visit
    return visit


def _answer(request: Request, channel: Channel, payload: dict[str, Any], arrival: Arrival) -> None:
    visit = _visit(request, channel, arrival)
    dialog = visit.dialog
    assert dialog is not None  # noqa: S101 -- made by _visit
    was_asked = dialog.form is not None
    screen = answer(request, visit)
    if not screen.is_card:
        dialog.version += 1
    is_over = was_asked and dialog.form is None
    if visit.arrival.has_more and not is_over and not screen.is_card:
        return  # the album's last message shows where all of them have led
    channel.show(request, visit, payload, screen)


def give_up(request: Request, inbox_id: int) -> None:
    """Note that handling failed: later again, or after the last try the person is told."""
    row = request.dbsession.get(Inbox, inbox_id, with_for_update=True)
    if row is None or row.state != InboxState.OPEN:
        return
    row.tries += 1
    row.not_before = request.clock.now() + dt.timedelta(seconds=2**row.tries)
    if row.tries < MOST_TRIES:
        return
    log.error("update %s of %s was given up after %s tries", row.key, row.channel, row.tries)
    try:
        with request.dbsession.begin_nested():
            _tell_fault(request, row)
    except Exception as error:
        if is_retryable(error):
            raise
        log.exception("whom update %s is from could not be told", row.key)
    row.state, row.payload = InboxState.DEAD, None


def _tell_fault(request: Request, row: Inbox) -> None:
    channel = channels_of(request.registry)[row.channel]
    promise = partial(enqueue, request, channel.name, row.subject)
    hush = channel.hush(row.payload or {})
    if hush is not None:
        promise(hush[1], priority=Priority.PRESS, dedupe=hush[0])
    arrival = channel.read(request, row.payload or {})
    if isinstance(arrival, Arrival):
        visit = _visit(request, channel, arrival)
        screen = Screen(request.text(_("fault"), code=f"U{row.id}"), is_card=True)
        payload = channel.compose(request, visit, screen)
        promise(payload, priority=Priority.ANSWER, dedupe=f"dead:{row.id}")
