"""What is open in the inbox and waits in the outbox: statements of every press, built once.

States stand in their text, since a bound one hides from SQLite that a partial index has the rows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, exists, literal_column, select, tuple_
from sqlalchemy.orm import Session, aliased

from kalenner.delivery.delays import INBOX_DELAYS, OUTBOX_DELAYS
from kalenner.delivery.models import Inbox, Outbox, Priority

_OPEN: ColumnElement[str] = literal_column("'open'")
_WAITING: ColumnElement[str] = literal_column("'waiting'")


@dataclass(frozen=True)
class OpenUpdate:
    """A person's oldest open update, as the dispatcher reads it; handling it claims it."""

    id: int
    channel: str
    subject: str
    payload: dict[str, Any]


_OLDER = aliased(Inbox)
_NEXT = (
    select(Inbox.id, Inbox.channel, Inbox.subject, Inbox.payload)
    .where(
        INBOX_DELAYS.is_due,
        ~exists().where(
            _OLDER.channel == Inbox.channel,
            _OLDER.subject == Inbox.subject,
            _OLDER.state == _OPEN,
            _OLDER.id < Inbox.id,
        ),
    )
    .order_by(Inbox.is_behind, Inbox.id)
    .limit(bindparam("limit"))
)
_NEXT_BUT = _NEXT.where(Inbox.id.not_in(bindparam("but", expanding=True)))


def list_next(dbsession: Session, limit: int, *, but: Collection[int] = ()) -> list[OpenUpdate]:
    """Return each person's oldest open update, without those that are put off.

    Those of people who sent no other meanwhile come first, and of these the oldest. Those with the ids
    `but` are left out: many of them would leave no room for others.
    """
    rows = dbsession.execute(_NEXT_BUT if but else _NEXT, {"limit": limit, "but": list(but)})
    return [OpenUpdate(row.id, row.channel, row.subject, row.payload or {}) for row in rows]


_OLDEST_TWO = (
    select(Inbox.id, Inbox.payload)
    .where(Inbox.channel == bindparam("channel"), Inbox.subject == bindparam("subject"), Inbox.state == _OPEN)
    .order_by(Inbox.id)
    .limit(2)
)


class OpenRow(NamedTuple):
    """An open update of a person."""

    id: int
    payload: dict[str, Any] | None


def oldest_two(dbsession: Session, channel: str, subject: str) -> list[OpenRow]:
    """Return the two oldest open updates of a person, or fewer."""
    rows = dbsession.execute(_OLDEST_TWO, {"channel": channel, "subject": subject})
    return [OpenRow(row.id, row.payload) for row in rows]


@dataclass(frozen=True)
class WaitingMessage:
    """A row of the outbox that may be sent now, with its payload as it stands there."""

    id: int
    address: str
    priority: int
    tries: int
    dedupe: str | None
    payload: dict[str, Any]
    account_id: int | None
    superseded: tuple[int, ...] = ()
    """Earlier messages of the chat that need not be sent once this one was."""

    @property
    def is_answer(self) -> bool:
        """Whether it answers a person, and is no answer to a press alone."""
        return self.priority == Priority.ANSWER

    @property
    def is_rendered(self) -> bool:
        """Whether it is an answer, whose payload is sent as it is; a notification is rendered first."""
        return self.priority < Priority.NOTIFICATION

    @property
    def is_press(self) -> bool:
        """Whether it answers a press; such an answer has no place in the chat's order, and no rate limit."""
        return self.priority == Priority.PRESS

    @property
    def kind(self) -> int:
        """What it counts as in the limits: an answer to a press, an answer, or bulk (all notifications)."""
        return min(self.priority, Priority.NOTIFICATION)

    @property
    def lane(self) -> str:
        """The name of the queue it stands in; messages of one lane are sent one after the other."""
        return f"press {self.id}" if self.is_press else self.address


_RESTING = aliased(Outbox)
_DUE = (
    select(
        *(Outbox.id, Outbox.address, Outbox.priority, Outbox.tries, Outbox.dedupe),
        *(Outbox.payload, Outbox.account_id),
    )
    .where(
        Outbox.channel == bindparam("channel"),
        OUTBOX_DELAYS.is_due,
        tuple_(Outbox.priority, Outbox.id) > tuple_(bindparam("priority"), bindparam("id")),
        # The chat rests behind an earlier message that is put off; one that is faulty holds up nothing.
        ~exists().where(
            _RESTING.channel == Outbox.channel,
            _RESTING.address == Outbox.address,
            _RESTING.state == _WAITING,
            _RESTING.not_before.is_not(None),
            _RESTING.priority.between(literal_column("1"), Outbox.priority),
            _RESTING.priority < literal_column("3"),
        ),
    )
    .order_by(Outbox.priority, Outbox.id)
    .limit(bindparam("limit"))
)


def due_page(dbsession: Session, channel: str, after: tuple[int, int], limit: int) -> list[WaitingMessage]:
    """Return due messages behind (priority, id) in the order of sending."""
    bounds = {"channel": channel, "priority": after[0], "id": after[1], "limit": limit}
    return [WaitingMessage(*row) for row in dbsession.execute(_DUE, bounds)]
