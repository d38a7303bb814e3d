"""Tables of organizations: who belongs to which, and since when.

An organization itself is a :class:`kalenner.people.Provider` of the kind ``organization``, and its owners
stand in ``core_owner``: this plugin keeps the team.
"""

import datetime as dt

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, BigId, Instant
from kalenner.people import Account, Provider

_PRESENT = text("left_at IS NULL")


class Member(Base):
    """One time that a professional belonged to an organization: it lasts until `left_at`.

    Who comes back has another row.
    """

    __tablename__ = "organizations_member"
    __table_args__ = (
        Index(
            "uq_organizations_member_organization_id_provider_id",
            "organization_id",
            "provider_id",
            unique=True,
            sqlite_where=_PRESENT,
            postgresql_where=_PRESENT,
        ),
        Index("ix_organizations_member_provider_id", "provider_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    """The professional's practice."""
    joined_at: Mapped[dt.datetime] = mapped_column(Instant)
    left_at: Mapped[dt.datetime | None] = mapped_column(Instant)

    organization: Mapped[Provider] = relationship(foreign_keys=[organization_id])
    provider: Mapped[Provider] = relationship(foreign_keys=[provider_id])


class OwnershipOffer(Base):
    """An owner's question whether a member wants to own the organization too; open until it is answered."""

    __tablename__ = "organizations_offer"
    __table_args__ = (
        Index(
            "uq_organizations_offer_organization_id_account_id",
            "organization_id",
            "account_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_organizations_offer_account_id", "account_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    """Who is asked."""
    offered_by_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    offered_at: Mapped[dt.datetime] = mapped_column(Instant)
    ended_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    is_accepted: Mapped[bool] = mapped_column(default=False)

    organization: Mapped[Provider] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
