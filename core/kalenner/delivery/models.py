"""Tables of delivery: inbox, updates set aside, outbox, received files."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base, BigId, Instant, Json
from kalenner.people import Account

_BEHIND = "state = 'waiting' AND priority = 1"
_DELAYED = "not_before IS NOT NULL"


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class InboxState(enum.StrEnum):
    """What has become of an update; DEAD is a dead letter, given up after the last try."""

    OPEN = "open"
    DONE = "done"
    DEAD = "dead"


class Priority(enum.IntEnum):
    """The order in which messages of a channel are sent, the lowest first."""

    PRESS = 0
    ANSWER = 1
    NOTIFICATION = 2
    FAULTY = 3
    """A notification that could not be rendered: behind everything else of its chat."""


class OutboxState(enum.StrEnum):
    """What has become of a message.

    REFUSED: the channel will never take it. UNREACHABLE: nobody is at its address. DEAD: given up, since it
    could not be rendered for long. These are kept with their error for a while. OBSOLETE: what it is about is
    gone or no longer its reader's. DROPPED: an operator dropped it.
    """

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    DEAD = "dead"
    OBSOLETE = "obsolete"
    DROPPED = "dropped"


class Delayable:
    """The delay of a row; a row without one is due, in the order of its id.

    It holds from `put_off_at` until `not_before`, both by the clock of the database.
    """

    put_off_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    not_before: Mapped[dt.datetime | None] = mapped_column(Instant)


class Inbox(Delayable, Base):
    """One update, stored before it is acknowledged; ``(channel, bot, key)`` is its idempotency key.

    `bot` is the account of ours there, `key` its number for the update, `subject` the person's id.
    """

    __tablename__ = "core_inbox"
    __table_args__ = (
        UniqueConstraint("channel", "bot", "key"),
        # Of each person's updates the oldest; of all that are due the next; what is put off; what is old;
        # what a person has sent lately, and the files of it.
        _partial("ix_core_inbox_open", "channel", "subject", "key", "id", where="state = 'open'"),
        _partial("ix_core_inbox_due", "is_behind", "id", where="state = 'open' AND not_before IS NULL"),
        _partial("ix_core_inbox_not_before", "not_before", where=f"state = 'open' AND {_DELAYED}"),
        _partial("ix_core_inbox_put_off_at", "put_off_at", where=f"state = 'open' AND {_DELAYED}"),
        _partial("ix_core_inbox_ended", "received_at", where="state <> 'open'"),
        Index("ix_core_inbox_recent", "channel", "subject", "received_at"),
        _partial("ix_core_inbox_files", "channel", "subject", "received_at", where="file_bytes IS NOT NULL"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    channel: Mapped[str]
    bot: Mapped[str] = mapped_column(default="", server_default="")
    key: Mapped[int] = mapped_column(BigId)
    subject: Mapped[str]
    payload: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The update's JSON; deleted as soon as it is handled."""
    file_bytes: Mapped[int | None] = mapped_column(BigId)
    """How large the file is that was fetched for it; None where none was."""
    is_behind: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether its person had another one open, so that those of other people go first."""
    state: Mapped[str] = mapped_column(default=InboxState.OPEN)
    tries: Mapped[int] = mapped_column(default=0)
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
    """A file that a person sent, or of what it was made into, kept for a day unless it is claimed."""

    __tablename__ = "core_received_file"
    __table_args__ = (Index("ix_core_received_file_key", "key"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str]
    received_at: Mapped[dt.datetime] = mapped_column(Instant)


class Outbox(Delayable, Base):
    """One message to send; `dedupe` is its idempotency key.

    `payload` is either what the channel sends, or ``{"notification": screen, "args": {…}}``, which is
    rendered for its reader when it is sent; beside them `is_editable`, and `edits` with the `dedupe` of the
    one in whose message it is shown. `origin_id` is the account that hears if it is undeliverable.
    """

    __tablename__ = "core_outbox"
    __table_args__ = (
        UniqueConstraint("dedupe"),
        # What is due; of each address what waits, and what is put off; what is put off; what is old.
        _partial(
            "ix_core_outbox_due",
            "channel",
            "priority",
            "is_behind",
            "id",
            where="state = 'waiting' AND not_before IS NULL",
        ),
        Index(
            "ix_core_outbox_behind",
            "channel",
            "address",
            sqlite_where=text(f"{_BEHIND} AND is_behind = 1"),
            postgresql_where=text(f"{_BEHIND} AND is_behind"),
        ),
        _partial("ix_core_outbox_address", "channel", "address", where="state = 'waiting'"),
        _partial("ix_core_outbox_resting", "channel", "address", where=f"state = 'waiting' AND {_DELAYED}"),
        _partial("ix_core_outbox_not_before", "not_before", where=f"state = 'waiting' AND {_DELAYED}"),
        _partial("ix_core_outbox_put_off_at", "put_off_at", where=f"state = 'waiting' AND {_DELAYED}"),
        _partial("ix_core_outbox_ended", "created_at", where="state <> 'waiting'"),
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
    is_behind: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it answers an update that was behind, or comes after such an answer to its chat."""
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    ended_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    error: Mapped[str | None]
    """Why it was not sent, as the channel or the code says it; no text of a person."""
    receipt: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """What the channel said of an editable notification when it took it."""


class Leader(Base):
    """Who leads a channel; each time another process takes the lead, the epoch grows by one."""

    __tablename__ = "core_leader"
    __table_args__: Any = ()

    channel: Mapped[str] = mapped_column(primary_key=True)
    epoch: Mapped[int] = mapped_column(BigId)
    holder: Mapped[str]
    """Machine and process, for people who read the log."""
    backend_id: Mapped[int | None]
    """The process of PostgreSQL's server that held the lock when the lead was taken, for people as well."""
    heartbeat_at: Mapped[dt.datetime | None] = mapped_column(Instant)
