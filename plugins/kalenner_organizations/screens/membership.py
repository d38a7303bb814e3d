"""What a member sees of the organizations they belong to."""

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.menus import menu_rows
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import Button, Screen, screen
from kalenner_organizations import _, routes
from kalenner_organizations.contexts import MembershipContext
from kalenner_organizations.queries import organizations_of


@screen(routes.organizations, context=ProfessionalContext)
def show_organizations(context: ProfessionalContext, request: Request) -> Screen:
    """Show the organizations that the professional belongs to."""
    organizations = organizations_of(request.dbsession, context.provider.id)
    return Screen(
        request.text(_("list-heading") if organizations else _("list-empty")),
        rows=tuple((Button(one.nickname, routes.card(organization=one.id)),) for one in organizations),
        back=home_routes.office(),
    )


@screen(routes.card, context=MembershipContext)
def show_card(context: MembershipContext, request: Request) -> Screen:
    """Show an organization to a member, with what belongs to it."""
    joined = request.reader.day(request.reader.local(context.member.joined_at).date())
    return Screen(
        request.text(_("card"), name=context.organization.nickname, day=joined),
        rows=tuple(menu_rows(request, "organization_card", context.organization)),
        back=routes.organizations(),
    )
