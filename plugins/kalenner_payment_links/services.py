"""How services are paid: their payment links, and which of them are packages."""

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.database import lock
from kalenner.people import lock_of
from kalenner_payment_links.models import ServicePayment
from kalenner_scheduling.api import Service


class ServicePaymentService:
    """Links and packages of any provider; both change with the lock of the provider's calendar held."""

    def __init__(self, dbsession: Session) -> None:
        self._dbsession = dbsession

    def find(self, service_id: int) -> ServicePayment | None:
        """Return how a service is paid; None where nothing was said of it."""
        return self._dbsession.get(ServicePayment, service_id)

    def set_link(self, service: Service, url: str) -> None:
        """Let a service be paid by a link, in the form in which ``check_link`` returns it."""
        self._stored(service).url = url

    def remove_link(self, service: Service) -> None:
        """Let a service be paid by no link."""
        self._stored(service).url = None

    def make_package(self, service: Service, *, is_package: bool) -> None:
        """Say whether a service is a package; one that is cannot be booked from now on."""
        self._stored(service).is_package = is_package

    def _stored(self, service: Service) -> ServicePayment:
        lock(self._dbsession, lock_of(service.provider_id))
        payment = self._dbsession.get(ServicePayment, service.id, populate_existing=True)
        if payment is None:
            payment = ServicePayment(
                service_id=service.id, provider_id=service.provider_id, url=None, is_package=False
            )
            self._dbsession.add(payment)
        return payment


def service_payment_service_factory(request: Request) -> ServicePaymentService:
    """Make the service for a request."""
    return ServicePaymentService(request.dbsession)


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(service_payment_service_factory, ServicePaymentService)
