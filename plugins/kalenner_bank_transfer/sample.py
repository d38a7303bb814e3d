"""Bank details of the sample world: accounts of nobody, whose keys are right."""

from typing import cast

from pyramid.request import Request

from kalenner.hooks.platform import SampleProfessional
from kalenner.people import Provider
from kalenner_bank_transfer.accounts import MOST_HOLDER, BankAccount, EuroAccount, RubleAccount
from kalenner_bank_transfer.services import BankDetailsService
from kalenner_scheduling.api import PreferencesService

IBAN = "DE02120300000000202051"
RUSSIAN = ("40817810000000000001", "044525974", "Банк", "30101810145250000974")


def fill(request: Request, sample: SampleProfessional) -> None:
    """Let the clients of a professional who takes euros or rubles pay by bank transfer."""
    provider = cast("Provider", sample.provider)
    currency = request.find_service(PreferencesService).get(provider).currency
    if currency in {"EUR", "RUB"}:
        account = _account(provider.nickname[:MOST_HOLDER], currency)
        request.find_service(BankDetailsService).keep(provider, account)


def _account(holder: str, currency: str) -> BankAccount:
    if currency == "EUR":
        return EuroAccount(holder, IBAN)
    number, bic, bank, correspondent = RUSSIAN
    return RubleAccount(holder, number, bic, bank, correspondent)
