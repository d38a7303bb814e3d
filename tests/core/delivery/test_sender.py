"""Sending: in order for each chat, presses first, patiently, and told when somebody is gone."""

import asyncio
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import event

from kalenner.delivery import Priority, Refused, TryLater, Unreachable
from kalenner.delivery.hush import Hush, Late
from kalenner.delivery.models import Inbox, Outbox
from kalenner.delivery.sender import MOST_FAULTS
from kalenner.people.policy import PersonContext
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.screens import Screen
from tests.conftest import NOON, MakeApp
from tests.core.delivery.conftest import Post
from tests.core.delivery.scripted import NAME, SCRIPTED


def failing(*errors: Exception) -> Any:
    """A script that raises one error after the other, then lets everything through."""
    left = list(errors)

    async def script(address: str, payload: dict[str, Any]) -> None:
        if left:
            raise left.pop(0)

    return script


def test_messages_of_a_chat_go_in_order(post: Post) -> None:
    post.promise("ada", *"abcdefgh")

    post.send_until(lambda: len(post.channel.accepted) == 8)

    assert [text for _address, text in post.channel.accepted] == list("abcdefgh")
    assert post.states == ["sent"] * 8


def test_one_message_of_a_chat_is_under_way_at_a_time_and_other_chats_do_not_wait(post: Post) -> None:
    held = asyncio.Event()

    async def script(address: str, payload: dict[str, Any]) -> None:
        if address == "ada":
            await held.wait()

    post.channel.script = script
    post.promise("ada", "a1", "a2")
    post.promise("bob", "b1", "b2", "b3")

    async def see() -> None:
        await post.channel.until(lambda: len(post.channel.accepted) == 3)
        assert [one for one in post.channel.tried if one[0] == "ada"] == [("ada", "a1")]
        held.set()
        await post.channel.until(lambda: len(post.channel.accepted) == 5)

    post.send(see)

    assert [text for _address, text in post.channel.accepted] == ["b1", "b2", "b3", "a1", "a2"]


def test_answers_go_before_notifications(post: Post) -> None:
    post.promise("ada", "notice 1", "notice 2", priority=Priority.NOTIFICATION)
    post.promise("ada", "answer 1", "answer 2")

    post.send_until(lambda: len(post.channel.accepted) == 4)

    assert [text for _address, text in post.channel.accepted] == [
        "answer 1",
        "answer 2",
        "notice 1",
        "notice 2",
    ]


def test_answer_to_a_press_waits_for_nothing(post: Post) -> None:
    held = asyncio.Event()

    async def script(address: str, payload: dict[str, Any]) -> None:
        if not payload["text"].startswith("press"):
            await held.wait()

    post.channel.script = script
    for number in range(40):
        post.promise(f"person {number}", "a message")

    async def see() -> None:
        await post.channel.until(lambda: len(post.channel.tried) == 16)
        post.promise("person 0", "press", priority=Priority.PRESS)
        await post.channel.until(lambda: post.channel.accepted == [("person 0", "press")])
        held.set()
        await post.channel.until(lambda: len(post.channel.accepted) == 41)

    post.send(see)


def test_many_messages_that_must_wait_do_not_hide_the_others(post: Post) -> None:
    post.promise("ada", *(str(number) for number in range(1200)))
    post.channel.script = failing(TryLater(3600))

    async def see() -> None:
        await post.channel.until(lambda: post.channel.tried == [("ada", "0")])
        post.promise("bob", "b")
        await post.channel.until(lambda: ("bob", "b") in post.channel.accepted)

    post.send(see)

    assert post.channel.tried == [("ada", "0"), ("bob", "b")]


def test_chat_that_must_wait_is_not_tried_even_with_something_more_urgent(post: Post) -> None:
    post.channel.script = failing(TryLater(3600))
    post.promise("ada", "notice", priority=Priority.NOTIFICATION)

    async def see() -> None:
        await post.channel.until(lambda: len(post.channel.tried) == 1)
        post.promise("ada", "answer")
        post.promise("ada", "press", priority=Priority.PRESS)
        await post.channel.until(lambda: ("ada", "press") in post.channel.accepted)

    post.send(see)

    assert post.channel.tried == [("ada", "notice"), ("ada", "press")]


