"""Sending: in order for each chat, presses first, patiently, and at rest when told to stop."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import event

from kalenner.database import SESSIONS
from kalenner.delivery import Priority, Refused, TryLater, limits
from kalenner.delivery.models import Outbox
from kalenner.delivery.queries import WaitingMessage
from tests.conftest import NOON
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import raising


def test_messages_of_a_chat_go_in_order(harness: OutboxHarness) -> None:
    harness.enqueue("ada", *"abcdefgh")

    harness.send_until(lambda: len(harness.channel.accepted) == 8)

    assert [text for _address, text in harness.channel.accepted] == list("abcdefgh")
    assert harness.states == ["sent"] * 8


def test_one_message_of_a_chat_is_under_way_at_a_time_and_other_chats_do_not_wait(
    harness: OutboxHarness,
) -> None:
    held = asyncio.Event()

    async def script(address: str, payload: dict[str, Any]) -> None:
        if address == "ada":
            await held.wait()

    harness.channel.script = script
    harness.enqueue("ada", "a1", "a2")
    harness.enqueue("bob", "b1", "b2", "b3")

    async def see() -> None:
        await harness.channel.until(lambda: len(harness.channel.accepted) == 3)
        assert [message for message in harness.channel.tried if message[0] == "ada"] == [("ada", "a1")]
        held.set()
        await harness.channel.until(lambda: len(harness.channel.accepted) == 5)

    harness.send(see)

    assert [text for _address, text in harness.channel.accepted] == ["b1", "b2", "b3", "a1", "a2"]


def test_answers_go_before_notifications(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "notice 1", "notice 2", priority=Priority.NOTIFICATION)
    harness.enqueue("ada", "answer 1", "answer 2")

    harness.send_until(lambda: len(harness.channel.accepted) == 4)

    assert [text for _address, text in harness.channel.accepted] == [
        "answer 1",
        "answer 2",
        "notice 1",
        "notice 2",
    ]


def test_answer_to_a_press_waits_for_nothing(harness: OutboxHarness) -> None:
    held = asyncio.Event()

    async def script(address: str, payload: dict[str, Any]) -> None:
        if not payload["text"].startswith("press"):
            await held.wait()

    harness.channel.script = script
    for number in range(40):
        harness.enqueue(f"person {number}", "a message")

    async def see() -> None:
        await harness.channel.until(lambda: len(harness.channel.tried) == 16)
        harness.enqueue("person 0", "press", priority=Priority.PRESS)
        await harness.channel.until(lambda: harness.channel.accepted == [("person 0", "press")])
        held.set()
        await harness.channel.until(lambda: len(harness.channel.accepted) == 41)

    harness.send(see)


def test_answer_does_not_wait_for_a_place_among_notifications(harness: OutboxHarness) -> None:
    held = asyncio.Event()

    async def script(address: str, payload: dict[str, Any]) -> None:
        if payload["text"] == "notice":
            await held.wait()

    harness.channel.script = script
    for number in range(40):
        harness.enqueue(f"person {number}", "notice", priority=Priority.NOTIFICATION)

    async def see() -> None:
        await harness.channel.until(lambda: len(harness.channel.tried) == 16)
        harness.enqueue("ada", "answer")
        await harness.channel.until(lambda: harness.channel.accepted == [("ada", "answer")])
        held.set()
        await harness.channel.until(lambda: len(harness.channel.accepted) == 41)

    harness.send(see)


def test_many_messages_that_must_wait_do_not_hide_the_others(harness: OutboxHarness) -> None:
    harness.enqueue("ada", *(str(number) for number in range(1200)))
    harness.channel.script = raising(TryLater(3600))

    async def see() -> None:
        await harness.channel.until(lambda: harness.channel.tried == [("ada", "0")])
        harness.enqueue("bob", "b")
        await harness.channel.until(lambda: ("bob", "b") in harness.channel.accepted)

    harness.send(see)

    assert harness.channel.tried == [("ada", "0"), ("bob", "b")]


def test_chat_that_must_wait_is_not_tried_even_with_something_more_urgent(harness: OutboxHarness) -> None:
    harness.channel.script = raising(TryLater(3600))
    harness.enqueue("ada", "notice", priority=Priority.NOTIFICATION)

    async def see() -> None:
        await harness.channel.until(lambda: len(harness.channel.tried) == 1)
        harness.enqueue("ada", "answer")
        harness.enqueue("ada", "press", priority=Priority.PRESS)
        await harness.channel.until(lambda: ("ada", "press") in harness.channel.accepted)

    harness.send(see)

    assert harness.channel.tried == [("ada", "notice"), ("ada", "press")]


def test_pauses_grow_while_the_channel_is_in_trouble_up_to_a_minute(harness: OutboxHarness) -> None:
    harness.channel.script = raising(*(TryLater(None) for _ in range(8)))
    harness.enqueue("ada", "a")
    pauses = []
    for number in range(8):
        harness.send_until(lambda number=number: len(harness.channel.tried) == number + 1)
        ((not_before, tries),) = harness.rows(Outbox.not_before, Outbox.tries)
        assert tries == number + 1
        pauses.append((not_before - harness.clock.now()).total_seconds())
        harness.clock.set(not_before)

    harness.send_until(lambda: len(harness.channel.accepted) == 1)

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert harness.states == ["sent"]


def test_message_waits_as_long_as_the_channel_says(harness: OutboxHarness) -> None:
    harness.channel.script = raising(TryLater(17))
    harness.enqueue("ada", "a")

    harness.send_until(lambda: len(harness.channel.tried) == 1)

    ((not_before,),) = harness.rows(Outbox.not_before)
    assert (not_before - NOON).total_seconds() == 17


def test_error_that_nobody_expected_is_tried_again(harness: OutboxHarness) -> None:
    harness.channel.script = raising(ZeroDivisionError())
    harness.enqueue("ada", "a")

    harness.send_until(lambda: len(harness.channel.tried) == 1)
    harness.clock.move(1)
    harness.send_until(lambda: len(harness.channel.accepted) == 1)

    assert harness.states == ["sent"]


def test_message_that_is_refused_is_not_tried_again(harness: OutboxHarness) -> None:
    harness.channel.script = raising(Refused("no"))
    harness.enqueue("ada", "a", "b")

    harness.send_until(lambda: len(harness.channel.accepted) == 1)

    assert (harness.channel.tried, harness.states) == ([("ada", "a"), ("ada", "b")], ["refused", "sent"])


def test_what_was_promised_before_is_not_promised_again(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a", dedupe="reminder:7")
    harness.enqueue("ada", "b", dedupe="reminder:7")
    harness.enqueue("ada", "c")
    harness.enqueue("ada", "c")

    harness.send_until(lambda: len(harness.channel.accepted) == 3)

    assert harness.channel.accepted == [("ada", "a"), ("ada", "c"), ("ada", "c")]


def test_message_that_was_sent_is_not_sent_again_because_the_database_was_away(
    harness: OutboxHarness,
) -> None:
    sessions = SESSIONS.of(harness.app.registry)
    left = [OSError("no space left on device")]

    def fail(session: Any) -> None:
        if left and harness.channel.accepted and not session.info.get("readonly"):
            raise left.pop()

    event.listen(sessions, "before_commit", fail)
    harness.enqueue("ada", "a", "b")
    harness.send_until(lambda: len(harness.channel.accepted) == 2)
    event.remove(sessions, "before_commit", fail)

    assert (harness.channel.accepted, left) == ([("ada", "a"), ("ada", "b")], [])
    assert harness.states == ["sent", "sent"]


def test_stopping_finishes_what_is_under_way_and_leaves_the_rest(harness: OutboxHarness) -> None:
    held = asyncio.Event()

    async def script(address: str, payload: dict[str, Any]) -> None:
        await held.wait()

    harness.channel.script = script
    harness.enqueue("ada", "a", "b")

    async def see() -> None:
        await harness.channel.until(lambda: len(harness.channel.tried) == 1)
        asyncio.get_running_loop().call_later(0.05, held.set)

    harness.send(see)

    assert (harness.channel.accepted, harness.states) == ([("ada", "a")], ["sent", "waiting"])


def test_stopping_does_not_wait_for_a_pause(harness: OutboxHarness) -> None:
    harness.channel.script = raising(TryLater(3600, is_for_all=True))
    harness.enqueue("ada", "a")
    harness.enqueue("bob", "b")

    async def see() -> None:
        await harness.channel.until(lambda: len(harness.channel.tried) == 1)

    harness.send(see)

    assert (len(harness.channel.tried), harness.states) == (1, ["waiting", "waiting"])


def test_pause_for_all_holds_up_everybody_but_presses(harness: OutboxHarness) -> None:
    harness.channel.script = raising(TryLater(3600, is_for_all=True))
    harness.enqueue("ada", "a")

    async def see() -> None:
        await harness.channel.until(lambda: len(harness.channel.tried) == 1)
        harness.enqueue("bob", "b")
        harness.enqueue("bob", "press", priority=Priority.PRESS)
        await harness.channel.until(lambda: len(harness.channel.accepted) == 1)

    harness.send(see)

    assert harness.channel.tried == [("ada", "a"), ("bob", "press")]


def test_press_that_must_wait_does_not_pause_the_chat(harness: OutboxHarness) -> None:
    harness.channel.script = raising(TryLater(3600))
    harness.enqueue("ada", "press", priority=Priority.PRESS)

    async def see() -> None:
        await harness.channel.until(lambda: len(harness.channel.tried) == 1)
        await harness.until_recorded(lambda: harness.rows(Outbox.tries) == [(1,)])
        harness.enqueue("ada", "answer")
        await harness.channel.until(lambda: harness.channel.accepted == [("ada", "answer")])

    harness.send(see)

    assert harness.channel.tried == [("ada", "press"), ("ada", "answer")]


def test_messages_of_another_channel_are_left_to_its_sender(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "elsewhere", channel="other")
    harness.enqueue("bob", "b")

    harness.send_until_recorded(lambda: harness.states == ["waiting", "sent"])

    assert harness.channel.tried == [("bob", "b")]


def test_stopping_does_not_wait_for_a_database_that_stays_away(harness: OutboxHarness) -> None:
    sessions = SESSIONS.of(harness.app.registry)

    def fail(session: Any) -> None:
        if harness.channel.accepted and not session.info.get("readonly"):
            raise OSError("no space left on device")

    event.listen(sessions, "before_commit", fail)
    harness.enqueue("ada", "a")
    harness.send_until(lambda: len(harness.channel.accepted) == 1)
    event.remove(sessions, "before_commit", fail)

    assert (harness.channel.accepted, harness.states) == ([("ada", "a")], ["waiting"])


@pytest.mark.parametrize(
    ("priority", "kind", "lane"),
    [
        (Priority.PRESS, Priority.PRESS, "press 7"),
        (Priority.ANSWER, Priority.ANSWER, "ada"),
        (Priority.NOTIFICATION, Priority.NOTIFICATION, "ada"),
        (Priority.FAULTY, Priority.NOTIFICATION, "ada"),
    ],
)
def test_message_counts_by_its_priority_and_stands_in_the_lane_of_its_chat(
    priority: Priority, kind: Priority, lane: str
) -> None:
    message = WaitingMessage(7, "ada", priority, 0, None, {}, None)

    assert (message.kind, message.lane) == ((kind, False), lane)


def test_answer_to_a_press_says_nothing_of_a_rate_that_was_too_high(
    harness: OutboxHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After several chats were refused a message is tried now and then, whatever presses are answered."""

    async def script(address: str, payload: dict[str, Any]) -> None:
        if payload["text"] == "message":
            raise TryLater(3600)

    monkeypatch.setattr(limits, "TRIAL_SECONDS", 3600.0)
    monkeypatch.setattr(harness.channel, "messages_per_second", 5.0)
    harness.channel.script = script
    for name in ("ada", "bob", "eve", "dan"):
        harness.enqueue(name, "message")

    async def see() -> None:
        await harness.until_recorded(lambda: harness.rows(Outbox.tries) == [(1,)] * 4)
        for number in range(3):
            harness.enqueue("fay", f"press {number}", priority=Priority.PRESS)
            pressed = number + 1
            await harness.channel.until(lambda pressed=pressed: len(harness.channel.accepted) == pressed)
            harness.enqueue("gus", "trial")

    harness.send(see)

    assert ("gus", "trial") not in harness.channel.tried
