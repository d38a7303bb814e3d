"""The professional's clients: the list, the search, and those who are blocked."""

from collections.abc import Iterable

import colander
from pyramid.request import Request

from kalenner.home.menus import menu_rows
from kalenner.i18n import _
from kalenner.people import ClientService
from kalenner.people.clients import NamedClient
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import Ask, Button, Screen, form_of, go, question
from kalenner.screens.answers import Text
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, page_of, pager

LONGEST_SEARCH = 60


def show_clients(context: ProfessionalContext, request: Request) -> Screen:
    """Show the clients by name, and the way to those who are blocked."""
    service: ClientService = request.find_service(ClientService)
    count, blocked = service.count_clients(context.provider)
    places, page, pages = page_of(range(count), request.args.get("page", 0))
    found = service.list_names(context.provider, start=page * PAGE_SIZE, limit=PAGE_SIZE) if places else []
    rows = [*_rows(request, found), *pager(page, pages, lambda there: go("clients.page", page=there))]
    if pages > 1:
        rows.append((Button(request.label(_("button-search")), go("clients.search")),))
    rows += menu_rows(request, "clients")
    if blocked:
        label = request.label(_("button-blocked"), number=request.reader.number(blocked))
        rows.append((Button(label, go("clients.blocked", page=0)),))
    text = request.text(_("clients-heading"), count=count) if count else request.text(_("clients-empty"))
    return Screen(text, rows=tuple(rows), back=go("menu"))


def show_blocked(context: ProfessionalContext, request: Request) -> Screen:
    """Show the clients who are blocked, by name."""
    service: ClientService = request.find_service(ClientService)
    count = service.count_clients(context.provider).blocked
    if not count:
        return Screen(request.text(_("clients-none-blocked")), back=go("clients"))
    _places, page, pages = page_of(range(count), request.args["page"])
    found = service.list_names(context.provider, start=page * PAGE_SIZE, limit=PAGE_SIZE, is_blocked=True)
    turn = pager(page, pages, lambda there: go("clients.blocked", page=there))
    return Screen(
        request.text(_("clients-blocked"), count=count),
        rows=(*_rows(request, found), *turn),
        back=go("clients"),
    )


def search_form(context: ProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask for a part of the name."""
    del context, request
    return form_of(question("search", Text(1, LONGEST_SEARCH), Ask(_("ask-search"))))


def search(context: ProfessionalContext, request: Request) -> Screen:
    """Go on to the clients whose name holds what was typed."""
    del context
    found: Screen = request.show("clients.found", search=request.values["search"], page=0)
    return found


def show_found(context: ProfessionalContext, request: Request) -> Screen:
    """Show the clients whose name holds the text that is looked for."""
    text = request.args["search"]
    found = request.find_service(ClientService).search_names(context.provider, text)
    shown, page, pages = page_of(found, request.args["page"])
    turn = pager(page, pages, lambda there: go("clients.found", search=text, page=there))
    again = (Button(request.label(_("button-search-again")), go("clients.search")),)
    return Screen(
        request.text(_("clients-found"), search=text, count=len(found)),
        rows=(*_rows(request, shown), *turn, again),
        back=go("clients"),
    )


def name_shown(request: Request, name: str | None) -> str:
    """Return a client's name; whoever opened a link but has not said one yet is shown as such."""
    return name or request.label(_("client-without-name"))


def _rows(request: Request, clients: Iterable[NamedClient]) -> list[Row]:
    return [(Button(name_shown(request, one.name), go("clients.card", client=one.id)),) for one in clients]
