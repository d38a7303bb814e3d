"""Questions for the two names a person can have: the nickname clients see, the name specialists see."""

import unicodedata

import colander
from pyramid.request import Request

from kalenner.i18n import Translatable, _
from kalenner.people import Account, Provider, ProviderService
from kalenner.people.services import CLIENT_NAME_LENGTH, NICKNAME_LENGTH
from kalenner.screens import Ask, Choice, Visit, question
from kalenner.screens.answers import Text


def nickname_question(request: Request, provider: Provider | None = None) -> colander.SchemaNode:
    """Ask for the nickname of a practice; one that is taken is refused at once."""
    service = request.find_service(ProviderService)
    own_id = None if provider is None else provider.id

    def is_free(node: colander.SchemaNode, nickname: str) -> None:
        if service.is_taken(nickname, except_id=own_id):
            raise colander.Invalid(node, _("name-taken"))

    if provider is None:
        return question("nickname", Text(*NICKNAME_LENGTH), Ask(_("ask-nickname")), validator=is_free)
    ask = Ask(_("ask-nickname"), shown=provider.nickname)
    return question("nickname", Text(*NICKNAME_LENGTH), ask, current=provider.nickname, validator=is_free)


def client_name_question(
    request: Request, account: Account, prompt: Translatable, *, is_asked: bool = True, **values: object
) -> colander.SchemaNode:
    """Ask for the name by which specialists see a client; the channel's name is offered."""
    channel_name = _usable(Visit.of(request).arrival.first_name)
    choices = (
        [Choice(request.label(_("choice-use-name"), name=channel_name), channel_name)] if channel_name else []
    )
    ask = Ask(
        prompt,
        choices=choices,
        per_row=1,
        values=values,
        applies=lambda _answers: is_asked,
        shown=account.client_name or "",
    )
    current_name = colander.null if account.client_name is None else account.client_name
    return question("name", Text(*CLIENT_NAME_LENGTH), ask, current=current_name)


def _usable(first_name: str) -> str:
    """Return the channel's name for the person if it can be a client's name, else nothing."""
    shortest, longest = CLIENT_NAME_LENGTH
    name = " ".join(unicodedata.normalize("NFC", first_name).split())
    return name if shortest <= len(name) <= longest else ""
