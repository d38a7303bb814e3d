"""How a professional joins by a link to a team (S.team)."""

import colander
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.names import nickname_question
from kalenner.home.privacy import with_privacy
from kalenner.home.zone import answered, zone_question
from kalenner.i18n import _ as core_message
from kalenner.people import ProviderService
from kalenner.people.policy import NotAvailable, PersonContext, ProfessionalContext
from kalenner.people.services import NicknameTaken
from kalenner.screens import AnswerRefused, Button, Notice, Screen, Style, form_of, screen
from kalenner.screens import routes as screen_routes
from kalenner_invitations.api import REFUSALS, InvitationService
from kalenner_organizations import _, routes
from kalenner_organizations.contexts import InvitedContext
from kalenner_organizations.errors import CannotJoin
from kalenner_organizations.queries import is_member
from kalenner_organizations.services import MemberService


@screen(routes.open_link)
def open_link(context: PersonContext, request: Request) -> Screen:
    """Answer a start link: ask whether the person wants to join, and say what owners will see."""
    account = context.account
    opened = request.find_service(InvitationService).open_team(request.args["token"], account)
    invitation = opened.invitation
    practice = account.practice
    if invitation is not None and practice is not None:
        organization = invitation.provider
        if is_member(request.dbsession, organization.id, practice.id):
            message = request.label(_("already-member"), name=organization.nickname)
            return _shown(request, organization.id, message)
    if invitation is None or opened.outcome in REFUSALS:
        notice = Notice(request.label(REFUSALS[opened.outcome]), is_alert=True)
        menu: Screen = request.show(screen_routes.menu(), notice=notice)
        return menu
    yes = Button(request.label(_("button-join")), routes.join(invitation=invitation.id), Style.SUCCESS)
    no = Button(request.label(core_message("button-no")), screen_routes.menu())
    text = request.text(_("join-question"), name=invitation.provider.nickname)
    return with_privacy(request, account, Screen(text, rows=((yes, no),)))


@screen(routes.join, context=InvitedContext)
def join(context: InvitedContext, request: Request) -> Screen:
    """Make the person a member, with no approval by anyone; who is new is asked for a nickname then."""
    placeholder = request.label(_("new-member"))
    try:
        member = request.find_service(MemberService).join_by(context.invitation, context.account, placeholder)
    except CannotJoin as error:
        notice = Notice(request.label(REFUSALS[error.outcome]), is_alert=True)
        menu: Screen = request.show(screen_routes.menu(), notice=notice)
        return menu
    message = request.label(_("joined-now"), name=member.organization.nickname)
    if member.provider.is_unnamed:
        question: Screen = request.show(routes.introduce(), notice=Notice(message))
        return question
    return _shown(request, member.organization_id, message)


class UnnamedContext(ProfessionalContext):
    """A professional who has not said a nickname yet."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if not self.provider.is_unnamed:
            raise NotAvailable


def introduction_form(context: UnnamedContext, request: Request) -> colander.SchemaNode:
    """Ask who is new for the nickname, and for the time zone where it is not known."""
    is_asked = context.account.timezone is None
    zone = zone_question(request, core_message("ask-zone-professional"), is_asked=is_asked)
    return form_of(nickname_question(request), zone)


@screen(routes.introduce, context=UnnamedContext, form=introduction_form)
def introduce(context: UnnamedContext, request: Request) -> Screen:
    """Give the practice its nickname, and go on to its time zone and set-up."""
    try:
        request.find_service(ProviderService).rename(context.provider, request.values["nickname"])
    except NicknameTaken as error:
        raise AnswerRefused("nickname", core_message("name-taken")) from error
    if request.values["zone"] is None:
        setup: Screen = request.show(home_routes.setup())
        return setup
    return answered(request, request.values["zone"], then=0)


def _shown(request: Request, organization_id: int, message: str) -> Screen:
    shown: Screen = request.show(routes.card(organization=organization_id), notice=Notice(message))
    return shown
