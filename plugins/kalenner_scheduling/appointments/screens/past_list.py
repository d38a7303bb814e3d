"""Past appointments, and all of one client: lists with ticks, and how ends are corrected."""

import datetime as dt
from collections.abc import Sequence

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.menus import menu_entries, menu_rows
from kalenner.hooks.scheduling import AppointmentFact, Status
from kalenner.i18n import Reader, at_start
from kalenner.people.policy import ClientOfMineContext, NotAvailable, ProfessionalContext
from kalenner.route import Press
from kalenner.screens import Button, Notice, Screen, current, in_rows, screen
from kalenner.screens.model import Row
from kalenner.screens.widgets import PAGE_SIZE, pager, tick_rows
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.errors import ChangeRefused, MixedStatuses
from kalenner_scheduling.appointments.lists import Line, page_of_client, page_of_past
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.queries import list_appointments
from kalenner_scheduling.appointments.records import fact_of
from kalenner_scheduling.appointments.screens.coming_list import open_button, rows_of_one
from kalenner_scheduling.appointments.screens.professional_card import info_button, plugin_rows
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.appointments.transitions import Actor, Phase, Transition, is_allowed
from kalenner_scheduling.words import alert, refusal, row_label, status_text

CHOICES = (Status.COMPLETED, Status.DECLINED, Status.MISSED, Status.CANCELLED)
"""The ends of an appointment, in the order of their buttons; presses name them by their place."""
A_ROW = 2


@screen(routes.past, context=ProfessionalContext)
def show_past(context: ProfessionalContext, request: Request) -> Screen:
    """Show the past appointments, the newest first; a press opens one."""
    past = page_of_past(
        request.dbsession, context.provider.id, request.clock.now(), request.args["page"], PAGE_SIZE
    )
    select = Button(request.label(_("button-select")), routes.past_select(page=past.page))
    rows: list[Row] = [
        *((open_button(line.id, _label(request, line)),) for line in past.lines),
        *pager(past.page, past.pages, lambda number: routes.past(page=number)),
        (select,) if past.lines else (),
    ]
    return Screen(
        request.text(_("past-list") if past.total else _("no-past-appointments")),
        rows=tuple(rows),
        back=routes.appointments_list(only=0, page=0),
    )


@screen(routes.past_select, context=ProfessionalContext)
def select_past(context: ProfessionalContext, request: Request) -> Screen:
    """Show the same with ticks; what is ticked can be corrected together."""
    past = page_of_past(
        request.dbsession, context.provider.id, request.clock.now(), request.args["page"], PAGE_SIZE
    )
    appointments = _chosen(context, request)
    rows = [
        *tick_rows(request, [(line.id, _label(request, line)) for line in past.lines]),
        *pager(past.page, past.pages, lambda number: routes.past_select(page=number)),
        *_correction_rows(request, appointments),
        *(_rows_of_one(request, appointments[0]) if len(appointments) == 1 else []),
    ]
    text = request.text(_("past-title") if past.total else _("no-past-appointments"))
    return Screen(text, rows=tuple(rows), back=routes.past(page=past.page))


def _chosen(context: ProfessionalContext, request: Request) -> list[Appointment]:
    """Return the ticked ones, on whichever page they are."""
    ticks = request.dialog.ticks
    return list_appointments(request.dbsession, context.provider.id, ticks) if ticks else []


def _label(request: Request, line: Line) -> str:
    """Return one line as lists of coming appointments have it, with the year where it is another one."""
    reader = request.reader
    is_this_year = reader.local(line.starts_at).year == reader.local(request.clock.now()).year
    moment = (reader.short_moment if is_this_year else reader.moment)(line.starts_at)
    return row_label(request, line, at_start(moment), line.name, line.service_name)


def _correction_rows(request: Request, appointments: Sequence[Appointment]) -> list[Row]:
    """Return the ends that any ticked one can be given; with different statuses, the press says why not."""
    statuses = {appointment.state for appointment in appointments}
    buttons = [
        Button(status_text(request, after), routes.correct(number=number))
        for number, after in enumerate(CHOICES)
        if any(_can_become(before, after) for before in statuses)
    ]
    return in_rows(buttons, A_ROW)


def _can_become(before: Status, after: Status) -> bool:
    return is_allowed(Transition(before, after, Actor.PROFESSIONAL), Phase.AFTER)


def _rows_of_one(request: Request, appointment: Appointment) -> list[Row]:
    return [*plugin_rows(request, appointment), (info_button(request, appointment),)]


