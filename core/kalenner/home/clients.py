"""The professional's clients: the list, the search, a card each."""

from collections.abc import Sequence

import colander
from pyramid.request import Request

from kalenner.home.menus import menu_rows
from kalenner.i18n import _
from kalenner.people import Client, ClientService
from kalenner.people.policy import ClientOfMineContext, ProfessionalContext
from kalenner.screens import Ask, Button, Screen, form_of, go, question
from kalenner.screens.answers import Text
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, page_of, pager

LONGEST_SEARCH = 60


def show_clients(context: ProfessionalContext, request: Request) -> Screen:
    """Show all clients by name."""
    found = request.find_service(ClientService).list_clients(context.provider)
    shown, page, pages = page_of(found, request.args.get("page", 0))
    rows = [*_rows(request, shown), *pager(page, pages, lambda number: go("clients.page", page=number))]
    if pages > 1:
        rows.append((Button(request.label(_("button-search")), go("clients.search")),))
    rows += menu_rows(request, "clients")
    text = request.text(_("clients-heading"), count=len(found)) if found else request.text(_("clients-empty"))
    return Screen(text, rows=tuple(rows), back=go("menu"))


def search_form(context: ProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask for a part of the name."""
    del context, request
    return form_of(question("search", Text(1, LONGEST_SEARCH), Ask(_("ask-search"))))


def show_found(context: ProfessionalContext, request: Request) -> Screen:
    """Show the clients whose name holds what was typed, as many as a page has room for."""
    search = request.values["search"]
    found = request.find_service(ClientService).list_clients(context.provider, search=search)
    text = request.text(_("clients-found"), search=search, count=len(found))
    if len(found) > PAGE_SIZE:
        text = request.text(_("clients-found-many"), search=search, count=len(found), shown=PAGE_SIZE)
    again = (Button(request.label(_("button-search-again")), go("clients.search")),)
    return Screen(text, rows=(*_rows(request, found[:PAGE_SIZE]), again), back=go("clients"))


def _rows(request: Request, clients: Sequence[Client]) -> list[Row]:
    return [(Button(_name(request, client), go("clients.card", client=client.id)),) for client in clients]


def show_card(context: ClientOfMineContext, request: Request) -> Screen:
    """Show one client, with what the plugins offer for a client."""
    client = context.client
    since = request.reader.day(request.reader.local(client.created_at).date())
    return Screen(
        request.text(_("client-card"), name=_name(request, client), day=since),
        rows=tuple(menu_rows(request, "client_card", client)),
        back=go("clients"),
    )


def _name(request: Request, client: Client) -> str:
    """Return the client's name; whoever opened a link but has not said one yet is shown as such."""
    return client.account.client_name or request.label(_("client-without-name"))
