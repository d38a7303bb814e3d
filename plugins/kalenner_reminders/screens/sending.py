"""Reminders that the professional sends by a press: of one appointment, or of those that are ticked."""

from collections.abc import Sequence

from pyramid.request import Request

from kalenner.people.policy import ProfessionalContext
from kalenner.screens import Notice, Screen, Visit, current, screen, show
from kalenner_reminders import _, routes
from kalenner_reminders.services import NotComing, ReminderService
from kalenner_scheduling import api as scheduling
from kalenner_scheduling.api import Appointment, AppointmentContext, list_appointments


@screen(routes.send, context=AppointmentContext)
def send_one(context: AppointmentContext, request: Request) -> Screen:
    """Remind the client of one appointment."""
    notice = _remind(context, request, [context.appointment])
    return show(request, scheduling.appointments_card(appointment=context.appointment.id), notice=notice)


@screen(routes.send_ticked, context=ProfessionalContext)
def send_ticked(context: ProfessionalContext, request: Request) -> Screen:
    """Remind the clients of the ticked appointments."""
    appointments = list_appointments(request.dbsession, context.provider.id, request.dialog.ticks)
    notice = _remind(context, request, appointments)
    if not notice.is_alert:
        request.dialog.ticks = []
    return current(request, notice)


def _remind(context: ProfessionalContext, request: Request, appointments: Sequence[Appointment]) -> Notice:
    visit = Visit.of(request)
    # The showing of the dialog that the button stood on: pressed twice, it reminds once.
    occasion = str(visit.arrival.version)
    try:
        blocked = request.find_service(ReminderService).remind(appointments, context.account, occasion)
    except NotComing:
        return Notice(request.label(_("only-coming-ones")), is_alert=True)
    names = {appointment.client.account_id: appointment.client.name for appointment in appointments}
    return _notice(
        request,
        [name for account_id, name in names.items() if account_id not in blocked],
        [name for account_id, name in names.items() if account_id in blocked],
    )


def _notice(request: Request, reached: list[str], blocked: list[str]) -> Notice:
    parts = []
    if reached:
        parts.append(request.label(_("sent-to"), name=reached[0], count=len(reached)))
    if blocked:
        parts.append(request.label(_("has-blocked-the-bot"), name=blocked[0], count=len(blocked)))
    return Notice(request.reader.joined(parts), is_alert=bool(blocked))
