"""The service of organizations: founding one, joining, leaving."""

from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.people import Account, OwnerService, Provider, ProviderService
from kalenner_organizations import queries
from kalenner_organizations.models import Member


class MemberService:
    """Organizations and their teams."""

    def __init__(
        self, dbsession: Session, clock: Clock, providers: ProviderService, owners: OwnerService
    ) -> None:
        self._dbsession = dbsession
        self._clock = clock
        self._providers = providers
        self._owners = owners

    def found(self, account: Account, name: str) -> Provider:
        """Make an organization that the account owns and acts for now; raises NicknameTaken."""
        organization = self._providers.found_organization(account, name)
        self._owners.add(organization, account)
        self._owners.act_for(account, organization)
        return organization

    def join(self, organization: Provider, practice: Provider) -> Member:
        """Make a professional a member; who is one already stays the same member."""
        self._owners.lock(organization)
        member = queries.find_member(self._dbsession, organization.id, practice.id)
        if member is None:
            member = Member(organization=organization, provider=practice, joined_at=self._clock.now())
            self._dbsession.add(member)
            self._dbsession.flush()
        return member

    def end(self, member: Member) -> bool:
        """End a membership, whoever ends it; return False where it has ended already."""
        self._owners.lock(member.organization)
        self._dbsession.refresh(member, ["left_at"])
        if member.left_at is not None:
            return False
        member.left_at = self._clock.now()
        self._dbsession.flush()
        return True


def member_service_factory(request: Request) -> MemberService:
    """Make the service for a request."""
    return MemberService(
        request.dbsession,
        request.clock,
        request.find_service(ProviderService),
        request.find_service(OwnerService),
    )
