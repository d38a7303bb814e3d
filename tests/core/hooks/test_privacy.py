"""What plugins are asked when an account is erased."""

import pytest
from pyramid.request import Request

from kalenner.people import AccountService, ClientService, Provider
from kalenner.privacy.erasure import erase_due
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from kalenner.testing.practice import client_of, professional
from kalenner_scheduling.appointments.models import Appointment
from kalenner_social_links.models import SocialLink
from tests.conftest import MakeApp
from tests.core.privacy.steps import CANARY, PUBLIC, book, delete_account, raw_text


@pytest.fixture
def olga(stage: Stage) -> Person:
    return professional(stage)


@pytest.fixture
def ada(olga: Person) -> Person:
    return client_of(olga)


def test_hook_privacy_link_erased_cancels_what_is_open_in_one_message(
    stage: Stage, olga: Person, ada: Person
) -> None:
    appointment_id = book(stage, olga, ada)
    ada.cards.clear()

    delete_account(ada)
    before = len(olga.cards)
    erase_due(stage.app)
    stage.settle()

    assert len(olga.cards) == before + 1
    assert "Wed 2 Dec" in olga.cards[-1].text
    status = stage.run(lambda request: request.dbsession.get_one(Appointment, appointment_id).status)
    assert status == "cancelled"


def test_hook_privacy_tables_of_a_plugin_that_is_off_are_erased_too(make_application: MakeApp) -> None:
    stage = Stage(make_application(**PUBLIC))
    olga = professional(stage)
    provider_id = olga.provider_id
    stage.run(
        lambda request: request.dbsession.add(SocialLink(provider_id=provider_id, network="x", url=CANARY))
    )
    assert CANARY in raw_text(stage)
    delete_account(olga)

    erase_due(make_application(off=("social_links",), **PUBLIC))

    assert CANARY not in raw_text(stage)


def test_hook_privacy_erasure_consequences_are_read_before(stage: Stage, olga: Person, ada: Person) -> None:
    book(stage, olga, ada)
    olga.send("/menu")
    olga.press("Settings")
    olga.press("My data")

    assert "1 coming appointment is cancelled." in olga.press("Delete my account").text


def test_hook_privacy_account_erased_dissolves_what_nobody_else_owns(stage: Stage) -> None:
    robin = stage.person("Robin")
    robin.send("/start")
    robin.press("I run an organization")
    robin.send("Parkside")
    robin.send("Berlin")
    robin.press("Yes")
    ada = stage.person("Ada")
    ada.send("/start")

    def connect(request: Request) -> int:
        accounts = request.find_service(AccountService)
        organization = accounts.find(NAME, robin.subject).organization
        account = accounts.find(NAME, ada.subject)
        account.client_name, account.timezone = "Ada", "Europe/Berlin"
        request.find_service(ClientService).connect(organization, account)
        return organization.id

    organization_id = stage.run(connect)
    robin.send("/menu")
    robin.press("Settings")
    robin.press("My data")
    assert "Parkside is dissolved, since nobody else owns it." in robin.press("Delete my account").text
    delete_account(robin)

    erase_due(stage.app)
    stage.settle()

    closed_at = stage.run(lambda request: request.dbsession.get_one(Provider, organization_id).closed_at)
    assert closed_at is not None
    assert robin.account is None


def test_client_of_an_organization_is_erased_and_its_owners_are_told(stage: Stage) -> None:
    robin = stage.person("Robin")
    robin.send("/start")
    robin.press("I run an organization")
    robin.send("Parkside")
    robin.send("Berlin")
    robin.press("Yes")
    ada = stage.person("Ada")
    ada.send("/start")

    def connect(request: Request) -> None:
        accounts = request.find_service(AccountService)
        account = accounts.find(NAME, ada.subject)
        account.client_name, account.timezone, account.role = "Ada", "Europe/Berlin", "client"
        request.find_service(ClientService).connect(accounts.find(NAME, robin.subject).organization, account)

    stage.run(connect)
    delete_account(ada)

    erase_due(stage.app)
    stage.settle()

    assert "Ada has deleted the account here." in robin.cards[-1].text
    assert ada.account is None
