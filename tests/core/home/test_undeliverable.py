"""A message that could not be delivered is shown to whoever caused it, by the name they know."""

import pytest
from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.people import ClientService
from kalenner.people.policy import PersonContext
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.route import Route
from kalenner.screens import Screen
from kalenner.testing import Person, Stage, go
from tests.conftest import MakeApp
from tests.core.home.people import client_of, connect, professional

pytestmark = pytest.mark.slow_on_postgresql


def say_hello(context: PersonContext, request: Request) -> Screen:
    """A notification for the test."""
    del context, request
    return Screen("Hello", is_card=True)  # type: ignore[arg-type]


def includeme(config: Configurator) -> None:
    """Register the notification."""
    config.add_screen(say_hello, Route("hello", "/hello", {}))


PLUGIN = LoadedPlugin(Plugin("hello", "Hello", __name__, has_texts=False), object())


def write(stage: Stage, sender: Person, reader: Person) -> None:
    """Let somebody cause a message to somebody."""
    origin, account = sender.account, reader.account
    assert origin is not None
    assert account is not None
    origin_id, account_id = origin.id, account.id

    def work(request: Request) -> None:
        request.notify(account_id, go("hello"), origin_id=origin_id)

    stage.run(work)
    stage.settle()


def test_professional_hears_that_a_client_has_blocked_the_bot(make_application: MakeApp) -> None:
    stage = Stage(make_application(PLUGIN))
    olga, ada = professional(stage), stage.person("Ada <3")
    connect(stage, olga, ada)
    ada.has_blocked = True

    write(stage, olga, ada)

    assert [card.text for card in olga.cards] == [
        "Ada &lt;3 has blocked the bot and did not get your message."
    ]


def test_client_hears_the_nickname_of_the_specialist(make_application: MakeApp) -> None:
    stage = Stage(make_application(PLUGIN))
    olga, ada = professional(stage, "Olga Massage"), stage.person("Ada")
    connect(stage, olga, ada)
    olga.has_blocked = True

    write(stage, ada, olga)

    assert [card.text for card in ada.cards] == [
        "Olga Massage has blocked the bot and did not get your message."
    ]


def test_professional_hears_it_of_a_client_removed_since(make_application: MakeApp) -> None:
    stage = Stage(make_application(PLUGIN))
    olga, ada = professional(stage), stage.person("Ada")
    connect(stage, olga, ada)
    stage.run(lambda request: request.find_service(ClientService).remove(client_of(request, olga, ada)))
    ada.has_blocked = True

    write(stage, olga, ada)

    assert [card.text for card in olga.cards] == ["Ada has blocked the bot and did not get your message."]


def test_message_that_arrived_is_not_reported(make_application: MakeApp) -> None:
    stage = Stage(make_application(PLUGIN))
    olga, ada = professional(stage), stage.person("Ada")
    connect(stage, olga, ada)

    write(stage, olga, ada)

    assert ([card.text for card in ada.cards], olga.cards) == (["Hello"], [])


def test_message_of_somebody_else_is_not_available(make_application: MakeApp) -> None:
    stage = Stage(make_application(PLUGIN))
    olga, ivan, ada = professional(stage), professional(stage, "Ivan"), stage.person("Ada")
    connect(stage, olga, ada)
    ada.has_blocked = True
    write(stage, olga, ada)

    ivan.press_data(go("undeliverable", message=1))

    assert ivan.screen.notice is not None
    assert ivan.screen.notice.text == "Not available."
