"""What the professional does with a free time: book it for a client; being away then is in `slot_away`."""

import datetime as dt
from collections.abc import Iterable

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.home.clients import LONGEST_SEARCH, name_shown
from kalenner.home.menus import menu_rows
from kalenner.hooks.scheduling import Status
from kalenner.i18n import at_start
from kalenner.people import ClientService, Provider
from kalenner.people.clients import NamedClient
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import (
    Ask,
    Button,
    Notice,
    Screen,
    Style,
    form_of,
    lines,
    paragraphs,
    question,
    screen,
    show,
)
from kalenner.screens.answers import Text
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, list_behind, page_of, pager
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.errors import IsPackage, ServiceGone
from kalenner_scheduling.appointments.screens.day import show_day_of
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.packages import list_bookable
from kalenner_scheduling.catalogue.services import PreferencesService
from kalenner_scheduling.contexts import BookForContext, ServiceContext
from kalenner_scheduling.time_off import routes as time_off_routes
from kalenner_scheduling.words import alert, offered, price_line, service_label, status_text, when


@screen(routes.slot, context=ProfessionalContext)
def show_slot(context: ProfessionalContext, request: Request) -> Screen:
    """Ask what is to be done with a free time."""
    starts_at = request.args["starts_at"]
    if not fitting(request, context.provider, starts_at):
        return show_gone(request, context.provider, starts_at)
    return Screen(
        lines(
            request.text(_("slot-title"), moment=moment_of(request, starts_at)),
            request.text(_("slot-question")),
        ),
        rows=(
            (
                Button(
                    request.label(_("button-slot-appointment")),
                    routes.slot_services(starts_at=starts_at, page=0),
                ),
                Button(request.label(_("button-slot-away")), time_off_routes.slot_away(starts_at=starts_at)),
            ),
        ),
        back=routes.calendar_day(day=request.reader.local(starts_at).date()),
    )


def fitting(request: Request, provider: Provider, starts_at: dt.datetime) -> list[Service]:
    """Return the services that the professional can book at a start; none where it is taken or over."""
    now = request.clock.now()
    if starts_at <= now:
        return []
    services = list_bookable(request, provider.id)
    slots: SlotService = request.find_service(SlotService)
    return slots.list_fitting(provider, services, starts_at, now)


def show_gone(request: Request, provider: Provider, starts_at: dt.datetime) -> Screen:
    """Show the day anew where a time is no longer free, and say so."""
    is_over = starts_at <= request.clock.now()
    return show_day_of(
        request, provider, starts_at, alert(request, _("time-passed") if is_over else _("just-taken"))
    )


def moment_of(request: Request, starts_at: dt.datetime) -> str:
    """Return day and time as a line begins with them."""
    return at_start(request.reader.moment(starts_at))


@screen(routes.slot_services, context=ProfessionalContext)
def choose_service(context: ProfessionalContext, request: Request) -> Screen:
    """Ask for the service, of those that fit."""
    starts_at = request.args["starts_at"]
    services = fitting(request, context.provider, starts_at)
    if not services:
        return show_gone(request, context.provider, starts_at)
    services_of_page, page, pages = page_of(services, request.args["page"])
    rows: list[Row] = [
        (
            Button(
                service_label(request, service.name, service.minutes),
                routes.slot_clients(starts_at=starts_at, service=service.id, page=0),
            ),
        )
        for service in services_of_page
    ]
    rows += pager(page, pages, lambda number: routes.slot_services(starts_at=starts_at, page=number))
    return Screen(
        lines(
            request.text(_("slot-title"), moment=moment_of(request, starts_at)),
            request.text(_("slot-choose-service")),
        ),
        rows=tuple(rows),
        back=routes.slot(starts_at=starts_at),
    )


@screen(routes.slot_clients, context=ServiceContext)
def choose_client(context: ServiceContext, request: Request) -> Screen:
    """Ask for the client."""
    starts_at, service = request.args["starts_at"], context.service
    clients: ClientService = request.find_service(ClientService)
    back = routes.slot_services(starts_at=starts_at, page=0)
    count = clients.count_clients(context.provider).open
    if not count:
        text = paragraphs(_so_far(request, service, starts_at), request.text(_("slot-no-clients")))
        return Screen(text, rows=tuple(menu_rows(request, "clients")), back=back)
    _places, page, pages = page_of(range(count), request.args["page"])
    names = clients.list_names(context.provider, start=page * PAGE_SIZE, limit=PAGE_SIZE)
    rows = [
        *_client_rows(request, names),
        *pager(
            page,
            pages,
            lambda number: routes.slot_clients(starts_at=starts_at, service=service.id, page=number),
        ),
    ]
    if pages > 1:
        rows.append(
            (
                Button(
                    request.label(_("button-search-client")),
                    routes.slot_search(starts_at=starts_at, service=service.id),
                ),
            )
        )
    text = paragraphs(_so_far(request, service, starts_at), request.text(_("slot-choose-client")))
    return Screen(text, rows=tuple(rows), back=back)


