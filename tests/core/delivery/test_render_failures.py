"""Notifications that cannot be written out hold up nothing, and arrive once they can."""

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.delivery import Priority
from kalenner.delivery.models import Outbox
from kalenner.delivery.sender import MOST_FAULTS
from kalenner.people.policy import PersonContext
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.screens import Screen
from tests.conftest import MakeApp
from tests.core.delivery.conftest import Post
from tests.core.delivery.scripted import SCRIPTED


class Broken:
    """Whether the screen of the notification raises."""

    is_so = True


def hello(context: PersonContext, request: Request) -> Screen:
    """A notification that cannot be written out for a while, for a reason that looks like a missing key."""
    del context, request
    if Broken.is_so:
        raise KeyError("made to fail")
    return Screen("Hello", is_card=True)  # type: ignore[arg-type]


def includeme(config: Configurator) -> None:
    """Register the notification."""
    config.add_screen(hello, name="faulty.hello", path="/faulty/hello", permission="use")


FAULTY = LoadedPlugin(Plugin("faulty", "Faulty", __name__, has_texts=False), object())


def test_notification_that_cannot_be_written_out_is_tried_for_hours_and_holds_up_nothing(
    make_core: MakeApp, clock: Any
) -> None:
    post = Post(make_core(SCRIPTED, FAULTY), clock)
    ada = post.account("ada")
    Broken.is_so = True
    post.run(lambda request: request.notify(ada, "faulty.hello"))
    began = clock.now()

    def tries() -> int:
        return int(post.rows(Outbox.tries)[0][0])

    for number in range(1, MOST_FAULTS):
        post.send_until_noted(lambda number=number: tries() == number)
        clock.set(post.rows(Outbox.not_before)[0][0])
    post.promise("ada", "other", priority=Priority.NOTIFICATION, account_id=ada)
    post.send_until_noted(lambda: "waiting" not in post.states)

    assert post.states == ["refused", "sent"]
    assert 8 < (clock.now() - began).total_seconds() / 3600 < 9


def test_notification_arrives_once_it_can_be_written_out(make_core: MakeApp, clock: Any) -> None:
    post = Post(make_core(SCRIPTED, FAULTY), clock)
    ada = post.account("ada")
    Broken.is_so = True
    post.run(lambda request: request.notify(ada, "faulty.hello"))
    post.promise("bob", "b", priority=Priority.NOTIFICATION)
    post.send_until(lambda: len(post.channel.accepted) == 1)
    assert post.states == ["waiting", "sent"]

    Broken.is_so = False
    clock.move(1)
    post.send_until(lambda: len(post.channel.accepted) == 2)

    assert post.states == ["sent", "sent"]