@screen(routes.correct, context=ProfessionalContext)
def correct(context: ProfessionalContext, request: Request) -> Screen:
    """Give the ticked ones another end; all of them get it or none."""
    number = request.args["number"]
    if not 0 <= number < len(CHOICES):
        raise NotAvailable
    after, appointments = CHOICES[number], _chosen(context, request)
    service: AppointmentService = request.find_service(AppointmentService)
    try:
        service.change_many(appointments, after, by=context.account)
    except MixedStatuses:
        return current(request, alert(request, _("only-same-status")))
    except ChangeRefused as error:
        return current(request, refusal(request, error, after))
    request.dialog.ticks = []
    return current(request, Notice(status_text(request, after)))


@screen(routes.clients_appointments, context=ClientOfMineContext)
def show_list(context: ClientOfMineContext, request: Request) -> Screen:
    """Show the appointments of one client; a press opens one."""
    client, back = context.client, home_routes.clients_card(client=context.client.id)
    past = page_of_client(request.dbsession, client.id, request.args["page"], PAGE_SIZE)
    if not past.lines:
        today: dt.date = request.reader.local(request.clock.now()).date()
        calendar = routes.calendar_month(month=today.replace(day=1))
        return Screen(
            request.text(_("no-appointments-with-client"), name=client.name),
            rows=((Button(request.label(_("button-calendar")), calendar),),),
            back=back,
        )
    select = routes.clients_appointments_select(client=client.id, page=past.page)
    rows: list[Row] = [
        *((open_button(line.id, _label_of_client(request, line)),) for line in past.lines),
        *pager(
            past.page, past.pages, lambda number: routes.clients_appointments(client=client.id, page=number)
        ),
        (Button(request.label(_("button-select")), select),),
    ]
    return Screen(request.text(_("list-of-client"), name=client.name), rows=tuple(rows), back=back)


@screen(routes.clients_appointments_select, context=ClientOfMineContext)
def select_of_client(context: ClientOfMineContext, request: Request) -> Screen:
    """Show the same with ticks; what is ticked can be reminded of, and what else plugins offer."""
    client = context.client
    past = page_of_client(request.dbsession, client.id, request.args["page"], PAGE_SIZE)

    def turn(number: int) -> Press:
        return routes.clients_appointments_select(client=client.id, page=number)

    rows = [
        *tick_rows(request, [(line.id, _label_of_client(request, line)) for line in past.lines]),
        *pager(past.page, past.pages, turn),
        *_chosen_rows(request, _chosen_of_client(context, request)),
    ]
    text = request.text(_("appointments-of-client"), name=client.name)
    return Screen(text, rows=tuple(rows), back=routes.clients_appointments(client=client.id, page=past.page))


def _label_of_client(request: Request, line: Line) -> str:
    """Return "🟢 Tue 1 Dec, 10:00 · Massage 📍", with the year where it is not this one."""
    reader: Reader = request.reader
    is_this_year = reader.local(line.starts_at).year == reader.local(request.clock.now()).year
    moment = (reader.short_moment if is_this_year else reader.moment)(line.starts_at)
    return row_label(request, line, at_start(moment), line.service_name)


def _chosen_of_client(context: ClientOfMineContext, request: Request) -> list[Appointment]:
    """Return what is ticked, on whatever page; ticks of another client's list end here."""
    ticks = request.dialog.ticks
    if not ticks:
        return []
    appointments = list_appointments(request.dbsession, context.provider.id, ticks)
    of_client = [appointment for appointment in appointments if appointment.client_id == context.client.id]
    if len(of_client) < len(ticks):
        request.dialog.ticks = [appointment.id for appointment in of_client]
    return of_client


def _chosen_rows(request: Request, appointments: list[Appointment]) -> list[Row]:
    """Return what can be done with the ticked ones, and with exactly one."""
    facts = [fact_of(appointment) for appointment in appointments]
    if len({fact.status for fact in facts}) > 1:
        return _mixed_rows(request, facts)
    rows = menu_rows(request, "appointments_ticked", facts) if facts else []
    return [*rows, *rows_of_one(request, appointments[0])] if len(appointments) == 1 else rows


def _mixed_rows(request: Request, facts: list[AppointmentFact]) -> list[Row]:
    """Return what could be done with some of the ticked ones: each says why not with all of them."""
    labels: dict[str, str] = {}
    for status in sorted({fact.status for fact in facts}):
        alike = [fact for fact in facts if fact.status is status]
        for entry in menu_entries(request, "appointments_ticked", alike):
            labels.setdefault(entry.key, entry.label)
    return [(Button(label, routes.mixed()),) for label in labels.values()]
