"""The inbox: updates stored before they are acknowledged, handled once, one at a time for each person.

Channels deliver at least once. ``(channel, bot, key)`` is the idempotency key of an update, and handling it
and marking it done are one transaction.
"""

import dataclasses
import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyramid.request import Request
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import insert_new, is_retryable, try_lock
from kalenner.delivery.channels import Channel, Reachability, channels_of
from kalenner.delivery.models import Inbox, InboxState
from kalenner.delivery.outbox import Priority, enqueue
from kalenner.delivery.retention import note_file
from kalenner.delivery.wakeups import wake_after_commit
from kalenner.i18n import _
from kalenner.people import AccountService
from kalenner.screens import Arrival, Dialog, Screen, Visit, answer

log = logging.getLogger(__name__)

MAX_TRIES = 5


@dataclass(frozen=True)
class Update:
    """One update as a channel hands it over: its number, the person's id on the channel, its JSON.

    `bot` is the id of the account there that received it, for a channel that can have several.
    """

    key: int
    subject: str
    payload: dict[str, Any]
    bot: str = ""


def store(dbsession: Session, clock: Clock, channel: str, updates: Iterable[Update]) -> None:
    """Store updates; one whose key is there already changes nothing."""
    now = clock.now()
    rows = [
        {
            "channel": channel,
            "bot": update.bot,
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
    wake_after_commit(dbsession, "inbox")


def _storable(value: Any) -> Any:
    """Return JSON that both databases take: NUL and lone surrogates would make the whole batch fail."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode(errors="replace").decode()
    if isinstance(value, dict):
        return {_storable(key): _storable(inner) for key, inner in value.items()}
    return [_storable(inner) for inner in value] if isinstance(value, list) else value


def has_open(dbsession: Session, channel: str, subject: str) -> bool:
    """Tell whether updates of a person wait to be handled."""
    open_updates = select(Inbox.id).where(
        Inbox.channel == channel, Inbox.subject == subject, Inbox.state == InboxState.OPEN
    )
    return dbsession.scalar(open_updates.limit(1)) is not None


@dataclass(frozen=True)
class OpenUpdate:
    """A person's oldest open update, as the dispatcher reads it; `handle` claims it."""

    id: int
    channel: str
    subject: str
    payload: dict[str, Any]


def list_next(dbsession: Session, now: dt.datetime, limit: int) -> list[OpenUpdate]:
    """Return each person's oldest open update, the oldest first, without those that are put off."""
    oldest_ids = (
        select(func.min(Inbox.id))
        .where(Inbox.state == InboxState.OPEN)
        .group_by(Inbox.channel, Inbox.subject)
    )
    due = (
        select(Inbox.id, Inbox.channel, Inbox.subject, Inbox.payload)
        .where(Inbox.id.in_(oldest_ids), Inbox.not_before <= now)
        .order_by(Inbox.id)
        .limit(limit)
    )
    return [OpenUpdate(row.id, row.channel, row.subject, row.payload or {}) for row in dbsession.execute(due)]


def handle(request: Request, update: OpenUpdate, payload: dict[str, Any]) -> bool:
    """Claim one update and handle it in this unit of work; `payload` is what the channel has prepared.

    Return False where another process holds the person's lock. An update that is done already, or that
    overtook an older one of the same person, is left alone.
    """
    dbsession: Session = request.dbsession
    if not try_lock(dbsession, f"inbox:{update.channel}:{update.subject}"):
        return False
    # Read under the lock: before it another process might still have been handling this person's updates.
    row = dbsession.scalar(_oldest_open(update.channel, update.subject))
    if row is None or row.id != update.id:
        return True
    channel = channels_of(request.registry)[row.channel]
    arrival = channel.read(request, payload)
    if isinstance(arrival, Reachability):
        request.find_service(AccountService).mark_reachable(
            row.channel, row.subject, is_reachable=arrival.is_reachable
        )
    elif arrival is not None:
        if arrival.upload is not None and arrival.upload.key:
            note_file(request, arrival.upload.key)
        if arrival.album is not None:
            arrival = dataclasses.replace(arrival, has_more=_has_more(request, channel, row, arrival.album))
        _answer(request, channel, payload, arrival)
    row.state, row.payload = InboxState.DONE, None
    return True


def _oldest_open(channel: str, subject: str) -> Select[Inbox]:
    return (
        select(Inbox)
        .where(Inbox.channel == channel, Inbox.subject == subject, Inbox.state == InboxState.OPEN)
        .order_by(Inbox.id)
        .limit(1)
    )


def _has_more(request: Request, channel: Channel, row: Inbox, album: str) -> bool:
    """Tell whether the person's next update belongs to the same album."""
    later = select(Inbox.payload).where(
        Inbox.channel == row.channel,
        Inbox.subject == row.subject,
        Inbox.state == InboxState.OPEN,
        Inbox.id > row.id,
    )
    payload = request.dbsession.scalar(later.order_by(Inbox.id).limit(1))
    next_arrival = channel.read(request, dict(payload)) if payload else None
    return isinstance(next_arrival, Arrival) and next_arrival.album == album


def _visit(request: Request, channel: Channel, arrival: Arrival) -> Visit:
    account = request.find_service(AccountService).get_or_make(
        channel.name, arrival.subject, arrival.language
    )
    visit = Visit(account, channel.name, arrival, Dialog.of(request.dbsession, account, channel.name))
    request.visit = visit
    return visit


def _answer(request: Request, channel: Channel, payload: dict[str, Any], arrival: Arrival) -> None:
    visit = _visit(request, channel, arrival)
    dialog = visit.dialog
    assert dialog is not None  # noqa: S101 -- made by _visit
    had_form = dialog.form is not None
    screen = answer(request, visit)
    if not screen.is_card:
        dialog.version += 1
    is_form_finished = had_form and dialog.form is None
    if visit.arrival.has_more and not is_form_finished and not screen.is_card:
        return  # the screen is shown once, for the album's last message
    channel.show(request, visit, payload, screen)


def record_failure(request: Request, inbox_id: int) -> None:
    """Put an update off after a failure (2, 4, 8, 16 s), or make it a dead letter and tell the person."""
    row = request.dbsession.get(Inbox, inbox_id, with_for_update=True)
    if row is None or row.state != InboxState.OPEN:
        return
    row.tries += 1
    row.not_before = request.clock.now() + dt.timedelta(seconds=2**row.tries)
    if row.tries < MAX_TRIES:
        return
    log.error("update %s of %s was given up after %s tries", row.key, row.channel, row.tries)
    try:
        with request.dbsession.begin_nested():
            _notify_of_failure(request, row)
    except Exception as error:
        if is_retryable(error):
            raise
        log.exception("whom update %s is from could not be told", row.key)
    row.state, row.payload = InboxState.DEAD, None


def _notify_of_failure(request: Request, row: Inbox) -> None:
    """Answer the press, so that the device stops waiting, and send a message with the code of the failure."""
    channel = channels_of(request.registry)[row.channel]
    send = partial(enqueue, request, channel.name, row.subject)
    acknowledgement = channel.acknowledgement(row.payload or {})
    if acknowledgement is not None:
        send(acknowledgement[1], priority=Priority.PRESS, dedupe=acknowledgement[0])
    arrival = channel.read(request, row.payload or {})
    if isinstance(arrival, Arrival):
        visit = _visit(request, channel, arrival)
        screen = Screen(request.text(_("fault"), code=f"U{row.id}"), is_card=True)
        payload = channel.compose(request, visit, screen)
        send(payload, priority=Priority.ANSWER, dedupe=f"dead:{row.id}")
