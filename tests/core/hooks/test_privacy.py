"""What plugins are asked when an account is erased."""

import pytest

from kalenner.privacy.erasure import erase_due
from kalenner.testing import Person, Stage
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
