"""An appointment as a file for the reader's own calendar."""

from typing import Protocol

from pyramid.request import Request

from kalenner.hooks.scheduling import Status
from kalenner.route import Press
from kalenner.screens import Attachment, Button, Screen, screen
from kalenner.screens.model import Row
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.calendar_files import MEDIA_TYPE, CalendarEvent, calendar_file
from kalenner_scheduling.appointments.models import Appointment, StatusChange
from kalenner_scheduling.appointments.queries import find_present
from kalenner_scheduling.contexts import AppointmentContext, MyAppointmentContext
from kalenner_scheduling.words import find_link, service_name, status_text

FILE_NAME = "appointment.ics"


class AppointmentRoute(Protocol):
    """A route whose one argument is an appointment."""

    def __call__(self, *, appointment: int) -> Press:
        """Return the press that leads there."""
        ...


@screen(routes.mine_file, context=MyAppointmentContext)
def show_mine(context: MyAppointmentContext, request: Request) -> Screen:
    """Send the client an appointment's file."""
    appointment = find_present(request.dbsession, context.appointment)
    summary = request.reader.joined((service_name(request, appointment), appointment.provider.nickname))
    return _file(request, appointment, summary)


@screen(routes.file, context=AppointmentContext)
def show_of_client(context: AppointmentContext, request: Request) -> Screen:
    """Send the professional an appointment's file."""
    appointment = find_present(request.dbsession, context.appointment)
    summary = request.reader.joined((appointment.client.name, service_name(request, appointment)))
    return _file(request, appointment, summary)


def calendar_row(
    request: Request, appointment: Appointment, last_change: StatusChange | None, route: AppointmentRoute
) -> Row:
    """Return the button that sends the file, for what is to come, or was until the last change.

    What nobody has agreed to stands in no calendar, and what is over needs no file.
    """
    if appointment.ends_at <= request.clock.now():
        return ()
    was_on = last_change is not None and last_change.before == Status.ACCEPTED.value
    if appointment.state is Status.ACCEPTED:
        label = request.label(_("button-add-to-calendar"))
    elif appointment.state.is_off and was_on:
        label = request.label(_("button-remove-from-calendar"))
    else:
        return ()
    return (Button(label, route(appointment=appointment.id)),)


def _file(request: Request, appointment: Appointment, summary: str) -> Screen:
    location, place = appointment.location, None
    if appointment.latitude is not None and appointment.longitude is not None:
        place = (appointment.latitude, appointment.longitude)
    note = appointment.note and request.label(_("note-line"), note=appointment.note)
    where = location and request.label(_("location-line"), location=location)
    entry = CalendarEvent(
        uid=appointment.uid,
        revision=appointment.revision,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        status=appointment.state,
        summary=summary,
        organizer=appointment.provider.nickname,
        description="\n".join(filter(None, (status_text(request, appointment.state), note, where))),
        location=location,
        place=place,
        link=find_link(location or ""),
    )
    content = calendar_file(entry, request.clock.now())
    hint = _("calendar-file-removes") if appointment.state.is_off else _("calendar-file-hint")
    return Screen(request.text(hint), attachment=Attachment(FILE_NAME, content, MEDIA_TYPE))
