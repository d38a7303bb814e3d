"""The professional moves an appointment to another free time; the client is told."""

from pyramid.request import Request

from kalenner.screens import Button, Screen, lines, paragraphs, saved, screen, show
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.amendments import AmendmentService
from kalenner_scheduling.appointments.errors import ChangeRefused, MoveWaits
from kalenner_scheduling.appointments.screens.amendments import show_unchangeable
from kalenner_scheduling.appointments.screens.professional_card import can_amend
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.queries import find_rules
from kalenner_scheduling.availability.screens.times import Chooser, show_days, show_still_free, show_times
from kalenner_scheduling.availability.slot_query import move_query
from kalenner_scheduling.contexts import AppointmentContext
from kalenner_scheduling.words import alert, booked, moved_times, when


@screen(routes.move, context=AppointmentContext)
def begin(context: AppointmentContext, request: Request) -> Screen:
    """Ask for the day, first within the month in which the appointment is."""
    month = request.reader.local(context.appointment.starts_at).date().replace(day=1)
    return show(request, routes.move_days(appointment=context.appointment.id, month=month))


@screen(routes.move_days, context=AppointmentContext)
def choose_day(context: AppointmentContext, request: Request) -> Screen:
    """Ask for the day."""
    if not can_amend(request, context.appointment):
        return show_unchangeable(request, context.appointment)
    back = routes.card(appointment=context.appointment.id)
    return show_days(request, _chooser(context, request), request.args["month"], back=back)


@screen(routes.move_times, context=AppointmentContext)
def choose_time(context: AppointmentContext, request: Request) -> Screen:
    """Ask for the time of day."""
    if not can_amend(request, context.appointment):
        return show_unchangeable(request, context.appointment)
    return show_times(request, _chooser(context, request), request.args["day"], request.args["page"])


@screen(routes.confirm_move, context=AppointmentContext)
def confirm(context: AppointmentContext, request: Request) -> Screen:
    """Show from when to when the appointment would be moved."""
    appointment, starts_at = context.appointment, request.args["starts_at"]
    client = appointment.client
    day = request.reader.local(starts_at).date()
    return Screen(
        paragraphs(
            request.text(_("confirm-move")),
            lines(
                request.reader.joined((client.name, booked(request, appointment))),
                moved_times(request, appointment.starts_at, starts_at),
                when(request, starts_at, client.account.zone),
            ),
        ),
        rows=(
            (
                Button(
                    request.label(_("button-confirm")),
                    routes.moved(appointment=appointment.id, starts_at=starts_at),
                ),
            ),
        ),
        back=routes.move_times(appointment=appointment.id, day=day, page=0),
    )


@screen(routes.moved, context=AppointmentContext)
def move(context: AppointmentContext, request: Request) -> Screen:
    """Move the appointment; if the time has gone meanwhile, show the free ones."""
    appointment, starts_at = context.appointment, request.args["starts_at"]
    try:
        request.find_service(AmendmentService).move(appointment, starts_at, context.account)
    except SlotTaken:
        return show_still_free(
            request, _chooser(context, request), starts_at, alert(request, _("just-taken"))
        )
    except TimePassed:
        return show_still_free(
            request, _chooser(context, request), starts_at, alert(request, _("time-passed"))
        )
    except (ChangeRefused, MoveWaits):
        return show_unchangeable(request, appointment)
    return show(request, routes.card(appointment=appointment.id), notice=saved(request))


def _chooser(context: AppointmentContext, request: Request) -> Chooser:
    """Return how the new time is chosen."""
    appointment = context.appointment
    rules = find_rules(request.dbsession, appointment.provider_id, appointment.service_id)
    return Chooser(
        move_query(appointment, rules, None),
        request.text(_("move-title"), service=booked(request, appointment), name=appointment.client.name),
        days=lambda month: routes.move_days(appointment=appointment.id, month=month),
        times=lambda day, page: routes.move_times(appointment=appointment.id, day=day, page=page),
        take=lambda starts_at: routes.confirm_move(appointment=appointment.id, starts_at=starts_at),
    )
