"""What is open in the inbox and waits in the outbox: statements of every press, built once.

States stand in their text, since a bound one hides from SQLite that a partial index has the rows. Columns are
those of the tables, not of entities, which take twice the time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from pyramid.request import Request
from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    and_,
    bindparam,
    exists,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from kalenner.delivery.delays import INBOX_DELAYS, OUTBOX_DELAYS
from kalenner.delivery.models import Inbox, Outbox, Priority
from kalenner.delivery.payloads import SealedPayload, message_binding, update_binding
from kalenner.security import JSON_CIPHER, Tampered

_OPEN: ColumnElement[str] = literal_column("'open'")
_WAITING: ColumnElement[str] = literal_column("'waiting'")
_Text: TypeAlias = SQLColumnExpression[str]
_update, _message = Inbox.__table__.c, Outbox.__table__.c


@dataclass(frozen=True)
class OpenUpdate:
    """A person's oldest open update, as the dispatcher reads it; handling it claims it."""

    id: int
    channel: str
    subject: str
    sealed: SealedPayload
    is_behind: bool = False

    @property
    def payload(self) -> dict[str, Any]:
        """What the channel handed over, each time a new one; raises Tampered."""
        return self.sealed.open()


_older = Inbox.__table__.alias().c
_NEXT = (
    select(_update.id, _update.channel, _update.subject, _update.payload, _update.is_behind, _update.key)
    .where(
        INBOX_DELAYS.is_due,
        ~exists().where(
            _older.channel == _update.channel,
            _older.subject == _update.subject,
            _older.state == _OPEN,
            _older.key < _update.key,
        ),
    )
    .order_by(_update.is_behind, _update.id)
    .limit(bindparam("limit"))
)
_NEXT_BUT = _NEXT.where(_update.id.not_in(bindparam("but", expanding=True)))


def list_next(request: Request, limit: int, *, but: Collection[int] = ()) -> list[OpenUpdate]:
    """Return each person's oldest open update by the channel's number, without those that are put off.

    Those of people who sent no other meanwhile come first, and of these the oldest. Those with the ids
    `but` are left out: many of them would leave no room for others.
    """
    cipher = JSON_CIPHER.of(request.registry)
    rows = request.dbsession.execute(_NEXT_BUT if but else _NEXT, {"limit": limit, "but": list(but)})
    return [
        OpenUpdate(
            id_,
            channel,
            subject,
            SealedPayload(cipher, payload, update_binding(channel, key, subject)),
            is_behind,
        )
        for id_, channel, subject, payload, is_behind, key in rows
    ]


_OLDEST_TWO = (
    select(_update.id, _update.key, _update.payload)
    .where(
        _update.channel == bindparam("channel"),
        _update.subject == bindparam("subject"),
        _update.state == _OPEN,
    )
    .order_by(_update.key, _update.id)
    .limit(2)
)


def is_any_open(channel: _Text, subject: _Text) -> ColumnElement[bool]:
    """Return the condition that updates of a person wait to be handled."""
    return exists().where(_update.channel == channel, _update.subject == subject, _update.state == _OPEN)


_ANY_OPEN = select(is_any_open(bindparam("channel"), bindparam("subject")))


def has_open(dbsession: Session, channel: str, subject: str) -> bool:
    """Tell whether updates of a person wait to be handled."""
    return bool(dbsession.scalar(_ANY_OPEN, {"channel": channel, "subject": subject}))


class OpenRow(NamedTuple):
    """An open update of a person."""

    id: int
    sealed: SealedPayload


def oldest_two(request: Request, channel: str, subject: str) -> list[OpenRow]:
    """Return the two oldest open updates of a person by the channel's number, or fewer."""
    cipher = JSON_CIPHER.of(request.registry)
    rows = request.dbsession.execute(_OLDEST_TWO, {"channel": channel, "subject": subject})
    return [
        OpenRow(id_, SealedPayload(cipher, payload, update_binding(channel, key, subject)))
        for id_, key, payload in rows
    ]


@dataclass(frozen=True)
class WaitingMessage:
    """A row of the outbox that may be sent now, with its payload."""

    id: int
    address: str
    priority: int
    tries: int
    dedupe: str | None
    sealed: SealedPayload
    account_id: int | None
    is_behind: bool = False
    superseded: tuple[int, ...] = ()
    """Earlier messages of the chat that need not be sent once this one was."""

    @cached_property
    def content(self) -> dict[str, Any] | Tampered:
        """The payload, or why it does not open: such a message holds up no other."""
        try:
            return self.sealed.open()
        except Tampered as error:
            return error

    @property
    def payload(self) -> dict[str, Any]:
        """The payload; raises Tampered."""
        if isinstance(self.content, Tampered):
            raise self.content
        return self.content

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
    def kind(self) -> tuple[int, bool]:
        """What it counts as in the limits: an answer to a press, an answer, or bulk (all notifications).

        Of each kind those that are behind count apart.
        """
        return min(self.priority, Priority.NOTIFICATION), self.is_behind

    @property
    def lane(self) -> str:
        """The name of the queue it stands in; messages of one lane are sent one after the other."""
        return f"press {self.id}" if self.is_press else self.address


def resting_before(message: Any, priority: ColumnElement[int]) -> ColumnElement[bool]:
    """Say that a message, given by its columns, is put off and holds up those of a priority in its chat."""
    return and_(
        message.state == _WAITING,
        message.not_before.is_not(None),
        message.priority.between(literal_column("1"), priority),
        message.priority < literal_column("3"),
    )


_resting = Outbox.__table__.alias().c
_ORDER = (_message.priority, _message.is_behind, _message.id)
_DUE = (
    select(
        *(_message.id, _message.address, _message.priority, _message.tries, _message.dedupe),
        *(_message.payload, _message.account_id, _message.is_behind),
    )
    .where(
        _message.channel == bindparam("channel"),
        OUTBOX_DELAYS.is_due,
        tuple_(*_ORDER) > tuple_(bindparam("priority"), bindparam("is_behind"), bindparam("id")),
        # The chat rests behind an earlier message that is put off; one that is faulty holds up nothing.
        ~exists().where(
            _resting.channel == _message.channel,
            _resting.address == _message.address,
            resting_before(_resting, _message.priority),
        ),
    )
    .order_by(*_ORDER)
    .limit(bindparam("limit"))
)


Place: TypeAlias = tuple[int, bool, int]
"""A place in the order of sending: the priority, whether it is behind, the id."""
BEFORE_ALL: Place = (-1, False, 0)


def due_page(request: Request, channel: str, after: Place, limit: int) -> list[WaitingMessage]:
    """Return due messages behind a place in the order of sending."""
    priority, is_behind, id_ = after
    bounds = {"channel": channel, "priority": priority, "is_behind": is_behind, "id": id_, "limit": limit}
    cipher = JSON_CIPHER.of(request.registry)
    messages = []
    for id_, address, order, tries, dedupe, payload, account_id, behind in request.dbsession.execute(
        _DUE, bounds
    ):
        sealed = SealedPayload(cipher, payload, message_binding(channel, address, dedupe))
        messages.append(WaitingMessage(id_, address, order, tries, dedupe, sealed, account_id, behind))
    return messages
