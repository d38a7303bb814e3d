"""The reminder as its client reads it."""

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.people.policy import NotAvailable
from kalenner.screens import Button, Screen, go, lines
from kalenner_reminders import _
from kalenner_scheduling.appointments import AppointmentService
from kalenner_scheduling.screens.contexts import MyAppointmentContext
from kalenner_scheduling.screens.words import booked, info_lines, location_line, location_row, when


class ComingContext(MyAppointmentContext):
    """One accepted appointment of the client that has not begun, named by the argument ``appointment``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        is_accepted = self.appointment.state is Status.ACCEPTED
        if not is_accepted or self.appointment.starts_at <= request.clock.now():
            raise NotAvailable


def show_reminder(context: ComingContext, request: Request) -> Screen:
    """Say when, what, with whom, where and for how much."""
    appointment, provider = context.appointment, context.appointment.provider
    one = {"appointment": appointment.id}
    row = [Button(request.label(_("button-meeting-info")), go("mine.card", **one))]
    if request.clock.now() <= request.find_service(AppointmentService).cancel_limit(appointment):
        row.append(Button(request.label(_("button-cancel")), go("mine.cancel", **one)))
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


def includeme(config: Configurator) -> None:
    """Add the card."""
    config.add_screen(
        show_reminder,
        name="reminders.reminder",
        path="/reminders/of/{appointment}",
        args={"appointment": int},
        factory=ComingContext,
        permission="use",
    )
