"""What owners see of the team, and how they remove a member or ask one to own the organization too."""

from collections.abc import Collection

from pyramid.request import Request

from kalenner.home.menus import menu_rows
from kalenner.people import OwnerService
from kalenner.people.owners import LastOwner, NoOwner
from kalenner.people.policy import NotAvailable
from kalenner.route import Press
from kalenner.screens import Button, Notice, Screen, paragraphs, screen
from kalenner.screens import routes as screen_routes
from kalenner.screens.model import Row
from kalenner.screens.widgets import confirm_rows, page_of, pager
from kalenner_invitations.api import team_links
from kalenner_organizations import _, routes
from kalenner_organizations.contexts import OrganizationContext, TeamMemberContext
from kalenner_organizations.models import Member
from kalenner_organizations.queries import find_offer, members_of, owners_of
from kalenner_organizations.services import MemberService
from kalenner_organizations.words import member_name, owner_name


@screen(routes.team, context=OrganizationContext)
def show_team(context: OrganizationContext, request: Request) -> Screen:
    """Show owners and members, the owners marked."""
    organization = context.organization
    members = members_of(request.dbsession, organization.id)
    owners = {owner.account_id: owner for owner in owners_of(request.dbsession, organization.id)}
    accounts = {member.provider.professional_id for member in members}
    buttons = [
        Button(
            f"🏛 {owner_name(request, owner.account)}",
            routes.owner(organization=organization.id, owner=owner.id),
        )
        for account_id, owner in owners.items()
        if account_id not in accounts
    ]
    buttons += [_button(request, organization.id, member, owners) for member in members]
    shown, page, pages = page_of(buttons, request.args["page"])
    turn = pager(page, pages, lambda number: routes.team(organization=organization.id, page=number))
    heading = _("team-heading") if members else _("team-empty")
    invite = (Button(request.label(_("button-invite-professionals")), team_links(page=0)),)
    return Screen(
        request.text(heading, name=organization.nickname, count=len(members)),
        rows=(*((button,) for button in shown), *turn, invite),
        back=screen_routes.menu(),
    )


def _button(request: Request, organization_id: int, member: Member, owners: Collection[int]) -> Button:
    mark = "🏛 " if member.provider.account_id in owners else ""
    press = routes.team_member(organization=organization_id, member=member.id)
    return Button(mark + member_name(request, member.provider), press)


@screen(routes.team_member, context=TeamMemberContext)
def show_member(context: TeamMemberContext, request: Request) -> Screen:
    """Show one member: since when, and what an owner may do."""
    member, organization = context.member, context.organization
    joined = request.reader.day(request.reader.local(member.joined_at).date())
    asked = member.provider.professional_id
    is_owner = request.find_service(OwnerService).is_owner(asked, organization.id)
    is_asked = not is_owner and find_offer(request.dbsession, organization.id, asked) is not None
    text = _("member-owner") if is_owner else _("member")
    named = {"organization": organization.id, "member": member.id}
    rows: list[Row] = menu_rows(request, "member_card", member.provider)
    if not is_owner and not is_asked:
        rows.append((Button(request.label(_("button-make-owner")), routes.offer(**named)),))
    rows.append((Button(request.label(_("button-remove")), routes.remove(**named)),))
    return Screen(
        paragraphs(
            request.text(text, name=member_name(request, member.provider), day=joined),
            request.text(_("owner-is-asked")) if is_asked else None,
        ),
        rows=tuple(rows),
        back=routes.team(organization=organization.id, page=0),
    )


@screen(routes.offer, context=TeamMemberContext)
def offer(context: TeamMemberContext, request: Request) -> Screen:
    """Ask a member whether they want to own the organization too."""
    try:
        request.find_service(MemberService).offer(context.member, context.account)
    except NoOwner as error:
        raise NotAvailable from error
    shown: Screen = request.show(
        routes.team_member(organization=context.organization.id, member=context.member.id),
        notice=Notice(request.label(_("owner-is-asked"))),
    )
    return shown


@screen(routes.remove, context=TeamMemberContext)
def ask_remove(context: TeamMemberContext, request: Request) -> Screen:
    """Ask before a member is removed, and say what that means."""
    named = {"organization": context.organization.id, "member": context.member.id}
    back = routes.team_member(**named)
    return Screen(
        request.text(_("remove-question"), name=member_name(request, context.member.provider)),
        rows=tuple(confirm_rows(request, _("button-yes-remove"), routes.remove_now(**named), back)),
        back=back,
    )


@screen(routes.remove_now, context=TeamMemberContext)
def remove(context: TeamMemberContext, request: Request) -> Screen:
    """Remove a member."""
    name = member_name(request, context.member.provider)
    try:
        request.find_service(MemberService).remove(context.member, context.account)
    except NoOwner as error:
        raise NotAvailable from error
    except LastOwner:
        return last_owner(request, routes.team(organization=context.organization.id, page=0))
    is_still_owner = request.find_service(OwnerService).acts_for(context.account, context.organization)
    press = (
        routes.team(organization=context.organization.id, page=0) if is_still_owner else screen_routes.menu()
    )
    shown: Screen = request.show(press, notice=Notice(request.label(_("is-removed"), name=name)))
    return shown


def last_owner(request: Request, press: Press) -> Screen:
    """Say that an organization always belongs to somebody."""
    shown: Screen = request.show(press, notice=Notice(request.label(_("last-owner")), is_alert=True))
    return shown
