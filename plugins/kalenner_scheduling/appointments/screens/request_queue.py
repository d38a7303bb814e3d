"""The open requests of a professional, one after the other: answer one, and the next one comes."""

from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.people.policy import ProfessionalContext
from kalenner.screens import Button, Notice, Screen, Style, lines, screen, show
from kalenner.screens import routes as screen_routes
from kalenner.screens.model import Row
from kalenner.screens.widgets import pager
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.open_requests import list_open_requests
from kalenner_scheduling.appointments.queries import find_appointment
from kalenner_scheduling.appointments.screens.professional_card import change_one, info_button
from kalenner_scheduling.appointments.screens.professional_messages import asked_lines
from kalenner_scheduling.contexts import AppointmentContext


@screen(routes.requests_queue, context=ProfessionalContext)
def show_request(context: ProfessionalContext, request: Request) -> Screen:
    """Show the request at a place of the queue; there are fewer than that where others were answered."""
    ids = list_open_requests(request.dbsession, context.provider.id, request.clock.now())
    number = min(max(request.args["number"], 0), max(len(ids) - 1, 0))
    appointment = find_appointment(request.dbsession, ids[number]) if ids else None
    if appointment is None:
        list_all = routes.appointments_list(only=0, page=0)
        return Screen(
            request.text(_("no-open-requests")),
            rows=((Button(request.label(_("button-appointments")), list_all),),),
            back=screen_routes.menu(),
        )
    return Screen(
        lines(
            request.text(_("request-of"), number=number + 1, total=len(ids)),
            *asked_lines(request, appointment),
        ),
        rows=(
            _answer_row(request, appointment, number),
            (info_button(request, appointment),),
            *pager(number, len(ids), lambda place: routes.requests_queue(number=place)),
        ),
        back=screen_routes.menu(),
    )


def _answer_row(request: Request, appointment: Appointment, number: int) -> Row:
    accept = routes.queue_accept(appointment=appointment.id, number=number)
    decline = routes.queue_decline(appointment=appointment.id, number=number)
    return (
        Button(request.label(_("button-accept")), accept, Style.SUCCESS),
        Button(request.label(_("button-decline")), decline, Style.DANGER),
    )


@screen(routes.queue_accept, context=AppointmentContext)
def accept(context: AppointmentContext, request: Request) -> Screen:
    """Accept a request, and show the next one."""
    notice = change_one(request, context.appointment, Status.ACCEPTED, context.account)
    return _next(request, notice)


@screen(routes.queue_decline, context=AppointmentContext)
def decline(context: AppointmentContext, request: Request) -> Screen:
    """Decline a request, and show what can follow, and the way to the next one."""
    appointment = context.appointment
    notice = change_one(request, appointment, Status.DECLINED, context.account)
    if notice.is_alert:
        return _next(request, notice)
    card = show(request, routes.card(appointment=appointment.id), notice=notice)
    left = len(list_open_requests(request.dbsession, context.provider.id, request.clock.now()))
    if not left:
        return card
    label = request.label(_("button-requests"), number=left)
    following = routes.requests_queue(number=request.args["number"])
    return card.replace(rows=((Button(label, following),), *card.rows))


def _next(request: Request, notice: Notice) -> Screen:
    """Show what stands at the same place now."""
    return show(request, routes.requests_queue(number=request.args["number"]), notice=notice)
