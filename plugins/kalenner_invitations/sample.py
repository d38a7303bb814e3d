"""Links of the sample world."""

from pyramid.request import Request

from kalenner.hooks.platform import SampleProfessional
from kalenner.i18n import DEFAULT_LANGUAGE, language_of
from kalenner_invitations.models import PROFILE
from kalenner_invitations.services import InvitationService

NAMES = {
    "en": ("Instagram", "Business card"),
    "fr": ("Instagram", "Carte de visite"),
    "de": ("Instagram", "Visitenkarte"),
    "ru": ("Instagram", "Визитка"),
}
PROFILE_DAYS, CAMPAIGN_DAYS = 365, 90


def fill(request: Request, sample: SampleProfessional) -> None:
    """Make the links of a professional, and count the clients as come by them in turn."""
    service = request.find_service(InvitationService)
    provider = sample.provider
    names = NAMES.get(language_of(provider.reading_language), NAMES[DEFAULT_LANGUAGE])
    links = [service.create(provider, name, days=CAMPAIGN_DAYS, is_single_use=False) for name in names]
    links.append(service.create(provider, PROFILE, days=PROFILE_DAYS, is_single_use=False))
    for place, client in enumerate(sample.clients):
        service.note_arrival(links[place % len(links)], client)
