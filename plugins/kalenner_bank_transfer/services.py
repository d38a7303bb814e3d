"""Own bank details: entered, shown to their owner and to who has to pay, sealed in between."""

import json
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.database import lock
from kalenner.files import provider_tenant
from kalenner.people import Provider, lock_of
from kalenner.security import CIPHER, Binding, Cipher
from kalenner_bank_transfer.accounts import ACCOUNTS, BankAccount
from kalenner_bank_transfer.models import BankDetails
from kalenner_bank_transfer.references import new_key, reference_of
from kalenner_scheduling.api import Appointment


class BankDetailsService:
    """The bank details of any provider, one account for each currency.

    Raises Tampered where what is stored was changed or moved to another row.
    """

    def __init__(self, dbsession: Session, cipher: Cipher) -> None:
        self._dbsession, self._cipher = dbsession, cipher

    def find(self, provider_id: int, currency: str) -> BankAccount | None:
        """Return the account for a currency; None without one."""
        found = self._opened(self._dbsession.get(BankDetails, provider_id)).get(currency)
        account: BankAccount | None = None if found is None else ACCOUNTS[currency](**found)
        return account

    def list_accounts(self, provider_id: int) -> list[BankAccount]:
        """Return the accounts, at most one a currency."""
        opened = self._opened(self._dbsession.get(BankDetails, provider_id))
        return [kind(**opened[currency]) for currency, kind in ACCOUNTS.items() if currency in opened]

    def key_of(self, provider_id: int) -> bytes | None:
        """Return the key of a provider's references; None where there never were bank details."""
        row = self._dbsession.get(BankDetails, provider_id)
        return None if row is None else self._cipher.open(row.reference_key, **_key_binding(row))

    def reference(self, appointment: Appointment) -> str:
        """Return the reference of an appointment, the same wherever it is moved.

        Raises LookupError without bank details.
        """
        key = self.key_of(appointment.provider_id)
        if key is None:
            raise LookupError(f"provider {appointment.provider_id} has no bank details")
        while appointment.replaces is not None:
            appointment = appointment.replaces
        return reference_of(key, appointment.id)

    def keep(self, provider: Provider, account: BankAccount) -> None:
        """Keep an account in place of the one of its currency."""
        self._change(provider, {account.currency: account.to_json()})

    def remove(self, provider: Provider, currency: str) -> None:
        """Forget an account; references stay what they are."""
        self._change(provider, {currency: None})

    def _change(self, provider: Provider, changes: dict[str, Any]) -> None:
        lock(self._dbsession, lock_of(provider.id))
        row = self._dbsession.get(BankDetails, provider.id, populate_existing=True)
        values = self._opened(row) | changes
        accounts = {currency: account for currency, account in values.items() if account is not None}
        if row is None:
            row = BankDetails(provider_id=provider.id)
            row.reference_key = self._cipher.seal(new_key(), **_key_binding(row))
            self._dbsession.add(row)
        row.takes_euros, row.takes_rubles = "EUR" in accounts, "RUB" in accounts
        row.sealed = self._cipher.seal(json.dumps(accounts).encode(), **_binding(row))
        self._dbsession.flush()

    def _opened(self, row: BankDetails | None) -> dict[str, Any]:
        accounts: dict[str, Any] = (
            {} if row is None else json.loads(self._cipher.open(row.sealed, **_binding(row)))
        )
        return accounts


def _binding(row: BankDetails) -> Binding:
    return _bound(BankDetails.__tablename__, row)


def _key_binding(row: BankDetails) -> Binding:
    return _bound("bank_transfer.reference_key", row)


def _bound(table: str, row: BankDetails) -> Binding:
    return {"table": table, "row": str(row.provider_id), "tenant": provider_tenant(row.provider_id)}


def bank_details_service_factory(request: Request) -> BankDetailsService:
    """Make the service for a request."""
    return BankDetailsService(request.dbsession, CIPHER.of(request.registry))


def includeme(config: Configurator) -> None:
    """Register the service, and declare what it seals."""
    config.register_service_factory(bank_details_service_factory, BankDetailsService)
    config.add_sealed_column(BankDetails.sealed, _binding)
    config.add_sealed_column(BankDetails.reference_key, _key_binding)
