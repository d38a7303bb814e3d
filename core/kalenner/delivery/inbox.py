"""The inbox: updates stored before they are acknowledged, handled once, one at a time for each person.

Channels deliver at least once. ``(channel, bot, key)`` is the idempotency key of an update, and handling it
and marking it done are one transaction.
"""

import dataclasses
import enum
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyramid.request import Request
from sqlalchemy import bindparam, null, update
from sqlalchemy.orm import Session

from kalenner.database import SessionFence, insert_new, is_retryable, table_of, try_lock
from kalenner.delivery import albums
from kalenner.delivery.channels import Channel, Reachability, channels_of
from kalenner.delivery.delays import delay
from kalenner.delivery.models import Inbox, InboxState, Priority
from kalenner.delivery.notices import enqueue_notice
from kalenner.delivery.outbox import Message, enqueue
from kalenner.delivery.payloads import SealedPayload, update_binding
from kalenner.delivery.queries import OpenRow, OpenUpdate, oldest_two
from kalenner.delivery.wakeups import wake_after_commit
from kalenner.i18n import _
from kalenner.log_context import LogContext, log_account, log_context
from kalenner.people import Account, AccountService
from kalenner.requests import make_companion
from kalenner.screens import Arrival, Dialog, Visit, answer, answer_edit
from kalenner.security import JSON_CIPHER, JsonCipher, Tampered

log = logging.getLogger(__name__)

MAX_TRIES = 5


@dataclass(frozen=True)
class Update:
    """One update as a channel hands it over: its number, the person's id on the channel, its JSON.

    `bot` is the id of the account there that received it, for a channel that can have several. One that
    `is_behind` waits for the updates of people of whom nothing is open yet.
    """

    key: int
    subject: str
    payload: dict[str, Any]
    bot: str = ""
    is_behind: bool = False


def store(request: Request, channel: str, updates: Iterable[Update]) -> None:
    """Store updates, sealed; one whose key is there already changes nothing."""
    cipher, now = JSON_CIPHER.of(request.registry), request.clock.now()
    rows = [
        {
            "channel": channel,
            "bot": update.bot,
            "key": update.key,
            "subject": update.subject,
            "payload": _sealed(cipher, channel, update),
            "is_behind": update.is_behind,
            "state": InboxState.OPEN,
            "tries": 0,
            "received_at": now,
        }
        for update in updates
    ]
    if not rows:
        return
    insert_new(request.dbsession, Inbox, rows)
    wake_after_commit(request.dbsession, "inbox")


def _sealed(cipher: JsonCipher, channel: str, update: Update) -> bytes:
    """Return an update as it waits, without NUL and lone surrogates, which no database takes as a text."""
    escaped = json.dumps(update.payload)  # in which both are escaped; hardly any update has one
    if "\\u0000" in escaped or "\\ud" in escaped:
        escaped = json.dumps(_replaced(update.payload))
    return cipher.seal_text(escaped, **update_binding(channel, update.key, update.subject))


