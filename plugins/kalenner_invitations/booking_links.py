"""The link that a professional gives to clients, with its QR code."""

from pyramid.request import Request

from kalenner.files import FILES
from kalenner.hooks.platform import BookingLink
from kalenner.people import Provider
from kalenner_invitations.pictures import qr_picture
from kalenner_invitations.services import InvitationService


def find_booking_link(request: Request, provider: Provider) -> BookingLink | None:
    """Return the best link that lets somebody in now; None where there is none, or no bot yet."""
    service: InvitationService = request.find_service(InvitationService)
    invitation = service.find_usable(provider.id)
    url = None if invitation is None else request.start_link(service.payload(invitation))
    return None if url is None else BookingLink(url, code_of(request, provider, url))


def code_of(request: Request, provider: Provider, url: str) -> bytes:
    """Return a link as a QR code with the provider's logo or photo in its middle, as a PNG."""
    key = provider.picture
    return qr_picture(url, None if key is None else FILES.of(request.registry).get(key))
