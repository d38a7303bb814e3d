"""People who pay by links, and what the tests of them have in common."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

from pyramid.request import Request
from tests.plugins.scheduling.people import People as SchedulingPeople

from kalenner.screens import Link
from kalenner.testing import Person
from kalenner_payment_links.references import Reference, References
from kalenner_payment_links.services import ServicePaymentService
from kalenner_scheduling.api import Service

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
"""Wednesday, 10:00 in Berlin: tomorrow, and free."""
STRIPE = "https://buy.stripe.com/test_massage"
BANK = "https://pay.bank.example/massage?x=1"
MASSAGE = 1


class People(SchedulingPeople):
    """The people of scheduling, whose services can have links and be packages."""

    def set_link(self, service_id: int, url: str | None) -> None:
        """Give a service a payment link, or take it away."""

        def change(request: Request) -> None:
            payments = request.find_service(ServicePaymentService)
            service = request.dbsession.get_one(Service, service_id)
            payments.remove_link(service) if url is None else payments.set_link(service, url)

        self.stage.run(change)

    def make_package(self, service_id: int, *, is_package: bool = True) -> None:
        """Say whether a service is a package."""

        def change(request: Request) -> None:
            payments = request.find_service(ServicePaymentService)
            payments.make_package(request.dbsession.get_one(Service, service_id), is_package=is_package)

        self.stage.run(change)

    def url_of(self, service_id: int) -> str | None:
        """Return the payment link of a service."""

        def look(request: Request) -> str | None:
            payment = request.find_service(ServicePaymentService).find(service_id)
            return None if payment is None else payment.url

        return self.read(look)

    def reference_in(self, url: str) -> Reference:
        """Return what the reference of a link stands for."""
        [token] = parse_qs(urlsplit(url).query)["client_reference_id"]
        return self.read(lambda request: request.find_service(References).read(token))


def link_behind(person: Person, label: str) -> str:
    """Return where a button on show leads out of the chat."""
    [button] = [each for row in person.screen.rows for each in row if each.label == label]
    assert isinstance(button.target, Link)
    return button.target.url
