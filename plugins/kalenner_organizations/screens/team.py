"""What owners see of the team."""

from pyramid.request import Request

from kalenner.home.menus import menu_rows
from kalenner.people import OwnerService
from kalenner.screens import Button, Screen, screen
from kalenner.screens import routes as screen_routes
from kalenner.screens.widgets import page_of, pager
from kalenner_organizations import _, routes
from kalenner_organizations.contexts import OrganizationContext, TeamMemberContext
from kalenner_organizations.models import Member
from kalenner_organizations.queries import members_of


@screen(routes.team, context=OrganizationContext)
def show_team(context: OrganizationContext, request: Request) -> Screen:
    """Show the members, the owners among them marked."""
    organization = context.organization
    members = members_of(request.dbsession, organization.id)
    owners = set(request.find_service(OwnerService).account_ids(organization))
    shown, page, pages = page_of(members, request.args["page"])
    turn = pager(page, pages, lambda number: routes.team(organization=organization.id, page=number))
    heading = _("team-heading") if members else _("team-empty")
    return Screen(
        request.text(heading, name=organization.nickname, count=len(members)),
        rows=(*((_button(organization.id, member, owners),) for member in shown), *turn),
        back=screen_routes.menu(),
    )


def _button(organization_id: int, member: Member, owners: set[int]) -> Button:
    mark = "🏛 " if member.provider.account_id in owners else ""
    press = routes.team_member(organization=organization_id, member=member.id)
    return Button(mark + member.provider.nickname, press)


@screen(routes.team_member, context=TeamMemberContext)
def show_member(context: TeamMemberContext, request: Request) -> Screen:
    """Show one member: since when, and what an owner may do."""
    member = context.member
    joined = request.reader.day(request.reader.local(member.joined_at).date())
    is_owner = request.find_service(OwnerService).is_owner(
        member.provider.professional_id, context.organization.id
    )
    text = _("member-owner") if is_owner else _("member")
    return Screen(
        request.text(text, name=member.provider.nickname, day=joined),
        rows=tuple(menu_rows(request, "member_card", member.provider)),
        back=routes.team(organization=context.organization.id, page=0),
    )
