"""A client and a specialist who have just been connected."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes
from kalenner.home.privacy import with_privacy
from kalenner.i18n import _
from kalenner.people import Account, Client
from kalenner.people.models import Role
from kalenner.screens import Screen, paragraphs


def is_introduced(account: Account) -> bool:
    """Tell whether specialists can know this client's name and time."""
    return account.client_name is not None and account.timezone is not None


def welcome_client(request: Request, client: Client) -> Screen:
    """Go on after an invitation was accepted: ask what is not known yet, then show the specialist."""
    if client.account.role is None:
        client.account.role = Role.CLIENT
    if not is_introduced(client.account):
        question = request.show(routes.client_introduce(provider=client.provider_id))
        return with_privacy(request, client.account, question)
    return show_specialist(request, client, request.text(_("connected"), name=client.provider.nickname))


def show_specialist(request: Request, client: Client, message: Markup) -> Screen:
    """Show what the client came for, else the specialist's card; what has just happened is its heading."""
    if not is_introduced(client.account):  # the link was opened again instead of answering
        return request.show(routes.client_introduce(provider=client.provider_id))
    landing_id, client.landing_id = client.landing_id, None
    if landing_id is not None:
        landing: Screen | None = request.hooks.platform_find_landing(client=client, landing_id=landing_id)
        if landing is not None:
            return landing.replace(text=paragraphs(message, landing.text))
    card: Screen = request.show(routes.specialists_card(provider=client.provider_id))
    return card if card.has_question else card.replace(text=message)
