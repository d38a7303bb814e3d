"""What is read of organizations: who belongs to one, and to which ones a professional belongs."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload

from kalenner.people import Account, Client, Provider
from kalenner.people.clients import WITHOUT_NAME
from kalenner.people.models import Owner
from kalenner_organizations.models import Member, OwnershipOffer

_member = Member.__table__.c
_IS_PRESENT = Member.left_at.is_(None)
_BELONGS = (
    select(_member.id)
    .where(_member.provider_id == bindparam("provider_id"), _member.left_at.is_(None))
    .limit(1)
)
_IS_MEMBER = _BELONGS.where(_member.organization_id == bindparam("organization_id"))


def members_of(dbsession: Session, organization_id: int) -> list[Member]:
    """Return the team in the order in which it came together, each with practice and account."""
    query = (
        select(Member)
        .where(Member.organization_id == organization_id, _IS_PRESENT)
        .options(joinedload(Member.provider).joinedload(Provider.account))
        .order_by(Member.joined_at, Member.id)
    )
    return list(dbsession.scalars(query))


def count_members(dbsession: Session, organization_id: int) -> int:
    """Count the team."""
    query = select(func.count(Member.id)).where(Member.organization_id == organization_id, _IS_PRESENT)
    return dbsession.scalar(query) or 0


def organizations_of(dbsession: Session, provider_id: int) -> list[Provider]:
    """Return the organizations that a professional belongs to, by name."""
    query = (
        select(Provider)
        .join(Member, Member.organization_id == Provider.id)
        .where(Member.provider_id == provider_id, _IS_PRESENT)
        .order_by(Provider.nickname_folded)
    )
    return list(dbsession.scalars(query))


def belongs_anywhere(dbsession: Session, provider_id: int) -> bool:
    """Tell whether a professional belongs to an organization."""
    return dbsession.scalar(_BELONGS, {"provider_id": provider_id}) is not None


def is_member(dbsession: Session, organization_id: int, provider_id: int) -> bool:
    """Tell whether a professional belongs to an organization now."""
    values = {"organization_id": organization_id, "provider_id": provider_id}
    return dbsession.scalar(_IS_MEMBER, values) is not None


def find_member(dbsession: Session, organization_id: int, provider_id: int) -> Member | None:
    """Return the time for which a professional belongs to an organization now."""
    return dbsession.scalar(select(Member).where(*_now(organization_id, [provider_id])))


def members_among(dbsession: Session, organization_id: int, provider_ids: Collection[int]) -> set[int]:
    """Return which of these practices belong to an organization now."""
    query = select(Member.provider_id).where(*_now(organization_id, provider_ids))
    return set(dbsession.scalars(query))


def owners_of(dbsession: Session, organization_id: int) -> list[Owner]:
    """Return the owners, the first one first, each with account and practice."""
    query = (
        select(Owner)
        .where(Owner.provider_id == organization_id)
        .options(joinedload(Owner.account).joinedload(Account.practice))
        .order_by(Owner.id)
    )
    return list(dbsession.scalars(query))


def names_of_clients(dbsession: Session, organization_id: int, client_ids: Collection[int]) -> dict[int, str]:
    """Return the names of those who came to a member through the organization; of a member's own nothing."""
    query = (
        select(Client.id, Account.client_name)
        .join(Client.account)
        .where(Client.id.in_(client_ids), Client.organization_id == organization_id)
    )
    return {client_id: name or WITHOUT_NAME for client_id, name in dbsession.execute(query)}


def find_offer(dbsession: Session, organization_id: int, account_id: int) -> OwnershipOffer | None:
    """Return the open question whether somebody wants to own an organization."""
    query = select(OwnershipOffer).where(
        OwnershipOffer.organization_id == organization_id,
        OwnershipOffer.account_id == account_id,
        OwnershipOffer.ended_at.is_(None),
    )
    return dbsession.scalar(query)


def offers_about(dbsession: Session, organization_id: int, account_id: int) -> list[OwnershipOffer]:
    """Return the open questions to or of a person about an organization."""
    query = select(OwnershipOffer).where(
        OwnershipOffer.organization_id == organization_id,
        or_(OwnershipOffer.account_id == account_id, OwnershipOffer.offered_by_id == account_id),
        OwnershipOffer.ended_at.is_(None),
    )
    return list(dbsession.scalars(query))


def _now(organization_id: int, provider_ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return (Member.organization_id == organization_id, Member.provider_id.in_(provider_ids), _IS_PRESENT)
