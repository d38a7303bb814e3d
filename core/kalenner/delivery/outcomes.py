"""Outcomes: what became of a message, recorded once, and told to whoever caused the message.

Each looks at the state first: a row that another leader has ended, or that is gone since its person's data
were erased, stays as it is.
"""

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Any

from pyramid.request import Request
from sqlalchemy import bindparam, literal_column, or_, select, update
from sqlalchemy.orm import Session

from kalenner.database import Instant, table_of
from kalenner.delivery import routes
from kalenner.delivery.channels import Channel
from kalenner.delivery.delays import delay
from kalenner.delivery.models import Outbox, OutboxState, Priority
from kalenner.delivery.notices import enqueue_notice
from kalenner.delivery.outbox import notify
from kalenner.delivery.payloads import payload_of
from kalenner.i18n import _
from kalenner.people import AccountService
from kalenner.screens.traces import MessageTrace, TraceState
from kalenner.security import Tampered

log = logging.getLogger(__name__)

MOST_COUNTED = 12
"""How far tries count that were no fault of the message, so that its screen has tries of its own."""
_NOTICE = "unsent:"  # what the idempotency key of a notice begins with; of a notice nobody is told
_TRACED_ENDS = {
    OutboxState.UNREACHABLE: TraceState.UNREACHABLE,
    OutboxState.REFUSED: TraceState.REFUSED,
    OutboxState.DEAD: TraceState.REFUSED,
}


@dataclass(frozen=True)
class Sent:
    """The channel took a message."""

    message_id: int
    address: str
    payload: dict[str, Any]
    receipt: dict[str, Any]
    superseded: tuple[int, ...] = ()
    """Earlier messages of the chat, which nobody needs to see any more."""


_outbox = table_of(Outbox)
_MARK_SENT = (
    update(_outbox)
    .where(_outbox.c.id.in_(bindparam("ids", expanding=True)), _outbox.c.state == literal_column("'waiting'"))
    .values(
        state=OutboxState.SENT.value,
        payload=None,
        error=None,
        ended_at=bindparam("now", type_=Instant),
    )
    .returning(_outbox.c.id)
)


_MARK_SUPERSEDED = (
    update(Outbox)
    .where(Outbox.id.in_(bindparam("ids", expanding=True)), Outbox.state == literal_column("'waiting'"))
    .values(state=OutboxState.OBSOLETE.value, payload=None, ended_at=bindparam("now", type_=Instant))
    .execution_options(synchronize_session=False)
)


_KEEP_RECEIPT = update(_outbox).where(_outbox.c.id == bindparam("of_id")).values(receipt=bindparam("said"))


def find_receipt(dbsession: Session, dedupe: str) -> dict[str, Any] | None:
    """Return what the channel said of an editable message when it took it; None where it is not known."""
    receipt: dict[str, Any] | None = dbsession.scalar(select(Outbox.receipt).where(Outbox.dedupe == dedupe))
    return receipt


def mark_sent(request: Request, channel: Channel, *sent: Sent) -> None:
    """Record that the channel took messages, in one statement, what they supersede, and what receipts say."""
    dbsession: Session = request.dbsession
    values = {"ids": [message.message_id for message in sent], "now": request.clock.now()}
    marked = set(dbsession.scalars(_MARK_SENT, values))
    superseded = [one for message in sent for one in message.superseded]  # the chat shows the later one now
    if superseded:
        dbsession.execute(_MARK_SUPERSEDED, {**values, "ids": superseded})
    for message in sent:
        if message.message_id in marked:
            channel.sent(dbsession, message.address, message.payload, message.receipt)
            if message.payload.get("is_editable"):
                dbsession.execute(_KEEP_RECEIPT, {"of_id": message.message_id, "said": message.receipt})
            if "trace" in message.payload:
                _keep_trace(request, channel.name, message.payload["trace"], message.receipt)


def _keep_trace(request: Request, channel: str, trace: dict[str, Any], receipt: dict[str, Any]) -> None:
    number = receipt.get("message")
    at, state = request.clock.now(), TraceState.SENT
    request.dbsession.add(MessageTrace(channel=channel, number=number, state=state, at=at, **trace))


def mark_refused(request: Request, outbox_id: int, error: str) -> None:
    """Record that the channel will never take a message, and tell whoever caused it."""
    row = _end(request, outbox_id, OutboxState.REFUSED, error)
    if row is not None:
        _tell(request, row)


def mark_dead(request: Request, outbox_id: int, error: str) -> None:
    """Record that a notification could not be rendered for so long that it is given up; tell its origin."""
    row = _end(request, outbox_id, OutboxState.DEAD, error)
    if row is not None:
        _tell(request, row)


def mark_obsolete(request: Request, outbox_id: int, error: str) -> None:
    """Record that a notification has no reader any more; nobody misses it."""
    _end(request, outbox_id, OutboxState.OBSOLETE, error)


