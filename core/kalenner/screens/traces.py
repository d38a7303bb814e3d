"""Traces: which screen a message in a person's chat belongs to, and whether the channel took it.

Replies to a message and edits of it are given to that screen, where its route accepts messages.
"""

import datetime as dt
import enum
from collections.abc import Collection

from sqlalchemy import ForeignKey, Index, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kalenner.database import Base, BigId, Instant, Json
from kalenner.people import Account
from kalenner.route import Press, dump


class TraceState(enum.StrEnum):
    """What became of a message: RECEIVED is one that the person has sent."""

    RECEIVED = "received"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


class MessageTrace(Base):
    """One message in a person's chat; `number` is the channel's, None for one that it did not take.

    `key` is the word of the plugin that wants to know of the message; a trace stays until the plugin forgets
    it.
    """

    __tablename__ = "core_message_trace"
    __table_args__ = (
        Index("ix_core_message_trace_number", "account_id", "channel", "number"),
        Index("ix_core_message_trace_key", "key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    channel: Mapped[str]
    number: Mapped[int | None] = mapped_column(BigId)
    key: Mapped[str]
    screen: Mapped[str]
    args: Mapped[dict[str, str]] = mapped_column(Json)
    state: Mapped[str]
    at: Mapped[dt.datetime] = mapped_column(Instant)


def trace_received(
    dbsession: Session, account: Account, channel: str, number: int, press: Press, key: str, at: dt.datetime
) -> None:
    """Remember that a message that a person has sent belongs to a screen."""
    args = {name: dump(value) for name, value in press.args.items()}
    dbsession.add(
        MessageTrace(
            account_id=account.id,
            channel=channel,
            number=number,
            key=key,
            screen=press.screen,
            args=args,
            state=TraceState.RECEIVED,
            at=at,
        )
    )


_OF_NUMBER = (
    select(MessageTrace)
    .where(
        MessageTrace.account_id == bindparam("account_id"),
        MessageTrace.channel == bindparam("channel"),
        MessageTrace.number == bindparam("number"),
    )
    .order_by(MessageTrace.id.desc())
    .limit(1)
)
_OF_KEYS = (
    select(MessageTrace)
    .where(MessageTrace.key.in_(bindparam("keys", expanding=True)))
    .order_by(MessageTrace.id)
)
_FORGET = (
    delete(MessageTrace)
    .where(MessageTrace.key.in_(bindparam("keys", expanding=True)))
    .execution_options(synchronize_session=False)
)


def find_trace(dbsession: Session, account: Account, channel: str, number: int) -> MessageTrace | None:
    """Return what is known of a message in a person's chat, None for any other."""
    values = {"account_id": account.id, "channel": channel, "number": number}
    trace: MessageTrace | None = dbsession.scalar(_OF_NUMBER, values)
    return trace


def list_traces(dbsession: Session, keys: Collection[str]) -> list[MessageTrace]:
    """Return the traces of a plugin's keys, the oldest first."""
    return list(dbsession.scalars(_OF_KEYS, {"keys": list(keys)})) if keys else []


def forget_traces(dbsession: Session, keys: Collection[str]) -> None:
    """Forget the traces of a plugin's keys."""
    if keys:
        dbsession.execute(_FORGET, {"keys": list(keys)})
