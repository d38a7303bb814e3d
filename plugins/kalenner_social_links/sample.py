"""Links of the sample world; nobody's page in particular."""

from pyramid.request import Request

from kalenner.hooks.platform import SampleProfessional
from kalenner_social_links.networks import NETWORKS
from kalenner_social_links.services import SocialLinkService

KEYS = {
    "physiotherapist": ("instagram", "youtube"),
    "tutor": ("telegram", "vk", "rutube"),
    "hairdresser": ("instagram", "tiktok"),
}
"""The networks of each sample professional."""


def fill(request: Request, sample: SampleProfessional) -> None:
    """Give a professional of the sample links to the examples of some networks."""
    service = request.find_service(SocialLinkService)
    for network in NETWORKS:
        if network.key in KEYS.get(sample.key, ()):
            service.set_link(sample.provider, network, network.example)
