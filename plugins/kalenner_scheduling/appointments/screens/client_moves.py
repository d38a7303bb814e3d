"""Moving: a client chooses another time for an appointment, which stays until that is accepted."""

from typing import Any

from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.screens import Button, Notice, Screen, lines, paragraphs, screen, show
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.errors import ChangeRefused, NotAccepting, TooLate
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.screens.client_card import (
    find_change_refusal,
    refuse_excluded,
    too_late,
)
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.queries import find_rules
from kalenner_scheduling.availability.screens.times import Chooser, show_days, show_still_free, show_times
from kalenner_scheduling.availability.slot_query import move_query
from kalenner_scheduling.contexts import MyMoveContext
from kalenner_scheduling.words import alert, booked, moved_times, refusal, when


@screen(routes.mine_move, context=MyMoveContext)
def begin(context: MyMoveContext, request: Request) -> Screen:
    """Show the month of the appointment, unless it can no longer be moved."""
    appointment = context.appointment
    if appointment.client.blocked_at is not None or appointment.client.removed_at is not None:
        return refuse_excluded(request, appointment)
    refused = find_change_refusal(request, appointment)
    if refused is not None:
        return _card(request, appointment, refused)
    month = request.reader.local(appointment.starts_at).date().replace(day=1)
    return show(request, routes.mine_move_days(appointment=appointment.id, month=month))


@screen(routes.mine_move_days, context=MyMoveContext)
def choose_day(context: MyMoveContext, request: Request) -> Screen:
    """Ask for the day."""
    back = routes.mine_card(appointment=context.appointment.id)
    return show_days(request, move_chooser(request, context.appointment), request.args["month"], back=back)


@screen(routes.mine_move_times, context=MyMoveContext)
def choose_time(context: MyMoveContext, request: Request) -> Screen:
    """Ask for the time of day."""
    return show_times(
        request, move_chooser(request, context.appointment), request.args["day"], request.args["page"]
    )


def move_chooser(request: Request, appointment: Appointment) -> Chooser:
    """Return how another time is chosen for an appointment, by its client."""
    rules = find_rules(request.dbsession, appointment.provider_id, appointment.service_id)
    heading = lines(
        request.text(_("reschedule-title")),
        _booked_with(request, appointment),
        when(request, appointment.starts_at, appointment.provider.zone),
    )
    return Chooser(
        move_query(appointment, rules, appointment.client_id),
        heading,
        days=lambda month: routes.mine_move_days(month=month, appointment=appointment.id),
        times=lambda day, page: routes.mine_move_times(day=day, page=page, appointment=appointment.id),
        take=lambda starts_at: routes.mine_move_confirm(starts_at=starts_at, appointment=appointment.id),
    )


@screen(routes.mine_move_confirm, context=MyMoveContext)
def confirm(context: MyMoveContext, request: Request) -> Screen:
    """Show what will be asked for."""
    appointment, starts_at = context.appointment, request.args["starts_at"]
    day = request.reader.local(starts_at).date()
    times = routes.mine_move_times(appointment=appointment.id, day=day, page=0)
    send = routes.mine_move_send(appointment=appointment.id, starts_at=starts_at)
    is_accepted = appointment.state is Status.ACCEPTED
    name = appointment.provider.nickname
    return Screen(
        paragraphs(
            lines(
                request.text(_("reschedule-title")),
                _booked_with(request, appointment),
                moved_times(request, appointment.starts_at, starts_at),
                when(request, starts_at, appointment.provider.zone),
            ),
            request.text(_("move-hint"), name=name) if is_accepted else None,
        ),
        rows=(
            (Button(request.label(_("button-send-request")), send),),
            (Button(request.label(_("button-change-time")), times),),
        ),
        back=times,
    )


@screen(routes.mine_move_send, context=MyMoveContext)
def send(context: MyMoveContext, request: Request) -> Screen:
    """Send the request; if the time has gone meanwhile, show the free ones."""
    appointment, starts_at = context.appointment, request.args["starts_at"]
    try:
        move = request.find_service(AppointmentService).request_move(appointment, starts_at, context.account)
    except SlotTaken:
        notice = alert(request, _("just-taken"))
    except TimePassed:
        notice = alert(request, _("time-passed"))
    except TooLate as error:
        return _card(request, appointment, too_late(request, appointment, error))
    except ChangeRefused as error:
        return _card(request, appointment, refusal(request, error, Status.CANCELLED, appointment))
    except NotAccepting:
        return refuse_excluded(request, appointment)
    else:
        return show(request, routes.book_sent(appointment=move.id))
    return show_still_free(request, move_chooser(request, context.appointment), starts_at, notice)


def _booked_with(request: Request, appointment: Appointment) -> Any:
    name = appointment.provider.nickname
    return request.text(_("service-with"), service=booked(request, appointment), name=name)


def _card(request: Request, appointment: Appointment, notice: Notice) -> Screen:
    return show(request, routes.mine_card(appointment=appointment.id), notice=notice)
