"""What analytics add to menus."""

from pyramid.request import Request

from kalenner.hooks.platform import MenuEntry
from kalenner_analytics import _, routes


def entries(request: Request, menu: str) -> list[MenuEntry]:
    """Return the buttons of a menu."""
    if menu != "office":
        return []
    return [
        MenuEntry("analytics", request.label(_("button-analytics")), routes.analytics(), weight=80, row=60)
    ]
