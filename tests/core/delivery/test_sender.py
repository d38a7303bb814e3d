"""Sending: in order for each chat, presses first, patiently, and at rest when told to stop."""

import asyncio
from typing import Any

from sqlalchemy import event

from kalenner.delivery import Priority, Refused, TryLater
from kalenner.delivery.models import Outbox
from tests.conftest import NOON
from tests.core.delivery.conftest import Post
from tests.core.delivery.scripted import failing


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


def test_answer_does_not_wait_for_a_place_among_notifications(post: Post) -> None:
    held = asyncio.Event()

    async def script(address: str, payload: dict[str, Any]) -> None:
        if payload["text"] == "notice":
            await held.wait()

    post.channel.script = script
    for number in range(40):
        post.promise(f"person {number}", "notice", priority=Priority.NOTIFICATION)

    async def see() -> None:
        await post.channel.until(lambda: len(post.channel.tried) == 16)
        post.promise("ada", "answer")
        await post.channel.until(lambda: post.channel.accepted == [("ada", "answer")])
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
    left = [OSError("no space left on device")]

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
