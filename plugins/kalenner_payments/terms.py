"""Whether clients who owe can book, and what closes the times for those who cannot."""

import datetime as dt

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.hooks.scheduling import ClosedTime
from kalenner.people import Provider
from kalenner_payments import _
from kalenner_payments.models import Terms
from kalenner_payments.queries import is_strict, list_owed

UNPAID = "unpaid"
"""The reason for programs why a time is closed."""


class TermsService:
    """On which terms providers take bookings."""

    def __init__(self, dbsession: Session) -> None:
        self._dbsession = dbsession

    def can_owing_book(self, provider: Provider) -> bool:
        """Tell whether clients who owe for past appointments can ask for others."""
        return not is_strict(self._dbsession, provider.id)

    def let_owing_book(self, provider: Provider, *, can_book: bool) -> None:
        """Let clients who owe ask for times, or not."""
        terms = self._dbsession.get(Terms, provider.id)
        if terms is None:
            terms = Terms(provider_id=provider.id)
            self._dbsession.add(terms)
        terms.owing_can_book = can_book
        self._dbsession.flush()


def closed_times(
    request: Request, provider_id: int, client_id: int | None, starts_at: dt.datetime, ends_at: dt.datetime
) -> list[ClosedTime]:
    """Close all the time for a client who owes, where the provider wants that."""
    if client_id is None or not is_strict(request.dbsession, provider_id):
        return []
    owed = list_owed(request.dbsession, provider_id, client_id)
    if not owed:
        return []
    amounts = request.reader.joined(request.reader.money(minor, currency) for currency, minor in owed)
    text = request.label(_("closed-for-unpaid"), amounts=amounts)
    return [ClosedTime(starts_at, ends_at, UNPAID, text)]


def terms_service_factory(request: Request) -> TermsService:
    """Make the service for a request."""
    return TermsService(request.dbsession)


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(terms_service_factory, TermsService)
