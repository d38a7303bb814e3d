"""One appointment as its client sees it: what it is, cancelling it, withdrawing a move, booking again."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.home.contact import contact_text, find_contact
from kalenner.home.menus import menu_rows
from kalenner.hooks.scheduling import Status
from kalenner.people.policy import NotAvailable
from kalenner.screens import Button, Notice, Screen, lines, paragraphs, screen, show
from kalenner.screens.model import Row
from kalenner.screens.widgets import confirm_rows
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.errors import ChangeRefused, TooLate
from kalenner_scheduling.appointments.models import ACTIVE, Appointment
from kalenner_scheduling.appointments.queries import find_last_change, find_move, find_present
from kalenner_scheduling.appointments.records import fact_of
from kalenner_scheduling.appointments.screens.calendar_file import calendar_row
from kalenner_scheduling.appointments.screens.client_list import EVERYBODY, list_of
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.screens.times import today_of
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.contexts import MyAppointmentContext
from kalenner_scheduling.words import (
    alert,
    booked,
    location_row,
    meeting_info,
    move_line,
    refusal,
    status_text,
    when,
)


@screen(routes.mine_card, context=MyAppointmentContext)
@screen(routes.mine_open, context=MyAppointmentContext)
def show_card(context: MyAppointmentContext, request: Request) -> Screen:
    """Show everything about one appointment; Back leads to the list that it was opened from."""
    appointment = context.appointment
    provider = appointment.provider
    is_coming = appointment.state in ACTIVE and appointment.ends_at > request.clock.now()
    present = find_present(request.dbsession, appointment)
    move = find_move(request.dbsession, appointment) if is_coming else None
    last_change = find_last_change(request.dbsession, appointment.id)
    rows: list[Row] = []
    if appointment.state is Status.PENDING and appointment.replaces is not None:
        rows.append(_withdraw_row(request, appointment))
    elif is_coming and find_change_refusal(request, appointment) is None:
        rows.append(
            (
                Button(request.label(_("button-reschedule")), routes.mine_move(appointment=appointment.id)),
                Button(
                    request.label(_("button-cancel-mine")), routes.mine_cancel(appointment=appointment.id)
                ),
            )
        )
    rows += [_withdraw_row(request, move)] if move is not None else []
    rows += [location_row(request, appointment), *menu_rows(request, "my_appointment", fact_of(appointment))]
    if present is appointment:
        rows.append(calendar_row(request, appointment, last_change, routes.mine_file))
        rows += (
            []
            if is_coming
            else [
                (
                    Button(
                        request.label(_("button-book-again")), routes.mine_again(appointment=appointment.id)
                    ),
                )
            ]
        )
    else:
        rows.append(
            (Button(request.label(_("button-meeting-info")), routes.mine_card(appointment=present.id)),)
        )
    return Screen(
        paragraphs(
            meeting_info(request, appointment, provider.nickname, provider.zone, last_change),
            _move_text(request, appointment, present, move),
            _limit_text(request, appointment) if is_coming else None,
        ),
        rows=tuple(rows),
        back=list_of(
            request.args.get("provider", EVERYBODY), request.args.get("page", 0), is_coming=is_coming
        ),
    )


def _withdraw_row(request: Request, move: Appointment) -> Row:
    return (Button(request.label(_("button-withdraw")), routes.mine_withdraw(appointment=move.id)),)


def _move_text(
    request: Request, appointment: Appointment, present: Appointment, move: Appointment | None
) -> Markup | None:
    """Say what an appointment was, or is to be, moved to, or what it would have moved."""
    subject, message = (move, _("move-was-asked")) if move is not None else (present, _("moved-to"))
    if move is None and present is appointment:
        return None
    if move is None and present.uid != appointment.uid:
        return move_line(request, appointment)
    text: Markup = request.text(message, moment=request.reader.moment(subject.starts_at))
    return text


def _limit_text(request: Request, appointment: Appointment) -> Markup | None:
    """Say until when the client can, or could, move or cancel; the start is no limit to speak of."""
    limit = request.find_service(AppointmentService).cancel_limit(appointment)
    now = request.clock.now()
    if limit == appointment.starts_at or now >= appointment.starts_at:
        return None
    is_over = now > limit
    message = _("was-changeable-until") if is_over else _("changeable-until")
    text: Markup = request.text(
        message, moment=request.reader.moment(limit), name=appointment.provider.nickname
    )
    return lines(text, contact_text(find_contact(request, appointment.provider))) if is_over else text


def find_change_refusal(request: Request, appointment: Appointment) -> Notice | None:
    """Return why a client can no longer move or cancel an appointment; None where they can."""
    try:
        request.find_service(AppointmentService).check_client(appointment)
    except ChangeRefused as error:
        return refusal(request, error, Status.CANCELLED, appointment)
    except TooLate as error:
        return too_late(request, appointment, error)
    return None


def too_late(request: Request, appointment: Appointment, error: TooLate) -> Notice:
    """Say until when it was possible, and what remains to do."""
    name, moment = appointment.provider.nickname, request.reader.moment(error.until)
    return Notice(request.label(_("was-changeable-until"), moment=moment, name=name), is_alert=True)


@screen(routes.mine_cancel, context=MyAppointmentContext)
def ask_cancel(context: MyAppointmentContext, request: Request) -> Screen:
    """Ask before an appointment is cancelled."""
    appointment = context.appointment
    refused = find_change_refusal(request, appointment)
    if refused is not None:
        return show(request, routes.mine_card(appointment=appointment.id), notice=refused)
    back = routes.mine_card(appointment=appointment.id)
    return Screen(
        paragraphs(
            request.text(
                _("cancel-mine"), service=booked(request, appointment), name=appointment.provider.nickname
            ),
            when(request, appointment.starts_at, appointment.provider.zone),
        ),
        rows=tuple(
            confirm_rows(
                request, _("button-yes-cancel"), routes.mine_cancelled(appointment=appointment.id), back
            )
        ),
        back=back,
    )


@screen(routes.mine_cancelled, context=MyAppointmentContext)
def cancel(context: MyAppointmentContext, request: Request) -> Screen:
    """Cancel an appointment."""
    notice = _cancel(context, request, Notice(status_text(request, Status.CANCELLED)))
    return show(request, routes.mine_card(appointment=context.appointment.id), notice=notice)


@screen(routes.mine_withdraw, context=MyAppointmentContext)
def withdraw(context: MyAppointmentContext, request: Request) -> Screen:
    """Withdraw a request to move an appointment, which stays as it is."""
    move = context.appointment
    if move.replaces is None:
        raise NotAvailable
    if move.state is Status.PENDING:
        notice = _cancel(context, request, Notice(request.label(_("withdrawn"))))
    else:
        # An accepted move is the appointment itself; withdrawing must not cancel it.
        notice = refusal(request, ChangeRefused(move.state), Status.PENDING)
    present = find_present(request.dbsession, move)
    return show(request, routes.mine_card(appointment=present.id), notice=notice)


def _cancel(context: MyAppointmentContext, request: Request, done: Notice) -> Notice:
    """Cancel, and return what is said of it: `done`, or why it was refused."""
    appointment = context.appointment
    try:
        request.find_service(AppointmentService).cancel(appointment, context.account)
    except ChangeRefused as error:
        return refusal(request, error, Status.CANCELLED, appointment)
    except TooLate as error:
        return too_late(request, appointment, error)
    return done


@screen(routes.mine_again, context=MyAppointmentContext)
def book_again(context: MyAppointmentContext, request: Request) -> Screen:
    """Lead to the days of the same service; where it is no longer offered, to the services."""
    appointment, client = context.appointment, context.appointment.client
    provider = appointment.provider
    if client.removed_at is not None or client.blocked_at is not None:
        return refuse_excluded(request, appointment)
    service = request.dbsession.get_one(Service, appointment.service_id)
    if service.deleted_at is None:
        month = today_of(request).replace(day=1)
        return show(request, routes.book_days(service=service.id, month=month))
    notice = alert(request, _("no-longer-offered"))
    return show(request, routes.book_services(provider=provider.id), notice=notice)


def refuse_excluded(request: Request, appointment: Appointment) -> Screen:
    """Say that the specialist takes no bookings of this client."""
    message = request.label(_("not-accepting"), name=appointment.provider.nickname)
    return show(request, routes.mine_card(appointment=appointment.id), notice=Notice(message, is_alert=True))
