"""What Stripe adds to menus."""

from pyramid.request import Request

from kalenner.hooks.platform import MenuEntry
from kalenner_stripe import _, routes


def entries(request: Request, menu: str) -> list[MenuEntry]:
    """Return the buttons of a menu."""
    if menu != "settings.service" or request.account.practice is None:
        return []
    return [MenuEntry("stripe", request.label(_("button-stripe")), routes.settings(), weight=60, row=60)]
