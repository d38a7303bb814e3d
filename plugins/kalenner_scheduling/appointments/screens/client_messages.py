"""Messages about appointments for the client: each a card of its own, written when it is read."""

from markupsafe import Markup
from pyramid.i18n import TranslationString
from pyramid.request import Request

from kalenner.home.menus import menu_rows
from kalenner.hooks.scheduling import Status
from kalenner.screens import Button, Screen, in_rows, lines, screen
from kalenner.screens.model import Row
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.models import ACTIVE, Appointment
from kalenner_scheduling.appointments.queries import find_successor
from kalenner_scheduling.appointments.records import fact_of
from kalenner_scheduling.appointments.screens.client_card import find_change_refusal
from kalenner_scheduling.catalogue.translations import former_name_for_reader
from kalenner_scheduling.contexts import MyAmendmentContext, MyAppointmentContext, MyChangeContext
from kalenner_scheduling.words import (
    booked,
    called_off_text,
    info_lines,
    location_line,
    location_row,
    location_text,
    moved_times,
    service_and_minutes,
    state_text,
    when,
)


@screen(routes.mine_confirmed, context=MyChangeContext)
def show_confirmed(context: MyChangeContext, request: Request) -> Screen:
    """The request was accepted."""
    heading = of_provider(request, context.appointment, _("confirmed"))
    return coming_card(request, context.appointment, heading)


@screen(routes.mine_booked, context=MyChangeContext)
def show_booked(context: MyChangeContext, request: Request) -> Screen:
    """The professional has booked for the client."""
    heading = of_provider(request, context.appointment, _("booked-for-you"))
    return coming_card(request, context.appointment, heading)


@screen(routes.mine_moved, context=MyChangeContext)
def show_moved(context: MyChangeContext, request: Request) -> Screen:
    """The professional has accepted the other time."""
    appointment = context.appointment
    heading = of_provider(
        request, appointment, _("move-accepted"), times=_times_of_move(request, appointment)
    )
    return coming_card(request, appointment, heading)


@screen(routes.mine_moved_for_you, context=MyAmendmentContext)
def show_moved_for_you(context: MyAmendmentContext, request: Request) -> Screen:
    """The professional has chosen another time."""
    times = moved_times(request, context.amendment.old_starts_at, context.amendment.new_starts_at)
    heading = of_provider(request, context.appointment, _("moved-for-you"), times=times)
    return coming_card(request, context.appointment, heading)


@screen(routes.mine_amended, context=MyAmendmentContext)
def show_amended(context: MyAmendmentContext, request: Request) -> Screen:
    """The professional has changed the service or its length."""
    amendment, provider = context.amendment, context.appointment.provider
    old, new = (
        former_name_for_reader(request, provider, name)
        for name in (amendment.old_service_name, amendment.new_service_name)
    )
    heading = request.text(
        _("amended"),
        name=provider.nickname,
        old=service_and_minutes(request, old, amendment.old_minutes),
        new=service_and_minutes(request, new, amendment.new_minutes),
    )
    return coming_card(request, context.appointment, heading)


@screen(routes.mine_declined, context=MyChangeContext)
def show_declined(context: MyChangeContext, request: Request) -> Screen:
    """The request was declined, or its time came without an answer."""
    appointment = context.appointment
    message = _("declined-by-itself") if _went_unanswered(context) else _("declined")
    return Screen(
        lines(
            of_provider(request, appointment, message),
            when(request, appointment.starts_at, appointment.provider.zone),
            _reason_line(context, request),
        ),
        rows=book_rows(request, appointment, _("button-book-another-time")),
        is_card=True,
    )


@screen(routes.mine_move_declined, context=MyChangeContext)
def show_move_declined(context: MyChangeContext, request: Request) -> Screen:
    """The other time was declined; what was to be moved stays, unless that is off by now."""
    appointment, moved = context.appointment, context.appointment.replaces
    message = _("move-unanswered") if _went_unanswered(context) else _("move-declined")
    heading = of_provider(request, appointment, message, times=_times_of_move(request, appointment))
    if moved is None or moved.state not in ACTIVE:
        stays, rows = None, book_rows(request, appointment, _("button-book-another-time"))
    else:
        moment = request.reader.moment_for_both(moved.starts_at, moved.provider.zone)  # within a sentence
        stays, rows = request.text(_("move-keeps"), moment=moment), ((_info_button(request, moved),),)
    return Screen(lines(heading, stays, _reason_line(context, request)), rows=rows, is_card=True)


