"""The rules of documents: what they are needed for, for how long a consent holds, for whom they are."""

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import insert_new
from kalenner_documents.models import Consent, Document, EndedConsent, ServiceLimit
from kalenner_documents.renewal import HAS_ENDED, MONTHS, cutoffs
from kalenner_scheduling.api import Service


class RuleService:
    """Rules of any professional's documents; what clients have said is not touched by them."""

    def __init__(self, dbsession: Session, clock: Clock) -> None:
        self._dbsession, self._clock = dbsession, clock

    def need_before_booking(self, document: Document, *, is_needed: bool) -> None:
        """Let only clients book who have agreed to a document, or all again."""
        document.needed_before_booking = is_needed
        self._dbsession.flush()

    def ask_again_after(self, document: Document, months: int | None) -> None:
        """Let consents hold for so many of :data:`MONTHS`, None for good; those given before too.

        Raises ValueError.
        """
        if months is not None and months not in MONTHS:
            raise ValueError(f"expected None or one of {MONTHS}, got {months!r}")
        document.renewal_months = months
        self._dbsession.flush()
        # What holds again, or longer, is told of anew once it ends.
        holding = select(Consent.position).join(Consent.document)
        holding = holding.where(Consent.document_id == document.id, ~HAS_ENDED)
        told = delete(EndedConsent).where(
            EndedConsent.provider_id == document.provider_id, EndedConsent.position.in_(holding)
        )
        self._dbsession.execute(
            told, cutoffs(self._clock.now()), execution_options={"synchronize_session": False}
        )

    def limit(self, document: Document, service: Service, *, is_for_it: bool) -> None:
        """Add a service to those that a document is for, or take it away; without any it is for all."""
        row = {"document_id": document.id, "service_id": service.id}
        if is_for_it:
            insert_new(self._dbsession, ServiceLimit, [row])
            return
        self._dbsession.execute(delete(ServiceLimit).filter_by(**row))

    def list_services(self, document: Document) -> list[Service]:
        """Return the services that a document is for, in the professional's order; none is for all."""
        query = select(Service).join(ServiceLimit, ServiceLimit.service_id == Service.id)
        query = query.where(ServiceLimit.document_id == document.id)
        return list(self._dbsession.scalars(query.order_by(Service.position, Service.id)))


def rule_service_factory(request: Request) -> RuleService:
    """Make the service for a request."""
    return RuleService(request.dbsession, request.clock)


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(rule_service_factory, RuleService)
