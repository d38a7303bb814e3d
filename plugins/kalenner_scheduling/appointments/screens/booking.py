"""How a client chooses what to book: whom, which service, day and time."""

from collections.abc import Callable

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.contact import contact_text, find_contact, page_row
from kalenner.home.welcome import is_introduced
from kalenner.people import Client, ClientService, Provider
from kalenner.people.policy import PersonContext, SpecialistContext
from kalenner.screens import Button, Press, Screen, paragraphs, screen, show
from kalenner.screens import routes as screen_routes
from kalenner.screens.widgets import PAGE_SIZE, page_of, pager
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.availability.screens.times import Chooser, show_days, show_times, today_of
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.packages import bookable_of, list_bookable, package_ids
from kalenner_scheduling.catalogue.queries import list_services
from kalenner_scheduling.catalogue.services import PreferencesService
from kalenner_scheduling.catalogue.translations import description_for_reader, name_for_reader
from kalenner_scheduling.contexts import BookableContext
from kalenner_scheduling.words import alert, offered_with, service_label


@screen(routes.book)
@screen(routes.book_page)
def choose_specialist(context: PersonContext, request: Request) -> Screen:
    """Ask with whom to book; the only specialist is chosen at once."""
    service: ClientService = request.find_service(ClientService)
    count = service.count_specialists(context.account)
    _places, page, pages = page_of(range(count), request.args.get("page", 0))
    clients = (
        service.list_specialists(context.account, start=page * PAGE_SIZE, limit=PAGE_SIZE) if count else []
    )
    if count == 1:
        return show(request, routes.book_services(provider=clients[0].provider_id))
    if not clients:
        return show(request, home_routes.specialists())
    rows = [
        (Button(client.provider.nickname, routes.book_services(provider=client.provider_id)),)
        for client in clients
    ]
    return Screen(
        request.text(_("choose-specialist")),
        rows=(*rows, *pager(page, pages, lambda number: routes.book_page(page=number))),
        back=screen_routes.menu(),
    )


@screen(routes.book_services, context=SpecialistContext)
@screen(routes.book_services_page, context=SpecialistContext)
def choose_service(context: SpecialistContext, request: Request) -> Screen:
    """Ask for the service; a single one is chosen at once. A blocked client reads that booking is refused."""
    back = home_routes.specialists_card(provider=context.provider.id)
    if context.client.blocked_at is not None:
        refusal = request.text(_("not-accepting"), name=context.provider.nickname)
        contact = find_contact(request, context.provider)
        rows = [page_row(request, contact)] if contact.page_url else []
        return Screen(paragraphs(refusal, contact_text(contact)), rows=tuple(rows), back=back)
    if not is_introduced(context.account):
        return show(request, home_routes.client_introduce(provider=context.provider.id))
    offers = list_services(request.dbsession, context.provider.id)
    services = bookable_of(request, context.provider.id, offers)
    parts = request.text(_("choose-parts")) if len(services) < len(offers) else None
    if not services:
        message = _("only-packages") if offers else _("nothing-offered")
        return Screen(request.text(message, name=context.provider.nickname), back=back)
    month = today_of(request).replace(day=1)
    if len(services) == 1:
        return show(request, routes.book_days(service=services[0].id, month=month))
    services_of_page, page, pages = page_of(services, request.args.get("page", 0))
    price = shown_price(request, context.provider)
    rows = []
    for service in services_of_page:
        name = name_for_reader(request, context.provider, service.id, service.name)
        label = service_label(request, name, service.minutes, price(service))
        rows.append((Button(label, routes.book_days(service=service.id, month=month)),))
    turn = pager(
        page, pages, lambda number: routes.book_services_page(provider=context.provider.id, page=number)
    )
    text = paragraphs(request.text(_("choose-service"), name=context.provider.nickname), parts)
    return Screen(text, rows=(*rows, *turn), back=back)


def show_booking_of(request: Request, client: Client, service_id: int) -> Screen | None:
    """Show the client the days of one service of theirs, or the others where it is not offered any more."""
    service = request.dbsession.get(Service, service_id)
    if service is None or service.provider_id != client.provider_id:
        return None
    missing = None
    if service.deleted_at is not None:
        missing = _("service-gone")
    elif service.id in package_ids(request.hooks, client.provider_id):
        missing = _("is-package")
    if missing is not None:
        services: Screen = show(request, routes.book_services(provider=client.provider_id))
        return services.replace(text=paragraphs(request.text(missing), services.text))
    month = today_of(request).replace(day=1)
    screen: Screen = show(request, routes.book_days(service=service.id, month=month))
    return screen


@screen(routes.book_days, context=BookableContext)
def choose_day(context: BookableContext, request: Request) -> Screen:
    """Ask for the day."""
    if context.client.blocked_at is not None:
        return show(request, routes.book_services(provider=context.provider.id))
    refused = _refused(context, request)
    if refused is not None:
        return refused
    return show_days(
        request,
        chooser(context, request),
        request.args["month"],
        back=_back(context, request),
        description=description_for_reader(request, context.provider, context.service),
    )


@screen(routes.book_times, context=BookableContext)
def choose_time(context: BookableContext, request: Request) -> Screen:
    """Ask for the time of day."""
    refused = _refused(context, request)
    if refused is not None:
        return refused
    return show_times(request, chooser(context, request), request.args["day"], request.args["page"])


def _refused(context: BookableContext, request: Request) -> Screen | None:
    """Return what is shown instead of the times: of a package, or where a plugin refuses the client."""
    if context.service.id in package_ids(request.hooks, context.provider.id):
        return show_parts(context, request)
    slots: SlotService = request.find_service(SlotService)
    refusals = slots.refusals(context.client, context.service.id)
    return show(request, refusals[0].press) if refusals else None


def show_parts(context: BookableContext, request: Request) -> Screen:
    """Show what can be booked instead of a package."""
    services = routes.book_services(provider=context.provider.id)
    return show(request, services, notice=alert(request, _("is-package")))


def shown_price(request: Request, provider: Provider) -> Callable[[Service], str | None]:
    """Return what tells the price of a service, None where there is none or prices are hidden."""
    preferences = request.find_service(PreferencesService).get(provider)

    def price(service: Service) -> str | None:
        if service.price_minor is None or not preferences.shows_prices:
            return None
        return str(request.reader.money(service.price_minor, preferences.currency))

    return price


def chooser(context: BookableContext, request: Request) -> Chooser:
    """Return how the time of a booking is chosen."""
    service = context.service.id
    slots: SlotService = request.find_service(SlotService)
    return Chooser(
        slots.query(context.provider, context.service, client_id=context.client.id),
        offered_with(request, context.service, context.provider),
        days=lambda month: routes.book_days(service=service, month=month),
        times=lambda day, page: routes.book_times(service=service, day=day, page=page),
        take=lambda starts_at: routes.book_confirm(service=service, starts_at=starts_at),
    )


def _back(context: BookableContext, request: Request) -> Press:
    """Lead back to the choice of services; the only one was not chosen."""
    provider_id = context.provider.id
    if len(list_bookable(request, provider_id)) > 1:
        return routes.book_services(provider=provider_id)
    return home_routes.specialists_card(provider=provider_id)
