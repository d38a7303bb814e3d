"""Tables of the Telegram adapter."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base, BigId, Instant, Json
from kalenner.people import Account


class Chat(Base):
    """One private chat: the message that is its menu now."""

    __tablename__ = "telegram_chat"
    __table_args__: Any = ()

    address: Mapped[str] = mapped_column(primary_key=True)
    menu_message: Mapped[int | None] = mapped_column(BigId)


class PressArgs(Base):
    """Arguments of a button that do not fit into its 64 bytes, or are texts."""

    __tablename__ = "telegram_press"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    args: Mapped[dict[str, str]] = mapped_column(Json)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)


class BotProfile(Base):
    """Who the bot is, as Telegram told us, and what we last told Telegram about it."""

    __tablename__ = "telegram_bot"
    __table_args__: Any = ()

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    username: Mapped[str]
    told: Mapped[str | None]
    seen_at: Mapped[dt.datetime] = mapped_column(Instant)
