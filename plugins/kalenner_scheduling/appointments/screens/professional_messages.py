"""Messages about appointments for the professional: each a card of its own, written when it is read."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home.menus import menu_rows
from kalenner.hooks.scheduling import Status
from kalenner.screens import Button, Notice, Screen, Style, lines, screen
from kalenner.screens.model import Row
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.records import fact_of
from kalenner_scheduling.appointments.screens.follow_up import follow_up_of
from kalenner_scheduling.appointments.screens.professional_card import (
    change_one,
    info_button,
    locate_button,
    moved_rows,
)
from kalenner_scheduling.contexts import AppointmentContext, ChangeContext
from kalenner_scheduling.words import (
    booked,
    called_off_text,
    info_lines,
    location_line,
    move_line,
    moved_times,
    state_text,
    when,
)


@screen(routes.requested, context=ChangeContext)
@screen(routes.move_asked, context=ChangeContext)
def show_request(context: ChangeContext, request: Request) -> Screen:
    """A request to accept or decline, or one for another time."""
    return _request_card(request, context.appointment)


@screen(routes.nudge, context=AppointmentContext)
def show_nudge(context: AppointmentContext, request: Request) -> Screen:
    """Remind the professional of a request that has no answer yet."""
    appointment = context.appointment
    if appointment.state is not Status.PENDING:
        return _request_card(request, appointment)
    heading = lines(
        request.text(_("still-waits"), name=appointment.client.name), move_line(request, appointment)
    )
    return _card(request, appointment, heading, _rows_to_answer(request, appointment))


@screen(routes.booked, context=ChangeContext)
def show_booked(context: ChangeContext, request: Request) -> Screen:
    """Tell the professional of a request that the rules have accepted."""
    appointment = context.appointment
    if appointment.state is not Status.ACCEPTED:
        return _request_card(request, appointment)
    heading = lines(request.text(_("accepted-by-rules")), move_line(request, appointment))
    return _card(request, appointment, heading, _rows_of_answered(request, appointment))


@screen(routes.offer_taken, context=ChangeContext)
def show_offer_taken(context: ChangeContext, request: Request) -> Screen:
    """Tell the professional that the client has booked a time that was offered."""
    appointment = context.appointment
    if appointment.state is not Status.ACCEPTED:
        return _request_card(request, appointment)
    taken = request.text(_("offer-taken"), name=appointment.client.name)
    heading = lines(taken, move_line(request, appointment))
    return _card(request, appointment, heading, _rows_of_answered(request, appointment))


@screen(routes.requests_accept, context=AppointmentContext)
def accept(context: AppointmentContext, request: Request) -> Screen:
    """Accept the request of a card, which then says so."""
    notice = change_one(request, context.appointment, Status.ACCEPTED, context.account)
    return _request_card(request, context.appointment, notice)


@screen(routes.requests_decline, context=AppointmentContext)
def decline(context: AppointmentContext, request: Request) -> Screen:
    """Decline the request of a card, which then says so."""
    notice = change_one(request, context.appointment, Status.DECLINED, context.account)
    return _request_card(request, context.appointment, notice)


def _request_card(request: Request, appointment: Appointment, notice: Notice | None = None) -> Screen:
    """Return the card of a request as it stands: to be answered, or what became of it."""
    if appointment.state is Status.PENDING:
        heading, rows = _asked(request, appointment), _rows_to_answer(request, appointment)
    else:
        status = state_text(request, appointment)
        heading, rows = (
            lines(status, move_line(request, appointment)),
            _rows_of_answered(request, appointment),
        )
    return _card(request, appointment, heading, rows, notice)


def _asked(request: Request, appointment: Appointment) -> Markup:
    text: Markup = request.text(_("new-request"))
    if appointment.replaces is not None:
        times = moved_times(request, appointment.replaces.starts_at, appointment.starts_at)
        text = request.text(_("move-asked"), name=appointment.client.name, times=times)
    return text


def _rows_to_answer(request: Request, appointment: Appointment) -> list[Row]:
    answers = (
        Button(
            request.label(_("button-accept")),
            routes.requests_accept(appointment=appointment.id),
            Style.SUCCESS,
        ),
        Button(
            request.label(_("button-decline")),
            routes.requests_decline(appointment=appointment.id),
            Style.DANGER,
        ),
    )
    return [answers, (info_button(request, appointment),)]


def _rows_of_answered(request: Request, appointment: Appointment) -> list[Row]:
    info = info_button(request, appointment)
    if appointment.state is not Status.ACCEPTED:
        return [*follow_up_of(request, appointment).rows, *moved_rows(request, appointment), (info,)]
    place = locate_button(request, appointment)
    return [(info, place), *menu_rows(request, "appointment", fact_of(appointment))]


def _card(
    request: Request,
    appointment: Appointment,
    heading: Markup,
    rows: list[Row],
    notice: Notice | None = None,
) -> Screen:
    return Screen(
        lines(heading, *_request_lines(request, appointment)),
        rows=tuple(rows),
        is_card=True,
        notice=notice,
    )


def asked_lines(request: Request, appointment: Appointment) -> list[str | Markup | None]:
    """Return what is asked for below a heading of its own: a move first says from when to when."""
    is_move = appointment.replaces is not None
    return [_asked(request, appointment) if is_move else None, *_request_lines(request, appointment)]


def _request_lines(request: Request, appointment: Appointment) -> list[str | Markup | None]:
    client = appointment.client
    return [
        request.reader.joined((client.name, booked(request, appointment))),
        when(request, appointment.starts_at, client.account.zone),
        location_line(request, appointment),
        *info_lines(request, appointment),
        appointment.note and request.text(_("note-line"), note=appointment.note),
    ]


@screen(routes.called_off, context=ChangeContext)
def show_called_off(context: ChangeContext, request: Request) -> Screen:
    """The client has cancelled."""
    appointment, client = context.appointment, context.appointment.client
    return Screen(
        called_off_text(request, context.change, client.name, client.account.zone),
        rows=((info_button(request, appointment),),),
        is_card=True,
    )
