"""The payments of one appointment: its price, what was paid, the balance; setting and adding them."""

from typing import Any

from pyramid.request import Request

from kalenner.people.policy import NotAvailable
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Screen,
    form_of,
    lines,
    paragraphs,
    question,
    saved,
    screen,
    show,
)
from kalenner.screens.answers import Amount
from kalenner.screens.model import Row
from kalenner.screens.widgets import page_of, pager
from kalenner_payments import _, routes
from kalenner_payments.balances import Balance
from kalenner_payments.errors import AmountOutOfRange, MoreThanDue
from kalenner_payments.screens.words import balance_lines, payment_label, payment_lines
from kalenner_payments.services import PaymentService
from kalenner_scheduling import api as scheduling
from kalenner_scheduling.api import PresentAppointmentContext, booked, status_text, when

MOST_LATER = 4
"""How many corrections and refunds of one payment stand here, so that a page fits into a message."""


@screen(routes.card, context=PresentAppointmentContext)
@screen(routes.page, context=PresentAppointmentContext)
def show_card(context: PresentAppointmentContext, request: Request) -> Screen:
    """Show price, payments and balance; each payment leads to what can be done with it."""
    appointment, service = context.appointment, request.find_service(PaymentService)
    currency = appointment.currency
    payments, page, pages = page_of(service.list_payments(appointment), request.args.get("page", 0))
    rows: list[Row] = [
        (
            Button(request.label(_("button-set-price")), routes.price(appointment=appointment.id)),
            Button(request.label(_("button-add-payment")), routes.add(appointment=appointment.id)),
        )
    ]
    rows += [
        (Button(payment_label(request, payment, currency), routes.entry(entry=payment.entry.id)),)
        for payment in payments
    ]
    rows += pager(page, pages, lambda number: routes.page(page=number, appointment=appointment.id))
    client = appointment.client
    return Screen(
        paragraphs(
            lines(
                request.text(_("payment-title")),
                status_text(request, appointment.state),
                request.reader.joined((client.name, booked(request, appointment))),
                when(request, appointment.starts_at, client.account.zone),
            ),
            balance_lines(request, service.balance_of(appointment), appointment.state),
            lines(*(payment_lines(request, payment, currency, MOST_LATER) for payment in payments)),
        ),
        rows=tuple(rows),
        back=scheduling.appointments_card(appointment=appointment.id),
    )


def price_form(context: PresentAppointmentContext, request: Request) -> Any:
    """Ask for the price of this appointment."""
    balance = _balance(context, request)
    now, currency = balance.price_minor, balance.currency
    values = {"currency": currency}
    kind = Amount(request.reader, currency, must_be_given=True)
    if now is None:
        return form_of(question("amount", kind, Ask(_("ask-price"), values=values)))
    ask = Ask(_("ask-price"), values=values, shown=request.reader.money(now, currency))
    return form_of(question("amount", kind, ask, current=now))


@screen(routes.price, context=PresentAppointmentContext, form=price_form)
def set_price(context: PresentAppointmentContext, request: Request) -> Screen:
    """Set the price of this appointment alone."""
    price = request.find_service(PaymentService).set_price(
        context.appointment, request.values["amount"], context.account
    )
    return show(request, routes.card(appointment=price.appointment_id), notice=saved(request))


def payment_form(context: PresentAppointmentContext, request: Request) -> Any:
    """Ask for a payment; what is due is a ready answer."""
    balance = _balance(context, request)
    kind = Amount(request.reader, balance.currency, must_be_given=True, low=1)
    due, currency = balance.due_minor, balance.currency
    choices = [Choice(request.reader.money(due, currency), kind.typed(due))] if due else []
    return form_of(question("amount", kind, Ask(_("ask-payment"), choices, values={"currency": currency})))


@screen(routes.add, context=PresentAppointmentContext, form=payment_form)
def add_payment(context: PresentAppointmentContext, request: Request) -> Screen:
    """Enter a payment; where it is more than what is due, ask first."""
    amount = request.values["amount"]
    try:
        entry = request.find_service(PaymentService).add_payment(context.appointment, amount, context.account)
    except MoreThanDue:
        return show(request, routes.more(appointment=context.appointment.id, amount=amount))
    return show(request, routes.card(appointment=entry.appointment_id), notice=saved(request))


@screen(routes.more, context=PresentAppointmentContext)
def ask_more(context: PresentAppointmentContext, request: Request) -> Screen:
    """Ask whether a payment beyond the balance is meant."""
    balance, amount = _balance(context, request), request.args["amount"]
    over = amount - (balance.due_minor or 0)
    yes = routes.add_more(amount=amount, appointment=context.appointment.id)
    return Screen(
        request.text(_("more-than-due"), over=request.reader.money(over, balance.currency)),
        rows=(
            (
                Button(request.label(_("button-yes")), yes),
                Button(request.label(_("button-no")), routes.card(appointment=context.appointment.id)),
            ),
        ),
        back=routes.card(appointment=context.appointment.id),
    )


@screen(routes.add_more, context=PresentAppointmentContext)
def add_more(context: PresentAppointmentContext, request: Request) -> Screen:
    """Enter a payment beyond the balance, as was confirmed."""
    service = request.find_service(PaymentService)
    try:
        entry = service.add_payment(
            context.appointment, request.args["amount"], context.account, beyond_due=True
        )
    except AmountOutOfRange as error:  # no button of ours says so
        raise NotAvailable from error
    return show(request, routes.card(appointment=entry.appointment_id), notice=saved(request))


def _balance(context: PresentAppointmentContext, request: Request) -> Balance:
    balance: Balance = request.find_service(PaymentService).balance_of(context.appointment)
    return balance
