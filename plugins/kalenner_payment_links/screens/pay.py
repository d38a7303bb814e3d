"""A client pays: what for, for which appointment, and the button that leads to the payment link."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.i18n import at_start
from kalenner.people import Provider
from kalenner.people.policy import SpecialistContext
from kalenner.screens import Button, Link, Press, Screen, Style, lines, paragraphs, screen, show
from kalenner.screens.model import Row
from kalenner.screens.widgets import list_behind, page_of, pager
from kalenner_payment_links import _, routes
from kalenner_payment_links.links import host_of, with_reference
from kalenner_payment_links.queries import find_url, list_packages, list_payable
from kalenner_payment_links.references import Reference, References
from kalenner_payments.api import info_text, is_unpaid, list_unpaid
from kalenner_scheduling.api import (
    Appointment,
    BookableContext,
    MyAppointmentContext,
    PreferencesService,
    Service,
    booked,
    fact_of,
    mine_card,
    name_for_reader,
    when,
)

PACKAGE = "📦"


@screen(routes.choose, context=SpecialistContext)
def choose(context: SpecialistContext, request: Request) -> Screen:
    """Ask what is to be paid for; a single service is chosen at once."""
    provider = context.provider
    payable = list_payable(request.dbsession, provider.id)
    if len(payable) == 1:
        return show(request, routes.pay(service=payable[0][0].id, page=0))
    payable_of_page, page, pages = page_of(payable, request.args["page"])
    rows: list[Row] = [
        (
            Button(
                _label(request, provider, service, is_package=is_package),
                routes.pay(service=service.id, page=0),
            ),
        )
        for service, is_package in payable_of_page
    ]
    rows += pager(page, pages, lambda number: routes.choose(provider=provider.id, page=number))
    message = _("choose-service") if payable else _("nothing-to-choose")
    return Screen(
        request.text(message, name=provider.nickname),
        rows=tuple(rows),
        back=home_routes.specialists_card(provider=provider.id),
    )


def _label(request: Request, provider: Provider, service: Service, *, is_package: bool) -> str:
    name = name_for_reader(request, provider, service.id, service.name)
    price = _price(request, provider, service)
    label = request.reader.joined((name, price)) if price else name
    return f"{PACKAGE} {label}" if is_package else label


def _price(request: Request, provider: Provider, service: Service) -> str | None:
    """Return the price of a service; None where it has none, or prices are hidden."""
    preferences = request.find_service(PreferencesService).get(provider)
    if service.price_minor is None or not preferences.shows_prices:
        return None
    price: str = request.reader.money(service.price_minor, preferences.currency)
    return price


@screen(routes.pay, context=BookableContext)
def pay(context: BookableContext, request: Request) -> Screen:
    """Lead to the link of a service; of several appointments to be paid for it is asked which."""
    service, provider = context.service, context.provider
    unpaid = list_unpaid(request.dbsession, context.client.id, service.id)
    if len(unpaid) > 1:
        return _which(context, request, unpaid)
    if unpaid:
        return show(request, routes.pay_appointment(appointment=unpaid[0].id))
    name = name_for_reader(request, provider, service.id, service.name)
    mark = PACKAGE if service.id in list_packages(request.dbsession, provider.id) else None
    price = _price(request, provider, service)
    return _payment_screen(
        request,
        provider,
        lines(
            request.text(_("pay-service"), service=f"{mark} {name}" if mark else name),
            price and request.text(_("price-line"), price=price),
        ),
        Reference(context.client.id, service.id),
    ).replace(back=_back_to_choice(request, provider))


def _back_to_choice(request: Request, provider: Provider) -> Press:
    """Lead back to the choice of services; the only one was not chosen."""
    if len(list_payable(request.dbsession, provider.id)) > 1:
        return routes.choose(provider=provider.id, page=0)
    return home_routes.specialists_card(provider=provider.id)


def _which(context: BookableContext, request: Request, unpaid: list[Appointment]) -> Screen:
    """Ask for which appointment is paid."""
    service, provider = context.service, context.provider
    unpaid_of_page, page, pages = page_of(unpaid, request.args["page"])
    rows: list[Row] = [
        (
            Button(
                at_start(request.reader.short_moment(appointment.starts_at)),
                routes.pay_appointment(appointment=appointment.id),
            ),
        )
        for appointment in unpaid_of_page
    ]
    rows += pager(page, pages, lambda number: routes.pay(service=service.id, page=number))
    name = name_for_reader(request, provider, service.id, service.name)
    return Screen(
        request.text(_("pay-which"), service=name),
        rows=tuple(rows),
        back=_back_to_choice(request, provider),
    )


@screen(routes.pay_appointment, context=MyAppointmentContext)
def pay_appointment(context: MyAppointmentContext, request: Request) -> Screen:
    """Lead to the link for one appointment, as long as something is to be paid for it."""
    appointment = context.appointment
    provider = appointment.provider
    fact = fact_of(appointment)
    shown = lines(
        request.text(_("pay-service"), service=booked(request, appointment)),
        when(request, appointment.starts_at, provider.zone),
        info_text(request, fact),
    )
    back = list_behind(request, [routes.pay, routes.choose], mine_card(appointment=appointment.id))
    if not is_unpaid(request.dbsession, fact):
        return Screen(paragraphs(shown, request.text(_("nothing-due"))), back=back)
    reference = Reference(appointment.client_id, appointment.service_id, appointment.id)
    return _payment_screen(request, provider, shown, reference).replace(back=back)


def _payment_screen(request: Request, provider: Provider, shown: Markup, reference: Reference) -> Screen:
    """Return what is paid for and the button to the link; where that was removed, say so."""
    url = find_url(request.dbsession, reference.service_id)
    if url is None:
        return Screen(paragraphs(shown, request.text(_("link-gone"), name=provider.nickname)))
    token = request.find_service(References).make(reference)
    button = Button(request.label(_("button-pay")), Link(with_reference(url, token)), Style.SUCCESS)
    hint = request.text(_("pay-hint"), host=host_of(url), name=provider.nickname)
    return Screen(paragraphs(shown, hint), rows=((button,),))
