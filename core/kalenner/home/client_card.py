"""The card of one client: the note, and how a client is blocked, unblocked and removed."""

import logging
from typing import Any

import colander
from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.home.clients import name_shown
from kalenner.home.consequences import consequence_lines
from kalenner.home.menus import menu_rows
from kalenner.i18n import Text as Message
from kalenner.i18n import _
from kalenner.people import ClientService
from kalenner.people.clients import NOTE_LENGTH
from kalenner.people.policy import ClientOfMineContext, NotAvailable
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Notice,
    Screen,
    act,
    form_of,
    go,
    lines,
    paragraphs,
    question,
    saved,
)
from kalenner.screens.answers import Text
from kalenner.screens.model import Row
from kalenner.screens.widgets import confirm_rows
from kalenner.security import Tampered

log = logging.getLogger(__name__)

NONE = "-"


class OpenClientContext(ClientOfMineContext):
    """One client of the professional, named by the argument ``client``, who is not blocked."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if self.client.blocked_at is not None:
            raise NotAvailable


def show_card(context: ClientOfMineContext, request: Request) -> Screen:
    """Show one client, with the note and what the plugins offer for a client."""
    client = context.client
    is_blocked = client.blocked_at is not None
    since = request.text(_("client-card"), name=_name(context, request), day=_day(request, client.created_at))
    blocked = request.text(_("client-blocked"), day=_day(request, client.blocked_at)) if is_blocked else None
    return Screen(
        paragraphs(lines(since, blocked), _note_line(context, request)),
        rows=(*menu_rows(request, "client_card", client), *_own_rows(context, request)),
        back=go("clients.blocked", page=0) if is_blocked else go("clients"),
    )


def note_form(context: ClientOfMineContext, request: Request) -> colander.SchemaNode:
    """Ask for a note on the client."""
    note = _note(context, request)
    remove = [Choice(request.label(_("button-remove")), NONE)] if context.client.note is not None else []
    ask = Ask(_("ask-note"), choices=remove, shown=note or "")
    return form_of(question("note", Text(*NOTE_LENGTH, multiline=True), ask, current=note or colander.null))


def set_note(context: ClientOfMineContext, request: Request) -> Screen:
    """Keep another note on the client, or none."""
    note = request.values["note"]
    request.find_service(ClientService).set_note(context.client, None if note == NONE else note)
    return _card(context, request, saved(request))


def ask_block(context: OpenClientContext, request: Request) -> Screen:
    """Ask before a client is blocked, and say what that would bring about."""
    return _ask(context, request, _("client-block"), _("button-yes-block"), "clients.block_now")


def block(context: OpenClientContext, request: Request) -> Screen:
    """Block a client."""
    request.find_service(ClientService).block(context.client)
    return _card(context, request, Notice(request.label(_("blocked"))))


def unblock(context: ClientOfMineContext, request: Request) -> Screen:
    """Unblock a client."""
    request.find_service(ClientService).unblock(context.client)
    return _card(context, request, Notice(request.label(_("unblocked"))))


def ask_remove(context: OpenClientContext, request: Request) -> Screen:
    """Ask before a client is removed, and say what that would bring about."""
    return _ask(context, request, _("client-remove"), _("button-yes-remove"), "clients.remove_now")


def remove(context: OpenClientContext, request: Request) -> Screen:
    """Remove a client."""
    request.find_service(ClientService).remove(context.client)
    found: Screen = request.show("clients", notice=Notice(request.label(_("removed"))))
    return found


def _own_rows(context: ClientOfMineContext, request: Request) -> list[Row]:
    def button(label: Message, screen: str) -> Button:
        return Button(request.label(label), go(screen, client=context.client.id))

    note = button(_("button-note"), "clients.note")
    if context.client.blocked_at is not None:
        unblock_now = act("clients.unblock", client=context.client.id)
        return [(note,), (Button(request.label(_("button-unblock")), unblock_now),)]
    block_it = button(_("button-block"), "clients.block")
    return [(note,), (block_it, button(_("button-remove-client"), "clients.remove"))]


def _ask(context: OpenClientContext, request: Request, text: Message, yes: Message, screen: str) -> Screen:
    consequences = request.hooks.platform_client_consequences(client=context.client)
    here = go("clients.card", client=context.client.id)
    return Screen(
        paragraphs(request.text(text, name=_name(context, request)), consequence_lines(consequences)),
        rows=tuple(confirm_rows(request, yes, act(screen, client=context.client.id), here)),
        back=here,
    )


def _card(context: ClientOfMineContext, request: Request, notice: Notice) -> Screen:
    card: Screen = request.show("clients.card", client=context.client.id, notice=notice)
    return card


def _name(context: ClientOfMineContext, request: Request) -> str:
    return name_shown(request, context.client.account.client_name)


def _day(request: Request, instant: Any) -> str:
    day: str = request.reader.day(request.reader.local(instant).date())
    return day


def _note(context: ClientOfMineContext, request: Request) -> str | None:
    """Return the note if it can be opened; the card of a client must not depend on it."""
    try:
        note: str | None = request.find_service(ClientService).note_of(context.client)
    except Tampered:
        log.exception("the note on client %s cannot be opened", context.client.id)
        return None
    return note


def _note_line(context: ClientOfMineContext, request: Request) -> Markup | None:
    if context.client.note is None:
        return None
    note = _note(context, request)
    text = _("client-note-unreadable") if note is None else _("client-note")
    line: Markup = request.text(text, note=note or "")
    return line


def includeme(config: Configurator) -> None:
    """Add the screens."""
    one: dict[str, Any] = {"args": {"client": int}, "permission": "use"}
    mine, opened = {**one, "factory": ClientOfMineContext}, {**one, "factory": OpenClientContext}
    now = {"effect": True, "step": True}
    path = "/clients/{client}"
    config.add_screen(show_card, name="clients.card", path=path, **mine)
    config.add_screen(set_note, name="clients.note", path=f"{path}/note", form=note_form, **mine)
    config.add_screen(ask_block, name="clients.block", path=f"{path}/block", **opened)
    config.add_screen(block, name="clients.block_now", path=f"{path}/block/now", **opened, **now)
    config.add_screen(unblock, name="clients.unblock", path=f"{path}/unblock", **mine, **now)
    config.add_screen(ask_remove, name="clients.remove", path=f"{path}/remove", **opened)
    config.add_screen(remove, name="clients.remove_now", path=f"{path}/remove/now", **opened, **now)
