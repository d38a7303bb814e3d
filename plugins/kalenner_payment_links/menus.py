"""What payment links add to menus."""

from typing import Any

from pyramid.request import Request

from kalenner.hooks.platform import MenuEntry
from kalenner.hooks.scheduling import AppointmentFact, ServiceFact
from kalenner_payment_links import _, routes
from kalenner_payment_links.queries import find_url, has_links
from kalenner_payment_links.screens.package import package_label
from kalenner_payment_links.services import ServicePaymentService
from kalenner_payments.api import is_unpaid


def entries(request: Request, menu: str, subject: Any) -> list[MenuEntry]:
    """Return the buttons of a menu."""
    if menu == "service":
        return _of_service(request, subject)
    if menu == "specialist_card" and has_links(request.dbsession, subject.provider_id):
        press = routes.choose(provider=subject.provider_id, page=0)
        return [MenuEntry("pay", request.label(_("button-payment")), press, weight=20, row=10)]
    if menu == "my_appointment" and _can_be_paid(request, subject):
        press = routes.pay_appointment(appointment=subject.id)
        return [MenuEntry("pay", request.label(_("button-payment")), press, weight=20, row=20)]
    return []


def _of_service(request: Request, service: ServiceFact) -> list[MenuEntry]:
    payment = request.find_service(ServicePaymentService).find(service.id)
    label = request.label(_("button-payment-link"))
    if payment is not None and payment.url is not None:
        label = f"✔ {label}"
    is_package = payment is not None and payment.is_package
    return [
        MenuEntry("payment_link", label, routes.link(service=service.id), weight=10, row=10),
        MenuEntry(
            "package",
            package_label(request, is_package=is_package),
            routes.package(service=service.id),
            weight=20,
            row=20,
        ),
    ]


def _can_be_paid(request: Request, appointment: AppointmentFact) -> bool:
    has_link = find_url(request.dbsession, appointment.service_id) is not None
    return has_link and is_unpaid(request.dbsession, appointment)
