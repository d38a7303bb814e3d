"""The choices of professionals about maps."""

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

    def find_choice(self, provider_id: int, map_: Map) -> MapChoice | None:
        """Return what a provider wants of a map; None where it is made from the address."""
        return self._dbsession.get(MapChoice, (provider_id, map_.key))

    def list_links(self, provider_id: int, address: str) -> list[tuple[Map, str]]:
        """Return the maps that a provider's page shows, and where each leads; `address` may be empty."""
        choices = self._dbsession.scalars(select(MapChoice).where(MapChoice.provider_id == provider_id))
        urls: dict[str, str | None] = {}
        if in_one_line(address):
            urls = {map_.key: map_.link_to(address) for map_ in MAPS}
        urls |= {choice.map: choice.url for choice in choices}
        return [(map_, url) for map_ in MAPS if (url := urls.get(map_.key))]

    def use_link(self, provider: Provider, map_: Map, url: str) -> None:
        """Let a map lead where a link does that :func:`kalenner_maps.maps.check_map_link` returned."""
        self._choose(provider, map_, url)

    def hide(self, provider: Provider, map_: Map) -> None:
        """Leave a map out."""
        self._choose(provider, map_, None)

    def use_address(self, provider: Provider, map_: Map) -> None:
        """Make the link from the address again, as soon as there is one."""
        conditions = (MapChoice.provider_id == provider.id, MapChoice.map == map_.key)
        self._dbsession.execute(delete(MapChoice).where(*conditions))

    def _choose(self, provider: Provider, map_: Map, url: str | None) -> None:
        lock(self._dbsession, lock_of(provider.id))  # two devices may choose at once
        key = (provider.id, map_.key)
        choice = self._dbsession.get(MapChoice, key, populate_existing=True)
        if choice is None:
            self._dbsession.add(MapChoice(provider_id=provider.id, map=map_.key, url=url))
        else:
            choice.url = url
        self._dbsession.flush()


def map_service_factory(request: Request) -> MapService:
    """Make the service of a request."""
    return MapService(request.dbsession)
