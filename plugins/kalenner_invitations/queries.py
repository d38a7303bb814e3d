"""What is read of invitations: a page of a provider's links, how many there are, what came of them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from kalenner.characters import fold_case
from kalenner_invitations.models import PROFILE, Invitation, LinkKind, Opening


@dataclass(frozen=True)
class InvitationCounts:
    """How many people opened an invitation, became clients by it, and then asked for an appointment."""

    opened: int = 0
    registered: int = 0
    booked: int = 0


def list_links(
    dbsession: Session, provider_id: int, *, start: int, limit: int, kind: LinkKind = LinkKind.CLIENT
) -> list[Invitation]:
    """Return at most `limit` links of a provider that are not revoked, the newest first, from `start` on."""
    query = select(Invitation).where(_of(provider_id, kind)).order_by(Invitation.id.desc())
    return list(dbsession.scalars(query.offset(start).limit(limit)))


def count_links(dbsession: Session, provider_id: int, kind: LinkKind = LinkKind.CLIENT) -> int:
    """Return how many links a provider has that are not revoked."""
    return dbsession.scalar(select(func.count(Invitation.id)).where(_of(provider_id, kind))) or 0


def has_opened(dbsession: Session, invitation_id: int, account_id: int) -> bool:
    """Tell whether a person has opened a link."""
    query = select(Opening.id).where(Opening.invitation_id == invitation_id, Opening.account_id == account_id)
    return dbsession.scalar(query) is not None


def counts_of(dbsession: Session, invitation_ids: Collection[int]) -> dict[int, InvitationCounts]:
    """Return the counts of these invitations by their ids, as far as they were opened."""
    if not invitation_ids:
        return {}
    query = (
        select(
            Opening.invitation_id,
            func.count(Opening.id),
            func.count(Opening.registered_at),
            func.count(Opening.booked_at),
        )
        .where(Opening.invitation_id.in_(invitation_ids))
        .group_by(Opening.invitation_id)
    )
    return {row[0]: InvitationCounts(*row[1:]) for row in dbsession.execute(query)}


def find_profile(dbsession: Session, provider_id: int, now: dt.datetime) -> Invitation | None:
    """Return the link that the provider's page invites with, where it lets somebody in at that instant."""
    return dbsession.scalar(
        select(Invitation).where(
            _of(provider_id),
            Invitation.name_folded == fold_case(PROFILE),
            _lets_in(now),
        )
    )


def find_usable(dbsession: Session, provider_id: int, now: dt.datetime) -> Invitation | None:
    """Return the newest link that lets somebody in at that instant, those for many before others."""
    return dbsession.scalar(
        select(Invitation)
        .where(_of(provider_id), _lets_in(now))
        .order_by(Invitation.is_single_use, Invitation.id.desc())
        .limit(1)
    )


def _lets_in(now: dt.datetime) -> ColumnElement[bool]:
    return (Invitation.expires_at > now) & or_(Invitation.is_single_use.is_(False), Invitation.uses < 1)


def _of(provider_id: int, kind: LinkKind = LinkKind.CLIENT) -> ColumnElement[bool]:
    return (
        (Invitation.provider_id == provider_id)
        & (Invitation.kind == kind.value)
        & Invitation.revoked_at.is_(None)
    )
