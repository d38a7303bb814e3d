"""Tables of the chat: threads, their participants and messages, and what each person keeps beside them.

What people write stands sealed, bound to its row by its `token` and to its thread.
"""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, BigId, Instant
from kalenner.files.models import PrivateFile
from kalenner.people import Account, Client

NAME_LENGTH = (1, 32)
TEXT_LENGTH = (1, 3_000)


class Thread(Base):
    """What two sides write each other: today the two of a client's link to a practice."""

    __tablename__ = "chat_thread"
    __table_args__ = (
        UniqueConstraint("token"),
        UniqueConstraint("client_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str]
    client_id: Mapped[int | None] = mapped_column(ForeignKey(Client.id))
    """The relation it belongs to; another kind of relation will have a column of its own."""
    created_at: Mapped[dt.datetime] = mapped_column(Instant)

    client: Mapped[Client | None] = relationship()


class Participant(Base):
    """One side of a thread, and what only it knows: what is unread, and whether messages ring.

    `unread` counts the other side's messages since this one has written or opened the thread.
    """

    __tablename__ = "chat_participant"
    __table_args__ = (
        UniqueConstraint("thread_id", "account_id"),
        Index("ix_chat_participant_unread", "account_id", "unread"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey(Thread.id))
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    unread: Mapped[int] = mapped_column(default=0)
    is_muted: Mapped[bool] = mapped_column(default=False)
    rung_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When a message last rang here; None once this side has written."""

    thread: Mapped[Thread] = relationship()
    account: Mapped[Account] = relationship()


class ChatMessage(Base):
    """One message. The order of a thread is that of `position`, `number` and id, and does not ask a clock.

    Of one sender it is that of the channel's numbers: one that comes late has the position of the next.
    `sealed` holds the :class:`~kalenner_chat.content.Content`; it is None once deleted. `number` is 0 for
    one that was not sent in a chat, such as a file from the browser.
    """

    __tablename__ = "chat_message"
    __table_args__ = (
        UniqueConstraint("token"),
        Index("ix_chat_message_position", "thread_id", "position", "number", "id"),
        Index("ix_chat_message_files", "thread_id", "file_id"),
        Index("ix_chat_message_account", "account_id", "stored_at"),
        Index("ix_chat_message_number", "account_id", "channel", "number"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey(Thread.id))
    token: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    channel: Mapped[str]
    number: Mapped[int] = mapped_column(BigId)
    position: Mapped[int]
    kind: Mapped[str]
    sealed: Mapped[bytes | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey(PrivateFile.id), index=True)
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("chat_message.id"))
    sent_at: Mapped[dt.datetime] = mapped_column(Instant)
    stored_at: Mapped[dt.datetime] = mapped_column(Instant)
    edits: Mapped[int] = mapped_column(default=0)
    is_silent: Mapped[bool] = mapped_column(default=False)

    thread: Mapped[Thread] = relationship()
    file: Mapped[PrivateFile | None] = relationship()
    reply_to: Mapped["ChatMessage | None"] = relationship(remote_side="ChatMessage.id")


class OpenChat(Base):
    """The one chat that a person has open, and since when; what is typed while it is on show is sent."""

    __tablename__ = "chat_open"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey(Thread.id))
    opened_at: Mapped[dt.datetime] = mapped_column(Instant)
    active_at: Mapped[dt.datetime] = mapped_column(Instant, index=True)


class Draft(Base):
    """What a person has written and has to confirm before it is sent, or looks for; kept for a day."""

    __tablename__ = "chat_draft"
    __table_args__ = (UniqueConstraint("token"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey(Thread.id))
    token: Mapped[str]
    sealed: Mapped[bytes]
    created_at: Mapped[dt.datetime] = mapped_column(Instant, index=True)

    thread: Mapped[Thread] = relationship()


class QuickAnswer(Base):
    """A text of a professional's own that is sent again and again; name and text stand sealed together."""

    __tablename__ = "chat_quick_answer"
    __table_args__ = (
        UniqueConstraint("token"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    token: Mapped[str]
    sealed: Mapped[bytes]


class Period(enum.StrEnum):
    """How long a professional's messages are kept."""

    KEEP = "keep"
    YEAR = "year"
    THREE_YEARS = "three_years"
    RELATION = "relation"
    """Until the client is removed or leaves."""


class Retention(Base):
    """The period of a professional's chats; a shorter one, `next_period`, holds from `next_at` on."""

    __tablename__ = "chat_retention"
    __table_args__ = (
        CheckConstraint("period IN ('keep', 'year', 'three_years', 'relation')", name="period"),
        CheckConstraint("next_period IN ('keep', 'year', 'three_years', 'relation')", name="next_period"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)
    period: Mapped[str]
    next_period: Mapped[str | None]
    next_at: Mapped[dt.datetime | None] = mapped_column(Instant)
