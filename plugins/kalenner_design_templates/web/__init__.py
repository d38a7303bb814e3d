"""Web pages of designs: the gallery, the previews, and the confirmation of one."""

from pathlib import Path

from pyramid.config import Configurator

from kalenner.web.pages import LANGUAGE_PATTERN
from kalenner.web.request_limits import FORM
from kalenner_design_templates import _
from kalenner_design_templates.web import confirmation, covers, gallery, previews
from kalenner_design_templates.web.cache import PreviewCache


def includeme(config: Configurator) -> None:
    """Add the routes and views."""
    config.add_assets(Path(__file__).parents[1] / "static")
    config.add_public_page(gallery.gallery, word=previews.WORD, title=_("gallery-title"))
    config.add_home_section(covers.section)
    previews.PREVIEWS.put(config.registry, PreviewCache())

    base = f"/{{language:{LANGUAGE_PATTERN}}}/{previews.WORD}/{{theme:[a-z][a-z0-9-]{{0,31}}}}"
    config.add_route("design:preview", base)
    config.add_view(previews.preview, route_name="design:preview", request_method="GET", cost=1)
    config.add_route("design:apply", f"{base}/apply")
    config.add_view(confirmation.ask, route_name="design:apply", request_method="GET", cost=1)
    # The form carries a token that the bot gave to this professional alone, for the design of one page, and
    # nothing else says who is asking: no cookie, no session. Another site has no token to send along, so a
    # check against forged requests could add nothing.
    config.add_view(
        confirmation.apply, route_name="design:apply", request_method="POST", require_csrf=False, cost=FORM
    )

    config.add_route("design:file", f"{previews.FILES_PATH}{{theme}}/{{name}}")
    config.add_view(previews.file, route_name="design:file", request_method="GET")
