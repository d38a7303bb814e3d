"""Dead letters: messages that were not delivered, for operators to look at, send again or drop."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from kalenner.delivery.models import Outbox, OutboxState, Priority
from kalenner.delivery.payloads import SealedPayload, message_binding
from kalenner.delivery.wakeups import wake_after_commit
from kalenner.security import JSON_CIPHER

MOST_LISTED = 500
FAILED = (OutboxState.REFUSED, OutboxState.DEAD, OutboxState.UNREACHABLE)


class NotFailed(Exception):
    """The message is not there, was sent, is obsolete or was dropped."""


def list_failed(dbsession: Session) -> Sequence[Outbox]:
    """Return what was not delivered, and what waits after a failed try; the newest first, 500 at most."""
    has_failed = and_(Outbox.state == OutboxState.WAITING, Outbox.tries > 0)
    query = select(Outbox).where(or_(Outbox.state.in_(FAILED), has_failed), Outbox.payload.is_not(None))
    return dbsession.scalars(query.order_by(Outbox.id.desc()).limit(MOST_LISTED)).all()


def find_failed(dbsession: Session, outbox_id: int, *, is_locked: bool = False) -> Outbox:
    """Return a message that was not delivered or still waits, its row locked or not; raises NotFailed."""
    row: Outbox | None = dbsession.get(Outbox, outbox_id, with_for_update=is_locked)
    if row is None or row.payload is None or row.state not in {*FAILED, OutboxState.WAITING}:
        raise NotFailed(outbox_id)
    return row


def payload_of(request: Request, row: Outbox) -> dict[str, Any]:
    """Return what a message says; raises Tampered where the keys do not open it."""
    binding = message_binding(row.channel, row.address, row.dedupe)
    return SealedPayload(JSON_CIPHER.of(request.registry), row.payload, binding).open()


def send_again(request: Request, outbox_id: int) -> None:
    """Let a message wait as if it had never been tried; raises NotFailed."""
    row = find_failed(request.dbsession, outbox_id, is_locked=True)
    row.state, row.tries, row.error, row.ended_at = OutboxState.WAITING, 0, None, None
    row.put_off_at = row.not_before = None
    row.priority = min(row.priority, Priority.NOTIFICATION)
    row.created_at = request.clock.now()  # it waits for its screen anew, and is kept as long as a new one
    wake_after_commit(request.dbsession, "outbox")


def drop(request: Request, outbox_id: int) -> None:
    """Give a message up and forget what it says; raises NotFailed."""
    row = find_failed(request.dbsession, outbox_id, is_locked=True)
    row.state, row.payload, row.ended_at = OutboxState.DROPPED, None, request.clock.now()
    row.put_off_at = row.not_before = None
