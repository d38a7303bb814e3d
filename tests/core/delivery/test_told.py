"""Whatever became of a message reaches whoever caused it."""

from functools import partial

import pytest
from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.clock import FixedClock
from kalenner.delivery import Priority, Refused, channels_of, outcomes
from kalenner.delivery.models import Outbox
from kalenner.delivery.sender import MAX_RENDER_TRIES
from kalenner.people.policy import PersonContext
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.route import Route
from kalenner.screens import Screen
from kalenner.settings import DeliverySettings
from kalenner.testing import go
from tests.conftest import MakeApp
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import SCRIPTED, raising

DAYS = DeliverySettings().wait_days


def hello(context: PersonContext, request: Request) -> Screen:
    """A notification."""
    del context, request
    return Screen("Hello", is_card=True)  # type: ignore[arg-type]


def includeme(config: Configurator) -> None:
    """Register the notification."""
    config.add_screen(hello, Route("hello.card", "/hello/card", {}))


HELLO = LoadedPlugin(Plugin("hello", "Hello", __name__, has_texts=False), object())


def notifications(harness: OutboxHarness, address: str) -> list[dict[str, object]]:
    """What waits for somebody."""
    rows = harness.rows(Outbox.address, Outbox.payload, Outbox.state)
    return [payload for who, payload, state in rows if who == address and state == "waiting"]


@pytest.mark.parametrize("record", [outcomes.mark_refused, outcomes.mark_dead])
def test_origin_of_a_notification_is_told_that_it_did_not_arrive(harness: OutboxHarness, record) -> None:
    ada, olga = harness.account("ada"), harness.account("olga")
    harness.enqueue("ada", "a", priority=Priority.NOTIFICATION, account_id=ada, origin_id=olga)

    harness.run(partial(record, outbox_id=1, error="no"))

    told = {"notification": "undeliverable", "args": {"message": "1"}}
    assert notifications(harness, "olga") == [told]


def test_person_whose_answer_is_refused_is_told_with_a_code(harness: OutboxHarness) -> None:
    ada = harness.account("ada")
    harness.channel.script = raising(Refused("can't parse"))
    harness.enqueue("ada", "answer", account_id=ada)

    harness.send_until(lambda: len(harness.channel.accepted) == 1)

    (screen,) = harness.channel.composed.values()
    assert "O1" in screen.text
    assert harness.states == ["refused", "sent"]


def test_notice_that_is_refused_too_is_not_followed_by_another(harness: OutboxHarness) -> None:
    ada = harness.account("ada")
    harness.channel.script = raising(Refused("no"), Refused("no"))
    harness.enqueue("ada", "answer", account_id=ada)

    harness.send_until_recorded(lambda: harness.states == ["refused", "refused"])


def test_notification_waits_while_its_plugin_is_off_and_arrives_when_it_is_back(
    make_core: MakeApp, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    harness = OutboxHarness(make_core(SCRIPTED, HELLO), clock)
    ada = harness.account("ada")
    harness.run(lambda request: request.notify(ada, go("hello.card")))

    without = OutboxHarness(make_core(SCRIPTED), clock)
    for start in (1, 2):
        without.send_until_recorded(lambda start=start: without.rows(Outbox.tries) == [(start,)])
        clock.move(3_600)
    assert without.states == ["waiting"]
    assert caplog.text.count("notifications wait for the screen hello.card") == 2

    again = OutboxHarness(make_core(SCRIPTED, HELLO), clock)
    assert channels_of(again.app.registry)
    again.send_until(lambda: len(again.channel.accepted) == 1)
    assert again.states == ["sent"]


@pytest.mark.parametrize(("days", "state"), [(DAYS - 0.1, "waiting"), (DAYS + 0.1, "dead")])
def test_notification_whose_screen_stays_away_for_long_is_given_up_and_its_origin_told(
    harness: OutboxHarness, clock: FixedClock, days: float, state: str
) -> None:
    ada, olga = harness.account("ada"), harness.account("olga")
    harness.enqueue("ada", "a", priority=Priority.NOTIFICATION, account_id=ada, origin_id=olga)
    clock.move(days * 24 * 3_600)

    harness.run(partial(outcomes.wait_for_screen, outbox_id=1, seconds=60, screen="hello.card", days=DAYS))

    assert harness.rows(Outbox.state)[0] == (state,)
    assert len(notifications(harness, "olga")) == (state == "dead")


def test_wait_for_a_screen_leaves_tries_for_the_screen_itself(harness: OutboxHarness) -> None:
    ada = harness.account("ada")
    harness.enqueue("ada", "a", priority=Priority.NOTIFICATION, account_id=ada)

    for _hour in range(40):
        wait = partial(outcomes.wait_for_screen, seconds=3600, screen="hello.card", days=DAYS)
        harness.run(partial(wait, outbox_id=1))

    assert harness.rows(Outbox.tries)[0][0] <= MAX_RENDER_TRIES - 5
