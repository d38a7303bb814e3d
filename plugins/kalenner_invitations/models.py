"""Tables of invitations."""

import datetime as dt
import enum

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.characters import fold_case
from kalenner.database import Base, BigId, Instant
from kalenner.people import Account, Provider

PROFILE = "PROFILE"
"""The name of the link that the profile page shows."""


def is_profile(name: str) -> bool:
    """Tell whether a name is PROFILE, in any spelling of it."""
    return fold_case(name) == fold_case(PROFILE)


class LinkKind(enum.StrEnum):
    """What a link makes of whoever opens it."""

    CLIENT = "client"
    TEAM = "team"


class Invitation(Base):
    """A named link of a provider; its token is kept only as a keyed hash and sealed."""

    __tablename__ = "invitations_invitation"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        # The name of a revoked link may be given again.
        Index(
            "uq_invitations_invitation_name",
            "provider_id",
            "name_folded",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        # The list of links, the newest first.
        Index("ix_invitations_invitation_provider_id", "provider_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    kind: Mapped[str] = mapped_column(default=LinkKind.CLIENT, server_default=LinkKind.CLIENT)
    name: Mapped[str]
    name_folded: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    token_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[dt.datetime] = mapped_column(Instant)
    is_single_use: Mapped[bool]
    uses: Mapped[int] = mapped_column(default=0)
    """How many people became clients or members by it."""
    revoked_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)

    provider: Mapped[Provider] = relationship()

    @property
    def is_profile(self) -> bool:
        """Whether this is the link that the profile page shows."""
        return self.kind == LinkKind.CLIENT and is_profile(self.name)

    @property
    def is_team(self) -> bool:
        """Whether it makes members of an organization."""
        return self.kind == LinkKind.TEAM

    @property
    def is_used_up(self) -> bool:
        """Whether nobody else can come by this link, since it was for one person."""
        return self.is_single_use and self.uses > 0

    def is_expired(self, now: dt.datetime) -> bool:
        """Tell whether its time is over."""
        return self.expires_at <= now


class Opening(Base):
    """The first time a person opened an invitation, and what came of it."""

    __tablename__ = "invitations_opening"
    __table_args__ = (UniqueConstraint("invitation_id", "account_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey(Invitation.id))
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), index=True)
    opened_at: Mapped[dt.datetime] = mapped_column(Instant)
    registered_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When the person became a client by this very link."""
    booked_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When that client sent the first request for an appointment."""
