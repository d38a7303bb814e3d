"""Invitation links: named, limited links and QR codes that turn whoever opens them into a client."""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

from kalenner_invitations.models import Invitation
from kalenner_invitations.services import InvitationService, invitation_service_factory, token_binding

_ = TranslationStringFactory("kalenner_invitations")


def includeme(config: Configurator) -> None:
    """Register the service, the sealed column and the screens."""
    config.register_service_factory(invitation_service_factory, InvitationService)
    config.add_sealed_column(Invitation.token_sealed, token_binding)
    config.include("kalenner_invitations.booking_links")
    config.scan()
