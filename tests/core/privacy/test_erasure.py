"""Erasing an account: nobody comes back to it, others are told, and nothing that was said is left."""

import io
import json
import zipfile
from urllib.parse import urlsplit

import pytest
from pyramid.request import Request
from sqlalchemy import select
from webtest import TestApp

from kalenner.people import Account, AccountService
from kalenner.privacy.erasure import ErasureService, erase_due
from kalenner.privacy.models import ErasureRequest
from kalenner.testing import Person, Stage, act
from kalenner.testing.channel import NAME
from kalenner.testing.practice import client_of, professional
from kalenner_chat.models import ChatMessage
from tests.conftest import MakeApp
from tests.core.privacy.steps import CANARY, PUBLIC, delete_account, raw_text


@pytest.fixture
def stage(make_application: MakeApp) -> Stage:
    return Stage(make_application(**PUBLIC))


@pytest.fixture
def olga(stage: Stage) -> Person:
    person = professional(stage, f"Olga {CANARY}")
    person.send("/menu")
    return person


@pytest.fixture
def ada(olga: Person) -> Person:
    return client_of(olga, f"Ada {CANARY}")


def test_a_client_who_deletes_the_account_is_gone(stage: Stage, olga: Person, ada: Person) -> None:
    before = ada.account
    delete_account(ada)
    assert "This is the last message" in ada.screen.text

    erase_due(stage.app)
    stage.settle()

    assert f"Ada {CANARY} has deleted the account here." in olga.cards[-1].text
    assert ada.account is None
    olga.send("/menu")
    olga.press("Clients")
    assert "Ada" not in str(olga.labels)
    ada.send("/start")
    assert ada.account is not None
    assert before is not None
    assert ada.account.id != before.id


def test_nothing_that_a_professional_has_said_is_left(stage: Stage, olga: Person, ada: Person) -> None:
    delete_account(olga)
    erase_due(stage.app)
    stage.settle()

    assert f"Olga {CANARY} has deleted the account here." in ada.cards[-1].text
    ada.send("/menu")
    assert f"Olga {CANARY}" not in str(ada.labels)
    assert f"Olga {CANARY}" not in raw_text(stage)


def test_an_erasure_that_is_asked_for_twice_happens_once(stage: Stage, ada: Person) -> None:
    account = ada.account
    assert account is not None

    def ask(request: Request) -> None:
        ErasureService(request).ask(request.dbsession.get_one(Account, account.id), erases_messages=False)

    stage.run(ask)
    stage.run(ask)
    erase_due(stage.app)
    erase_due(stage.app)

    def read(request: Request) -> list[bool]:
        return [row.done_at is not None for row in request.dbsession.scalars(select(ErasureRequest))]

    assert stage.run(read) == [True]


def test_another_word_deletes_nothing(stage: Stage, ada: Person) -> None:
    ada.send("/menu")
    ada.press("Settings")
    ada.press("My data")
    ada.press("Delete my account")
    ada.press("Delete …")
    ada.send("yes")

    assert "Type DELETE" in ada.screen.text
    erase_due(stage.app)
    assert ada.account is not None


def test_the_export_holds_what_is_held(stage: Stage, olga: Person, ada: Person) -> None:
    ada.send("/menu")
    ada.press("Settings")
    ada.press("My data")
    ada.press("Export")
    address = ada.screen.rows[0][0].target.url  # type: ignore[union-attr]

    answer = TestApp(stage.app).get(urlsplit(address).path)

    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        data = json.loads(archive.read("data.json"))
        page = archive.read("data.html").decode()
    assert data["core_account"][0]["client_name"] == f"Ada {CANARY}"
    assert data["core_identity"] == [{**data["core_identity"][0], "channel": NAME, "subject": ada.subject}]
    assert len(data["core_client"]) == 1
    assert "What is kept about me" in page
    assert f"Olga {CANARY}" not in answer.body.decode("latin-1")


@pytest.mark.parametrize("messages_too", [False, True])
def test_messages_stay_with_the_other_side_unless_they_go_too(
    stage: Stage, olga: Person, ada: Person, messages_too: bool
) -> None:
    provider = olga.provider_id
    ada.press_data(act("chat.open_specialist", provider=provider))
    ada.send(f"See you, {CANARY}")
    delete_account(ada, messages_too=messages_too)
    erase_due(stage.app)

    kept = stage.run(lambda request: [row.sealed for row in request.dbsession.scalars(select(ChatMessage))])
    assert [sealed is None for sealed in kept] == [messages_too]


def test_a_blocked_account_reads_one_sentence(stage: Stage, ada: Person) -> None:
    def block(request: Request) -> None:
        request.find_service(AccountService).find(NAME, ada.subject).blocked_at = request.clock.now()

    stage.run(block)

    assert ada.send("/menu").text == "This account was blocked by those who run this bot."
