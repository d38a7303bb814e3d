"""What the plugin says of itself, and what it answers when the platform asks."""

from typing import Any

from pyramid.request import Request

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import MenuEntry
from kalenner.plugins import Plugin
from kalenner_example import _, routes

plugin = Plugin(name="example", title="Local time of specialists", package="kalenner_example")


@hookimpl
def platform_menu_entries(request: Request, menu: str, subject: Any) -> list[MenuEntry]:
    """Add a button to the card of a specialist; `subject` is the link between client and specialist."""
    if menu != "specialist_card":
        return []
    label, press = request.label(_("button-local-time")), routes.time(provider=subject.provider_id)
    return [MenuEntry("example", label, press, row=90)]
