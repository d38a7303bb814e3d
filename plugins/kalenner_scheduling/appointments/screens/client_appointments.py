"""Clients → client → Appointments: all appointments of one client, the newest first, with ticks."""

import datetime as dt

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.home.menus import menu_entries, menu_rows
from kalenner.hooks.scheduling import AppointmentFact
from kalenner.i18n import Reader, at_start
from kalenner.people.policy import ClientOfMineContext
from kalenner.screens import Button, Screen, act, go
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, pager, tick_rows
from kalenner_scheduling import _
from kalenner_scheduling.appointments.lists import Line, page_of_client
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.queries import list_appointments
from kalenner_scheduling.appointments.records import fact_of
from kalenner_scheduling.appointments.screens.coming_list import rows_of_one
from kalenner_scheduling.words import marked_line


def show_list(context: ClientOfMineContext, request: Request) -> Screen:
    """Show the appointments of one client; what is ticked can be reminded of, and what else plugins offer."""
    client, back = context.client, go("clients.card", client=context.client.id)
    found = page_of_client(request.dbsession, client.id, request.args["page"], PAGE_SIZE)
    if not found.lines:
        today: dt.date = request.reader.local(request.clock.now()).date()
        there = go("calendar.month", month=today.replace(day=1))
        return Screen(
            request.text(_("no-appointments-with-client"), name=client.name),
            rows=((Button(request.label(_("button-calendar")), there),),),
            back=back,
        )
    rows = [
        *tick_rows(request, [(one.id, _label(request, one)) for one in found.lines]),
        *pager(
            found.page, found.pages, lambda there: go("clients.appointments", client=client.id, page=there)
        ),
        *_chosen_rows(request, _chosen(context, request)),
    ]
    return Screen(request.text(_("appointments-of-client"), name=client.name), rows=tuple(rows), back=back)


def _label(request: Request, line: Line) -> str:
    """Return "🟢 Tue 1 Dec, 10:00 · Massage 📍", with the year where it is not this one."""
    reader: Reader = request.reader
    is_this_year = reader.local(line.starts_at).year == reader.local(request.clock.now()).year
    moment = (reader.short_moment if is_this_year else reader.moment)(line.starts_at)
    return marked_line(line, reader.joined((at_start(moment), line.service_name)))


def _chosen(context: ClientOfMineContext, request: Request) -> list[Appointment]:
    """Return what is ticked, on whatever page; ticks of another client's list end here."""
    ticks = request.dialog.ticks
    if not ticks:
        return []
    found = list_appointments(request.dbsession, context.provider.id, ticks)
    chosen = [one for one in found if one.client_id == context.client.id]
    if len(chosen) < len(ticks):
        request.dialog.ticks = [one.id for one in chosen]
    return chosen


def _chosen_rows(request: Request, chosen: list[Appointment]) -> list[Row]:
    """Return what can be done with the ticked ones, and with exactly one."""
    facts = [fact_of(one) for one in chosen]
    if len({one.status for one in facts}) > 1:
        return _mixed_rows(request, facts)
    rows = menu_rows(request, "appointments_ticked", facts) if facts else []
    return [*rows, *rows_of_one(request, chosen[0])] if len(chosen) == 1 else rows


def _mixed_rows(request: Request, facts: list[AppointmentFact]) -> list[Row]:
    """Return what could be done with some of the ticked ones: each says why not with all of them."""
    labels: dict[str, str] = {}
    for status in sorted({one.status for one in facts}):
        alike = [one for one in facts if one.status is status]
        for entry in menu_entries(request, "appointments_ticked", alike):
            labels.setdefault(entry.key, entry.label)
    return [(Button(label, act("appointments.mixed")),) for label in labels.values()]


def includeme(config: Configurator) -> None:
    """Add the screen."""
    config.add_screen(
        show_list,
        name="clients.appointments",
        path="/clients/{client}/appointments/{page}",
        args={"client": int, "page": int},
        permission="use",
        factory=ClientOfMineContext,
    )
