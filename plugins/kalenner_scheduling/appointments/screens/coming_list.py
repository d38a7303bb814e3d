"""The professional's coming appointments: a list with ticks, and what can be done with the ticked ones."""

from typing import Any, Protocol

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.home.menus import menu_entries, menu_rows, role_of
from kalenner.hooks.scheduling import Status
from kalenner.people.models import Role
from kalenner.people.policy import NotAvailable, PersonContext, ProfessionalContext
from kalenner.route import Press
from kalenner.screens import Button, Notice, Screen, current, screen, show
from kalenner.screens.model import Row
from kalenner.screens.widgets import page_of, pager, tick_rows, ticked
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.errors import ChangeRefused, MixedStatuses
from kalenner_scheduling.appointments.lists import Line, has_appointments, list_coming
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.queries import list_appointments
from kalenner_scheduling.appointments.records import fact_of
from kalenner_scheduling.appointments.screens.decline_reasons import names_of
from kalenner_scheduling.appointments.screens.professional_card import (
    detail_row,
    moved_rows,
    plugin_rows,
    reason_form,
)
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.errors import SlotTaken
from kalenner_scheduling.words import alert, line_label, refusal, status_text

FILTERS: tuple[Status | None, ...] = (None, Status.PENDING, Status.ACCEPTED)
CHOSEN = "✔"


@screen(routes.appointments)
def open_appointments(context: PersonContext, request: Request) -> Screen:
    """Show the appointments of the role used last."""
    if role_of(request, context.account) is Role.PROFESSIONAL:
        return show(request, routes.appointments_list(only=0, page=0))
    return show(request, routes.mine())


@screen(routes.appointments_list, context=ProfessionalContext)
def show_list(context: ProfessionalContext, request: Request) -> Screen:
    """Show the coming appointments; a press opens one."""
    only = request.args["only"]
    coming, listed = _coming(context, request)
    has_any = bool(coming) or has_appointments(request.dbsession, context.provider.id)
    lines_of_page, page, pages = page_of(listed, request.args["page"])
    select = Button(request.label(_("button-select")), routes.appointments_select(only=only, page=page))
    rows: list[Row] = [
        *((open_button(line.id, line_label(request, line)),) for line in lines_of_page),
        *pager(page, pages, lambda number: routes.appointments_list(only=only, page=number)),
        *(_filter_rows(request, only, routes.appointments_list) if coming else _empty_rows(request)),
        (select,) if listed else (),
        *(_past_rows(request) if has_any else ()),
    ]
    text = _list_text(request, coming, listed, has_any=has_any)
    return Screen(text, rows=tuple(rows), back=home_routes.office())


@screen(routes.appointments_select, context=ProfessionalContext)
def select(context: ProfessionalContext, request: Request) -> Screen:
    """Show the same list with ticks; what is ticked can be changed together."""
    only = request.args["only"]
    coming, listed = _coming(context, request)
    if not coming:
        return show(request, routes.appointments_list(only=only, page=0))
    _untick_hidden(request, listed)
    lines_of_page, page, pages = page_of(listed, request.args["page"])
    rows = [
        *tick_rows(request, [(line.id, line_label(request, line)) for line in lines_of_page]),
        *pager(page, pages, lambda number: routes.appointments_select(only=only, page=number)),
        *_filter_rows(request, only, routes.appointments_select),
        *_ticked_rows(context, request, listed),
        *_past_rows(request),
    ]
    message = _("appointments-title") if listed else _("no-appointments-like-that")
    back = routes.appointments_list(only=only, page=page)
    return Screen(request.text(message), rows=tuple(rows), back=back)


def _coming(context: ProfessionalContext, request: Request) -> tuple[list[Line], list[Line]]:
    """Return the coming appointments, and those that the filter shows."""
    only = request.args["only"]
    if not 0 <= only < len(FILTERS):
        raise NotAvailable
    coming = list_coming(request.dbsession, context.provider.id, request.clock.now())
    return coming, [line for line in coming if FILTERS[only] in {None, line.status}]


def open_button(appointment_id: int, label: str) -> Button:
    """Return a row of a list, which opens an appointment."""
    return Button(label, routes.card(appointment=appointment_id))


def _untick_hidden(request: Request, listed: list[Line]) -> None:
    """Forget ticks of what the list does not show, by its filter or any more: nobody means these."""
    ticks = ticked(request, [line.id for line in listed])
    if len(ticks) < len(request.dialog.ticks):
        request.dialog.ticks = ticks


def _list_text(request: Request, coming: list[Line], listed: list[Line], *, has_any: bool) -> Markup:
    if not coming:
        message = _("no-coming-appointments") if has_any else _("no-appointments")
    else:
        message = _("appointments-list") if listed else _("no-appointments-like-that")
    text: Markup = request.text(message)
    return text


