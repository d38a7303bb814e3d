"""The secrets of practices: entered, replaced with an overlap, taken away; never shown again."""

import datetime as dt
import secrets as random

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.people import Provider
from kalenner.security import CIPHER, Binding, Cipher
from kalenner_stripe.models import StripeAccount
from kalenner_stripe.signatures import SECRET

OVERLAP = dt.timedelta(days=2)
"""How long the secret before is accepted beside a new one."""


class NotASecret(ValueError):
    """A text that is no signing secret."""


class StripeAccountService:
    """Webhooks of practices."""

    def __init__(self, dbsession: Session, clock: Clock, cipher: Cipher) -> None:
        self._dbsession = dbsession
        self._clock = clock
        self._cipher = cipher

    def find(self, provider_id: int) -> StripeAccount | None:
        """Return the webhook of a practice; None where it has none."""
        return self._dbsession.get(StripeAccount, provider_id)

    def prepare(self, provider: Provider) -> StripeAccount:
        """Return the webhook of a practice, with the token of its address; made where there is none."""
        lock(self._dbsession, f"stripe:{provider.id}")
        account = self.find(provider.id)
        if account is None:
            account = StripeAccount(provider_id=provider.id, token=random.token_hex(16))
            self._dbsession.add(account)
            self._dbsession.flush()
        return account

    def enter(self, account: StripeAccount, typed: str) -> None:
        """Keep a secret; the one before holds for two more days. Raises :class:`NotASecret`."""
        secret = typed.strip()
        if SECRET.fullmatch(secret) is None:
            raise NotASecret
        lock(self._dbsession, f"stripe:{account.provider_id}")
        if account.secret is not None and secret not in self._open(account, account.secret, "secret"):
            old = self._cipher.open(account.secret, **_binding(account, "secret"))
            account.previous = self._cipher.seal(old, **_binding(account, "previous"))
            account.previous_until = self._clock.now() + OVERLAP
        account.secret = self._cipher.seal(secret.encode(), **_binding(account, "secret"))
        self._dbsession.flush()

    def take_away(self, account: StripeAccount) -> None:
        """Forget both secrets; the address stays."""
        account.secret = account.previous = account.previous_until = None
        self._dbsession.flush()

    def find_by_token(self, token: str) -> StripeAccount | None:
        """Return the webhook that an address belongs to."""
        return self._dbsession.scalar(select(StripeAccount).where(StripeAccount.token == token))

    def secrets_of(self, account: StripeAccount) -> list[str]:
        """Return the secrets that are accepted now."""
        found = [] if account.secret is None else self._open(account, account.secret, "secret")
        until = account.previous_until
        if account.previous is not None and until is not None and self._clock.now() < until:
            found += self._open(account, account.previous, "previous")
        return found

    def _open(self, account: StripeAccount, sealed: bytes, column: str) -> list[str]:
        return [self._cipher.open(sealed, **_binding(account, column)).decode()]


def _binding(account: StripeAccount, column: str) -> Binding:
    return {
        "table": f"stripe_account.{column}",
        "row": str(account.provider_id),
        "tenant": str(account.provider_id),
    }


def stripe_account_service_factory(request: Request) -> StripeAccountService:
    """Make the service for a request."""
    return StripeAccountService(request.dbsession, request.clock, CIPHER.of(request.registry))


def includeme(config: Configurator) -> None:
    """Register the service and the sealed columns."""
    config.register_service_factory(stripe_account_service_factory, StripeAccountService)
    config.add_sealed_column(StripeAccount.secret, lambda account: _binding(account, "secret"))
    config.add_sealed_column(StripeAccount.previous, lambda account: _binding(account, "previous"))
