"""The link that a professional gives to clients, with its QR code."""

from collections.abc import Mapping
from typing import Any

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request

from kalenner.drawings import DRAWERS, Drawing
from kalenner.files import FILES
from kalenner.hooks.platform import BookingLink
from kalenner.people import Provider
from kalenner_invitations.pictures import qr_picture
from kalenner_invitations.services import InvitationService

CODE = "invitations.code"
"""The drawer of the code."""


def find_booking_link(request: Request, provider: Provider) -> BookingLink | None:
    """Return the best link that lets somebody in now; None where there is none, or no bot yet."""
    service: InvitationService = request.find_service(InvitationService)
    invitation = service.find_usable(provider.id)
    url = None if invitation is None else request.start_link(service.payload(invitation))
    return None if url is None else BookingLink(url, code_of(provider, url))


def code_of(provider: Provider, url: str) -> Drawing:
    """Return a link as a QR code with the provider's logo or photo in its middle, a PNG to be drawn."""
    return Drawing(CODE, {"link": url, "logo": provider.picture})


def draw_code(registry: Registry, values: Mapping[str, Any]) -> bytes:
    """Draw the code; without a logo where that was deleted since."""
    return qr_picture(values["link"], FILES.of(registry).find(values["logo"]))


def includeme(config: Configurator) -> None:
    """Let the code be drawn when it is sent."""
    DRAWERS.of(config.registry)[CODE] = draw_code
