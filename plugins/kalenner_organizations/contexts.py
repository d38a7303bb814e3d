"""Whose an organization is: contexts of its owners and of its members.

Either is asked at every press, so that who is removed has lost everything with that.
"""

from pyramid.request import Request

from kalenner.people import Client, OwnerService, Provider
from kalenner.people.models import Owner
from kalenner.people.policy import NotAvailable, PersonContext, ProfessionalContext, ProviderContext
from kalenner_invitations.api import Invitation, has_opened
from kalenner_organizations.models import Member, OwnershipOffer
from kalenner_organizations.queries import find_member, is_member


class ActingOwnerContext(ProviderContext):
    """The person as an owner of the organization that they act for: for screens that name none."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if not self.provider.is_organization:
            raise NotAvailable
        self.organization: Provider = self.provider


class OrganizationContext(ProviderContext):
    """The person as an owner of the organization that the argument ``organization`` names."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.take(request.args["organization"])
        if not self.provider.is_organization:
            raise NotAvailable
        self.organization: Provider = self.provider


class TeamMemberContext(OrganizationContext):
    """One member of the organization, named by the argument ``member``, as its owners see one."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        member = request.dbsession.get(Member, request.args["member"])
        if member is None or member.organization_id != self.organization.id or member.left_at is not None:
            raise NotAvailable
        self.member: Member = member


class MembershipContext(ProfessionalContext):
    """The person as a member of the organization that the argument ``organization`` names."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        member = find_member(request.dbsession, request.args["organization"], self.provider.id)
        if member is None or member.organization.closed_at is not None:
            raise NotAvailable
        self.member: Member = member
        self.organization: Provider = member.organization


class OwnerCardContext(OrganizationContext):
    """One owner of the organization, named by the argument ``owner``, as the owners see one."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        owner = request.dbsession.get(Owner, request.args["owner"])
        if owner is None or owner.provider_id != self.organization.id:
            raise NotAvailable
        self.owner: Owner = owner


class InvitedContext(PersonContext):
    """A link to a team that the person has opened, named by the argument ``invitation``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        invitation = request.dbsession.get(Invitation, request.args["invitation"])
        if invitation is None or not invitation.is_team or invitation.provider.closed_at is not None:
            raise NotAvailable
        if not has_opened(request.dbsession, invitation.id, self.account.id):
            raise NotAvailable
        self.invitation: Invitation = invitation


class OfferContext(PersonContext):
    """The question whether the person wants to own an organization, named by the argument ``offer``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        offer = request.dbsession.get(OwnershipOffer, request.args["offer"])
        if offer is None or offer.account_id != self.account.id:
            raise NotAvailable
        self.offer: OwnershipOffer = offer


class TeamNewsContext(ProviderContext):
    """A membership that the owners of its organization are told of, ended or not: the argument ``member``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        member = request.dbsession.get(Member, request.args["member"])
        if member is None:
            raise NotAvailable
        self.take(member.organization_id)
        self.member: Member = member


class OwnNewsContext(ProfessionalContext):
    """A membership of the professional's own, ended or not: the argument ``member``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        member = request.dbsession.get(Member, request.args["member"])
        if member is None:
            raise NotAvailable
        self.take(member.provider_id)
        self.member: Member = member


class AnswerContext(ProviderContext):
    """The answer of who was asked to own the organization, as its owners read it: the argument ``offer``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        offer = request.dbsession.get(OwnershipOffer, request.args["offer"])
        if offer is None or offer.ended_at is None:
            raise NotAvailable
        self.take(offer.organization_id)
        self.offer: OwnershipOffer = offer


class DissolvedContext(PersonContext):
    """An organization that the person owned until it was dissolved: the argument ``organization``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        organization = request.dbsession.get(Provider, request.args["organization"])
        if organization is None or organization.closed_at is None:
            raise NotAvailable
        if not request.find_service(OwnerService).is_owner(self.account.id, organization.id):
            raise NotAvailable
        self.organization: Provider = organization


class GoneContext(PersonContext):
    """The person's former relation to an organization that was dissolved: the argument ``client``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        client = request.dbsession.get(Client, request.args["client"])
        if client is None or client.account_id != self.account.id or client.provider.closed_at is None:
            raise NotAvailable
        self.client: Client = client


class PartedContext(PersonContext):
    """The person's relation to a member who has left the organization: the argument ``client``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        client = request.dbsession.get(Client, request.args["client"])
        if client is None or client.account_id != self.account.id or client.organization_id is None:
            raise NotAvailable
        if client.blocked_at is not None or is_member(
            request.dbsession, client.organization_id, client.provider_id
        ):
            raise NotAvailable
        self.client: Client = client


class ComingContext(ProviderContext):
    """A membership that has ended, for the member and for the owners: the argument ``member``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        member = request.dbsession.get(Member, request.args["member"])
        if member is None or member.left_at is None:
            raise NotAvailable
        practice = self.account.practice
        self.take(member.provider_id if _is(practice, member.provider_id) else member.organization_id)
        self.member: Member = member


def _is(practice: Provider | None, provider_id: int) -> bool:
    return practice is not None and practice.id == provider_id