def _replaced(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode(errors="replace").decode()
    if isinstance(value, dict):
        return {_replaced(key): _replaced(inner) for key, inner in value.items()}
    return [_replaced(inner) for inner in value] if isinstance(value, list) else value


class Handled(enum.Enum):
    """What came of handling an update."""

    BUSY = enum.auto()
    """Another process is serving this person; nothing was done."""
    DONE = enum.auto()
    MORE = enum.auto()
    """Done, and the person has another one waiting."""


_inbox = table_of(Inbox)
_MARK_DONE = (
    update(_inbox)
    .where(_inbox.c.id == bindparam("inbox_id"))
    .values(state=InboxState.DONE.value, payload=null())
)


def handle(request: Request, open_update: OpenUpdate, payload: dict[str, Any]) -> Handled:
    """Claim one update and handle it in this unit of work; `payload` is what the channel has prepared.

    An update that is done already, or that overtook an older one of the same person, is left alone.
    """
    dbsession: Session = request.dbsession
    if not try_lock(dbsession, f"inbox:{open_update.channel}:{open_update.subject}"):
        return Handled.BUSY
    # Read under the lock: before it another process might still have been handling this person's updates.
    rows = oldest_two(request, open_update.channel, open_update.subject)
    if not rows or rows[0].id != open_update.id:
        return Handled.MORE if rows else Handled.DONE
    channel = channels_of(request.registry)[open_update.channel]
    arrival = channel.read(request, payload)
    if isinstance(arrival, Reachability):
        request.find_service(AccountService).mark_reachable(
            channel.name, open_update.subject, is_reachable=arrival.is_reachable
        )
    elif arrival is not None and arrival.edits is not None:
        _answer_edit(request, channel, payload, arrival)
    elif arrival is not None:
        if arrival.album is not None:
            has_more = _has_more(request, channel, rows[1:], arrival.album)
            arrival = dataclasses.replace(arrival, has_more=has_more)
        if open_update.is_behind:
            arrival = dataclasses.replace(arrival, is_behind=True)
        _answer(request, channel, payload, arrival)
    dbsession.execute(_MARK_DONE, {"inbox_id": open_update.id})
    return Handled.MORE if len(rows) > 1 else Handled.DONE


def handle_all(request: Request, updates: Sequence[OpenUpdate]) -> list[Handled]:
    """Handle updates of several people in one unit of work, each as a request of its own."""
    return [_handle_one(request, one) for one in updates]


def _handle_one(request: Request, one: OpenUpdate) -> Handled:
    with log_context(LogContext(f"inbox/{one.id}")):
        return handle(make_companion(request, f"/-/inbox/{one.id}"), one, one.payload)


def _has_more(request: Request, channel: Channel, later: Sequence[OpenRow], album: str) -> bool:
    """Tell whether the person's next update belongs to the same album."""
    if not later:
        return False
    try:
        next_arrival = channel.read(request, later[0].sealed.open())
    except Tampered:  # which is told when it is its turn
        return False
    return isinstance(next_arrival, Arrival) and next_arrival.album == album


def account_of(request: Request, channel: Channel, arrival: Arrival) -> Account:
    """Return the account of whoever an arrival is from, made when it is seen for the first time."""
    accounts: AccountService = request.find_service(AccountService)
    return accounts.get_or_make(channel.name, arrival.subject, arrival.language)


def _visit(request: Request, channel: Channel, arrival: Arrival) -> Visit:
    account = account_of(request, channel, arrival)
    visit = Visit(account, channel.name, arrival, Dialog.of(request, account, channel.name))
    request.visit = visit
    log_account(account.id)
    return visit


def _answer(request: Request, channel: Channel, payload: dict[str, Any], arrival: Arrival) -> None:
    visit = _visit(request, channel, arrival)
    if albums.is_other(visit):
        _answer_album(request, channel, visit)
        request.visit = visit
    if albums.is_wanted_whole(request, visit):
        albums.keep_part(request, visit, payload)
    else:
        _show_answer(request, channel, payload, visit)


def _show_answer(request: Request, channel: Channel, payload: dict[str, Any], visit: Visit) -> None:
    dialog = visit.get_dialog()
    had_form = dialog.form is not None
    screen = answer(request, visit)
    if not screen.is_card:
        dialog.version += 1
    is_form_finished = had_form and dialog.form is None
    if visit.arrival.has_more and not is_form_finished and not screen.is_card:
        return  # the screen is shown once, for the album's last message
    channel.show(request, visit, payload, screen)


def _answer_album(request: Request, channel: Channel, visit: Visit) -> None:
    """Answer the album that was collected, for the person of a visit."""
    parts = albums.take_parts(visit.get_dialog())
    if not parts:
        return
    arrivals = [
        arrival for part in parts if isinstance(arrival := channel.read(request, dict(part)), Arrival)
    ]
    request.visit = dataclasses.replace(visit, arrival=albums.joined(arrivals))
    _show_answer(request, channel, parts[-1], request.visit)


def answer_silent_album(request: Request, album: albums.OpenAlbum) -> None:
    """Answer an album of which nothing came for a while, unless its person did something meanwhile."""
    dbsession: Session = request.dbsession
    if not try_lock(dbsession, f"inbox:{album.channel}:{album.subject}"):
        return
    # Read under the lock: before it another process might still have been handling this person's updates.
    dialog = dbsession.get(Dialog, album.dialog_id, populate_existing=True)
    if dialog is None or not albums.is_silent(request, dialog, album.subject):
        return
    dialog.take_cipher(JSON_CIPHER.of(request.registry))
    channel = channels_of(request.registry)[album.channel]
    log_account(dialog.account_id)
    _answer_album(request, channel, Visit(dialog.account, channel.name, Arrival(album.subject), dialog))


def _answer_edit(request: Request, channel: Channel, payload: dict[str, Any], arrival: Arrival) -> None:
    """Tell whoever edited a message what counts; an edit of any other message changes nothing."""
    if request.find_service(AccountService).find(channel.name, arrival.subject) is None:
        return
    visit = _visit(request, channel, arrival)
    screen = answer_edit(request, visit)
    if screen is not None:
        channel.show(request, visit, payload, screen)


def record_failure(request: Request, inbox_id: int) -> None:
    """Put an update off after a failure (2, 4, 8, 16 s), or make it a dead letter and tell the person."""
    row = request.dbsession.get(Inbox, inbox_id, with_for_update=True)
    if row is None or row.state != InboxState.OPEN:
        return
    row.tries += 1
    times = delay(request.dbsession, request.clock, 2**row.tries)
    row.put_off_at, row.not_before = times["put_off_at"], times["not_before"]
    if row.tries < MAX_TRIES:
        return
    log.error("update %s of %s was given up after %s tries", row.key, row.channel, row.tries)
    try:
        with SessionFence(request.dbsession)():
            _notify_of_failure(request, row)
    except Exception as error:
        if is_retryable(error):
            raise
        log.exception("whom update %s is from could not be told", row.key)
    row.state, row.payload = InboxState.DEAD, None


def _notify_of_failure(request: Request, row: Inbox) -> None:
    """Answer the press, so that the device stops waiting, and send a message with the code of the failure."""
    channel = channels_of(request.registry)[row.channel]
    binding = update_binding(row.channel, row.key, row.subject)
    payload = SealedPayload(JSON_CIPHER.of(request.registry), row.payload, binding).open()
    acknowledgement = channel.acknowledgement(payload)
    if acknowledgement is not None:
        key, answer_to_press = acknowledgement
        enqueue(request, channel.name, Message(row.subject, answer_to_press, Priority.PRESS, key))
    arrival = channel.read(request, payload)
    if isinstance(arrival, Arrival):
        account = account_of(request, channel, arrival)
        key, code = f"dead:{row.id}", f"U{row.id}"
        enqueue_notice(request, channel.name, row.subject, account, _("fault"), dedupe=key, code=code)
