"""The reminder as its client reads it."""

from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.people.policy import NotAvailable
from kalenner.screens import Button, Screen, lines, screen
from kalenner_reminders import _, routes
from kalenner_scheduling import api as scheduling
from kalenner_scheduling.api import (
    AppointmentService,
    MyAppointmentContext,
    booked,
    info_lines,
    location_line,
    location_row,
    when,
)


class ComingContext(MyAppointmentContext):
    """One accepted appointment of the client that has not begun, named by the argument ``appointment``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        is_accepted = self.appointment.state is Status.ACCEPTED
        if not is_accepted or self.appointment.starts_at <= request.clock.now():
            raise NotAvailable


@screen(routes.reminder, context=ComingContext)
def show_reminder(context: ComingContext, request: Request) -> Screen:
    """Say when, what, with whom, where and for how much."""
    appointment, provider = context.appointment, context.appointment.provider
    row = [Button(request.label(_("button-meeting-info")), scheduling.mine_card(appointment=appointment.id))]
    if request.clock.now() <= request.find_service(AppointmentService).cancel_limit(appointment):
        row.append(
            Button(request.label(_("button-cancel")), scheduling.mine_cancel(appointment=appointment.id))
        )
    return Screen(
        lines(
            request.text(_("reminder")),
            when(request, appointment.starts_at, provider.zone),
            booked(request, appointment),
            provider.nickname,
            location_line(request, appointment),
            *info_lines(request, appointment),
        ),
        rows=(tuple(row), location_row(request, appointment)),
        is_card=True,
    )
