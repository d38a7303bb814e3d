"""What professionals want of the maps."""

from pyramid.request import Request
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kalenner.database import lock
from kalenner.people import Provider, lock_of
from kalenner_maps.maps import MAPS, Map, in_one_line
from kalenner_maps.models import MapChoice


class MapService:
    """The maps of professionals: from the address, by a link of their own, or hidden."""

    def __init__(self, dbsession: Session) -> None:
        self._dbsession = dbsession

    def find_choice(self, provider_id: int, one: Map) -> MapChoice | None:
        """Return what a provider wants of a map; None where it is made from the address."""
        return self._dbsession.get(MapChoice, (provider_id, one.key))

    def list_links(self, provider_id: int, address: str) -> list[tuple[Map, str]]:
        """Return the maps that a provider's page shows, and where each leads; `address` may be empty."""
        found = select(MapChoice).where(MapChoice.provider_id == provider_id)
        chosen = {choice.map: choice.url for choice in self._dbsession.scalars(found)}
        made = {one.key: one.link_to(address) for one in MAPS if in_one_line(address)}
        links = ((one, chosen.get(one.key, made.get(one.key))) for one in MAPS)
        return [(one, url) for one, url in links if url]

    def use_link(self, provider: Provider, one: Map, url: str) -> None:
        """Let a map lead where a link does that :func:`kalenner_maps.maps.check_map_link` returned."""
        self._choose(provider, one, url)

    def hide(self, provider: Provider, one: Map) -> None:
        """Leave a map out."""
        self._choose(provider, one, None)

    def use_address(self, provider: Provider, one: Map) -> None:
        """Make the link from the address again, as soon as there is one."""
        mine = (MapChoice.provider_id == provider.id, MapChoice.map == one.key)
        self._dbsession.execute(delete(MapChoice).where(*mine))

    def _choose(self, provider: Provider, one: Map, url: str | None) -> None:
        lock(self._dbsession, lock_of(provider.id))  # two devices may choose at once
        key = (provider.id, one.key)
        found = self._dbsession.get(MapChoice, key, populate_existing=True)
        if found is None:
            self._dbsession.add(MapChoice(provider_id=provider.id, map=one.key, url=url))
        else:
            found.url = url
        self._dbsession.flush()


def map_service_factory(context: object, request: Request) -> MapService:
    """Make the service of a request."""
    del context
    return MapService(request.dbsession)
