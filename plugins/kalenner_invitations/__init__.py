"""Invitation links: named, limited links and QR codes that turn whoever opens them into a client."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

from kalenner_invitations.services import InvitationService, invitation_service_factory

_ = TranslationStringFactory("kalenner_invitations")


def includeme(config: Configurator) -> None:
    """Register the service and the screens."""
    config.register_service_factory(invitation_service_factory, InvitationService)
    config.include("kalenner_invitations.booking_links")
    config.scan()
