"""The professional's clients: the list, the search, and those who are blocked."""

from collections.abc import Iterable, Sequence

import colander
from pyramid.request import Request

from kalenner.home import routes
from kalenner.home.menus import menu_rows
from kalenner.i18n import _
from kalenner.people import ClientService
from kalenner.people.clients import NamedClient
from kalenner.people.policy import ProviderContext
from kalenner.screens import Ask, Button, Screen, form_of, question, screen
from kalenner.screens import routes as screen_routes
from kalenner.screens.answers import Text
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, page_of, pager

LONGEST_SEARCH = 60


@screen(routes.clients, context=ProviderContext)
@screen(routes.clients_page, context=ProviderContext)
def show_clients(context: ProviderContext, request: Request) -> Screen:
    """Show the clients by name, and the way to those who are blocked."""
    service: ClientService = request.find_service(ClientService)
    count, blocked = service.count_clients(context.provider)
    places, page, pages = page_of(range(count), request.args.get("page", 0))
    clients = service.list_names(context.provider, start=page * PAGE_SIZE, limit=PAGE_SIZE) if places else []
    rows = [*_rows(request, clients), *pager(page, pages, lambda number: routes.clients_page(page=number))]
    if pages > 1:
        rows.append((Button(request.label(_("button-search")), routes.clients_search()),))
    rows += menu_rows(request, "clients")
    if blocked:
        label = request.label(_("button-blocked"), number=request.reader.number(blocked))
        rows.append((Button(label, routes.clients_blocked(page=0)),))
    text = request.text(_("clients-heading"), count=count) if count else request.text(_("clients-empty"))
    return Screen(text, rows=tuple(rows), back=screen_routes.menu())


@screen(routes.clients_blocked, context=ProviderContext)
def show_blocked(context: ProviderContext, request: Request) -> Screen:
    """Show the clients who are blocked, by name."""
    service: ClientService = request.find_service(ClientService)
    count = service.count_clients(context.provider).blocked
    if not count:
        return Screen(request.text(_("clients-none-blocked")), back=routes.clients())
    _places, page, pages = page_of(range(count), request.args["page"])
    clients = service.list_names(context.provider, start=page * PAGE_SIZE, limit=PAGE_SIZE, is_blocked=True)
    turn = pager(page, pages, lambda number: routes.clients_blocked(page=number))
    return Screen(
        request.text(_("clients-blocked"), count=count),
        rows=(*_rows(request, clients), *turn),
        back=routes.clients(),
    )


def search_form(context: ProviderContext, request: Request) -> colander.SchemaNode:
    """Ask for a part of the name."""
    del context, request
    return form_of(question("search", Text(1, LONGEST_SEARCH), Ask(_("ask-search"))))


@screen(routes.clients_search, context=ProviderContext, form=search_form)
def search(context: ProviderContext, request: Request) -> Screen:
    """Go on to the clients whose name holds what was typed."""
    del context
    results: Screen = request.show(routes.clients_found(search=request.values["search"], page=0))
    return results


@screen(routes.clients_found, context=ProviderContext)
def show_found(context: ProviderContext, request: Request) -> Screen:
    """Show the clients whose name holds the text that is looked for."""
    text = request.args["search"]
    matches = request.find_service(ClientService).search_names(context.provider, text)
    clients, page, pages = page_of(matches, request.args["page"])
    turn = pager(page, pages, lambda number: routes.clients_found(search=text, page=number))
    search_again = (Button(request.label(_("button-search-again")), routes.clients_search()),)
    return Screen(
        request.text(_("clients-found"), search=text, count=len(matches)),
        rows=(*_rows(request, clients), *turn, search_again),
        back=routes.clients(),
    )


def name_shown(request: Request, name: str | None) -> str:
    """Return a client's name; whoever opened a link but has not said one yet is shown as such."""
    return name or request.label(_("client-without-name"))


def _rows(request: Request, clients: Iterable[NamedClient]) -> list[Row]:
    clients = list(clients)
    marks = client_marks(request, [client.id for client in clients])
    return [
        (
            Button(
                marks.get(client.id, "") + name_shown(request, client.name),
                routes.clients_card(client=client.id),
            ),
        )
        for client in clients
    ]


def client_marks(request: Request, client_ids: Sequence[int]) -> dict[int, str]:
    """Return what plugins put in front of the names in a list, with a space behind it, by the link's id."""
    marks: dict[int, str] = {}
    if client_ids:
        for mark in request.hooks.platform_client_marks(client_ids=client_ids):
            marks[mark.client_id] = f"{marks.get(mark.client_id, '')}{mark.text} "
    return marks
