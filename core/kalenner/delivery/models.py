"""Tables of delivery: inbox, updates set aside, outbox, received files."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base, BigId, Instant, Json
from kalenner.people import Account


class InboxState(enum.StrEnum):
    """What has become of an update; DEAD is a dead letter, given up after the last try."""

    OPEN = "open"
    DONE = "done"
    DEAD = "dead"


class OutboxState(enum.StrEnum):
    """What has become of a message; REFUSED is a dead letter, never tried again."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"


class Inbox(Base):
    """One update, stored before it is acknowledged; ``(channel, bot, key)`` is its idempotency key.

    `bot` is the account of ours there, `key` its number for the update, `subject` the person's id. It is not
    tried before `not_before`.
    """

    __tablename__ = "core_inbox"
    __table_args__ = (
        UniqueConstraint("channel", "bot", "key"),
        Index(
            "ix_core_inbox_open",
            "channel",
            "subject",
            "id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str]
    bot: Mapped[str] = mapped_column(default="", server_default="")
    key: Mapped[int] = mapped_column(BigId)
    subject: Mapped[str]
    payload: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The update's JSON; deleted as soon as it is handled."""
    state: Mapped[str] = mapped_column(default=InboxState.OPEN)
    tries: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[dt.datetime] = mapped_column(Instant)
    received_at: Mapped[dt.datetime] = mapped_column(Instant)


class SetAside(Base):
    """One update that nobody could read, encrypted as it was received.

    `reason` is in words of our own and holds nothing of the update. `digest` is a keyed hash by which an
    update that comes again is kept once.
    """

    __tablename__ = "core_set_aside"
    __table_args__ = (UniqueConstraint("channel", "digest"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str]
    bot: Mapped[str]
    key: Mapped[int | None] = mapped_column(BigId)
    reason: Mapped[str]
    digest: Mapped[str]
    payload: Mapped[bytes]
    received_at: Mapped[dt.datetime] = mapped_column(Instant)


class ReceivedFile(Base):
    """A file as a person sent it, kept for a day; what is needed longer is a checked copy."""

    __tablename__ = "core_received_file"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str]
    received_at: Mapped[dt.datetime] = mapped_column(Instant)


class Outbox(Base):
    """One message to send; `dedupe` is its idempotency key.

    `payload` is either what the channel sends, or ``{"notification": screen, "args": {…}}``, which is
    rendered for its reader when it is sent. `origin_id` is the account that hears if it is undeliverable.
    """

    __tablename__ = "core_outbox"
    __table_args__ = (
        UniqueConstraint("dedupe"),
        Index(
            "ix_core_outbox_waiting",
            "channel",
            "priority",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str]
    address: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    origin_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    payload: Mapped[dict[str, Any] | None] = mapped_column(Json)
    dedupe: Mapped[str | None]
    priority: Mapped[int]
    state: Mapped[str] = mapped_column(default=OutboxState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[dt.datetime] = mapped_column(Instant)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