def test_pauses_grow_while_the_channel_is_in_trouble_up_to_a_minute(post: Post) -> None:
    post.channel.script = failing(*(TryLater(None) for _ in range(8)))
    post.promise("ada", "a")
    pauses = []
    for number in range(8):
        post.send_until(lambda number=number: len(post.channel.tried) == number + 1)
        ((not_before, tries),) = post.rows(Outbox.not_before, Outbox.tries)
        assert tries == number + 1
        pauses.append((not_before - post.clock.now()).total_seconds())
        post.clock.set(not_before)

    post.send_until(lambda: len(post.channel.accepted) == 1)

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert post.states == ["sent"]


def test_message_waits_as_long_as_the_channel_says(post: Post) -> None:
    post.channel.script = failing(TryLater(17))
    post.promise("ada", "a")

    post.send_until(lambda: len(post.channel.tried) == 1)

    ((not_before,),) = post.rows(Outbox.not_before)
    assert (not_before - NOON).total_seconds() == 17


def test_error_that_nobody_expected_is_tried_again(post: Post) -> None:
    post.channel.script = failing(ZeroDivisionError())
    post.promise("ada", "a")

    post.send_until(lambda: len(post.channel.tried) == 1)
    post.clock.move(1)
    post.send_until(lambda: len(post.channel.accepted) == 1)

    assert post.states == ["sent"]


def test_message_that_is_refused_is_not_tried_again(post: Post) -> None:
    post.channel.script = failing(Refused("no"))
    post.promise("ada", "a", "b")

    post.send_until(lambda: len(post.channel.accepted) == 1)

    assert (post.channel.tried, post.states) == ([("ada", "a"), ("ada", "b")], ["refused", "sent"])


def test_what_was_promised_before_is_not_promised_again(post: Post) -> None:
    post.promise("ada", "a", dedupe="reminder:7")
    post.promise("ada", "b", dedupe="reminder:7")
    post.promise("ada", "c")
    post.promise("ada", "c")

    post.send_until(lambda: len(post.channel.accepted) == 3)

    assert post.channel.accepted == [("ada", "a"), ("ada", "c"), ("ada", "c")]


def test_message_that_was_sent_is_not_sent_again_because_the_database_was_away(post: Post) -> None:
    sessions = post.app.registry["kalenner.sessions"]
    left = [OSError("no space left on device")] * 2

    def fail(session: Any) -> None:
        if left and post.channel.accepted and not session.info.get("readonly"):
            raise left.pop()

    event.listen(sessions, "before_commit", fail)
    post.promise("ada", "a", "b")
    post.send_until(lambda: len(post.channel.accepted) == 2)
    event.remove(sessions, "before_commit", fail)

    assert (post.channel.accepted, left) == ([("ada", "a"), ("ada", "b")], [])
    assert post.states == ["sent", "sent"]


def test_stopping_finishes_what_is_under_way_and_leaves_the_rest(post: Post) -> None:
    held = asyncio.Event()

    async def script(address: str, payload: dict[str, Any]) -> None:
        await held.wait()

    post.channel.script = script
    post.promise("ada", "a", "b")

    async def see() -> None:
        await post.channel.until(lambda: len(post.channel.tried) == 1)
        asyncio.get_running_loop().call_later(0.05, held.set)

    post.send(see)

    assert (post.channel.accepted, post.states) == ([("ada", "a")], ["sent", "waiting"])


def test_stopping_does_not_wait_for_a_pause(post: Post) -> None:
    post.channel.script = failing(TryLater(3600, is_for_all=True))
    post.promise("ada", "a")
    post.promise("bob", "b")

    async def see() -> None:
        await post.channel.until(lambda: len(post.channel.tried) == 1)

    post.send(see)

    assert (len(post.channel.tried), post.states) == (1, ["waiting", "waiting"])


def test_pause_for_all_holds_up_everybody_but_presses(post: Post) -> None:
    post.channel.script = failing(TryLater(3600, is_for_all=True))
    post.promise("ada", "a")

    async def see() -> None:
        await post.channel.until(lambda: len(post.channel.tried) == 1)
        post.promise("bob", "b")
        post.promise("bob", "press", priority=Priority.PRESS)
        await post.channel.until(lambda: len(post.channel.accepted) == 1)

    post.send(see)

    assert post.channel.tried == [("ada", "a"), ("bob", "press")]


