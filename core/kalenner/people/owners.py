"""Whose an organization is: its owners, who acts for it, and which providers a person acts for."""

from collections.abc import Sequence

from pyramid.request import Request
from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session, attributes

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.people.locks import lock_of
from kalenner.people.models import Account, Kind, Owner, Provider, Role

_owner = Owner.__table__.c
_OWNERS = select(_owner.account_id).where(_owner.provider_id == bindparam("provider_id")).order_by(_owner.id)
_IS_OWNER = (
    select(_owner.id)
    .where(_owner.provider_id == bindparam("provider_id"), _owner.account_id == bindparam("account_id"))
    .limit(1)
)
_OWNED = (
    select(Provider)
    .join(Owner, Owner.provider_id == Provider.id)
    .where(Owner.account_id == bindparam("account_id"), Provider.closed_at.is_(None))
    .order_by(Provider.nickname_folded)
)


class LastOwner(Exception):
    """The organization would belong to nobody."""


class NoOwner(Exception):
    """Whoever does this does not own the organization, or no longer."""


class OwnerService:
    """Owners of organizations; a professional's practice has none but its account."""

    def __init__(self, dbsession: Session, clock: Clock) -> None:
        self._dbsession = dbsession
        self._clock = clock

    def account_ids(self, provider: Provider) -> list[int]:
        """Return who acts for a provider: the professional, or all owners of the organization."""
        if provider.account_id is not None:
            return [provider.account_id]
        return list(self._dbsession.scalars(_OWNERS, {"provider_id": provider.id}))

    def acts_for(self, account: Account, provider: Provider) -> bool:
        """Tell whether a person acts for a provider: it is theirs, or they own the organization."""
        if provider.kind == Kind.PROFESSIONAL:
            return provider.account_id == account.id
        return provider.closed_at is None and self.is_owner(account.id, provider.id)

    def is_owner(self, account_id: int, provider_id: int) -> bool:
        """Tell whether an account owns an organization."""
        values = {"provider_id": provider_id, "account_id": account_id}
        return self._dbsession.scalar(_IS_OWNER, values) is not None

    def organizations(self, account: Account) -> list[Provider]:
        """Return the organizations of a person, by name."""
        return list(self._dbsession.scalars(_OWNED, {"account_id": account.id}))

    def find_provider(self, account: Account, provider_id: int) -> Provider | None:
        """Return a provider the person acts for; None where it is not, or not any longer, theirs.

        Of whom acts for one provider alone nothing is read.
        """
        for known in (account.practice, account.organization if account.acts_for_id else None):
            if known is not None and known.id == provider_id:
                return known
        if account.acts_for_id is None:  # who owns an organization acts for one of them
            return None
        provider = self._dbsession.get(Provider, provider_id)
        return provider if provider is not None and self.acts_for(account, provider) else None

    def add(self, organization: Provider, account: Account) -> bool:
        """Let an account own an organization; return False where it does already."""
        self.lock(organization)
        if self.is_owner(account.id, organization.id):
            return False
        row = Owner(provider_id=organization.id, account_id=account.id, created_at=self._clock.now())
        self._dbsession.add(row)
        self._dbsession.flush()
        if account.acts_for_id is None or account.organization is None:
            self._let_act(account, organization)
        return True

    def remove(self, organization: Provider, account: Account) -> bool:
        """Take an organization from an account, whose menus change at once; return False where it has none.

        Raises :class:`LastOwner`. Two who take it from each other at once wait for one another here, and the
        caller asks after that, by :meth:`require`, whether the first one is still an owner.
        """
        self.lock(organization)
        owners = self.account_ids(organization)
        if account.id not in owners:
            return False
        if len(owners) == 1:
            raise LastOwner
        self._dbsession.execute(
            delete(Owner).where(Owner.provider_id == organization.id, Owner.account_id == account.id)
        )
        self.forget(account, organization)
        return True

    def require(self, organization: Provider, account: Account) -> None:
        """Wait for a concurrent change of the owners; raises :class:`NoOwner` where this is none of them."""
        self.lock(organization)
        if not self.is_owner(account.id, organization.id):
            raise NoOwner

    def lock(self, organization: Provider) -> None:
        """Let nobody else change owners, members or state of the organization until the unit of work ends."""
        lock(self._dbsession, lock_of(organization.id))

    def act_for(self, account: Account, organization: Provider) -> None:
        """Go on as an owner of an organization, and remember it."""
        account.role = Role.OWNER
        self._let_act(account, organization)

    def forget(self, account: Account, organization: Provider) -> None:
        """Let who no longer owns an organization act for another one, or for none."""
        if account.acts_for_id != organization.id:
            return
        others = self.organizations(account)
        if others:
            self._let_act(account, others[0])
            return
        account.acts_for_id = None
        attributes.set_committed_value(account, "organization", None)
        if account.role == Role.OWNER:
            account.role = Role.CLIENT if account.practice is None else Role.PROFESSIONAL

    def count(self, organization: Provider) -> int:
        """Count the owners."""
        query = select(func.count(Owner.id)).where(Owner.provider_id == organization.id)
        return self._dbsession.scalar(query) or 0

    def accounts(self, organization: Provider) -> Sequence[Account]:
        """Return the owners, the first one first."""
        query = select(Account).join(Owner, Owner.account_id == Account.id).order_by(Owner.id)
        return list(self._dbsession.scalars(query.where(Owner.provider_id == organization.id)))

    def _let_act(self, account: Account, organization: Provider) -> None:
        account.acts_for_id = organization.id
        attributes.set_committed_value(account, "organization", organization)


def owner_service_factory(request: Request) -> OwnerService:
    """Make the service for a request."""
    return OwnerService(request.dbsession, request.clock)
