"""The service of organizations: founding one, joining, leaving, removing, handing over, dissolving.

Whatever changes team or owners waits for the organization's lock, and asks after that whether whoever does
it may.
"""

from typing import Any

from pyramid.request import Request

from kalenner.people import Account, ClientService, OwnerService, Provider, ProviderService
from kalenner.people.models import Role
from kalenner.route import Press
from kalenner_invitations.api import Invitation, InvitationService, Outcome
from kalenner_organizations import queries, routes
from kalenner_organizations.errors import CannotJoin, OfferOver
from kalenner_organizations.models import Member, OwnershipOffer
from kalenner_organizations.parting import PartingService


class MemberService:
    """Organizations and their teams."""

    def __init__(self, request: Request) -> None:
        self._request: Any = request
        self._dbsession = request.dbsession
        self._clock = request.clock
        self._providers: ProviderService = request.find_service(ProviderService)
        self._owners: OwnerService = request.find_service(OwnerService)

    def found(self, account: Account, name: str) -> Provider:
        """Make an organization that the account owns and acts for now; raises NicknameTaken."""
        organization = self._providers.found_organization(account, name)
        self._owners.add(organization, account)
        self._owners.act_for(account, organization)
        return organization

    # Joining

    def join_by(self, invitation: Invitation, account: Account, placeholder: str) -> Member:
        """Make somebody a member by a link, a professional first where they are none.

        Who is a member already uses nothing up. Raises :class:`CannotJoin`.
        """
        organization = invitation.provider
        self._owners.lock(organization)
        practice = account.practice
        if practice is not None:
            member = queries.find_member(self._dbsession, organization.id, practice.id)
            if member is not None:
                return member
        outcome = self._request.find_service(InvitationService).use_team(invitation, account)
        if outcome is not Outcome.CONNECTED:
            raise CannotJoin(outcome)
        if practice is None:
            practice = self._providers.open_unnamed(account, placeholder)
            account.role = Role.PROFESSIONAL
        return self.join(organization, practice)

    def join(self, organization: Provider, practice: Provider, *, is_told: bool = True) -> Member:
        """Make a professional a member, which all owners and the member hear; who is one stays the same."""
        self._owners.lock(organization)
        member = queries.find_member(self._dbsession, organization.id, practice.id)
        if member is None:
            member = Member(organization=organization, provider=practice, joined_at=self._clock.now())
            self._dbsession.add(member)
            self._dbsession.flush()
            if is_told:
                self._tell(
                    member, routes.joined(member=member.id), routes.welcome(member=member.id), "joined"
                )
        return member

    # Leaving

    def remove(self, member: Member, by: Account) -> None:
        """Let an owner end a membership, and what the member owns of the organization.

        Raises NoOwner where `by` is none any more, LastOwner where nobody would own it.
        """
        organization = member.organization
        self._owners.require(organization, by)
        self._disown(organization, member.provider.professional)
        self.end(member)

    def leave(self, member: Member) -> None:
        """Let a member leave; an owner stays one."""
        self.end(member)

    def end(self, member: Member, *, tells_owners: bool = True) -> bool:
        """End a membership, whoever ends it; return False where it has ended already."""
        self._owners.lock(member.organization)
        self._dbsession.refresh(member, ["left_at"])
        if member.left_at is not None:
            return False
        member.left_at = self._clock.now()
        self._end_offers(member.organization_id, member.provider.professional_id)
        self._dbsession.flush()
        to_owners = routes.left(member=member.id) if tells_owners else None
        self._tell(member, to_owners, routes.farewell(member=member.id), "left")
        self._request.find_service(PartingService).begin(member, tells_owners=tells_owners)
        return True

    # Owners

    def offer(self, member: Member, by: Account) -> OwnershipOffer:
        """Ask a member whether they want to own the organization too; raises NoOwner."""
        organization, asked = member.organization, member.provider.professional_id
        self._owners.require(organization, by)
        offer = queries.find_offer(self._dbsession, organization.id, asked)
        if offer is None:
            offer = OwnershipOffer(
                organization=organization,
                account_id=asked,
                offered_by_id=by.id,
                offered_at=self._clock.now(),
                is_accepted=False,
            )
            self._dbsession.add(offer)
            self._dbsession.flush()
            self._request.notify(
                asked, routes.asked(offer=offer.id), origin_id=by.id, dedupe=f"organizations:offer:{offer.id}"
            )
        return offer

    def answer(self, offer: OwnershipOffer, *, is_accepted: bool) -> None:
        """Take the answer of who is asked; raises :class:`OfferOver`."""
        organization = offer.organization
        self._owners.lock(organization)
        self._dbsession.refresh(offer, ["ended_at"])
        if offer.ended_at is not None or organization.closed_at is not None:
            raise OfferOver
        if not self._owners.is_owner(offer.offered_by_id, organization.id):
            raise OfferOver
        offer.ended_at, offer.is_accepted = self._clock.now(), is_accepted
        if is_accepted:
            self._owners.add(organization, offer.account)
        self._dbsession.flush()
        self._request.notify_provider(
            organization, routes.answered(offer=offer.id), dedupe=f"organizations:answer:{offer.id}"
        )

    def disown(self, organization: Provider, account: Account, by: Account) -> None:
        """Take the organization from an owner, by another one or by themselves; raises NoOwner, LastOwner."""
        self._owners.require(organization, by)
        self._disown(organization, account)

    def dissolve(self, organization: Provider, by: Account) -> None:
        """End an organization: team, links and owners' access; raises NoOwner.

        Members and clients keep what they have with each other. The name is free again.
        """
        self._owners.require(organization, by)
        for member in queries.members_of(self._dbsession, organization.id):
            self.end(member, tells_owners=False)
        self._part_with_clients(organization)
        owners = self._owners.accounts(organization)
        for owner in owners:
            self._request.notify(
                owner.id,
                routes.dissolved(organization=organization.id),
                dedupe=f"organizations:dissolved:{organization.id}",
            )
        self._providers.close(organization)
        self._request.hooks.platform_provider_closed(provider=organization)
        for owner in owners:
            self._owners.forget(owner, organization)

    def forget_account(self, account: Account) -> None:
        """Take an account that is erased out of all organizations; what nobody else owns is dissolved."""
        for organization in self.owned_alone(account):
            self.dissolve(organization, account)
        for organization in self._owners.organizations(account):
            self._disown(organization, account)
        if account.practice is None:
            return
        for organization in queries.organizations_of(self._dbsession, account.practice.id):
            member = queries.find_member(self._dbsession, organization.id, account.practice.id)
            if member is not None:
                self.end(member)

    def owned_alone(self, account: Account) -> list[Provider]:
        """Return the organizations that an account is the only owner of."""
        return [one for one in self._owners.organizations(account) if self._owners.count(one) == 1]

    def _part_with_clients(self, organization: Provider) -> None:
        """End the relations of an organization to its clients, who are told."""
        clients: ClientService = self._request.find_service(ClientService)
        for client in clients.list_clients(organization):
            self._request.notify(
                client.account_id,
                routes.gone(client=client.id),
                dedupe=f"organizations:gone:{client.id}",
            )
            clients.remove(client)

    def _disown(self, organization: Provider, account: Account) -> None:
        if self._owners.remove(organization, account):
            self._end_offers(organization.id, account.id)

    def _end_offers(self, organization_id: int, account_id: int) -> None:
        for offer in queries.offers_about(self._dbsession, organization_id, account_id):
            offer.ended_at = self._clock.now()

    def _tell(self, member: Member, to_owners: Press | None, to_member: Press, what: str) -> None:
        """Promise N12: to all owners, and to the member."""
        key = f"organizations:{what}:{member.id}"
        if to_owners is not None:
            self._request.notify_provider(member.organization, to_owners, dedupe=key)
        self._request.notify_provider(member.provider, to_member, dedupe=f"{key}:own")


def member_service_factory(request: Request) -> MemberService:
    """Make the service for a request."""
    return MemberService(request)
