"""Links to social media on profile pages, and the smallest whole plugin there is to learn from.

A professional enters a link for each network, and visitors find its icon at the foot of the page. The plugin
imports the core alone; the page itself is another plugin's, which asks for links by a hook. So either works
without the other.

- `plugin.py` says who the plugin is, and answers the hooks: a button in the menu ``profile``, the links of a
  page, something to show in the sample world.
- `networks.py` is what it knows: a table of networks, and which links lead to a page of them.
- `models.py`, `services.py`: one table, and what is done with it.
- `screens.py`: a list, and a question.
- `icons/`: an SVG for each network, with the notice of their licence.
- `migrations/`, `locale/`: the table's revisions, the texts in every language.

To add a network, put a row into `NETWORKS` and an icon of its key into `icons/`.
"""

from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory

from kalenner_social_links.services import SocialLinkService, social_link_service_factory

_ = TranslationStringFactory("kalenner_social_links")


def includeme(config: Configurator) -> None:
    """Register the service and the screens."""
    config.register_service_factory(social_link_service_factory, SocialLinkService)
    config.scan()
