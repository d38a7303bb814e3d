"""How a person founds an organization, and goes on as its owner."""

import colander
from pyramid.request import Request

from kalenner.home.zone import answered, zone_question
from kalenner.i18n import _ as core_message
from kalenner.people import OwnerService, ProviderService
from kalenner.people.policy import PersonContext
from kalenner.people.services import NicknameTaken
from kalenner.screens import AnswerRefused, Ask, Button, Screen, form_of, question, screen
from kalenner.screens import routes as screen_routes
from kalenner.screens.answers import Text
from kalenner_organizations import _, routes
from kalenner_organizations.contexts import OrganizationContext
from kalenner_organizations.services import MemberService

NAME_LENGTH = (2, 60)


def register_form(context: PersonContext, request: Request) -> colander.SchemaNode:
    """Ask for the name, and for the time zone where it is not known."""
    providers = request.find_service(ProviderService)

    def is_free(node: colander.SchemaNode, name: str) -> None:
        if providers.is_taken(name):
            raise colander.Invalid(node, core_message("name-taken"))

    name = question("name", Text(*NAME_LENGTH), Ask(_("ask-name")), validator=is_free)
    zone = zone_question(request, _("ask-zone"), is_asked=context.account.timezone is None)
    return form_of(name, zone)


@screen(routes.register, form=register_form)
def found(context: PersonContext, request: Request) -> Screen:
    """Found the organization, and go on to its time zone or its menu."""
    try:
        request.find_service(MemberService).found(context.account, request.values["name"])
    except NicknameTaken as error:
        raise AnswerRefused("name", core_message("name-taken")) from error
    if request.values["zone"] is None:
        menu: Screen = request.show(screen_routes.menu())
        return menu
    return answered(request, request.values["zone"], then=0)


@screen(routes.own)
def show_own(context: PersonContext, request: Request) -> Screen:
    """Show the organizations of the person, each of which can be gone on with, and how to found one more."""
    organizations = request.find_service(OwnerService).organizations(context.account)
    return Screen(
        request.text(_("own-heading")),
        rows=(
            *((Button(f"🏛 {one.nickname}", routes.act(organization=one.id)),) for one in organizations),
            (Button(request.label(_("button-run-organization")), routes.register()),),
        ),
        back=screen_routes.menu(),
    )


@screen(routes.act, context=OrganizationContext)
def act(context: OrganizationContext, request: Request) -> Screen:
    """Go on as an owner of the organization, and remember it."""
    request.find_service(OwnerService).act_for(context.account, context.organization)
    menu: Screen = request.show(screen_routes.menu())
    return menu
