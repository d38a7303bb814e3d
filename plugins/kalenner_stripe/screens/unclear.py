"""Payments that nobody can be told for certain: assigned to an appointment, or left out of the books."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.i18n import at_start
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import Button, Notice, Screen, paragraphs, screen
from kalenner_payments.api import find_balance
from kalenner_scheduling.api import Appointment
from kalenner_stripe import _, routes
from kalenner_stripe.events import PAID, Event
from kalenner_stripe.models import EventState, StripeEvent
from kalenner_stripe.queries import list_candidates, list_waiting
from kalenner_stripe.recording import Recorder


class EventContext(ProfessionalContext):
    """One event of the practice that waits, named by the argument ``event``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        row = request.dbsession.get(StripeEvent, request.args["event"])
        if row is None or row.provider_id != self.provider.id or row.state != EventState.WAITING:
            raise NotAvailable
        self.row: StripeEvent = row
        self.event: Event = request.find_service(Recorder).event_of(row)


def event_text(request: Request, event: Event, row: StripeEvent) -> str:
    """Return "€50.00 · Ada Lovelace · Tue 1 Dec 2026, 10:00"; a refund with a minus."""
    reader = request.reader
    amount = event.amount_minor if event.kind in PAID else -event.amount_minor
    parts = [reader.money(amount, event.currency or "EUR"), event.name, reader.moment(row.received_at)]
    return str(reader.joined(part for part in parts if part))


@screen(routes.unclear_all, context=ProfessionalContext)
def show_all(context: ProfessionalContext, request: Request) -> Screen:
    """Show what waits, the oldest first."""
    recorder: Recorder = request.find_service(Recorder)
    rows = list_waiting(request.dbsession, context.provider.id)
    buttons = tuple(
        (Button(event_text(request, recorder.event_of(row), row), routes.unclear(event=row.id)),)
        for row in rows
    )
    heading = _("unclear-heading") if rows else _("unclear-none")
    return Screen(request.text(heading), rows=buttons, back=routes.settings())


@screen(routes.unclear, context=EventContext)
def show_one(context: EventContext, request: Request) -> Screen:
    """Show one payment, and the appointments that it could be for; also as a message when it comes."""
    event = context.event
    text = paragraphs(
        request.text(_("unclear-one")), Markup("<b>{}</b>").format(event_text(request, event, context.row))
    )
    rows = [
        (
            Button(
                _candidate(request, appointment),
                routes.assign(event=context.row.id, appointment=appointment.id),
            ),
        )
        for appointment in (
            list_candidates(request.dbsession, context.provider.id, event.currency)
            if event.kind in PAID
            else ()
        )
    ]
    rows.append((Button(request.label(_("button-ignore")), routes.ignore(event=context.row.id)),))
    return Screen(text, rows=tuple(rows), back=routes.unclear_all())


def _candidate(request: Request, appointment: Appointment) -> str:
    reader = request.reader
    balance = find_balance(request.dbsession, appointment)
    due = "" if not balance.due_minor else reader.money(balance.due_minor, balance.currency)
    when = at_start(reader.short_moment(appointment.starts_at))
    parts = [when, appointment.client.name, appointment.service_name, due]
    return str(reader.joined(part for part in parts if part))


@screen(routes.assign, context=EventContext)
def assign(context: EventContext, request: Request) -> Screen:
    """Record the payment for the appointment that was chosen."""
    appointment = request.dbsession.get(Appointment, request.args["appointment"])
    if (
        appointment is None
        or appointment.provider_id != context.provider.id
        or appointment.currency != context.event.currency
        or context.event.kind not in PAID
    ):
        raise NotAvailable
    request.find_service(Recorder).assign(context.row, appointment)
    shown: Screen = request.show(routes.unclear_all(), notice=Notice(request.label(_("assigned"))))
    return shown


@screen(routes.ignore, context=EventContext)
def ignore(context: EventContext, request: Request) -> Screen:
    """Leave the payment out of the books."""
    request.find_service(Recorder).ignore(context.row)
    shown: Screen = request.show(routes.unclear_all(), notice=Notice(request.label(_("ignored"))))
    return shown