def test_who_is_gone_gets_nothing_more_and_their_senders_are_told_once(post: Post) -> None:
    ada, olga, ivan = post.account("ada"), post.account("olga"), post.account("ivan")
    notice = {"priority": Priority.NOTIFICATION, "account_id": ada}
    post.promise("ada", "o1", "o2", origin_id=olga, **notice)
    post.promise("ada", "i1", origin_id=ivan, **notice)
    post.promise("ada", "own", origin_id=ada, **notice)
    post.promise("ada", "nobody's", **notice)
    post.channel.script = failing(Unreachable())

    post.send_until(lambda: len(post.channel.tried) == 1)

    rows = post.rows(Outbox.address, Outbox.state, Outbox.payload)
    assert [state for address, state, _payload in rows if address == "ada"] == ["unreachable"] * 5
    told = {address: payload for address, _state, payload in rows if address != "ada"}
    first_of_olga, first_of_ivan = 1, 3
    assert told == {
        "olga": {"notification": "undeliverable", "args": {"message": str(first_of_olga)}},
        "ivan": {"notification": "undeliverable", "args": {"message": str(first_of_ivan)}},
    }


def test_who_is_known_to_be_gone_is_not_tried(post: Post) -> None:
    ada = post.account("ada")
    post.promise("ada", "a", priority=Priority.NOTIFICATION, account_id=ada)
    post.channel.script = failing(Unreachable())
    post.send_until(lambda: len(post.channel.tried) == 1)

    post.promise("ada", "b", priority=Priority.NOTIFICATION, account_id=ada)
    post.promise("bob", "c", priority=Priority.NOTIFICATION)
    post.send_until_noted(lambda: "waiting" not in post.states)

    assert post.channel.tried == [("ada", "a"), ("bob", "c")]
    assert post.states == ["unreachable", "unreachable", "sent"]


def test_answer_to_somebody_who_has_just_come_back_is_not_dropped(post: Post) -> None:
    ada = post.account("ada")
    held = asyncio.Event()

    async def script(address: str, payload: dict[str, Any]) -> None:
        if payload["text"] == "notice":
            await held.wait()
            raise Unreachable

    post.channel.script = script
    post.promise("ada", "notice", priority=Priority.NOTIFICATION, account_id=ada)

    async def see() -> None:
        await post.channel.until(lambda: len(post.channel.tried) == 1)
        post.promise("ada", "answer", account_id=ada)
        held.set()
        await post.channel.until(lambda: len(post.channel.accepted) == 1)

    post.send(see)

    assert post.states == ["unreachable", "sent"]


def test_row_that_was_erased_while_it_was_sent_is_nothing_to_mind(post: Post) -> None:
    post.promise("ada", "a")

    async def script(address: str, payload: dict[str, Any]) -> None:
        if payload["text"] == "a":
            post.run(lambda request: request.dbsession.delete(request.dbsession.get(Outbox, 1)))

    post.channel.script = script
    post.promise("ada", "b")
    post.send_until(lambda: len(post.channel.accepted) == 2)

    assert post.states == ["sent"]


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
    make_application: MakeApp, clock: Any
) -> None:
    post = Post(make_application(SCRIPTED, FAULTY), clock)
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


def test_notification_arrives_once_it_can_be_written_out(make_application: MakeApp, clock: Any) -> None:
    post = Post(make_application(SCRIPTED, FAULTY), clock)
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


def open_press(post: Post, number: int) -> None:
    """An update with a press that nobody handles."""
    from kalenner.delivery import Update, store

    update = Update(number, "ada", {"press": number})
    post.run(lambda request: store(request.dbsession, request.clock, NAME, [update]))


def test_press_that_waits_is_answered_with_nothing_after_three_seconds(post: Post) -> None:
    hush = Hush(post.channel)
    open_press(post, 1)

    post.clock.move(2.9)
    assert post.run(hush.find_late) == []
    post.clock.move(0.1)
    assert post.run(hush.find_late) == [Late("press:1", "ada", {"hush": 1})]


@pytest.mark.parametrize("is_taken", [True, False])
def test_answer_of_the_screen_is_sent_only_if_the_empty_one_was_not(post: Post, is_taken: bool) -> None:
    open_press(post, 1)
    post.clock.move(4)
    if not is_taken:
        post.channel.script = failing(*(TryLater(None) for _ in range(1)))

    async def see() -> None:
        await post.channel.until(lambda: len(post.channel.tried) == 1)
        post.run(lambda request: setattr(request.dbsession.get(Inbox, 1), "state", "done"))
        post.promise("ada", "late", priority=Priority.PRESS, dedupe="press:1")
        post.promise("ada", "screen")
        await post.noted(lambda: post.states == ["sent", "sent"])

    post.send(see)

    assert (("ada", "late") in post.channel.tried) is not is_taken
