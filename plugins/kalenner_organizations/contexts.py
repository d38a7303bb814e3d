"""Whose an organization is: contexts of its owners and of its members.

Either is asked at every press, so that who is removed has lost everything with that.
"""

from pyramid.request import Request

from kalenner.people import Provider
from kalenner.people.policy import NotAvailable, ProfessionalContext, ProviderContext
from kalenner_organizations.models import Member
from kalenner_organizations.queries import find_member


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
