"""One appointment as its professional sees it: the card, Meeting info, and the answers to a request."""

from collections.abc import Collection
from typing import Any

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home.menus import menu_rows
from kalenner.hooks.scheduling import Status
from kalenner.i18n import at_start
from kalenner.people import Account
from kalenner.people.policy import ProfessionalContext
from kalenner.route import Route
from kalenner.screens import (
    BACK,
    Ask,
    Button,
    Notice,
    Press,
    Screen,
    Style,
    form_of,
    lines,
    paragraphs,
    question,
    screen,
    show,
)
from kalenner.screens.answers import Text
from kalenner.screens.model import Row
from kalenner.screens.widgets import list_behind
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.amendments import AmendmentService
from kalenner_scheduling.appointments.errors import ChangeRefused, MoveWaits
from kalenner_scheduling.appointments.models import ACTIVE, Appointment
from kalenner_scheduling.appointments.queries import find_last_change, find_move, find_successor
from kalenner_scheduling.appointments.records import fact_of
from kalenner_scheduling.appointments.screens.calendar_file import calendar_row
from kalenner_scheduling.appointments.screens.follow_up import follow_up_of
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.errors import SlotTaken
from kalenner_scheduling.contexts import AppointmentContext
from kalenner_scheduling.time_off import routes as time_off_routes
from kalenner_scheduling.words import (
    alert,
    booked,
    info_lines,
    location_line,
    location_row,
    meeting_info,
    move_line,
    refusal,
    state_text,
    status_text,
    when,
)

LISTS: tuple[Route[Any], ...] = (
    *(routes.appointments_list, routes.past, routes.clients_appointments, time_off_routes.blocks_hit),
    *(routes.appointments_select, routes.past_select, routes.clients_appointments_select),
    *(routes.today, routes.today_page, routes.calendar_day, routes.calendar_day_page, routes.requests_queue),
)
"""The lists from which an appointment is opened; Back leads to the one it was."""
REASON_LENGTH = (1, 500)


@screen(routes.card, context=AppointmentContext)
def show_card(context: AppointmentContext, request: Request) -> Screen:
    """Show one appointment and what can be done with it."""
    appointment = context.appointment
    is_coming = is_ahead(request, appointment)
    rows = moved_rows(request, appointment)
    text = _moved_text(request, appointment) if rows else _card_text(request, appointment)
    if not rows:
        follow_up = follow_up_of(request, appointment)
        text = paragraphs(text, lines(*follow_up.lines))
        rows = [
            _answer_row(request, appointment, is_coming=is_coming),
            *follow_up.rows,
            _amend_row(request, appointment) if is_coming else (),
            *plugin_rows(request, appointment),
            detail_row(request, appointment),
            location_row(request, appointment),
        ]
    back = routes.appointments_list(only=0, page=0) if is_coming else routes.past(page=0)
    return Screen(text, rows=tuple(rows), back=list_behind(request, LISTS, back))


def _card_text(request: Request, appointment: Appointment) -> Markup:
    return lines(
        *_heading(request, appointment),
        move_line(request, appointment),
        location_line(request, appointment),
        *info_lines(request, appointment),
        appointment.note and request.text(_("note-line"), note=appointment.note),
    )


def _moved_text(request: Request, appointment: Appointment) -> Markup:
    """Say to when it was moved; place and price are those of what it has become, and stand there."""
    moment = request.reader.moment(find_successor(request.dbsession, appointment).starts_at)
    return lines(*_heading(request, appointment), request.text(_("moved-to"), moment=moment))


def _heading(request: Request, appointment: Appointment) -> tuple[str, str, str]:
    client = appointment.client
    return (
        state_text(request, appointment),
        request.reader.joined((client.name, booked(request, appointment))),
        when(request, appointment.starts_at, client.account.zone),
    )


def is_ahead(request: Request, appointment: Appointment) -> bool:
    """Tell whether an appointment is on and has not ended."""
    return appointment.state in ACTIVE and bool(request.clock.now() < appointment.ends_at)


def can_amend(request: Request, appointment: Appointment) -> bool:
    """Tell whether service, length and time can be changed: an open question of a move is answered first."""
    try:
        request.find_service(AmendmentService).check(appointment)
    except (ChangeRefused, MoveWaits):
        return False
    return True


def _answer_row(request: Request, appointment: Appointment, *, is_coming: bool) -> Row:
    if appointment.state is Status.PENDING:
        return (
            Button(
                request.label(_("button-accept")), routes.accept(appointment=appointment.id), Style.SUCCESS
            ),
            Button(
                request.label(_("button-decline")), routes.decline(appointment=appointment.id), Style.DANGER
            ),
        )
    if not is_coming:
        return ()
    return (
        Button(request.label(_("button-cancel-appointment")), routes.cancel(appointment=appointment.id)),
        Button(request.label(_("button-reschedule")), routes.move(appointment=appointment.id)),
    )


