"""The request that a client sends: what it says, its note, and that it was sent."""

from typing import Any

from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.hooks.scheduling import Status
from kalenner.people.policy import NotAvailable
from kalenner.screens import BACK, Ask, Button, Screen, form_of, lines, paragraphs, question, screen, show
from kalenner.screens.answers import Text
from kalenner_scheduling import _
from kalenner_scheduling.appointments import routes
from kalenner_scheduling.appointments.errors import (
    BookingRefused,
    IsPackage,
    NotAccepting,
    ServiceGone,
    TooManyRequests,
)
from kalenner_scheduling.appointments.screens.booking import chooser, show_parts, shown_price
from kalenner_scheduling.appointments.screens.booking_note import (
    NOTE_LENGTH,
    forget,
    note_button,
    note_of,
    receive_note,
)
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.screens.times import show_still_free
from kalenner_scheduling.catalogue.packages import list_bookable
from kalenner_scheduling.contexts import BookableContext, MyAppointmentContext
from kalenner_scheduling.words import alert, booked, moved_times, offered_by, offered_with, status_text, when


@screen(routes.book_confirm, context=BookableContext, receive=receive_note)
def confirm(context: BookableContext, request: Request) -> Screen:
    """Show what will be asked for, with the note if one was typed."""
    service, starts_at = context.service, request.args["starts_at"]
    note = note_of(context, request)
    price = shown_price(request, context.provider)(service)
    day = request.reader.local(starts_at).date()
    change = [
        Button(request.label(_("button-change-time")), routes.book_times(service=service.id, day=day, page=0))
    ]
    if len(list_bookable(request, context.provider.id)) > 1:
        again = routes.book_services(provider=context.provider.id)
        change.append(Button(request.label(_("button-change-service")), again))
    return Screen(
        paragraphs(
            request.text(_("confirm-request")),
            lines(
                offered_with(request, context.service, context.provider),
                when(request, starts_at, context.provider.zone),
                price and request.text(_("price-line"), price=price),
                note and request.text(_("note-line"), note=note),
            ),
            request.text(_("note-can-be-replaced")) if note else None,
        ),
        rows=(
            (
                Button(
                    request.label(_("button-send-request")),
                    routes.book_send(service=service.id, starts_at=starts_at),
                ),
            ),
            (note_button(request, note),),
            tuple(change),
        ),
        back=routes.book_times(service=service.id, day=day, page=0),
    )


@screen(routes.book_send, context=BookableContext)
def send(context: BookableContext, request: Request) -> Screen:
    """Send the request, with the note if one was typed on the screen before."""
    return _send(context, request, note_of(context, request))


def note_form(context: BookableContext, request: Request) -> Any:
    """Ask for the note, beside what it goes with: the request is sent as soon as it is there."""
    ask = Ask(
        _("ask-note-to-request"),
        values={
            "service": offered_by(request, context.service, context.provider),
            "name": context.provider.nickname,
            "moment": when(request, request.args["starts_at"], context.provider.zone),
        },
        leave=BACK,
    )
    return form_of(question("note", Text(*NOTE_LENGTH, multiline=True), ask))


@screen(routes.book_note, context=BookableContext, form=note_form)
def send_with_note(context: BookableContext, request: Request) -> Screen:
    """Send the request with its note."""
    return _send(context, request, request.values["note"])


def _send(context: BookableContext, request: Request, note: str | None) -> Screen:
    """Send the request; if the time has gone meanwhile, show the free ones."""
    starts_at = request.args["starts_at"]
    try:
        appointment = request.find_service(AppointmentService).request(
            context.client, context.service, starts_at, note
        )
    except SlotTaken:
        notice = alert(request, _("just-taken"))
        return show_still_free(request, chooser(context, request), starts_at, notice)
    except TimePassed:
        notice = alert(request, _("time-passed"))
        return show_still_free(request, chooser(context, request), starts_at, notice)
    except TooManyRequests as error:
        return Screen(
            request.text(_("too-many-requests"), count=error.number),
            rows=((Button(request.label(_("button-my-appointments")), routes.mine()),),),
            back=routes.book_confirm(service=context.service.id, starts_at=starts_at),
        )
    except NotAccepting:
        return show(request, routes.book_services(provider=context.provider.id))
    except BookingRefused as error:
        return show(request, error.refusals[0].press)
    except IsPackage:
        return show_parts(context, request)
    except ServiceGone:
        raise NotAvailable from None
    forget(context, request)
    return show(request, routes.book_sent(appointment=appointment.id))


@screen(routes.book_sent, context=MyAppointmentContext)
def show_sent(context: MyAppointmentContext, request: Request) -> Screen:
    """Say that the request was sent, or what has become of it."""
    appointment, moved = context.appointment, context.appointment.replaces
    provider, state = appointment.provider, appointment.state
    headings = {
        Status.PENDING: request.text(_("request-sent")),
        Status.ACCEPTED: request.text(_("request-confirmed")),
    }
    hint = _("request-sent-hint") if moved is None else _("move-sent-hint")
    return Screen(
        paragraphs(
            headings.get(state, status_text(request, state)),
            lines(
                request.text(_("service-with"), service=booked(request, appointment), name=provider.nickname),
                f"🔁 {moved_times(request, moved.starts_at, appointment.starts_at)}" if moved else None,
                when(request, appointment.starts_at, provider.zone),
            ),
            request.text(hint, name=provider.nickname) if state is Status.PENDING else None,
        ),
        rows=((Button(request.label(_("button-my-appointments")), routes.mine()),),),
        back=home_routes.specialists_card(provider=provider.id),
    )
