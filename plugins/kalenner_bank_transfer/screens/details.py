"""The professional enters, changes and removes own bank details."""

from typing import Any

import colander
from pyramid.request import Request

from kalenner.home import routes as home_routes
from kalenner.people.policy import NotAvailable, ProfessionalContext
from kalenner.screens import (
    AnswerRefused,
    Ask,
    Button,
    Notice,
    Screen,
    Style,
    form_of,
    lines,
    paragraphs,
    question,
    saved,
    screen,
    show,
)
from kalenner.screens.answers import Text
from kalenner.screens.model import Row
from kalenner_bank_transfer import _, routes
from kalenner_bank_transfer.accounts import (
    ACCOUNTS,
    MOST_BANK,
    MOST_HOLDER,
    MOST_RUSSIAN_HOLDER,
    BankAccount,
    EuroAccount,
    RubleAccount,
    check_account,
    check_bic,
    check_correspondent,
    check_iban,
    check_tax_number,
    check_words,
)
from kalenner_bank_transfer.errors import AccountRefused
from kalenner_bank_transfer.screens.answers import REASONS, Checked
from kalenner_bank_transfer.services import BankDetailsService

_MOST_NUMBER = 60


@screen(routes.settings, context=ProfessionalContext)
def show_settings(context: ProfessionalContext, request: Request) -> Screen:
    """Show which accounts there are, and what has arrived on them."""
    accounts = request.find_service(BankDetailsService).list_accounts(context.provider.id)
    known = {account.currency for account in accounts}
    rows: list[Row] = [
        (
            Button(_label(request, "EUR", known), routes.euro()),
            Button(_label(request, "RUB", known), routes.ruble()),
        )
    ]
    if accounts:
        rows.append((Button(request.label(_("button-waiting")), routes.waiting(page=0)),))
        rows.append((Button(request.label(_("button-statement")), routes.statement()),))
    rows += [
        (
            Button(
                request.label(_("button-remove-account"), currency=account.currency),
                routes.remove(currency=account.currency),
                Style.DANGER,
            ),
        )
        for account in accounts
    ]
    return Screen(
        paragraphs(
            request.text(_("details-title")),
            lines(*(_line(request, account) for account in accounts))
            if accounts
            else request.text(_("details-none")),
        ),
        rows=tuple(rows),
        back=home_routes.settings_service(),
    )


def _label(request: Request, currency: str, known: set[str]) -> str:
    label = request.label(_("button-euro") if currency == "EUR" else _("button-ruble"))
    return f"✔ {label}" if currency in known else label


def _line(request: Request, account: BankAccount) -> Any:
    return request.text(
        _("account-line"), currency=account.currency, holder=account.holder, number=account.number
    )


def euro_form(context: ProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask for holder and IBAN."""
    del context, request
    return form_of(
        question("holder", Text(1, MOST_HOLDER), Ask(_("ask-holder"))),
        question("iban", Checked(check_iban, _MOST_NUMBER), Ask(_("ask-iban"))),
    )


@screen(routes.euro, context=ProfessionalContext, form=euro_form)
def keep_euro(context: ProfessionalContext, request: Request) -> Screen:
    """Keep the account for euros."""
    account = EuroAccount(request.values["holder"], request.values["iban"])
    request.find_service(BankDetailsService).keep(context.provider, account)
    return show(request, routes.settings(), notice=saved(request))


def ruble_form(context: ProfessionalContext, request: Request) -> colander.SchemaNode:
    """Ask for holder, BIC, account, bank and INN."""
    del context, request
    return form_of(
        question("holder", Checked(check_words, MOST_RUSSIAN_HOLDER), Ask(_("ask-holder"))),
        question("bic", Checked(check_bic, _MOST_NUMBER), Ask(_("ask-bic"))),
        question("account", Text(1, _MOST_NUMBER), Ask(_("ask-account"))),
        question("bank", Checked(check_words, MOST_BANK), Ask(_("ask-bank"))),
        question("correspondent", Text(1, _MOST_NUMBER), Ask(_("ask-correspondent"))),
        question(
            "tax_number", Checked(check_tax_number, _MOST_NUMBER), Ask(_("ask-tax-number")), optional=True
        ),
    )


@screen(routes.ruble, context=ProfessionalContext, form=ruble_form)
def keep_ruble(context: ProfessionalContext, request: Request) -> Screen:
    """Keep the account for rubles, where its keys fit to the bank."""
    values = request.values
    account = RubleAccount(
        holder=values["holder"],
        account=_fitting("account", check_account, values),
        bic=values["bic"],
        bank=values["bank"],
        correspondent=_fitting("correspondent", check_correspondent, values),
        tax_number=values["tax_number"] or "",
    )
    request.find_service(BankDetailsService).keep(context.provider, account)
    return show(request, routes.settings(), notice=saved(request))


def _fitting(name: str, check: Any, values: Any) -> str:
    try:
        number: str = check(values[name], values["bic"])
    except AccountRefused as refused:
        raise AnswerRefused(name, REASONS[refused.fault]) from refused
    return number


@screen(routes.remove, context=ProfessionalContext)
def ask_remove(context: ProfessionalContext, request: Request) -> Screen:
    """Ask whether an account is to be removed."""
    account = _account(context, request)
    yes = routes.remove_now(currency=account.currency)
    return Screen(
        paragraphs(request.text(_("remove-account")), _line(request, account)),
        rows=((Button(request.label(_("button-remove")), yes, Style.DANGER),),),
        back=routes.settings(),
    )


@screen(routes.remove_now, context=ProfessionalContext)
def remove_account(context: ProfessionalContext, request: Request) -> Screen:
    """Forget an account."""
    account = _account(context, request)
    request.find_service(BankDetailsService).remove(context.provider, account.currency)
    return show(request, routes.settings(), notice=Notice(request.label(_("account-removed"))))


def _account(context: ProfessionalContext, request: Request) -> BankAccount:
    currency = request.args["currency"]
    service = request.find_service(BankDetailsService)
    account: BankAccount | None = (
        service.find(context.provider.id, currency) if currency in ACCOUNTS else None
    )
    if account is None:
        raise NotAvailable
    return account