def _amend_row(request: Request, appointment: Appointment) -> Row:
    """Return what can be changed; where the client has asked to move it, the way to answer that."""
    if can_amend(request, appointment):
        service = routes.change_service(appointment=appointment.id, page=0)
        return (
            _to(request, _("button-change-service"), service),
            _to(request, _("button-change-duration"), routes.change_minutes(appointment=appointment.id)),
        )
    move = find_move(request.dbsession, appointment)
    if move is None:
        return ()
    return (Button(str(move_line(request, move)), routes.card(appointment=move.id)),)


def moved_rows(request: Request, appointment: Appointment) -> list[Row]:
    """Return the way to what an appointment was moved to, where all is done for it; none if it was not."""
    present = find_successor(request.dbsession, appointment)
    if present is appointment:
        return []
    label = f"{present.state.symbol} {at_start(request.reader.moment(present.starts_at))}"
    return [(Button(label, routes.card(appointment=present.id)),)]


def plugin_rows(request: Request, appointment: Appointment, *, without: Collection[str] = ()) -> list[Row]:
    """Return what plugins offer for an appointment, such as Payment; but the entries named `without`."""
    return menu_rows(request, "appointment", fact_of(appointment), without=without)


def info_button(request: Request, appointment: Appointment) -> Button:
    """Return the professional's way to Meeting info."""
    return _to(request, _("button-meeting-info"), routes.info(appointment=appointment.id))


def locate_button(request: Request, appointment: Appointment) -> Button:
    """Return the professional's way to say where an appointment takes place."""
    return _to(request, _("button-enter-location"), routes.locate(appointment=appointment.id))


def detail_row(request: Request, appointment: Appointment) -> Row:
    """Return the ways to the location and to Meeting info; what is off takes place nowhere."""
    info = info_button(request, appointment)
    return (info,) if appointment.state.is_off else (locate_button(request, appointment), info)


def _to(request: Request, label: Any, target: Press) -> Button:
    return Button(request.label(label), target)


@screen(routes.info, context=AppointmentContext)
def show_info(context: AppointmentContext, request: Request) -> Screen:
    """Show Meeting info."""
    appointment = context.appointment
    client = appointment.client
    last_change = find_last_change(request.dbsession, appointment.id)
    is_open = appointment.state is Status.PENDING
    return Screen(
        meeting_info(request, appointment, client.name, client.account.zone, last_change),
        rows=(
            _answer_row(request, appointment, is_coming=False) if is_open else (),
            location_row(request, appointment),
            calendar_row(request, appointment, last_change, routes.file),
        ),
        back=list_behind(request, (routes.requests_queue,), routes.card(appointment=appointment.id)),
    )


def reason_form(context: ProfessionalContext, request: Request) -> Any:
    """Ask why, which may be skipped."""
    del context, request
    ask = Ask(_("ask-reason"), leave=BACK)
    return form_of(question("reason", Text(*REASON_LENGTH, multiline=True), ask, optional=True))


@screen(routes.accept, context=AppointmentContext)
def accept(context: AppointmentContext, request: Request) -> Screen:
    """Accept one request."""
    notice = change_one(request, context.appointment, Status.ACCEPTED, context.account)
    return show(request, routes.card(appointment=context.appointment.id), notice=notice)


@screen(routes.decline, context=AppointmentContext)
def decline(context: AppointmentContext, request: Request) -> Screen:
    """Decline one request, at once; the card then offers what can follow."""
    notice = change_one(request, context.appointment, Status.DECLINED, context.account)
    return show(request, routes.card(appointment=context.appointment.id), notice=notice)


@screen(routes.cancel, context=AppointmentContext, form=reason_form)
def cancel(context: AppointmentContext, request: Request) -> Screen:
    """Cancel one accepted appointment."""
    reason = request.values["reason"]
    notice = change_one(request, context.appointment, Status.CANCELLED, context.account, reason)
    # The card begins with the new status; after a typed reason a notice would say it just above.
    alert = notice if notice.is_alert else None
    return show(request, routes.card(appointment=context.appointment.id), notice=alert)


def change_one(
    request: Request, appointment: Appointment, after: Status, by: Account, reason: str | None = None
) -> Notice:
    """Change the status of one appointment; return the notice, which may be a refusal."""
    try:
        request.find_service(AppointmentService).answer_many([appointment], after, by=by, reason=reason)
    except ChangeRefused as error:
        return refusal(request, error, after, appointment)
    except SlotTaken:
        return alert(request, _("time-taken"))
    return Notice(status_text(request, after))
