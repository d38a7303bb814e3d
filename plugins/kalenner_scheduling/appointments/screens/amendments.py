"""The professional changes the service or the length of a coming appointment."""

from collections.abc import Callable
from dataclasses import replace

import colander
from markupsafe import Markup
from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.route import Press
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Choice,
    Screen,
    form_of,
    lines,
    paragraphs,
    question,
    saved,
    screen,
    show,
)
from kalenner.screens.answers import Duration
from kalenner.screens.model import Row
from kalenner.screens.widgets import page_of, pager
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.amendments import AmendmentService
from kalenner_scheduling.appointments.errors import ChangeRefused, IsPackage, MoveWaits, ServiceGone
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.records import fact_of
from kalenner_scheduling.appointments.screens.professional_card import can_amend, is_ahead
from kalenner_scheduling.availability.errors import SlotTaken
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.catalogue.packages import list_bookable
from kalenner_scheduling.catalogue.screens.service_questions import MINUTES_OFFERED
from kalenner_scheduling.catalogue.services import MINUTES_RANGE, PreferencesService
from kalenner_scheduling.contexts import AppointmentContext, OtherServiceContext
from kalenner_scheduling.words import (
    alert,
    booked,
    info_lines_of,
    offered,
    refusal,
    service_and_minutes,
    service_label,
    when,
)

CHOSEN = "✔"


@screen(routes.change_service, context=AppointmentContext)
def choose_service(context: AppointmentContext, request: Request) -> Screen:
    """Ask for another service, of those for which there is room; the present one is marked."""
    appointment = context.appointment
    if not can_amend(request, appointment):
        return show_unchangeable(request, appointment)
    offers = list_bookable(request, context.provider.id)
    fitting = request.find_service(AmendmentService).list_fitting(appointment, offers)
    offered_services, page, pages = page_of(fitting, request.args["page"])
    rows: list[Row] = [
        (Button(_offer_label(request, appointment, service), _choice_of(appointment, service)),)
        for service in offered_services
    ]
    rows += pager(page, pages, lambda number: routes.change_service(appointment=appointment.id, page=number))
    message = _("ask-other-service") if fitting else _("no-service-fits")
    return Screen(
        request.text(message, service=booked(request, appointment)),
        rows=tuple(rows),
        back=routes.card(appointment=appointment.id),
    )


def _offer_label(request: Request, appointment: Appointment, service: Service) -> str:
    label = service_label(request, service.name, service.minutes)
    return f"{CHOSEN} {label}" if service.id == appointment.service_id else label


def _choice_of(appointment: Appointment, service: Service) -> Press:
    """Lead on with a service; where it would change nothing, back to the appointment."""
    now = (appointment.service_id, appointment.service_name, appointment.minutes)
    if now == (service.id, service.name, service.minutes):
        return routes.card(appointment=appointment.id)
    return routes.confirm_service(appointment=appointment.id, service=service.id)


@screen(routes.confirm_service, context=OtherServiceContext)
def confirm_service(context: OtherServiceContext, request: Request) -> Screen:
    """Show what would change, the price included."""
    appointment, service = context.appointment, context.service
    return _confirm(
        context,
        request,
        offered(request, service),
        routes.service_changed(appointment=appointment.id, service=service.id),
        routes.change_service(appointment=appointment.id, page=0),
        _price_change(context, request),
    )


def _price_change(context: OtherServiceContext, request: Request) -> Markup | None:
    """Return "Price €50.00 → €80.00", or None where the price stays.

    Where a plugin's price is in force, the one at booking is not: what is said of the appointment stays.
    """
    appointment, new = context.appointment, context.service.price_minor
    preferences = request.find_service(PreferencesService).get(context.provider)
    if preferences.currency != appointment.currency or new == appointment.price_minor:
        return None
    fact = fact_of(appointment)
    if info_lines_of(request, fact) == info_lines_of(request, replace(fact, price_minor=new)):
        return None

    def price(minor: int | None) -> str:
        if minor is None:
            return str(request.label(_("without-price")))
        return str(request.reader.money(minor, appointment.currency))

    text: Markup = request.text(_("amended-price-line"), old=price(appointment.price_minor), new=price(new))
    return text


