"""The client's specialists: the list, and a card each."""

from pyramid.request import Request

from kalenner.home import routes
from kalenner.home.clients import client_marks
from kalenner.home.contact import contact_text, find_contact, page_row
from kalenner.home.menus import menu_rows
from kalenner.home.welcome import is_introduced
from kalenner.i18n import _
from kalenner.people import ClientService
from kalenner.people.policy import NotAvailable, PersonContext, SpecialistContext
from kalenner.screens import Button, Notice, Screen, paragraphs, screen
from kalenner.screens import routes as screen_routes
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, confirm_rows, page_of, pager


@screen(routes.specialists)
@screen(routes.specialists_page)
def show_specialists(context: PersonContext, request: Request) -> Screen:
    """Show the client's specialists; the only one at once."""
    service: ClientService = request.find_service(ClientService)
    count = service.count_specialists(context.account)
    _places, page, pages = page_of(range(count), request.args.get("page", 0))
    clients = (
        service.list_specialists(context.account, start=page * PAGE_SIZE, limit=PAGE_SIZE) if count else []
    )
    if count == 1:
        return request.show(routes.specialists_card(provider=clients[0].provider_id))
    if not clients:
        have_link = Button(request.label(_("button-have-link")), routes.client_code())
        return Screen(request.text(_("specialists-empty")), rows=((have_link,),), back=screen_routes.menu())
    marks = client_marks(request, [client.id for client in clients])
    rows: list[Row] = [
        (
            Button(
                marks.get(client.id, "") + client.provider.nickname,
                routes.specialists_card(provider=client.provider_id),
            ),
        )
        for client in clients
    ]
    rows += pager(page, pages, lambda number: routes.specialists_page(page=number))
    return Screen(request.text(_("specialists-heading")), rows=tuple(rows), back=screen_routes.menu())


@screen(routes.specialists_card, context=SpecialistContext)
def show_card(context: SpecialistContext, request: Request) -> Screen:
    """Show one specialist, with what the plugins offer; a client without name or zone is asked first."""
    if not is_introduced(context.account):
        return request.show(routes.client_introduce(provider=context.provider.id))
    count = request.find_service(ClientService).count_specialists(context.account)
    contact = find_contact(request, context.provider)
    own = list(page_row(request, contact))
    if context.client.blocked_at is None:
        remove = routes.specialists_remove(provider=context.provider.id)
        own.append(Button(request.label(_("button-remove-specialist")), remove))
    return Screen(
        paragraphs(request.text(_("specialist-card"), name=context.provider.nickname), contact_text(contact)),
        rows=(*menu_rows(request, "specialist_card", context.client), *([tuple(own)] if own else [])),
        back=screen_routes.menu() if count == 1 else routes.specialists(),
    )


class OpenSpecialistContext(SpecialistContext):
    """One specialist of the person, who has not blocked them."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if self.client.blocked_at is not None:
            raise NotAvailable


@screen(routes.specialists_remove, context=OpenSpecialistContext)
def ask_remove(context: OpenSpecialistContext, request: Request) -> Screen:
    """Ask before a client removes a specialist, and say what becomes of requests and appointments."""
    provider = context.provider
    card = routes.specialists_card(provider=provider.id)
    remove_now = routes.specialists_remove_now(provider=provider.id)
    return Screen(
        request.text(_("specialist-remove"), name=provider.nickname),
        rows=tuple(confirm_rows(request, _("button-yes-remove"), remove_now, card)),
        back=card,
    )


@screen(routes.specialists_remove_now, context=OpenSpecialistContext)
def remove(context: OpenSpecialistContext, request: Request) -> Screen:
    """Remove a specialist from the client's list."""
    request.find_service(ClientService).leave(context.client)
    menu: Screen = request.show(screen_routes.menu(), notice=Notice(request.label(_("removed"))))
    return menu
