"""Notifications that cannot be written out hold up nothing, and arrive once they can."""

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.delivery import Priority, note_files
from kalenner.delivery.models import Outbox, ReceivedFile
from kalenner.delivery.sender import MAX_RENDER_TRIES
from kalenner.people.policy import PersonContext
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.route import Route
from kalenner.screens import Screen
from kalenner.testing import go
from tests.conftest import MakeApp
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import SCRIPTED


class Broken:
    """Whether the screen of the notification raises."""

    raises = True


def hello(context: PersonContext, request: Request) -> Screen:
    """A notification that cannot be written out for a while, for a reason that looks like a missing key."""
    del context, request
    if Broken.raises:
        raise KeyError("made to fail")
    return Screen("Hello", is_card=True)  # type: ignore[arg-type]


def keep_file(context: PersonContext, request: Request) -> Screen:
    """A notification that writes a row while it is rendered."""
    del context
    note_files(request, ["a key"])
    request.dbsession.flush()
    return Screen("Written", is_card=True)  # type: ignore[arg-type]


def includeme(config: Configurator) -> None:
    """Register the notifications."""
    config.add_screen(keep_file, Route("faulty.file", "/faulty/file", {}))
    config.add_screen(hello, Route("faulty.hello", "/faulty/hello", {}))


FAULTY = LoadedPlugin(Plugin("faulty", "Faulty", __name__, has_texts=False), object())


def test_notification_that_cannot_be_written_out_is_tried_for_hours_and_holds_up_nothing(
    make_core: MakeApp, clock: Any
) -> None:
    harness = OutboxHarness(make_core(SCRIPTED, FAULTY), clock)
    ada = harness.account("ada")
    Broken.raises = True
    harness.run(lambda request: request.notify(ada, go("faulty.hello")))
    began = clock.now()

    def tries() -> int:
        return int(harness.rows(Outbox.tries)[0][0])

    for number in range(1, MAX_RENDER_TRIES):
        harness.send_until_recorded(lambda number=number: tries() == number)
        clock.set(harness.rows(Outbox.not_before)[0][0])
    harness.enqueue("ada", "other", priority=Priority.NOTIFICATION, account_id=ada)
    harness.send_until_recorded(lambda: "waiting" not in harness.states)

    assert harness.states == ["dead", "sent"]
    assert 8 < (clock.now() - began).total_seconds() / 3600 < 9


def test_notification_arrives_once_it_can_be_written_out(make_core: MakeApp, clock: Any) -> None:
    harness = OutboxHarness(make_core(SCRIPTED, FAULTY), clock)
    ada = harness.account("ada")
    Broken.raises = True
    harness.run(lambda request: request.notify(ada, go("faulty.hello")))
    harness.enqueue("bob", "b", priority=Priority.NOTIFICATION)
    harness.send_until(lambda: len(harness.channel.accepted) == 1)
    assert harness.states == ["waiting", "sent"]

    Broken.raises = False
    clock.move(1)
    harness.send_until(lambda: len(harness.channel.accepted) == 2)

    assert harness.states == ["sent", "sent"]


def test_notification_that_could_not_be_rendered_lets_the_other_messages_of_its_chat_go_first(
    make_core: MakeApp, clock: Any
) -> None:
    harness = OutboxHarness(make_core(SCRIPTED, FAULTY), clock)
    ada = harness.account("ada")
    Broken.raises = True
    harness.run(lambda request: request.notify(ada, go("faulty.hello")))
    harness.send_until_recorded(lambda: harness.rows(Outbox.tries) == [(1,)])
    harness.enqueue("ada", "later", priority=Priority.NOTIFICATION, account_id=ada)

    harness.send_until_recorded(lambda: harness.states == ["waiting", "sent"])

    assert harness.rows(Outbox.priority, Outbox.tries) == [(Priority.FAULTY, 1), (Priority.NOTIFICATION, 0)]


def test_notification_that_writes_while_it_is_rendered_is_rendered_in_a_writing_unit(
    make_core: MakeApp, clock: Any
) -> None:
    harness = OutboxHarness(make_core(SCRIPTED, FAULTY), clock)
    ada = harness.account("ada")
    harness.run(lambda request: request.notify(ada, go("faulty.file")))

    harness.send_until_recorded(lambda: harness.states == ["sent"])

    assert harness.run(lambda request: request.dbsession.query(ReceivedFile).count()) == 1