@screen(routes.service_changed, context=OtherServiceContext)
def change_service(context: OtherServiceContext, request: Request) -> Screen:
    """Change the service."""
    back = routes.change_service(appointment=context.appointment.id, page=0)
    return _amended(
        context,
        request,
        lambda amendments: amendments.change_service(context.appointment, context.service, context.account),
        back,
    )


def minutes_form(context: AppointmentContext, request: Request) -> colander.SchemaNode:
    """Ask how long the appointment takes."""
    room = request.find_service(AmendmentService).room_for(context.appointment)
    choices = [
        Choice(request.reader.number(minutes), str(minutes))
        for minutes in MINUTES_OFFERED
        if minutes <= room and minutes != context.appointment.minutes
    ]
    label = request.label(_("minutes"), minutes=request.reader.number(context.appointment.minutes))
    ask = Ask(_("ask-amended-minutes"), choices, shown=label)
    return form_of(question("minutes", Duration(*MINUTES_RANGE, 60), ask))


@screen(routes.change_minutes, context=AppointmentContext, form=minutes_form)
def take_minutes(context: AppointmentContext, request: Request) -> Screen:
    """Refuse what is too long for the room there is, else show what would change."""
    appointment, minutes = context.appointment, request.values["minutes"]
    if not can_amend(request, appointment):
        return show_unchangeable(request, appointment)
    if minutes == appointment.minutes:
        return show(request, routes.card(appointment=appointment.id))
    room = request.find_service(AmendmentService).room_for(appointment)
    if minutes > room:
        raise AnswerRefused("minutes", _("room-only"), count=room)
    return show(request, routes.confirm_minutes(appointment=appointment.id, minutes=minutes))


@screen(routes.confirm_minutes, context=AppointmentContext)
def confirm_minutes(context: AppointmentContext, request: Request) -> Screen:
    """Show what would change."""
    appointment, minutes = context.appointment, request.args["minutes"]
    return _confirm(
        context,
        request,
        service_and_minutes(request, appointment.service_name, minutes),
        routes.minutes_changed(appointment=appointment.id, minutes=minutes),
        routes.change_minutes(appointment=appointment.id),
    )


@screen(routes.minutes_changed, context=AppointmentContext)
def change_minutes(context: AppointmentContext, request: Request) -> Screen:
    """Change how long the appointment takes."""
    minutes = request.args["minutes"]
    back = routes.change_minutes(appointment=context.appointment.id)
    return _amended(
        context,
        request,
        lambda amendments: amendments.change_minutes(context.appointment, minutes, context.account),
        back,
    )


def _confirm(
    context: AppointmentContext,
    request: Request,
    new: str,
    press: Press,
    back: Press,
    further: Markup | None = None,
) -> Screen:
    appointment, client = context.appointment, context.appointment.client
    return Screen(
        paragraphs(
            request.text(_("confirm-amendment")),
            lines(
                client.name,
                when(request, appointment.starts_at, client.account.zone),
                request.text(_("amendment-line"), old=booked(request, appointment), new=new),
                further,
            ),
        ),
        rows=((Button(request.label(_("button-confirm")), press),),),
        back=back,
    )


def _amended(
    context: AppointmentContext, request: Request, amend: Callable[[AmendmentService], None], back: Press
) -> Screen:
    """Change an appointment and show it; where there is no room any more, say so and ask anew."""
    appointment = context.appointment
    try:
        amend(request.find_service(AmendmentService))
    except SlotTaken:
        return show(request, back, notice=alert(request, _("room-gone")))
    except ServiceGone:
        return show(request, back, notice=alert(request, _("service-gone")))
    except IsPackage:
        return show(request, back, notice=alert(request, _("is-package")))
    except (ChangeRefused, MoveWaits):
        return show_unchangeable(request, appointment)
    return show(request, routes.card(appointment=appointment.id), notice=saved(request))


def show_unchangeable(request: Request, appointment: Appointment) -> Screen:
    """Show an appointment that cannot be changed, or not yet, and say why."""
    notice = refusal(request, ChangeRefused(appointment.state), Status.CANCELLED, appointment)
    if is_ahead(request, appointment):
        notice = alert(request, _("move-waits"))
    return show(request, routes.card(appointment=appointment.id), notice=notice)
