"""What support adds to menus."""

from pyramid.request import Request

from kalenner.hooks.platform import MenuEntry
from kalenner_support import _, routes
from kalenner_support.models import TicketState
from kalenner_support.queries import count_by_state
from kalenner_support.staff import is_staff

ROWS = {"professional": 60, "client": 50, "organization": 60}
"""The main menus, and where Support stands in each: beside Help."""


def entries(request: Request, menu: str) -> list[MenuEntry]:
    """Return the buttons of a menu: Support for everybody, the inbox for those who answer."""
    if menu not in ROWS:
        return []
    support = MenuEntry(
        "support", request.label(_("button-support")), routes.write(), weight=70, row=ROWS[menu]
    )
    if not is_staff(request, request.account):
        return [support]
    waiting = count_by_state(request.dbsession).get(TicketState.OPEN, 0)
    label = request.label(_("button-inbox-open"), count=waiting) if waiting else _inbox(request)
    inbox = MenuEntry("support_inbox", label, routes.inbox(), weight=80, row=70)
    return [support, inbox]


def _inbox(request: Request) -> str:
    return request.label(_("button-inbox"))
