"""How prices, payments and balances are put into words, the same on every screen."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.hooks.scheduling import AppointmentFact, Status
from kalenner.i18n import at_start
from kalenner.screens import lines
from kalenner_payments import _
from kalenner_payments.balances import Balance, Payment
from kalenner_payments.models import Entry, Kind
from kalenner_payments.services import PaymentService


def info_text(request: Request, appointment: AppointmentFact) -> str | None:
    """Return "Price €50.00 · paid 20.00 · due 30.00"; None where there is neither price nor payment.

    Only the parts there are: what is due is said once something was paid, and of a completed appointment
    price, payments and balance whatever they are.
    """
    balance: Balance = request.find_service(PaymentService).balance_of(appointment)
    reader, currency = request.reader, balance.currency
    paid = reader.amount(balance.paid_minor, currency)
    if balance.price_minor is None or appointment.status.is_off:  # then nothing is to be paid
        if not balance.paid_minor:
            return None
        text: str = request.label(_("info-paid"), paid=reader.money(balance.paid_minor, currency))
        return text
    values = {"price": reader.money(balance.price_minor, currency), "paid": paid}
    if balance.is_overpaid:
        values["over"] = reader.amount(balance.over_minor, currency)
        return str(request.label(_("info-overpaid"), **values))
    values["due"] = reader.amount(balance.due_minor, currency)
    if appointment.status is Status.COMPLETED:
        return str(request.label(_("info-balance"), **values))
    message = _("info-due") if balance.paid_minor else _("info-price")
    return str(request.label(message, **values))


def balance_lines(request: Request, balance: Balance, status: Status) -> Markup:
    """Return price, sum of payments, and what is due or was too much, a line each.

    Of what does not take place nothing is due.
    """
    reader, currency = request.reader, balance.currency
    paid = request.text(_("paid-line"), paid=reader.money(balance.paid_minor, currency))
    if balance.price_minor is None:
        return lines(request.text(_("no-price-line")), paid if balance.paid_minor else None)
    balance_line = None
    if balance.is_overpaid:
        balance_line = request.text(_("overpaid-line"), over=reader.money(balance.over_minor, currency))
    elif not status.is_off:
        balance_line = request.text(_("due-line"), due=reader.money(balance.due_minor, currency))
    return lines(
        request.text(_("price-line"), price=reader.money(balance.price_minor, currency)), paid, balance_line
    )


def payment_lines(request: Request, payment: Payment, currency: str, most: int) -> Markup:
    """Return a payment and below it its corrections and refunds: the last `most`, and how many more."""
    later = payment.later[-most:]
    more = len(payment.later) - len(later)
    return lines(
        *(_entry_line(request, entry, currency) for entry in (payment.entry, *later)),
        request.text(_("and-more-before"), count=more) if more else None,
    )


def payment_label(request: Request, payment: Payment, currency: str) -> str:
    """Return the button of a payment: what is left of it, and its day."""
    amount = request.reader.money(payment.left_minor, currency)
    return request.reader.joined((amount, at_start(_day(request, payment.entry))))


def _entry_line(request: Request, entry: Entry, currency: str) -> Markup:
    day, minor = _day(request, entry), entry.amount_minor
    if entry.kind == Kind.REFUND:
        message = _("refund-line")
    elif entry.kind == Kind.CORRECTION:
        message = _("correction-up-line") if minor > 0 else _("correction-down-line")
    else:
        message, day = _("payment-line"), at_start(day)
    text: Markup = request.text(message, day=day, amount=request.reader.money(abs(minor), currency))
    return text


def _day(request: Request, entry: Entry) -> str:
    day: str = request.reader.day(request.reader.local(entry.at).date())
    return day
