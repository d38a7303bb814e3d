"""A client and a specialist who have just been connected."""

from markupsafe import Markup
from pyramid.request import Request

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
        return request.show("client.introduce", provider=client.provider_id)
    return show_specialist(request, client, request.text(_("connected"), name=client.provider.nickname))


def show_specialist(request: Request, client: Client, message: Markup) -> Screen:
    """Show what the client came for, else the specialist's card; what has just happened is its heading."""
    if not is_introduced(client.account):  # who opened the link once more instead of answering
        return request.show("client.introduce", provider=client.provider_id)
    wish, client.wish = client.wish, None
    if wish is not None:
        booking: Screen | None = request.hooks.scheduling_find_booking(client=client, service_id=wish)
        if booking is not None:
            return booking.replace(text=paragraphs(message, booking.text))
    card: Screen = request.show("specialists.card", provider=client.provider_id)
    return card if card.has_question else card.replace(text=message)
