"""The service of links to social media."""

from pyramid.request import Request
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kalenner.database import lock
from kalenner.people import Provider, lock_of
from kalenner_social_links.models import SocialLink
from kalenner_social_links.networks import Network


class SocialLinkService:
    """The links of professionals, one for each network at most."""

    def __init__(self, dbsession: Session) -> None:
        self._dbsession = dbsession

    def list_links(self, provider_id: int) -> dict[str, str]:
        """Return a provider's links by the keys of their networks."""
        query = select(SocialLink).where(SocialLink.provider_id == provider_id)
        return {link.network: link.url for link in self._dbsession.scalars(query)}

    def set_link(self, provider: Provider, network: Network, url: str) -> None:
        """Keep a link that :func:`kalenner_social_links.networks.check_page` returned."""
        lock(self._dbsession, lock_of(provider.id))  # two devices may enter the first one at once
        key = (provider.id, network.key)
        link = self._dbsession.get(SocialLink, key, populate_existing=True)
        if link is None:
            self._dbsession.add(SocialLink(provider_id=provider.id, network=network.key, url=url))
        else:
            link.url = url
        self._dbsession.flush()

    def remove_link(self, provider: Provider, network: Network) -> None:
        """Remove a link if there is one."""
        conditions = (SocialLink.provider_id == provider.id, SocialLink.network == network.key)
        self._dbsession.execute(delete(SocialLink).where(*conditions))


def social_link_service_factory(request: Request) -> SocialLinkService:
    """Make the service of a request."""
    return SocialLinkService(request.dbsession)
