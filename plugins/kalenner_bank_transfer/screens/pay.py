"""A client pays an appointment by bank transfer: the code for the banking app, and the same to copy."""

from markupsafe import Markup
from pyramid.request import Request

from kalenner.drawings import Drawing
from kalenner.screens import Button, CopyText, Screen, lines, paragraphs, screen
from kalenner.screens.model import Row
from kalenner.screens.widgets import list_behind
from kalenner_bank_transfer import _, routes
from kalenner_bank_transfer.accounts import BankAccount, EuroAccount, RubleAccount
from kalenner_bank_transfer.codes import MOST_MINOR, code_of
from kalenner_bank_transfer.drawing import CODE
from kalenner_bank_transfer.services import BankDetailsService
from kalenner_payments.api import find_balance, info_text, is_unpaid
from kalenner_scheduling.api import MyAppointmentContext, booked, fact_of, mine_card, when


@screen(routes.pay, context=MyAppointmentContext)
def pay(context: MyAppointmentContext, request: Request) -> Screen:
    """Show where to what is transferred, as long as something is to be paid."""
    appointment, provider = context.appointment, context.appointment.provider
    fact, details = fact_of(appointment), request.find_service(BankDetailsService)
    shown = lines(
        request.text(_("pay-title"), service=booked(request, appointment)),
        when(request, appointment.starts_at, provider.zone),
        info_text(request, fact),
    )
    back = list_behind(request, [], mine_card(appointment=appointment.id))
    due = find_balance(request.dbsession, appointment).due_minor
    if not is_unpaid(request.dbsession, fact) or not due:
        return Screen(paragraphs(shown, request.text(_("nothing-due"))), back=back)
    account = details.find(provider.id, appointment.currency)
    if account is None or due > MOST_MINOR:
        return Screen(paragraphs(shown, request.text(_("no-account"), name=provider.nickname)), back=back)
    reference = details.reference(appointment)
    return Screen(
        paragraphs(
            shown,
            request.text(_("pay-hint"), name=provider.nickname),
            _data(request, account, request.reader.money(due, appointment.currency), reference),
        ),
        rows=(*_number_rows(request, account), _copy(request, _("button-copy-reference"), reference)),
        picture=Drawing(CODE, {"text": code_of(account, due, reference)}),
        back=back,
    )


def _data(request: Request, account: BankAccount, amount: str, reference: str) -> Markup:
    values = {"holder": account.holder, "amount": amount, "reference": reference}
    if isinstance(account, EuroAccount):
        data: Markup = request.text(_("data-euro"), iban=account.number, **values)
        return data
    return lines(
        request.text(
            _("data-ruble"),
            account=account.account,
            bank=account.bank,
            bic=account.bic,
            correspondent=account.correspondent,
            **values,
        ),
        request.text(_("data-tax-number"), number=account.tax_number) if account.tax_number else None,
    )


def _number_rows(request: Request, account: BankAccount) -> list[Row]:
    if isinstance(account, RubleAccount):
        return [
            _copy(request, _("button-copy-account"), account.account),
            _copy(request, _("button-copy-bic"), account.bic),
        ]
    return [_copy(request, _("button-copy-iban"), account.iban)]


def _copy(request: Request, label: object, text: str) -> Row:
    return (Button(request.label(label), CopyText(text)),)
