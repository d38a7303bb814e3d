"""Tables of people."""

import datetime as dt
import enum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, BigId, Instant, Json


class Role(enum.StrEnum):
    """Whose menu a person used last."""

    PROFESSIONAL = "professional"
    CLIENT = "client"


class Account(Base):
    """One person known to the system."""

    __tablename__ = "core_account"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    client_name: Mapped[str | None]
    """The name specialists see; asked once."""
    language: Mapped[str | None]
    """The language chosen under Settings; None follows the channel."""
    channel_language: Mapped[str | None]
    """The language the channel last told us."""
    timezone: Mapped[str | None]
    role: Mapped[str | None]
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    privacy_shown_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When the person was told, before the first question, what is kept and why."""
    erased_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When everything about the person was erased: nobody comes back to this account."""
    blocked_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When the operator has blocked the account."""

    provider: Mapped["Provider | None"] = relationship(back_populates="account", uselist=False)

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone; UTC until it is known."""
        return ZoneInfo(self.timezone or "UTC")

    @property
    def reading_language(self) -> str | None:
        """The language tag that texts for this person follow."""
        return self.language or self.channel_language


class Identity(Base):
    """An account's address on a channel, such as a Telegram user id."""

    __tablename__ = "core_identity"
    __table_args__ = (UniqueConstraint("channel", "subject"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    channel: Mapped[str]
    subject: Mapped[str]
    is_reachable: Mapped[bool] = mapped_column(default=True)

    account: Mapped[Account] = relationship()


class Provider(Base):
    """A professional: an account that offers services, under a nickname."""

    __tablename__ = "core_provider"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), unique=True)
    nickname: Mapped[str]
    nickname_folded: Mapped[str] = mapped_column(unique=True)
    picture: Mapped[str | None]
    """The key of the logo or photo in the file store."""
    picture_sizes: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The same in the sizes of web pages, a :class:`kalenner.files.variants.StoredPicture`."""
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    finish_shown_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When the professional first saw that the set-up is finished."""

    account: Mapped[Account] = relationship(back_populates="provider")

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the practice: its professional's."""
        return self.account.zone


class Client(Base):
    """An account that an accepted invitation linked to a provider.

    A removed link stays for the sake of its appointments; a blocked one still shows both sides what they had.
    """

    __tablename__ = "core_client"
    __table_args__ = (UniqueConstraint("provider_id", "account_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    removed_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    blocked_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The professional's note on the client, sealed for this row."""
    landing_id: Mapped[int | None] = mapped_column("wish", BigId)
    """What the start link names, such as a service, until it has been shown: an id of a plugin's row."""

    provider: Mapped[Provider] = relationship()
    account: Mapped[Account] = relationship()

    @property
    def name(self) -> str:
        """The name by which the provider sees this client."""
        return self.account.client_name or "?"
