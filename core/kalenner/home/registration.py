"""How a newcomer becomes a professional, and how a client is introduced to specialists."""

import colander
from pyramid.request import Request

from kalenner.home import routes
from kalenner.home.names import client_name_question, nickname_question
from kalenner.home.welcome import is_introduced, welcome_client
from kalenner.home.zone import answered, zone_question
from kalenner.i18n import _
from kalenner.people import ProviderService
from kalenner.people.models import Role
from kalenner.people.policy import NotAvailable, PersonContext, SpecialistContext
from kalenner.people.services import NicknameTaken
from kalenner.screens import AnswerRefused, Screen, form_of, screen


class NewProfessionalContext(PersonContext):
    """A person who offers no services yet."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if self.account.practice is not None:
            raise NotAvailable


class UnknownClientContext(SpecialistContext):
    """A client of the specialist ``provider`` whose name or time zone is not known yet."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if is_introduced(self.account):
            raise NotAvailable


def professional_form(context: NewProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask for the nickname, and for the time zone where it is not known."""
    zone = zone_question(request, _("ask-zone-professional"), is_asked=context.account.timezone is None)
    return form_of(nickname_question(request), zone)


@screen(routes.professional_register, context=NewProfessionalContext, form=professional_form)
def become_professional(context: NewProfessionalContext, request: Request) -> Screen:
    """Open the practice, and go on to its time zone and set-up."""
    try:
        request.find_service(ProviderService).open_practice(context.account, request.values["nickname"])
    except NicknameTaken as error:
        raise AnswerRefused("nickname", _("name-taken")) from error
    context.account.role = Role.PROFESSIONAL
    if request.values["zone"] is None:
        return request.show(routes.setup())
    return answered(request, request.values["zone"], then=0)


def introduction_form(context: UnknownClientContext, request: Request) -> colander.SchemaNode:
    """Ask a client, once, for the name and the time zone."""
    account = context.account
    name = client_name_question(
        request,
        account,
        _("ask-client-name-first"),
        is_asked=account.client_name is None,
        specialist=context.provider.nickname,
    )
    return form_of(name, zone_question(request, _("ask-zone-client"), is_asked=account.timezone is None))


@screen(routes.client_introduce, context=UnknownClientContext, form=introduction_form)
def introduce(context: UnknownClientContext, request: Request) -> Screen:
    """Remember how specialists see this client, and go on to the time zone."""
    if request.values["name"] is not None:
        context.account.client_name = request.values["name"]
    if request.values["zone"] is None:
        return welcome_client(request, context.client)
    return answered(request, request.values["zone"], then=context.provider.id)
