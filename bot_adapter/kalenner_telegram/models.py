"""Tables of the Telegram adapter."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base, BigId, Instant, Json
from kalenner.people import Account


class Chat(Base):
    """One private chat, and the id of the message that shows its menu."""

    __tablename__ = "telegram_chat"
    __table_args__: Any = ()

    address: Mapped[str] = mapped_column(primary_key=True)
    menu_message: Mapped[int | None] = mapped_column(BigId)


class PressArgs(Base):
    """Arguments of a button: texts, and what does not fit into its 64 bytes."""

    __tablename__ = "telegram_press"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    args: Mapped[dict[str, str]] = mapped_column(Json)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)


class BotProfile(Base):
    """The bot's id and username; `told` is the digest of the profile that was last published.

    The database belongs to the bot that was seen last. The fields of the webhook are what Telegram said of
    it last: how many updates wait there, and the last delivery that failed.
    """

    __tablename__ = "telegram_bot"
    __table_args__: Any = ()

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    username: Mapped[str]
    told: Mapped[str | None]
    seen_at: Mapped[dt.datetime] = mapped_column(Instant)
    webhook_checked_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    webhook_pending: Mapped[int | None] = mapped_column(BigId)
    webhook_error: Mapped[str | None]
    webhook_error_at: Mapped[dt.datetime | None] = mapped_column(Instant)
