"""From a page's "Book this service" into the bot: whoever opens it ends where they can book, or is told why not."""

import re

import pytest
from tests.core.home.people import client_of
from tests.plugins.profiles.practice_page import Practice
from tests.plugins.scheduling.people import People

from kalenner.people import ClientService
from kalenner.testing import Person
from kalenner_payment_links.services import ServicePaymentService
from kalenner_scheduling.catalogue.queries import list_services
from kalenner_scheduling.catalogue.services import CatalogueService
from kalenner_scheduling.working_hours.models import WorkingPeriod

LINK = re.compile(r'href="(https://t\.me/[^"?]+\?start=(b_[^"]+))"')


@pytest.fixture
def page(practice: Practice) -> Practice:
    """The practice, with working hours and a booking link, published."""
    practice.work(_work_always)
    practice.invite()
    practice.publish()
    return practice


def _work_always(request, provider) -> None:
    request.dbsession.add_all(
        WorkingPeriod(provider_id=provider.id, weekday=day, start_minute=540, end_minute=720)
        for day in range(7)
    )


def link(page: Practice, language: str = "en") -> str:
    return LINK.search(page.page(language))[1]


def newcomer(page: Practice, name: str = "Ada") -> Person:
    return page.stage.person(name)


def introduced(page: Practice, name: str = "Ada") -> Person:
    """A client of somebody else, whom the platform knows."""
    return People.add_person(page, name)  # needs a stage, no more


def test_a_newcomer_says_name_and_zone_and_sees_the_days_of_that_service(page: Practice) -> None:
    ada = newcomer(page)
    ada.open(link(page))
    asked = [ada.screen.text]
    ada.send("Ada")
    asked.append(ada.screen.text)
    ada.send("Berlin")
    if ada.labels[0] != ["Yes", "No"]:
        ada.follow(ada.screen.rows[0][0])
    ada.press("Yes")

    assert "name" in asked[0].lower()
    assert "time zone" in asked[1].lower()
    assert ada.screen.text.startswith("You are connected with <b>Olga</b>")
    assert "Massage" in ada.screen.text
    ada.press("4")
    ada.press("9:00")
    assert "Massage" in ada.screen.text


def test_a_newcomer_who_opens_the_link_twice_is_asked_all_the_same(page: Practice) -> None:
    ada = newcomer(page)
    ada.open(link(page))
    ada.open(link(page))
    asked = ada.screen.text
    ada.send("Ada")

    assert "By which name should your specialists see you?" in asked
    assert "time zone" in ada.screen.text.lower()


def test_a_client_goes_straight_there_every_time(page: Practice) -> None:
    ada = introduced(page)
    ada.open(link(page))
    first = ada.screen.text
    ada.open(link(page, "de"))

    assert first.startswith("You are connected with <b>Olga</b>")
    assert "Massage" in first
    assert ada.screen.text.startswith("You are already connected with <b>Olga</b>")
    assert "Massage" in ada.screen.text


def test_ones_own_link_is_said_to_be_so(page: Practice) -> None:
    page.person.open(link(page))

    assert "This is your own link" in page.person.screen.text


def test_a_revoked_link_is_no_longer_valid_and_no_longer_on_the_page(page: Practice) -> None:
    old = link(page)
    page.change_invitation("revoke")
    page.write()
    ada = introduced(page)
    ada.open(old)

    assert ada.screen.text.startswith("This link is no longer valid.")
    assert LINK.search(page.page()) is None


def test_a_service_deleted_meanwhile_leads_to_the_specialist(page: Practice) -> None:
    old = link(page)
    page.work(
        lambda request, provider: request.find_service(CatalogueService).delete(
            list_services(request.dbsession, provider.id)[0]
        )
    )
    ada = introduced(page)
    ada.open(old)

    assert "You are connected with <b>Olga</b>" in ada.screen.text
    assert "Massage" not in ada.screen.text


def test_a_service_that_became_a_package_leads_to_its_parts(page: Practice) -> None:
    old = link(page)

    def bundle(request, provider) -> None:
        catalogue = request.find_service(CatalogueService)
        for name in ("Talk", "Walk"):
            catalogue.add(provider, name=name, minutes=30, description=None, price_minor=None)
        massage = list_services(request.dbsession, provider.id)[0]
        request.find_service(ServicePaymentService).make_package(massage, is_package=True)

    page.work(bundle)
    ada = introduced(page)
    ada.open(old)

    assert "This is a package, which is paid as a whole." in ada.screen.text
    assert "Talk" in str(ada.labels)
    assert "Massage" not in str(ada.labels)


def test_the_service_of_another_practice_is_not_shown(page: Practice) -> None:
    anna = Practice(page.stage, page.folder, "Anna")
    ada = introduced(page)
    ada.open(re.sub(r"-\d+$", f"-{anna.service_id()}", link(page)))

    assert "You are connected with <b>Olga</b>" in ada.screen.text
    assert "Massage" not in ada.screen.text


def test_who_is_blocked_is_not_told_so(page: Practice) -> None:
    ada = introduced(page)
    ada.open(link(page))

    def block(request, provider) -> None:
        request.find_service(ClientService).block(client_of(request, page.person, ada))

    page.work(block)
    ada.open(link(page))

    assert "blocked" not in ada.screen.text.lower()
    assert ada.screen.text.startswith("This link is not valid for you.")
    assert "Massage" not in ada.screen.text


@pytest.mark.parametrize("ending", ["", "-", "-x", "-0", "-1-2", f"-{'9' * 30}"])
def test_an_odd_ending_leads_to_the_specialist(page: Practice, ending: str) -> None:
    ada = introduced(page)
    ada.open(re.sub(r"-\d+$", ending, link(page)))

    assert "Olga" in ada.screen.text
    assert "Massage" not in ada.screen.text


def test_book_itself_leads_to_the_specialist(page: Practice) -> None:
    ada = introduced(page)
    payload = re.search(r"start=(i_[^\"]+)\"", page.page())[1]
    ada.open(f"https://t.me/kalenner_test_bot?start={payload}")

    assert "You are connected with <b>Olga</b>" in ada.screen.text
    assert ada.labels[0][0].endswith("Book")
