"""The payments of one appointment: its price, what was paid, the balance; setting and adding them."""

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.people.policy import NotAvailable
from kalenner.screens import (
    Ask,
    Button,
    Choice,
    Screen,
    act,
    form_of,
    go,
    lines,
    paragraphs,
    question,
    saved,
    show,
)
from kalenner.screens.answers import Amount
from kalenner.screens.model import Row
from kalenner.screens.widgets import page_of, pager
from kalenner_payments import _
from kalenner_payments.balances import Balance
from kalenner_payments.errors import AmountOutOfRange, MoreThanDue
from kalenner_payments.screens.words import balance_lines, payment_label, payment_lines
from kalenner_payments.services import PaymentService
from kalenner_scheduling.api import PresentAppointmentContext, booked, status_text, when

MOST_LATER = 4
"""How many corrections and refunds of one payment stand here, so that a page fits into a message."""


def show_card(context: PresentAppointmentContext, request: Request) -> Screen:
    """Show price, payments and balance; each payment leads to what can be done with it."""
    appointment, service = context.appointment, request.find_service(PaymentService)
    one, currency = {"appointment": appointment.id}, appointment.currency
    payments, page, pages = page_of(service.list_payments(appointment), request.args.get("page", 0))
    rows: list[Row] = [
        (
            Button(request.label(_("button-set-price")), go("payments.price", **one)),
            Button(request.label(_("button-add-payment")), go("payments.add", **one)),
        )
    ]
    rows += [
        (Button(payment_label(request, payment, currency), go("payments.entry", entry=payment.entry.id)),)
        for payment in payments
    ]
    rows += pager(page, pages, lambda there: go("payments.page", page=there, **one))
    client = appointment.client
    return Screen(
        paragraphs(
            lines(
                request.text(_("payment-title")),
                status_text(request, appointment.state),
                request.reader.joined((client.name, booked(request, appointment))),
                when(request, appointment.starts_at, client.account.zone),
            ),
            balance_lines(request, service.balance_of(appointment)),
            lines(*(payment_lines(request, payment, currency, MOST_LATER) for payment in payments)),
        ),
        rows=tuple(rows),
        back=go("appointments.card", **one),
    )


def price_form(context: PresentAppointmentContext, request: Request) -> Any:
    """Ask for the price of this appointment."""
    balance = _balance(context, request)
    now, currency = balance.price_minor, balance.currency
    asked = {"currency": currency}
    kind = Amount(request.reader, currency, must_be_given=True)
    if now is None:
        return form_of(question("amount", kind, Ask(_("ask-price"), values=asked)))
    ask = Ask(_("ask-price"), values=asked, shown=request.reader.money(now, currency))
    return form_of(question("amount", kind, ask, current=now))


def set_price(context: PresentAppointmentContext, request: Request) -> Screen:
    """Set the price of this appointment alone."""
    price = request.find_service(PaymentService).set_price(
        context.appointment, request.values["amount"], context.account
    )
    return show(request, "payments.card", appointment=price.appointment_id, notice=saved(request))


def payment_form(context: PresentAppointmentContext, request: Request) -> Any:
    """Ask for a payment; what is due is a ready answer."""
    balance = _balance(context, request)
    kind = Amount(request.reader, balance.currency, must_be_given=True, low=1)
    due, currency = balance.due_minor, balance.currency
    choices = [Choice(request.reader.money(due, currency), kind.typed(due))] if due else []
    return form_of(question("amount", kind, Ask(_("ask-payment"), choices, values={"currency": currency})))


def add_payment(context: PresentAppointmentContext, request: Request) -> Screen:
    """Enter a payment; where it is more than what is due, ask first."""
    amount = request.values["amount"]
    try:
        entry = request.find_service(PaymentService).add_payment(context.appointment, amount, context.account)
    except MoreThanDue:
        return show(request, "payments.more", appointment=context.appointment.id, amount=amount)
    return show(request, "payments.card", appointment=entry.appointment_id, notice=saved(request))


def ask_more(context: PresentAppointmentContext, request: Request) -> Screen:
    """Ask whether a payment beyond the balance is meant."""
    balance, amount = _balance(context, request), request.args["amount"]
    one = {"appointment": context.appointment.id}
    over = amount - (balance.due_minor or 0)
    yes = act("payments.add_more", amount=amount, **one)
    return Screen(
        request.text(_("more-than-due"), over=request.reader.money(over, balance.currency)),
        rows=(
            (
                Button(request.label(_("button-yes")), yes),
                Button(request.label(_("button-no")), go("payments.card", **one)),
            ),
        ),
        back=go("payments.card", **one),
    )


def add_more(context: PresentAppointmentContext, request: Request) -> Screen:
    """Enter a payment beyond the balance, as was confirmed."""
    service = request.find_service(PaymentService)
    try:
        entry = service.add_payment(
            context.appointment, request.args["amount"], context.account, beyond_due=True
        )
    except AmountOutOfRange as error:  # no button of ours says so
        raise NotAvailable from error
    return show(request, "payments.card", appointment=entry.appointment_id, notice=saved(request))


def _balance(context: PresentAppointmentContext, request: Request) -> Balance:
    balance: Balance = request.find_service(PaymentService).balance_of(context.appointment)
    return balance


def includeme(config: Configurator) -> None:
    """Add the screens."""
    one: dict[str, Any] = {"permission": "use", "factory": PresentAppointmentContext}
    args = {"appointment": int}
    path = "/payments/{appointment}"
    config.add_screen(show_card, name="payments.card", path=path, args=args, **one)
    config.add_screen(
        show_card, name="payments.page", path=f"{path}/page/{{page}}", args={**args, "page": int}, **one
    )
    config.add_screen(
        set_price, name="payments.price", path=f"{path}/price", args=args, form=price_form, **one
    )
    config.add_screen(
        add_payment, name="payments.add", path=f"{path}/add", args=args, form=payment_form, **one
    )
    more: dict[str, Any] = {"args": {**args, "amount": int}, **one}
    config.add_screen(ask_more, name="payments.more", path=f"{path}/more/{{amount}}", **more)
    config.add_screen(
        add_more,
        name="payments.add_more",
        path=f"{path}/more/{{amount}}/add",
        effect=True,
        step=True,
        **more,
    )
