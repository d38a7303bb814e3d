"""The plugin of maps, and its answers to hooks."""

from kalenner.hooks import hookimpl
from kalenner.hooks.objects import PlaceLike
from kalenner.hooks.platform import MapLink, MenuEntry
from kalenner.hooks.privacy import PersonalTable
from kalenner.hooks.themes import PageLink
from kalenner.people import Provider
from kalenner.plugins import Plugin
from kalenner.requests import Request
from kalenner.zones.names import country_of
from kalenner_maps import routes
from kalenner_maps.maps import ICON, MAPS, map_links, maps_of
from kalenner_maps.personal_data import TABLES
from kalenner_maps.services import MapService

plugin = Plugin(name="maps", title="Links to maps for addresses", package="kalenner_maps", has_tables=True)


@hookimpl
def platform_menu_entries(menu: str) -> list[MenuEntry]:
    """Add each map to what a page says."""
    if menu != "profile":
        return []
    return [
        MenuEntry(f"maps_{map_.key}", map_.label, routes.card(map=place), weight=40 + place, row=40)
        for place, map_ in enumerate(MAPS)
    ]


@hookimpl
def themes_page_links(request: Request, provider: Provider, address: str) -> list[PageLink]:
    """Put the maps on the page, as the professional wants them."""
    links = request.find_service(MapService).list_links(provider.id, address)
    order = maps_of(country_of(str(provider.zone)))
    return [PageLink("map", map_.key, map_.label, url, ICON, 40 + order.index(map_)) for map_, url in links]


@hookimpl
def platform_map_links(place: PlaceLike | str) -> list[MapLink]:
    """Show an address or a place on each map."""
    return map_links(place)


@hookimpl
def privacy_tables() -> list[PersonalTable]:
    """Say what is held about people."""
    return TABLES
