"""What help adds to menus."""

from pyramid.request import Request

from kalenner.hooks.platform import MenuEntry
from kalenner_help import _, routes

ROWS = {"professional": 60, "client": 50, "organization": 60}
"""The row of each main menu: a client's has room beside the settings."""


def entries(request: Request, menu: str) -> list[MenuEntry]:
    """Return the buttons of a menu."""
    if menu not in ROWS:
        return []
    return [MenuEntry("help", request.label(_("button-help")), routes.topics(), weight=60, row=ROWS[menu])]
