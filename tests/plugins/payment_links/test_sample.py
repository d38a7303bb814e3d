"""The sample world has a service that is paid by a link, and a package; with other settings."""

import pytest
from tests.conftest import MakeApp
from tests.plugins.payment_links.steps import MASSAGE, People
from tests.plugins.scheduling.people import is_asked
from tests.sample_world import make_sample_world

from kalenner.links import check_link
from kalenner.testing import Stage, go
from kalenner_payment_links.queries import list_packages, list_payable
from kalenner_payment_links.sample import LINK, PACKAGE_LINK
from kalenner_payment_links.services import ServicePaymentService

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_sample_professional_has_a_link_and_a_package(stage: Stage) -> None:
    make_sample_world(stage)

    def look(request):  # type: ignore[no-untyped-def]
        payable = list_payable(request.dbsession, 1)
        find = request.find_service(ServicePaymentService).find
        packages = list_packages(request.dbsession, 1)
        return [
            (service.name, is_package, find(service.id).url, service.id in packages)
            for service, is_package in payable
        ]

    assert stage.run(look, only_reads=True) == [
        ("Klassische Massage", False, LINK, False),
        ("10 × Klassische Massage", True, PACKAGE_LINK, True),
    ]
    assert [check_link(link) for link in (LINK, PACKAGE_LINK)] == [LINK, PACKAGE_LINK]


def test_addresses_beside_the_question_are_settings(make_application: MakeApp) -> None:
    values = {"payment_links.create_url": "https://bank.example/new", "payment_links.countries_url": ""}
    olga = People(Stage(make_application(**values))).olga
    olga.press_data(go("payment_links.link", service=MASSAGE))

    assert is_asked(olga, "Send the link by which clients pay")
    assert olga.labels == [["Create Stripe link"], ["Cancel"]]
