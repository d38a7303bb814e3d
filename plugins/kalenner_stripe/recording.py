"""Events as payments: each is handled once, in a unit of work of its own, however often it comes."""

import logging

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select

from kalenner.database import lock
from kalenner.people import lock_of
from kalenner.security import CIPHER, Binding
from kalenner.units import run_unit
from kalenner_payment_links.api import ReferenceForged, References
from kalenner_payments.api import AmountOutOfRange, MoreThanLeft, PaymentService, find_balance
from kalenner_scheduling.api import Appointment, find_successor
from kalenner_stripe import routes
from kalenner_stripe.events import DISPUTED, PAID, Event
from kalenner_stripe.models import EventState, StripeEvent, StripePayment

log = logging.getLogger(__name__)

AT_ONCE = 200


def event_binding(row: StripeEvent) -> Binding:
    """Return what the payload of an event is bound to."""
    return {"table": "stripe_event.payload", "row": row.key, "tenant": str(row.provider_id)}


class Recorder:
    """Handles the events of practices."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._dbsession = request.dbsession
        self._cipher = CIPHER.of(request.registry)

    def event_of(self, row: StripeEvent) -> Event:
        """Return what an event says, while anything is to be done about it."""
        if row.payload is None:
            raise LookupError(row.id)
        return Event.load(self._cipher.open(row.payload, **event_binding(row)))

    def handle(self, event_id: int) -> None:
        """Handle a stored event, unless that was done."""
        row = self._dbsession.get_one(StripeEvent, event_id)
        lock(self._dbsession, lock_of(row.provider_id))
        self._dbsession.refresh(row)
        if row.state != EventState.OPEN:
            return
        event = self.event_of(row)
        if event.kind in PAID:
            is_done = self._paid(row, event)
        elif event.kind in DISPUTED:
            is_done = self._disputed(row, event)
        else:
            is_done = self._refunded(row, event)
        self._end(row, EventState.DONE if is_done else EventState.WAITING)
        if not is_done and event.kind in PAID:
            self._request.notify_provider(
                row.provider, routes.unclear(event=row.id), dedupe=f"stripe:{row.id}"
            )

    def assign(self, row: StripeEvent, appointment: Appointment) -> bool:
        """Record a waiting payment for the appointment that was chosen; False where that was done before."""
        lock(self._dbsession, lock_of(row.provider_id))
        self._dbsession.refresh(row)
        if row.state != EventState.WAITING:
            return False
        event = self.event_of(row)
        self._record(row, event, appointment)
        self._end(row, EventState.DONE)
        return True

    def ignore(self, row: StripeEvent) -> None:
        """Leave a payment out of the books."""
        self._dbsession.refresh(row)
        if row.state == EventState.WAITING:
            self._end(row, EventState.IGNORED)

    def _end(self, row: StripeEvent, state: EventState) -> None:
        row.state = state
        if state in {EventState.DONE, EventState.IGNORED}:
            row.payload = None
        self._dbsession.flush()

    def _paid(self, row: StripeEvent, event: Event) -> bool:
        if not event.is_paid or not event.amount_minor:
            return True  # it comes again as async_payment_succeeded, or was for nothing
        if self._recorded(row.provider_id, StripePayment.checkout == event.checkout) is not None:
            return True
        appointment = self._appointment_of(row, event)
        if appointment is None:
            return False
        balance = find_balance(self._dbsession, appointment)
        if appointment.currency != event.currency or balance.due_minor != event.amount_minor:
            return False
        self._record(row, event, appointment)
        return True

    def _appointment_of(self, row: StripeEvent, event: Event) -> Appointment | None:
        """Return the appointment that a reference of ours names, or what it was moved to."""
        references: References = self._request.find_service(References)
        try:
            reference = references.read(event.reference)
        except ReferenceForged:
            return None
        if reference.appointment_id is None:
            return None
        appointment = self._dbsession.get(Appointment, reference.appointment_id)
        if appointment is None or appointment.provider_id != row.provider_id:
            return None
        return find_successor(self._dbsession, appointment)

    def _record(self, row: StripeEvent, event: Event, appointment: Appointment) -> None:
        payments: PaymentService = self._request.find_service(PaymentService)
        by = appointment.provider.professional
        entry = payments.add_payment(appointment, event.amount_minor, by, beyond_due=True)
        payment = StripePayment(
            provider_id=row.provider_id,
            checkout=event.checkout,
            intent=event.intent,
            entry_id=entry.id,
            refunded_minor=0,
        )
        self._dbsession.add(payment)
        self._dbsession.flush()
        notify = self._request.notify
        notify(by.id, routes.paid(payment=payment.id), dedupe=f"stripe:paid:{payment.id}")
        notify(
            appointment.client.account_id,
            routes.received(payment=payment.id),
            dedupe=f"stripe:received:{payment.id}",
        )
        self._try_refunds_again(row.provider_id)

    def _try_refunds_again(self, provider_id: int) -> None:
        """Let refunds be looked at again that came before what they give back."""
        waiting = select(StripeEvent).where(
            StripeEvent.provider_id == provider_id, StripeEvent.state == EventState.WAITING
        )
        for row in self._dbsession.scalars(waiting):
            event = self.event_of(row)
            if event.kind not in PAID and self._refunded(row, event):
                self._end(row, EventState.DONE)

    def _refunded(self, row: StripeEvent, event: Event) -> bool:
        """Enter the difference to what was given back so far: Stripe says the whole of it each time."""
        payment = None
        if event.intent is not None:
            payment = self._recorded(row.provider_id, StripePayment.intent == event.intent)
        if payment is None:
            return False
        difference = event.amount_minor - payment.refunded_minor
        if difference <= 0:
            return True
        payments: PaymentService = self._request.find_service(PaymentService)
        account = payment.entry.appointment.provider.professional
        try:
            payments.refund(payment.entry, difference, account)
        except (MoreThanLeft, AmountOutOfRange):  # somebody has entered a refund by hand
            log.warning("a refund of stripe payment %s is more than is left of it", payment.id)
        payment.refunded_minor = event.amount_minor
        self._dbsession.flush()
        press = routes.refunded(payment=payment.id, amount=difference)
        for reader in (account.id, payment.entry.appointment.client.account_id):
            self._request.notify(reader, press, dedupe=f"stripe:refunded:{row.id}:{reader}")
        return True

    def _disputed(self, row: StripeEvent, event: Event) -> bool:
        payment = None
        if event.intent is not None:
            payment = self._recorded(row.provider_id, StripePayment.intent == event.intent)
        if payment is not None:
            account = payment.entry.appointment.provider.professional
            self._request.notify(
                account.id, routes.disputed(payment=payment.id), dedupe=f"stripe:disputed:{row.id}"
            )
        return True

    def _recorded(self, provider_id: int, condition: object) -> StripePayment | None:
        query = select(StripePayment).where(StripePayment.provider_id == provider_id, condition)  # type: ignore[arg-type]
        return self._dbsession.scalar(query.order_by(StripePayment.id).limit(1))


def handle(app: Router, event_id: int) -> None:
    """Handle a stored event in a unit of work of its own; what raises is tried again by the task."""

    def work(request: Request) -> None:
        Recorder(request).handle(event_id)

    run_unit(app, "task/stripe.handle", work)


def handle_open(app: Router) -> None:
    """Handle the events that were stored and not handled (a task); one that fails stops no other."""

    def list_open(request: Request) -> list[int]:
        query = select(StripeEvent.id).where(StripeEvent.state == EventState.OPEN).order_by(StripeEvent.id)
        return list(request.dbsession.scalars(query.limit(AT_ONCE)))

    for event_id in run_unit(app, "task/stripe.open", list_open, only_reads=True):
        try:
            handle(app, event_id)
        except Exception:
            log.exception("stripe event %s could not be handled, and is tried again", event_id)


def recorder_factory(request: Request) -> Recorder:
    """Make the service for a request."""
    return Recorder(request)


def includeme(config: Configurator) -> None:
    """Register the service, the sealed column and the task."""
    config.register_service_factory(recorder_factory, Recorder)
    config.add_sealed_column(StripeEvent.payload, event_binding)
    config.add_long_task("stripe.handle", handle_open, every_minutes=1)