def _empty_rows(request: Request) -> list[Row]:
    """Offer what brings appointments: the invitation links, where that plugin is there."""
    entries = menu_entries(request, "settings.general")
    return [(Button(entry.label, entry.press),) for entry in entries if entry.key == "invitations"]


def _past_rows(request: Request) -> list[Row]:
    return [(Button(request.label(_("button-past-appointments")), routes.past(page=0)),)]


class ListRoute(Protocol):
    """A route of the list with a filter and a page."""

    def __call__(self, *, only: int, page: int) -> Press:
        """Return the press that leads there."""
        ...


def _filter_rows(request: Request, only: int, route: ListRoute) -> list[Row]:
    labels = [status.symbol if status else request.label(_("button-all")) for status in FILTERS]
    return [
        tuple(
            Button(
                f"{CHOSEN} {label}" if number == only else label,
                route(only=number, page=0),
            )
            for number, label in enumerate(labels)
        )
    ]


def _ticked_rows(context: ProfessionalContext, request: Request, listed: list[Line]) -> list[Row]:
    """Return what can be done with the ticked ones, and with exactly one."""
    keys = ticked(request, [line.id for line in listed])
    if not keys:
        return []
    appointments = list_appointments(request.dbsession, context.provider.id, keys)
    statuses = {appointment.state for appointment in appointments}
    rows = _status_rows(request, statuses, len(appointments))
    if len(statuses) == 1:
        rows += menu_rows(
            request, "appointments_ticked", [fact_of(appointment) for appointment in appointments]
        )
    if len(appointments) == 1:
        rows += rows_of_one(request, appointments[0])
    return rows


def _status_rows(request: Request, statuses: set[Status], count: int) -> list[Row]:
    """Return the changes of status; of different ones, each says why it cannot be made."""

    def button(label: Any, press: Press) -> Button:
        is_mixed = len(statuses) > 1
        return Button(request.label(label, number=count), routes.mixed() if is_mixed else press)

    rows: list[Row] = []
    if Status.PENDING in statuses:
        accept = button(_("button-accept-many"), routes.accept_ticked())
        rows.append((accept, button(_("button-decline-many"), routes.decline_ticked())))
    if Status.ACCEPTED in statuses:
        rows.append((button(_("button-cancel-many"), routes.cancel_ticked()),))
    return rows


def rows_of_one(request: Request, appointment: Appointment) -> list[Row]:
    """Return what can be done with exactly one, but what is offered for all that are ticked."""
    keys = {entry.key for entry in menu_entries(request, "appointments_ticked", [fact_of(appointment)])}
    card = routes.card(appointment=appointment.id)
    rows = moved_rows(request, appointment) or [
        *plugin_rows(request, appointment, without=keys),
        detail_row(request, appointment),
    ]
    return [*rows, (Button(request.label(_("button-open")), card),)]


@screen(routes.mixed, context=ProfessionalContext)
def say_mixed(context: ProfessionalContext, request: Request) -> Screen:
    """Say why appointments of different statuses cannot be changed together."""
    del context
    return current(request, alert(request, _("only-same-status")))


@screen(routes.accept_ticked, context=ProfessionalContext)
def accept_ticked(context: ProfessionalContext, request: Request) -> Screen:
    """Accept the ticked requests."""
    return _change_ticked(context, request, Status.ACCEPTED)


@screen(routes.decline_ticked, context=ProfessionalContext)
def decline_ticked(context: ProfessionalContext, request: Request) -> Screen:
    """Decline the ticked requests, at once, and show what can follow."""
    return _change_ticked(context, request, Status.DECLINED)


@screen(routes.cancel_ticked, context=ProfessionalContext, form=reason_form)
def cancel_ticked(context: ProfessionalContext, request: Request) -> Screen:
    """Cancel the ticked appointments."""
    return _change_ticked(context, request, Status.CANCELLED, request.values["reason"])


def _change_ticked(
    context: ProfessionalContext, request: Request, after: Status, reason: str | None = None
) -> Screen:
    ids = request.dialog.ticks
    appointments = list_appointments(request.dbsession, context.provider.id, ids)
    notice = Notice(status_text(request, after))
    try:
        request.find_service(AppointmentService).answer_many(
            appointments, after, by=context.account, reason=reason
        )
    except MixedStatuses:
        notice = alert(request, _("only-same-status"))
    except ChangeRefused as error:
        notice = refusal(request, error, after)
    except SlotTaken:
        notice = alert(request, _("time-taken"))
    else:
        request.dialog.ticks = []
        if after is Status.DECLINED and appointments:
            return show(request, _after_decline(appointments), notice=notice)
    return show(request, routes.appointments_select(only=0, page=0), notice=notice)


def _after_decline(appointments: list[Appointment]) -> Press:
    """Lead to what can follow: to the card of a single one."""
    if len(appointments) == 1:
        return routes.card(appointment=appointments[0].id)
    return routes.declined(appointments=names_of(appointments))
