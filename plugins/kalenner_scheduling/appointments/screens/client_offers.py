"""Times that the client is offered after a decline: a message with the times as buttons; one press books."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.i18n import at_start
from kalenner.screens import Button, Notice, Screen, lines, paragraphs, screen, show
from kalenner.screens.model import Row
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.errors import OfferImpossible, OfferOver
from kalenner_scheduling.appointments.models import ACTIVE, Appointment
from kalenner_scheduling.appointments.offers import FollowUp, OfferService
from kalenner_scheduling.appointments.screens.client_card import find_change_refusal
from kalenner_scheduling.appointments.screens.client_messages import book_rows, coming_card, of_provider
from kalenner_scheduling.appointments.screens.client_moves import move_chooser
from kalenner_scheduling.appointments.screens.follow_up import offer_lines
from kalenner_scheduling.availability.screens.times import Chooser, show_still_free
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.contexts import MyAppointmentContext
from kalenner_scheduling.words import alert, offered_with, price_line, when


@screen(routes.mine_offered, context=MyAppointmentContext)
def show_offered(context: MyAppointmentContext, request: Request) -> Screen:
    """Show the times that are offered; or the one that was taken, or that the offer is over."""
    appointment = context.appointment
    follow_up = request.find_service(OfferService).follow_up(appointment)
    if follow_up.taken is not None:
        return _taken_card(request, follow_up.taken)
    heading = of_provider(request, appointment, _("offered"))
    another = book_rows(request, appointment, _("button-book-another-time"))
    if not follow_up.open:
        ended = request.text(_("offer-ended"))
        return Screen(lines(heading, ended), rows=another, is_card=True)
    return Screen(
        _offer_text(request, appointment, heading, follow_up),
        rows=(*(_time_row(request, offer) for offer in follow_up.offers), *another),
        is_card=True,
    )


def _offer_text(request: Request, appointment: Appointment, heading: Markup, follow_up: FollowUp) -> Markup:
    offers, moved = follow_up.open, follow_up.open[0].replaces
    zone = appointment.provider.zone
    stays = None
    if moved is not None:
        stays = request.text(_("move-keeps"), moment=when(request, moved.starts_at, zone))
    until = request.reader.moment(offers[0].expires_at)
    return paragraphs(
        lines(heading, stays),
        lines(*offer_lines(request, follow_up, zone)),
        lines(
            price_line(request, offers[0].price_minor, offers[0].currency),
            request.text(_("offer-until"), moment=until) if follow_up.offers else None,
        ),
    )


def _time_row(request: Request, offer: Appointment) -> Row:
    label = at_start(request.reader.short_moment(offer.starts_at))
    declined_id = offer.offered_for_id or 0
    return (Button(label, routes.mine_take_offer(appointment=declined_id, starts_at=offer.starts_at)),)


def _taken_card(request: Request, taken: Appointment, notice: Notice | None = None) -> Screen:
    heading = of_provider(request, taken, _("confirmed"))
    return coming_card(request, taken, heading).replace(notice=notice)


@screen(routes.mine_take_offer, context=MyAppointmentContext)
def take(context: MyAppointmentContext, request: Request) -> Screen:
    """Book an offered time; who presses late or twice is told, and shown the free times."""
    appointment, starts_at = context.appointment, request.args["starts_at"]
    offers: OfferService = request.find_service(OfferService)
    try:
        taken = offers.take(appointment, starts_at, context.account)
    except OfferImpossible:
        offers.review_less_time(appointment.provider_id)
        text = request.label(_("offer-impossible"), name=appointment.provider.nickname)
        return _show_free(context, request, Notice(text, is_alert=True))
    except OfferOver:
        return _late(context, request, offers.follow_up(appointment).taken)
    return _taken_card(request, taken, Notice(request.label(_("request-confirmed"))))


def _late(context: MyAppointmentContext, request: Request, taken: Appointment | None) -> Screen:
    """Say what became of the offer, and show what can be had instead."""
    starts_at = request.args["starts_at"]
    if taken is not None:
        if taken.starts_at == starts_at or find_change_refusal(request, taken) is not None:
            return _taken_card(request, taken, alert(request, _("already-accepted")))
        notice = alert(request, _("offer-other-taken"))
        return show_still_free(request, move_chooser(request, taken), starts_at, notice)
    return _show_free(context, request, alert(request, _("offer-over")))


def _show_free(context: MyAppointmentContext, request: Request, notice: Notice) -> Screen:
    """Show the times that are free in place of an offered one, and say why that cannot be had."""
    appointment, starts_at = context.appointment, request.args["starts_at"]
    moved = appointment.replaces
    if moved is not None and moved.state in ACTIVE and find_change_refusal(request, moved) is None:
        return show_still_free(request, move_chooser(request, moved), starts_at, notice)
    client = appointment.client
    service = request.dbsession.get_one(Service, appointment.service_id)
    if service.deleted_at is not None or client.removed_at is not None or client.blocked_at is not None:
        return show(request, routes.book_services(provider=appointment.provider_id), notice=notice)
    return show_still_free(request, _booking_chooser(request, appointment, service), starts_at, notice)


def _booking_chooser(request: Request, appointment: Appointment, service: Service) -> Chooser:
    """Return how the same is booked anew."""
    provider, slots = appointment.provider, request.find_service(SlotService)
    return Chooser(
        slots.query(provider, service, client_id=appointment.client_id),
        offered_with(request, service, provider),
        days=lambda month: routes.book_days(service=service.id, month=month),
        times=lambda day, page: routes.book_times(service=service.id, day=day, page=page),
        take=lambda starts_at: routes.book_confirm(service=service.id, starts_at=starts_at),
    )
