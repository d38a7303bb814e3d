"""The card of one client: the note, and how a client is blocked, unblocked and removed."""

import logging
from typing import Any, Protocol

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes
from kalenner.home.clients import name_shown
from kalenner.home.consequences import consequence_lines
from kalenner.home.menus import menu_rows
from kalenner.i18n import Translatable, _
from kalenner.people import ClientService
from kalenner.people.clients import NOTE_LENGTH
from kalenner.people.policy import ClientOfMineContext, NotAvailable
from kalenner.route import Press
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Notice,
    Screen,
    form_of,
    lines,
    paragraphs,
    question,
    saved,
    screen,
)
from kalenner.screens.answers import Text
from kalenner.screens.model import Row
from kalenner.screens.widgets import confirm_rows
from kalenner.security import Tampered

log = logging.getLogger(__name__)

NONE = "-"


class ClientRoute(Protocol):
    """A route whose one argument is a client."""

    def __call__(self, *, client: int) -> Press:
        """Return the press that leads there."""
        ...


class OpenClientContext(ClientOfMineContext):
    """One client of the professional, named by the argument ``client``, who is not blocked."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if self.client.blocked_at is not None:
            raise NotAvailable


@screen(routes.clients_card, context=ClientOfMineContext)
def show_card(context: ClientOfMineContext, request: Request) -> Screen:
    """Show one client, with the note and what the plugins offer for a client."""
    client = context.client
    is_blocked = client.blocked_at is not None
    since = request.text(_("client-card"), name=_name(context, request), day=_day(request, client.created_at))
    blocked = request.text(_("client-blocked"), day=_day(request, client.blocked_at)) if is_blocked else None
    return Screen(
        paragraphs(lines(since, blocked), _note_line(context, request)),
        rows=(*menu_rows(request, "client_card", client), *_own_rows(context, request)),
        back=routes.clients_blocked(page=0) if is_blocked else routes.clients(),
    )


def note_form(context: ClientOfMineContext, request: Request) -> colander.SchemaNode:
    """Ask for a note on the client."""
    note = _note(context, request)
    remove = [Choice(request.label(_("button-remove")), NONE)] if context.client.note is not None else []
    ask = Ask(_("ask-note"), choices=remove, shown=note or "")
    return form_of(question("note", Text(*NOTE_LENGTH, multiline=True), ask, current=note or colander.null))


@screen(routes.clients_note, context=ClientOfMineContext, form=note_form)
def set_note(context: ClientOfMineContext, request: Request) -> Screen:
    """Keep another note on the client, or none."""
    note = request.values["note"]
    request.find_service(ClientService).set_note(context.client, None if note == NONE else note)
    return _card(context, request, saved(request))


@screen(routes.clients_block, context=OpenClientContext)
def ask_block(context: OpenClientContext, request: Request) -> Screen:
    """Ask before a client is blocked, and say what that would bring about."""
    return _ask(context, request, _("client-block"), _("button-yes-block"), routes.clients_block_now)


@screen(routes.clients_block_now, context=OpenClientContext)
def block(context: OpenClientContext, request: Request) -> Screen:
    """Block a client."""
    request.find_service(ClientService).block(context.client)
    return _card(context, request, Notice(request.label(_("blocked"))))


@screen(routes.clients_unblock, context=ClientOfMineContext)
def unblock(context: ClientOfMineContext, request: Request) -> Screen:
    """Unblock a client."""
    request.find_service(ClientService).unblock(context.client)
    return _card(context, request, Notice(request.label(_("unblocked"))))


@screen(routes.clients_remove, context=OpenClientContext)
def ask_remove(context: OpenClientContext, request: Request) -> Screen:
    """Ask before a client is removed, and say what that would bring about."""
    return _ask(context, request, _("client-remove"), _("button-yes-remove"), routes.clients_remove_now)


@screen(routes.clients_remove_now, context=OpenClientContext)
def remove(context: OpenClientContext, request: Request) -> Screen:
    """Remove a client."""
    request.find_service(ClientService).remove(context.client)
    clients_screen: Screen = request.show(routes.clients(), notice=Notice(request.label(_("removed"))))
    return clients_screen


def _own_rows(context: ClientOfMineContext, request: Request) -> list[Row]:
    def button(label: Translatable, route: ClientRoute) -> Button:
        return Button(request.label(label), route(client=context.client.id))

    note = button(_("button-note"), routes.clients_note)
    if context.client.blocked_at is not None:
        unblock_now = routes.clients_unblock(client=context.client.id)
        return [(note,), (Button(request.label(_("button-unblock")), unblock_now),)]
    block_it = button(_("button-block"), routes.clients_block)
    return [(note,), (block_it, button(_("button-remove-client"), routes.clients_remove))]


def _ask(
    context: OpenClientContext,
    request: Request,
    text: Translatable,
    confirmation: Translatable,
    route: ClientRoute,
) -> Screen:
    consequences = request.hooks.platform_client_consequences(client=context.client)
    card = routes.clients_card(client=context.client.id)
    return Screen(
        paragraphs(request.text(text, name=_name(context, request)), consequence_lines(consequences)),
        rows=tuple(confirm_rows(request, confirmation, route(client=context.client.id), card)),
        back=card,
    )


def _card(context: ClientOfMineContext, request: Request, notice: Notice) -> Screen:
    card: Screen = request.show(routes.clients_card(client=context.client.id), notice=notice)
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
