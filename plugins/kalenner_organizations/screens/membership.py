"""What a member sees of the organizations they belong to."""

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.menus import menu_rows
from kalenner.people import OwnerService
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import Button, Notice, Screen, paragraphs, screen
from kalenner.screens.widgets import confirm_rows
from kalenner_organizations import _, routes
from kalenner_organizations.contexts import MembershipContext
from kalenner_organizations.queries import organizations_of
from kalenner_organizations.services import MemberService


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
    leave = Button(request.label(_("button-leave")), routes.leave(organization=context.organization.id))
    return Screen(
        request.text(_("card"), name=context.organization.nickname, day=joined),
        rows=(*menu_rows(request, "organization_card", context.organization), (leave,)),
        back=routes.organizations(),
    )


@screen(routes.leave, context=MembershipContext)
def ask_leave(context: MembershipContext, request: Request) -> Screen:
    """Ask before a member leaves; an owner stays one."""
    organization = context.organization
    is_owner = request.find_service(OwnerService).is_owner(context.account.id, organization.id)
    back = routes.card(organization=organization.id)
    press = routes.leave_now(organization=organization.id)
    return Screen(
        paragraphs(
            request.text(_("leave-question"), name=organization.nickname),
            request.text(_("leave-as-owner")) if is_owner else None,
        ),
        rows=tuple(confirm_rows(request, _("button-yes-leave"), press, back)),
        back=back,
    )


@screen(routes.leave_now, context=MembershipContext)
def leave(context: MembershipContext, request: Request) -> Screen:
    """Leave the organization."""
    request.find_service(MemberService).leave(context.member)
    notice = Notice(request.label(_("has-left"), name=context.organization.nickname))
    office: Screen = request.show(home_routes.office(), notice=notice)
    return office
