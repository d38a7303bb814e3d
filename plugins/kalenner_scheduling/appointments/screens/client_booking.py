"""The professional books for a client from the client's card: service, day, time; then as for a free time."""

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.client_card import OpenClientContext
from kalenner.home.clients import name_shown
from kalenner.people import Client
from kalenner.screens import Button, Screen, screen, show
from kalenner.screens.widgets import page_of, pager
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.availability.screens.times import Chooser, show_days, show_times, today_of
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.packages import list_bookable
from kalenner_scheduling.contexts import BookForContext
from kalenner_scheduling.words import offered, service_label


@screen(routes.clients_book, context=OpenClientContext)
def choose_service(context: OpenClientContext, request: Request) -> Screen:
    """Ask for the service; a single one is chosen at once."""
    client, services = context.client, list_bookable(request, context.provider.id)
    back = home_routes.clients_card(client=client.id)
    month = today_of(request).replace(day=1)
    if len(services) == 1:
        return show(request, routes.clients_book_days(client=client.id, service=services[0].id, month=month))
    if not services:
        return Screen(request.text(_("no-free-times-without-services")), back=back)
    services_of_page, page, pages = page_of(services, request.args["page"])
    rows = [
        (
            Button(
                service_label(request, service.name, service.minutes),
                routes.clients_book_days(client=client.id, service=service.id, month=month),
            ),
        )
        for service in services_of_page
    ]
    turn = pager(page, pages, lambda number: routes.clients_book(client=client.id, page=number))
    text = request.text(_("book-for-client"), name=_name(request, client))
    return Screen(text, rows=(*rows, *turn), back=back)


@screen(routes.clients_book_days, context=BookForContext)
def choose_day(context: BookForContext, request: Request) -> Screen:
    """Ask for the day."""
    has_several = len(list_bookable(request, context.provider.id)) > 1
    client_id = context.client.id
    back = (
        routes.clients_book(client=client_id, page=0)
        if has_several
        else home_routes.clients_card(client=client_id)
    )
    return show_days(request, _chooser(context, request), request.args["month"], back=back)


@screen(routes.clients_book_times, context=BookForContext)
def choose_time(context: BookForContext, request: Request) -> Screen:
    """Ask for the time of day."""
    return show_times(request, _chooser(context, request), request.args["day"], request.args["page"])


def _chooser(context: BookForContext, request: Request) -> Chooser:
    """Return how the time is chosen: by the professional, whom the rules for clients do not bind."""
    client, service = context.client, context.service
    slots: SlotService = request.find_service(SlotService)
    return Chooser(
        slots.query(context.provider, service),
        request.text(request.reader.joined((_name(request, client), offered(request, service)))),
        days=lambda month: routes.clients_book_days(client=client.id, service=service.id, month=month),
        times=lambda day, page: routes.clients_book_times(
            client=client.id, service=service.id, day=day, page=page
        ),
        take=lambda starts_at: routes.slot_confirm(starts_at=starts_at, service=service.id, client=client.id),
    )


def _name(request: Request, client: Client) -> str:
    return name_shown(request, client.account.client_name)
