"""Messages about payments at Stripe, to the professional and to the client."""

from pyramid.request import Request

from kalenner.people.policy import NotAvailable, PersonContext
from kalenner.screens import Button, Screen, paragraphs, screen
from kalenner_payments.api import info_text, payments_card
from kalenner_scheduling.api import Appointment, booked, fact_of, mine_card, when
from kalenner_stripe import _, routes
from kalenner_stripe.models import StripePayment


class PaymentContext(PersonContext):
    """A payment at Stripe whose professional or client the person is, named by the argument ``payment``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        payment = request.dbsession.get(StripePayment, request.args["payment"])
        if payment is None:
            raise NotAvailable
        appointment = payment.entry.appointment
        self.is_professional = appointment.provider.account_id == self.account.id
        if not self.is_professional and appointment.client.account_id != self.account.id:
            raise NotAvailable
        self.payment: StripePayment = payment
        self.appointment: Appointment = appointment


class OwnPaymentContext(PaymentContext):
    """The same for its professional alone."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if not self.is_professional:
            raise NotAvailable


def _card(context: PaymentContext, request: Request, text: str) -> Screen:
    appointment = context.appointment
    other = appointment.client.account.zone if context.is_professional else appointment.provider.zone
    lines = f"{when(request, appointment.starts_at, other)}\n{booked(request, appointment)}"
    label = request.label(_("button-appointment"))
    press = (
        payments_card(appointment=appointment.id)
        if context.is_professional
        else mine_card(appointment=appointment.id)
    )
    info = info_text(request, fact_of(appointment))
    return Screen(paragraphs(text, lines, info), rows=((Button(label, press),),), is_card=True)


@screen(routes.paid, context=OwnPaymentContext)
def show_paid(context: OwnPaymentContext, request: Request) -> Screen:
    """Tell the professional that a client has paid."""
    amount = request.reader.money(context.payment.entry.amount_minor, context.appointment.currency)
    return _card(
        context, request, request.text(_("paid"), name=context.appointment.client.name, amount=amount)
    )


@screen(routes.received, context=PaymentContext)
def show_received(context: PaymentContext, request: Request) -> Screen:
    """Tell the client that the payment has come."""
    amount = request.reader.money(context.payment.entry.amount_minor, context.appointment.currency)
    name = context.appointment.provider.nickname
    return _card(context, request, request.text(_("received"), name=name, amount=amount))


@screen(routes.refunded, context=PaymentContext)
def show_refunded(context: PaymentContext, request: Request) -> Screen:
    """Tell both sides that money was given back."""
    amount = request.reader.money(request.args["amount"], context.appointment.currency)
    return _card(context, request, request.text(_("refunded"), amount=amount))


@screen(routes.disputed, context=OwnPaymentContext)
def show_disputed(context: OwnPaymentContext, request: Request) -> Screen:
    """Tell the professional that a payment is disputed: what to do is said at Stripe."""
    amount = request.reader.money(context.payment.entry.amount_minor, context.appointment.currency)
    text = request.text(_("disputed"), name=context.appointment.client.name, amount=amount)
    return _card(context, request, text)
