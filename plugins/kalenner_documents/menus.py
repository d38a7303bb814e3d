"""What documents adds to menus."""

from typing import Any

from pyramid.request import Request

from kalenner.hooks import Contribution
from kalenner.hooks.platform import MenuEntry
from kalenner_documents import _, routes
from kalenner_documents.reader_queries import count_waiting


def entries(request: Request, menu: str, subject: Any) -> list[MenuEntry]:
    """Return the buttons of a menu."""
    label = (
        request.label(_("button-documents")) if menu in {"office", "client_card", "specialist_card"} else ""
    )
    if menu == "office":
        return [MenuEntry("documents", label, routes.documents(), weight=40, row=20)]
    if menu == "client_card":
        status = request.label(_("button-consent-status"))
        return [
            MenuEntry("documents", label, routes.exchange(client=subject.id, page=0), weight=30, row=20),
            MenuEntry("consents", status, routes.status(client=subject.id, page=0), weight=40, row=20),
        ]
    if menu == "specialist_card":
        press = routes.reader(provider=subject.provider_id, page=0)
        return [MenuEntry("documents", label, press, weight=40, row=20)]
    return []


def headline(request: Request, menu: str) -> list[Contribution]:
    """Say to a client how many documents wait for an answer."""
    if menu != "client":
        return []
    waiting = count_waiting(request.dbsession, request.account.id, request.clock.now())
    if not waiting:
        return []
    return [Contribution("documents", request.label(_("menu-waiting"), count=waiting), weight=60)]
