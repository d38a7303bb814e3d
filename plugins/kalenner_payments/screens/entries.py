"""One payment: its corrections and refunds, and entering another one."""

from typing import Any

from pyramid.request import Request

from kalenner.screens import (
    AnswerRefused,
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
from kalenner_payments import _, routes
from kalenner_payments.errors import BelowRefunded, MoreThanLeft, NothingToCorrect
from kalenner_payments.models import Entry
from kalenner_payments.screens.contexts import PaymentContext
from kalenner_payments.screens.words import payment_lines
from kalenner_payments.services import PaymentService
from kalenner_scheduling.api import booked

MOST_LATER = 8
"""How many corrections and refunds of the payment stand here."""


@screen(routes.entry, context=PaymentContext)
def show_entry(context: PaymentContext, request: Request) -> Screen:
    """Show one payment with everything that was entered to it."""
    payment, appointment = context.payment, context.appointment
    row = [Button(request.label(_("button-correct-payment")), routes.correct(entry=payment.entry.id))]
    if payment.left_minor:
        row.append(Button(request.label(_("button-refund")), routes.refund(entry=payment.entry.id)))
    amount = request.reader.money(payment.left_minor, appointment.currency)
    return Screen(
        paragraphs(
            lines(
                request.text(_("payment-title")),
                request.reader.joined((appointment.client.name, booked(request, appointment))),
            ),
            payment_lines(request, payment, appointment.currency, MOST_LATER),
            request.text(_("left-line"), left=amount) if payment.later else None,
        ),
        rows=(tuple(row),),
        back=routes.card(appointment=appointment.id),
    )


def correct_form(context: PaymentContext, request: Request) -> Any:
    """Ask for the right amount."""
    payment, currency = context.payment, context.appointment.currency
    kind = Amount(request.reader, currency, must_be_given=True)
    amount = request.reader.money(payment.amount_minor, currency)
    return form_of(question("amount", kind, Ask(_("ask-right-amount"), shown=amount)))


@screen(routes.correct, context=PaymentContext, form=correct_form)
def correct(context: PaymentContext, request: Request) -> Screen:
    """Enter the difference to the right amount."""
    service = request.find_service(PaymentService)
    try:
        entry = service.correct(context.payment.entry, request.values["amount"], context.account)
    except NothingToCorrect as error:
        raise AnswerRefused("amount", _("nothing-to-correct")) from error
    except BelowRefunded as error:
        refunded = request.reader.money(error.refunded_minor, context.appointment.currency)
        raise AnswerRefused("amount", _("below-refunded"), refunded=refunded) from error
    return _entered(request, entry)


def refund_form(context: PaymentContext, request: Request) -> Any:
    """Ask how much was given back; all that is left is a ready answer."""
    left_minor, currency = context.payment.left_minor, context.appointment.currency
    kind = Amount(request.reader, currency, must_be_given=True, low=1)
    choices = (
        [Choice(request.reader.money(left_minor, currency), kind.typed(left_minor))] if left_minor else []
    )
    return form_of(question("amount", kind, Ask(_("ask-refund"), choices)))


@screen(routes.refund, context=PaymentContext, form=refund_form)
def refund(context: PaymentContext, request: Request) -> Screen:
    """Enter that money was given back."""
    service = request.find_service(PaymentService)
    try:
        entry = service.refund(context.payment.entry, request.values["amount"], context.account)
    except MoreThanLeft as error:
        amount = request.reader.money(error.left_minor, context.appointment.currency)
        raise AnswerRefused("amount", _("more-than-left"), left=amount) from error
    return _entered(request, entry)


def _entered(request: Request, entry: Entry) -> Screen:
    return show(request, routes.card(appointment=entry.appointment_id), notice=saved(request))