def mark_unreachable(request: Request, outbox_id: int) -> None:
    """Record that an address cannot be reached; drop its waiting notifications and tell each origin once.

    Answers that wait are still tried, because whoever is answered has just written to us.
    """
    row = _waiting(request, outbox_id)
    if row is None:
        return
    request.find_service(AccountService).mark_reachable(row.channel, row.address, is_reachable=False)
    undeliverable = request.dbsession.scalars(
        select(Outbox)
        .where(
            Outbox.channel == row.channel,
            Outbox.address == row.address,
            Outbox.state == OutboxState.WAITING,
            or_(Outbox.id == row.id, Outbox.priority >= Priority.NOTIFICATION),
        )
        .order_by(Outbox.id)
    )
    told: set[int] = set()
    for message in list(undeliverable):
        _end(request, message.id, OutboxState.UNREACHABLE, "its reader cannot be reached")
        if message.origin_id is not None and message.origin_id not in told:
            told.add(message.origin_id)
            _tell_origin(request, message)


def retry_later(request: Request, outbox_id: int, seconds: float, error: str, *, is_whole_chat: bool) -> None:
    """Put a message off for at least a second, and with it whatever comes behind it in its chat.

    With `is_whole_chat` all messages of the chat are, but for answers to presses.
    """
    row = _waiting(request, outbox_id)
    if row is None:
        return
    row.tries = min(row.tries + 1, MOST_COUNTED)
    row.error = error
    times = delay(request.dbsession, request.clock, seconds)
    if row.priority in {Priority.PRESS, Priority.FAULTY}:  # nothing comes behind it
        row.put_off_at, row.not_before = times["put_off_at"], times["not_before"]
        return
    first = Priority.ANSWER if is_whole_chat else row.priority
    request.dbsession.execute(
        update(Outbox)
        .where(
            Outbox.channel == row.channel,
            Outbox.address == row.address,
            Outbox.state == OutboxState.WAITING,
            Outbox.priority.between(first, Priority.NOTIFICATION),
        )
        .values(times)
        .execution_options(synchronize_session="fetch")
    )


def retry_rendering(request: Request, outbox_id: int, seconds: float, error: str) -> None:
    """Put off a message that could not be rendered, and let everything else of its chat go first."""
    row = _waiting(request, outbox_id)
    if row is None:
        return
    times = delay(request.dbsession, request.clock, seconds)
    row.tries += 1
    row.error, row.priority = error, Priority.FAULTY
    row.put_off_at, row.not_before = times["put_off_at"], times["not_before"]


def wait_for_screen(request: Request, outbox_id: int, seconds: float, screen: str, days: int) -> None:
    """Let a notification wait for its screen; after so many days it is given up, and its origin told."""
    row = _waiting(request, outbox_id)
    if row is None:
        return
    error = f"there is no screen {screen} that takes these arguments"
    if row.created_at < request.clock.now() - dt.timedelta(days=days):
        mark_dead(request, outbox_id, error)
    else:
        retry_rendering(request, outbox_id, seconds, error)
        row.tries = min(row.tries, MOST_COUNTED)


def _waiting(request: Request, outbox_id: int) -> Outbox | None:
    row: Outbox | None = request.dbsession.get(Outbox, outbox_id, populate_existing=True)
    return row if row is not None and row.state == OutboxState.WAITING else None


def _end(request: Request, outbox_id: int, state: OutboxState, error: str) -> Outbox | None:
    """End a waiting message and return it; its payload is kept with the error, for operators."""
    row = _waiting(request, outbox_id)
    if row is not None:
        row.state, row.error, row.ended_at = state, error, request.clock.now()
        row.put_off_at = row.not_before = None
        _trace_end(request, row, state)
    return row


def _trace_end(request: Request, row: Outbox, state: OutboxState) -> None:
    """Note for whoever traces a notification that it did not arrive."""
    if row.account_id is None or state not in _TRACED_ENDS:
        return
    try:
        payload = payload_of(request, row)
    except Tampered:
        log.exception("what message %s says cannot be opened, so nobody traces it", row.id)
        return
    if "trace" not in payload:
        return
    request.dbsession.add(
        MessageTrace(
            account_id=row.account_id,
            channel=row.channel,
            number=None,
            key=payload["trace"],
            screen=payload["notification"],
            args=payload["args"],
            state=_TRACED_ENDS[state],
            at=request.clock.now(),
        )
    )


def _tell(request: Request, row: Outbox) -> None:
    """Tell the origin of a notification; of an answer, the person who was to be answered."""
    if row.priority >= Priority.NOTIFICATION:
        _tell_origin(request, row)
    elif row.priority == Priority.ANSWER and not (row.dedupe or "").startswith(_NOTICE):
        _tell_answered(request, row)


def _tell_origin(request: Request, row: Outbox) -> None:
    if row.origin_id is not None and row.origin_id != row.account_id:
        notify(request, row.origin_id, routes.undeliverable(message=row.id), dedupe=f"undeliverable:{row.id}")


def _tell_answered(request: Request, row: Outbox) -> None:
    if row.account_id is None:
        return
    account = request.find_service(AccountService).get(row.account_id)
    key, code = f"{_NOTICE}{row.id}", f"O{row.id}"
    enqueue_notice(request, row.channel, row.address, account, _("answer-refused"), dedupe=key, code=code)
