"""Links to maps: from the practice's address by themselves, or as the professional wants them.

Another plugin to learn from, like `kalenner_social_links`, and on the core alone as well. It shows both sides
of a hook: it answers `themes_page_links` and `platform_map_links`, and asks `platform_find_address` without
knowing which plugin keeps addresses.

- `plugin.py` says who the plugin is, and answers the hooks.
- `maps.py` is what it knows: how each map is linked to, and which links lead to a place on it.
- `domains.py` lists those of maps that have one for many countries.
- `models.py`, `services.py`: a row for a map whose link is not made from the address, and its changes.
  Without a row a map is shown as soon as there is an address.
- `screens.py`: the card of a map, and the question for a link.

To add a map, put a row into `MAPS`.
"""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

from kalenner_maps.services import MapService, map_service_factory

_ = TranslationStringFactory("kalenner_maps")


def includeme(config: Configurator) -> None:
    """Register the service and the screens."""
    config.register_service_factory(map_service_factory, MapService)
    config.scan()
