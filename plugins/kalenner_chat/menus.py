"""What the chat adds to menus, to their headlines and to lists of people."""

from collections.abc import Sequence
from typing import Any

from pyramid.request import Request

from kalenner.hooks import Contribution
from kalenner.hooks.platform import ClientMark, MenuEntry
from kalenner.route import Press
from kalenner_chat import _, routes
from kalenner_chat.unread_queries import unread_of
from kalenner_chat.unread_service import UnreadService


def entries(request: Request, menu: str, subject: Any) -> list[MenuEntry]:
    """Return the buttons of a menu."""
    if menu in {"professional", "client"}:
        return _unread_entry(request)
    if menu == "settings":
        if request.provider is None:
            return []
        label = request.label(_("button-chat-settings"))
        return [MenuEntry("chat", label, routes.settings(), weight=60, row=30)]
    if menu == "client_card":
        press = routes.open_client(client=subject.id)
        return [MenuEntry("chat", _label(request, subject.id), press, weight=20, row=10)]
    if menu == "specialist_card":
        press = routes.open_specialist(provider=subject.provider_id)
        return [MenuEntry("chat", _label(request, subject.id), press, weight=30, row=20)]
    if menu == "private_documents":
        return [MenuEntry("chat", _label(request, subject.id), _press(request, subject), weight=10, row=10)]
    return _of_appointments(request, menu, subject)


def _of_appointments(request: Request, menu: str, subject: Any) -> list[MenuEntry]:
    label = request.label(_("button-chat"))
    if menu == "appointment":
        press = routes.open_client(client=subject.client_id)
        return [MenuEntry("chat", label, press, weight=80, row=40)]
    if menu in {"my_appointment", "appointment_message"}:
        press = routes.open_specialist(provider=subject.provider_id)
        return [MenuEntry("chat", label, press, weight=80, row=40)]
    return []


def headline(request: Request, menu: str) -> list[Contribution]:
    """Say how many messages are new."""
    if menu not in {"professional", "client"}:
        return []
    count = request.find_service(UnreadService).count_messages(request.account.id)
    if not count:
        return []
    text = request.label(_("menu-new-messages"), number=request.reader.number(count))
    return [Contribution("chat", text, weight=50)]


def marks(request: Request, client_ids: Sequence[int]) -> list[ClientMark]:
    """Mark those whose messages are unread."""
    unread = unread_of(request.dbsession, request.account.id, client_ids)
    return [ClientMark(id_, f"💬 {request.reader.number(count)}") for id_, count in unread.items()]


def _unread_entry(request: Request) -> list[MenuEntry]:
    count = request.find_service(UnreadService).count_messages(request.account.id)
    if not count:
        return []
    label = request.label(_("button-new-messages"), number=request.reader.number(count))
    return [MenuEntry("chats", label, routes.threads(page=0), weight=6, row=6)]


def _label(request: Request, client_id: int) -> str:
    count = unread_of(request.dbsession, request.account.id, [client_id]).get(client_id, 0)
    label: str = request.label(_("button-chat"))
    return f"{label} ({request.reader.number(count)})" if count else label


def _press(request: Request, client: Any) -> Press:
    if request.account.id == client.account_id:
        return routes.open_specialist(provider=client.provider_id)
    return routes.open_client(client=client.id)