def search_form(context: ServiceContext, request: Request) -> colander.SchemaNode:
    """Ask for a part of the client's name."""
    del context, request
    return form_of(question("search", Text(1, LONGEST_SEARCH), Ask(_("ask-search-client"))))


@screen(routes.slot_search, context=ServiceContext, form=search_form)
def search(context: ServiceContext, request: Request) -> Screen:
    """Go on to the clients whose name holds what was typed."""
    return show(
        request,
        routes.slot_found(
            starts_at=request.args["starts_at"],
            service=context.service.id,
            page=0,
            search=request.values["search"],
        ),
    )


@screen(routes.slot_found, context=ServiceContext)
def show_found(context: ServiceContext, request: Request) -> Screen:
    """Ask for the client, of those whose name holds the text that was looked for."""
    text, starts_at = request.args["search"], request.args["starts_at"]
    matches = request.find_service(ClientService).search_names(context.provider, text)
    clients_of_page, page, pages = page_of(matches, request.args["page"])
    turn = pager(
        page,
        pages,
        lambda number: routes.slot_found(
            starts_at=starts_at, service=context.service.id, page=number, search=text
        ),
    )
    again = (
        Button(
            request.label(_("button-search-client")),
            routes.slot_search(starts_at=starts_at, service=context.service.id),
        ),
    )
    return Screen(
        paragraphs(
            _so_far(request, context.service, starts_at),
            request.text(_("slot-clients-found"), search=text, count=len(matches)),
        ),
        rows=(*_client_rows(request, clients_of_page), *turn, again),
        back=routes.slot_clients(starts_at=starts_at, service=context.service.id, page=0),
    )


@screen(routes.slot_confirm, context=BookForContext)
def confirm(context: BookForContext, request: Request) -> Screen:
    """Show what will be booked."""
    starts_at, service, client = request.args["starts_at"], context.service, context.client
    preferences = request.find_service(PreferencesService).get(context.provider)
    press = routes.slot_book(starts_at=starts_at, service=service.id, client=client.id)
    name = name_shown(request, client.account.client_name)
    refusals = request.find_service(SlotService).refusals(client, service.id)
    return Screen(
        paragraphs(
            lines(
                request.text(_("slot-confirm")),
                request.reader.joined((name, offered(request, service))),
                when(request, starts_at, client.account.zone),
                price_line(request, service.price_minor, preferences.currency),
            ),
            lines(*(f"⚠️ {refusal.text}" for refusal in refusals)) if refusals else None,
        ),
        rows=((Button(request.label(_("button-confirm")), press, Style.SUCCESS),),),
        back=list_behind(
            request,
            [routes.clients_book_days, routes.clients_book_times],
            routes.slot_clients(starts_at=starts_at, service=service.id, page=0),
        ),
    )


@screen(routes.slot_book, context=BookForContext)
def book(context: BookForContext, request: Request) -> Screen:
    """Book the time for the client, who is told; if it has gone meanwhile, show the day."""
    starts_at = request.args["starts_at"]
    appointments: AppointmentService = request.find_service(AppointmentService)
    try:
        appointment = appointments.book_for(context.client, context.service, starts_at, context.account)
    except (SlotTaken, TimePassed):
        return show_gone(request, context.provider, starts_at)
    except IsPackage:
        services = routes.slot_services(starts_at=starts_at, page=0)
        return show(request, services, notice=alert(request, _("is-package")))
    except ServiceGone:
        raise NotAvailable from None
    notice = Notice(status_text(request, Status.ACCEPTED))
    return show(request, routes.card(appointment=appointment.id), notice=notice)


def _so_far(request: Request, service: Service, starts_at: dt.datetime) -> Markup:
    return lines(
        request.text(_("slot-title"), moment=moment_of(request, starts_at)), offered(request, service)
    )


def _client_rows(request: Request, clients: Iterable[NamedClient]) -> list[Row]:
    return [
        (
            Button(
                name_shown(request, client.name),
                routes.slot_confirm(
                    starts_at=request.args["starts_at"], service=request.args["service"], client=client.id
                ),
            ),
        )
        for client in clients
    ]
