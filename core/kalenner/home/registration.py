"""How a newcomer becomes a professional or somebody's client."""

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.home.zone import answered, zone_question
from kalenner.i18n import _
from kalenner.people import Account, Client, ProviderService
from kalenner.people.models import Role
from kalenner.people.policy import NotAvailable, PersonContext, SpecialistContext
from kalenner.people.services import CLIENT_NAME_LENGTH, NICKNAME_LENGTH, NicknameTaken
from kalenner.screens import AnswerRefused, Ask, Choice, Screen, form_of, paragraphs, question
from kalenner.screens.answers import Text


class NewProfessionalContext(PersonContext):
    """A person who offers no services yet."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if self.account.provider is not None:
            raise NotAvailable


class UnknownClientContext(SpecialistContext):
    """A client of the specialist ``provider`` whose name or time zone is not known."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if is_introduced(self.account):
            raise NotAvailable


def is_introduced(account: Account) -> bool:
    """Tell whether specialists can know this client's name and time."""
    return account.client_name is not None and account.timezone is not None


def welcome_client(request: Request, client: Client) -> Screen:
    """Go on after an invitation was accepted: ask what is not known yet, then show the specialist."""
    if client.account.role is None:
        client.account.role = Role.CLIENT
    if not is_introduced(client.account):
        return request.show("client.introduce", provider=client.provider_id)  # type: ignore[no-any-return]
    return show_specialist(request, client, request.text(_("connected"), name=client.provider.nickname))


def show_specialist(request: Request, client: Client, message: Markup) -> Screen:
    """Show the specialist's card below a sentence about what has just happened."""
    card: Screen = request.show("specialists.card", provider=client.provider_id)
    return card.replace(text=paragraphs(message, card.text))


def professional_form(context: PersonContext, request: Request) -> colander.SchemaNode:
    """Ask for the nickname, and for the time zone where it is not known."""
    return form_of(nickname_question(request), zone_question(request, is_asked=context.account.timezone is None))


def become_professional(context: PersonContext, request: Request) -> Screen:
    """Open the practice, and go on to its time zone and set-up."""
    try:
        request.find_service(ProviderService).open_practice(context.account, request.values["nickname"])
    except NicknameTaken as error:
        raise AnswerRefused("nickname", _("name-taken")) from error
    context.account.role = Role.PROFESSIONAL
    if request.values["zone"] is None:
        return request.show("setup")  # type: ignore[no-any-return]
    return answered(request, request.values["zone"], then=0)


def introduction_form(context: SpecialistContext, request: Request) -> colander.SchemaNode:
    """Ask a client, once, for the name and the time zone."""
    account = context.account
    name = name_question(request, _("ask-client-name-connected"), specialist=context.provider.nickname)
    name.ask = Ask(
        name.ask.prompt,
        choices=name.ask.choices,
        per_row=1,
        values=name.ask.values,
        applies=lambda _answers: account.client_name is None,
    )
    return form_of(name, zone_question(request, is_asked=account.timezone is None))


def introduce(context: SpecialistContext, request: Request) -> Screen:
    """Remember how specialists see this client, and go on to the time zone."""
    if request.values["name"] is not None:
        context.account.client_name = request.values["name"]
    if request.values["zone"] is None:
        return welcome_client(request, context.client)
    return answered(request, request.values["zone"], then=context.provider.id)
