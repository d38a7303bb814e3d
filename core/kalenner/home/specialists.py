"""The client's specialists: the list, and a card each."""

from pyramid.request import Request

from kalenner.home import routes
from kalenner.home.menus import menu_rows
from kalenner.home.welcome import is_introduced
from kalenner.i18n import _
from kalenner.people import ClientService
from kalenner.people.policy import PersonContext, SpecialistContext
from kalenner.screens import Button, Screen, screen
from kalenner.screens import routes as screen_routes
from kalenner.screens.model import Row
from kalenner.screens.widgets import page_of, pager


@screen(routes.specialists)
@screen(routes.specialists_page)
def show_specialists(context: PersonContext, request: Request) -> Screen:
    """Show the client's specialists; the only one at once."""
    clients = request.find_service(ClientService).list_specialists(context.account)
    if len(clients) == 1:
        return request.show(routes.specialists_card(provider=clients[0].provider_id))
    if not clients:
        have_link = Button(request.label(_("button-have-link")), routes.client_code())
        return Screen(request.text(_("specialists-empty")), rows=((have_link,),), back=screen_routes.menu())
    clients_of_page, page, pages = page_of(clients, request.args.get("page", 0))
    rows: list[Row] = [
        (Button(client.provider.nickname, routes.specialists_card(provider=client.provider_id)),)
        for client in clients_of_page
    ]
    rows += pager(page, pages, lambda number: routes.specialists_page(page=number))
    return Screen(request.text(_("specialists-heading")), rows=tuple(rows), back=screen_routes.menu())


@screen(routes.specialists_card, context=SpecialistContext)
def show_card(context: SpecialistContext, request: Request) -> Screen:
    """Show one specialist, with what the plugins offer; a client without name or zone is asked first."""
    if not is_introduced(context.account):
        return request.show(routes.client_introduce(provider=context.provider.id))
    specialists = request.find_service(ClientService).list_specialists(context.account)
    return Screen(
        request.text(_("specialist-card"), name=context.provider.nickname),
        rows=tuple(menu_rows(request, "specialist_card", context.client)),
        back=screen_routes.menu() if len(specialists) == 1 else routes.specialists(),
    )
