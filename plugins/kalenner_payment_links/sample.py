"""Payment links of the sample world, which lead to nobody's account: one service, and one package."""

from typing import cast

from pyramid.request import Request

from kalenner.hooks.platform import SampleProfessional
from kalenner.people import Provider
from kalenner_payment_links.services import ServicePaymentService
from kalenner_scheduling.api import CatalogueService, list_services

PROFESSIONAL = "physiotherapist"
PRICE = 5_500
"""By which the service is known, whatever language its name is in."""
PACKAGE_PRICE = 49_500
LINK = "https://buy.stripe.com/test_sample-massage"
PACKAGE_LINK = "https://buy.stripe.com/test_sample-ten-massages"


def fill(request: Request, sample: SampleProfessional) -> None:
    """Let one service of one professional be paid by a link, and ten of it as a package."""
    if sample.key != PROFESSIONAL:
        return
    provider = cast("Provider", sample.provider)
    payments = request.find_service(ServicePaymentService)
    massage = next(
        service for service in list_services(request.dbsession, provider.id) if service.price_minor == PRICE
    )
    payments.set_link(massage, LINK)
    package = request.find_service(CatalogueService).add(
        provider,
        name=f"10 × {massage.name}",
        minutes=massage.minutes,
        description=None,
        price_minor=PACKAGE_PRICE,
    )
    payments.set_link(package, PACKAGE_LINK)
    payments.make_package(package, is_package=True)
