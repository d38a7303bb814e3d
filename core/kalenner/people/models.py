"""Tables of people."""

import datetime as dt
import enum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, BigId, Instant, Json

UNNAMED = "\x1f"
"""Begins the folded nickname of a professional who has none yet: nobody can type it."""


class Role(enum.StrEnum):
    """Whose menu a person used last."""

    PROFESSIONAL = "professional"
    CLIENT = "client"
    OWNER = "owner"


class Kind(enum.StrEnum):
    """What a provider is."""

    PROFESSIONAL = "professional"
    ORGANIZATION = "organization"


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
    acts_for_id: Mapped[int | None] = mapped_column(BigId)
    """The organization the person acts for as an owner, last or now; it counts only while they own it."""
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    privacy_shown_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When the person was told, before the first question, what is kept and why."""
    erased_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When everything about the person was erased: nobody comes back to this account."""
    blocked_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When the operator has blocked the account."""

    practice: Mapped["Provider | None"] = relationship(back_populates="account", uselist=False)
    """What the person offers as a professional."""
    organization: Mapped["Provider | None"] = relationship(
        secondary="core_owner",
        primaryjoin="and_(Account.id == Owner.account_id, Account.acts_for_id == Owner.provider_id)",
        secondaryjoin="and_(Owner.provider_id == Provider.id, Provider.closed_at.is_(None))",
        viewonly=True,
        uselist=False,
    )
    """That of `acts_for_id`; None where the person owns it no longer."""

    @property
    def provider(self) -> "Provider | None":
        """Whose menus and settings the person sees: the organization's as its owner, else the own practice's.

        An owner without a practice has only the organization, whatever the role. Screens ask
        ``request.provider``, which knows also whose message a button stands below.
        """
        if self.acts_for_id is None or (self.role != Role.OWNER and self.practice is not None):
            return self.practice
        return self.organization or self.practice

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
    """Who offers services under a nickname: a professional with a practice, or an organization.

    An organization belongs to the accounts that :class:`Owner` names, and to none by itself.
    """

    __tablename__ = "core_provider"
    __table_args__ = (
        CheckConstraint("(kind = 'professional') = (account_id IS NOT NULL)", name="account"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(default=Kind.PROFESSIONAL, server_default=Kind.PROFESSIONAL)
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id), unique=True)
    """The professional; None of an organization."""
    nickname: Mapped[str]
    nickname_folded: Mapped[str] = mapped_column(unique=True)
    picture: Mapped[str | None]
    """The key of the logo or photo in the file store."""
    picture_sizes: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The same in the sizes of web pages, a :class:`kalenner.files.variants.StoredPicture`."""
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    finish_shown_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When the professional first saw that the set-up is finished."""
    own_timezone: Mapped[str | None] = mapped_column("timezone")
    """An organization's time zone; a professional's stands with the account."""
    own_language: Mapped[str | None] = mapped_column("language")
    """The language of an organization's texts; a professional's stands with the account."""
    closed_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When an organization was dissolved; what others keep of it stays."""

    account: Mapped[Account | None] = relationship(back_populates="practice")

    @property
    def professional(self) -> Account:
        """The professional's account; raises TypeError for an organization."""
        if self.account is None:
            raise TypeError(f"provider {self.id} is an organization")
        return self.account

    @property
    def professional_id(self) -> int:
        """The id of that account, which nothing is read for."""
        if self.account_id is None:
            raise TypeError(f"provider {self.id} is an organization")
        return self.account_id

    @property
    def is_unnamed(self) -> bool:
        """Whether the professional has not said a nickname yet."""
        return self.nickname_folded.startswith(UNNAMED)

    @property
    def is_organization(self) -> bool:
        """Whether this is an organization."""
        return self.kind == Kind.ORGANIZATION

    @property
    def timezone(self) -> str | None:
        """The name of the provider's time zone; None until it is known."""
        return self.own_timezone if self.account is None else self.account.timezone

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the practice: its professional's, or the organization's own; UTC until it is known."""
        return ZoneInfo(self.timezone or "UTC")

    @property
    def reading_language(self) -> str | None:
        """The language tag that the provider's own texts follow."""
        return self.own_language if self.account is None else self.account.reading_language


class Owner(Base):
    """An account that an organization belongs to."""

    __tablename__ = "core_owner"
    __table_args__ = (UniqueConstraint("provider_id", "account_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)

    account: Mapped[Account] = relationship()
    provider: Mapped[Provider] = relationship()


class Client(Base):
    """An account that an accepted invitation linked to a provider, professional or organization.

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
    organization_id: Mapped[int | None] = mapped_column(ForeignKey(Provider.id), index=True)
    """The organization through which the client came; None where it was the provider's own link."""

    provider: Mapped[Provider] = relationship(foreign_keys=[provider_id])
    account: Mapped[Account] = relationship()

    @property
    def name(self) -> str:
        """The name by which the provider sees this client."""
        return self.account.client_name or "?"