@screen(routes.mine_called_off, context=MyChangeContext)
def show_called_off(context: MyChangeContext, request: Request) -> Screen:
    """The professional has cancelled."""
    provider = context.appointment.provider
    return Screen(
        called_off_text(request, context.change, provider.nickname, provider.zone),
        rows=((_info_button(request, context.appointment),),),
        is_card=True,
    )


@screen(routes.mine_completed, context=MyChangeContext)
def show_completed(context: MyChangeContext, request: Request) -> Screen:
    """The appointment has taken place."""
    appointment = context.appointment
    is_still = appointment.state is Status.COMPLETED
    return Screen(
        lines(
            of_provider(request, appointment, _("completed")),
            when(request, appointment.starts_at, appointment.provider.zone),
            *info_lines(request, appointment),
            None if is_still else state_text(request, appointment),
        ),
        rows=_again_rows(request, appointment),
        is_card=True,
    )


@screen(routes.mine_located, context=MyAppointmentContext)
def show_located(context: MyAppointmentContext, request: Request) -> Screen:
    """Tell the client that the location of the appointment was set or changed."""
    appointment = context.appointment
    starts_at, reader = appointment.starts_at, request.reader
    return Screen(
        lines(
            request.text(
                _("located"),
                day=reader.plain_day(reader.local(starts_at).date()),
                time=reader.time(starts_at),
                location=location_text(request, appointment),
            ),
            of_provider(request, appointment, _("service-with")),
            None if appointment.state is Status.ACCEPTED else state_text(request, appointment),
        ),
        rows=(location_row(request, appointment), (_info_button(request, appointment),)),
        is_card=True,
    )


def coming_card(request: Request, appointment: Appointment, heading: Markup) -> Screen:
    """Return the card of what is to take place; where it is off, over or moved by now, that is said."""
    present = find_successor(request.dbsession, appointment)
    buttons = [_info_button(request, present)]
    if find_change_refusal(request, present) is None:
        buttons += [
            Button(request.label(_("button-cancel-mine")), routes.mine_cancel(appointment=present.id)),
            Button(request.label(_("button-reschedule")), routes.mine_move(appointment=present.id)),
        ]
    return Screen(
        lines(
            heading,
            when(request, appointment.starts_at, appointment.provider.zone),
            location_line(request, present),
            *info_lines(request, present),
            _what_became(request, appointment, present),
        ),
        rows=(
            *in_rows(buttons, 2),
            location_row(request, present),
            *menu_rows(request, "appointment_message", fact_of(present)),
        ),
        is_card=True,
    )


def _what_became(request: Request, appointment: Appointment, present: Appointment) -> str | None:
    if present is not appointment:
        return moved_times(request, appointment.starts_at, present.starts_at)
    return None if appointment.state is Status.ACCEPTED else state_text(request, appointment)


def _went_unanswered(context: MyChangeContext) -> bool:
    """Tell whether a request was declined by itself, and not by parting with the client."""
    client = context.appointment.client
    is_excluded = client.removed_at is not None or client.blocked_at is not None
    return context.change.account_id is None and not is_excluded


def _times_of_move(request: Request, appointment: Appointment) -> str:
    moved = appointment.replaces or appointment
    return moved_times(request, moved.starts_at, appointment.starts_at)


def of_provider(
    request: Request, appointment: Appointment, message: TranslationString, **values: object
) -> Markup:
    """Return a message about an appointment, its service and the specialist's name in it."""
    service, name = booked(request, appointment), appointment.provider.nickname
    text: Markup = request.text(message, service=service, name=name, **values)
    return text


def _reason_line(context: MyChangeContext, request: Request) -> Markup | None:
    reason = context.change.reason
    return request.text(_("reason-line"), reason=reason) if reason else None


def _info_button(request: Request, appointment: Appointment) -> Button:
    return Button(request.label(_("button-meeting-info")), routes.mine_card(appointment=appointment.id))


def _again_rows(request: Request, appointment: Appointment) -> tuple[Row, ...]:
    """Return the way to book the same service again, which is closed to whom the professional parted with."""
    client = appointment.client
    if client.removed_at is not None or client.blocked_at is not None:
        return ()
    return ((Button(request.label(_("button-book-again")), routes.mine_again(appointment=appointment.id)),),)


def book_rows(request: Request, appointment: Appointment, label: TranslationString) -> tuple[Row, ...]:
    """Return the way to another appointment, which is closed to whom the professional has parted with."""
    client = appointment.client
    if client.removed_at is not None or client.blocked_at is not None:
        return ()
    return ((Button(request.label(label), routes.book_services(provider=appointment.provider_id)),),)
