"""What is sent next: screens that a later one replaces are left out, and nobody's crowd of messages hides others."""

import asyncio
from functools import partial
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.clock import FixedClock
from kalenner.delivery import Message, Priority, Refused, channels_of, enqueue
from kalenner.delivery.due_messages import MOST_BEHIND, MOST_TAKEN, PAGE, DueMessages, Look
from kalenner.delivery.models import Outbox
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.units import run_unit
from tests.conftest import MakeApp
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import NAME, ScriptedChannel


class EditingChannel(ScriptedChannel):
    """A channel whose messages that begin with "edit" are the same message, edited."""

    def supersedes(self, later: dict[str, Any], earlier: dict[str, Any]) -> bool:
        return all(str(payload["text"]).startswith("edit") for payload in (later, earlier))


def includeme(config: Configurator) -> None:
    config.add_channel(EditingChannel())


EDITING = LoadedPlugin(Plugin("editing", "Editing", __name__, has_texts=False), object())


@pytest.fixture
def edits(make_core: MakeApp, clock: FixedClock) -> OutboxHarness:
    """An empty outbox of that channel."""
    return OutboxHarness(make_core(EDITING), clock)


def texts(due: Look) -> list[str]:
    return [message.payload["text"] for message in due.messages]


def look(harness: OutboxHarness, busy: tuple[str, ...] = ()) -> Look:
    due = DueMessages(channels_of(harness.app.registry)[NAME])
    found: Look = run_unit(harness.app, "outbox/look", partial(due.look, busy=busy), only_reads=True)
    return found


def enqueue_many(
    harness: OutboxHarness, people: int, each: int, priority: Priority, *, is_behind: bool = False
) -> None:
    def work(request: Request) -> None:
        messages = [
            Message(f"person {person}", {"text": f"{person}.{number}"}, priority, is_behind=is_behind)
            for number in range(each)
            for person in range(people)
        ]
        enqueue(request, NAME, *messages)

    harness.run(work)


def test_edits_that_wait_become_the_last_of_them(edits: OutboxHarness) -> None:
    edits.enqueue("ada", "edit 1", "edit 2", "edit 3")

    edits.send_until_recorded(lambda: "waiting" not in edits.states)

    assert [text for _address, text in edits.channel.accepted] == ["edit 3"]
    assert edits.rows(Outbox.state, Outbox.payload) == [
        ("obsolete", None),
        ("obsolete", None),
        ("sent", None),
    ]


def test_edit_behind_another_message_keeps_its_place(edits: OutboxHarness) -> None:
    edits.enqueue("ada", "edit 1", "edit 2", "card", "edit 3")

    edits.send_until_recorded(lambda: "waiting" not in edits.states)

    assert [text for _address, text in edits.channel.accepted] == ["edit 2", "card", "edit 3"]


def test_edit_that_is_refused_leaves_the_one_before_to_be_sent(edits: OutboxHarness) -> None:
    async def script(address: str, payload: dict[str, Any]) -> None:
        if payload["text"] == "edit 2":
            raise Refused("too long")

    edits.channel.script = script
    edits.enqueue("ada", "edit 1", "edit 2")

    edits.send_until_recorded(lambda: "waiting" not in edits.states)

    assert edits.channel.accepted == [("ada", "edit 1")]
    assert edits.states == ["sent", "refused"]


def test_operator_who_drops_the_later_edit_in_flight_lets_no_earlier_one_follow(edits: OutboxHarness) -> None:
    async def script(address: str, payload: dict[str, Any]) -> None:
        edits.run(lambda request: drop(request, 2))

    edits.channel.script = script
    edits.enqueue("ada", "edit 1", "edit 2")

    edits.send_until_recorded(lambda: "waiting" not in edits.states)

    assert edits.channel.accepted == [("ada", "edit 2")]
    assert edits.states == ["obsolete", "dropped"]


def drop(request: Request, outbox_id: int) -> None:
    row = request.dbsession.get(Outbox, outbox_id)
    assert row is not None
    row.state = "dropped"


def test_edits_of_different_people_replace_nothing(edits: OutboxHarness) -> None:
    edits.enqueue("ada", "edit a")
    edits.enqueue("bob", "edit b")

    assert texts(look(edits)) == ["edit a", "edit b"]


def test_message_of_a_busy_chat_is_neither_sent_nor_replaced(edits: OutboxHarness) -> None:
    edits.enqueue("ada", "edit 1", "edit 2")

    due = look(edits, busy=("ada",))

    assert (due.messages, due.has_more) == ([], True)


def test_answers_that_are_behind_go_after_all_others(harness: OutboxHarness) -> None:
    enqueue_many(harness, 2 * MOST_TAKEN, 1, Priority.ANSWER, is_behind=True)
    harness.enqueue("ada", "hello")

    assert texts(look(harness)) == ["hello", *(f"{n}.0" for n in range(MOST_TAKEN - 1))]


def test_answer_that_comes_after_one_that_is_behind_keeps_its_place_in_the_chat(
    harness: OutboxHarness,
) -> None:
    harness.enqueue("ada", "behind", is_behind=True)
    harness.enqueue("ada", "next")
    harness.enqueue("bob", "other")

    harness.send_until_recorded(lambda: "waiting" not in harness.states)
    harness.enqueue("ada", "later")

    assert [text for _address, text in harness.channel.accepted] == ["other", "behind", "next"]
    assert [is_behind for (is_behind,) in harness.rows(Outbox.is_behind)] == [True, True, False, False]


def test_answers_that_are_behind_leave_places_for_others(harness: OutboxHarness) -> None:
    held = asyncio.Event()

    async def script(address: str, payload: dict[str, Any]) -> None:
        if address != "ada":
            await held.wait()

    harness.channel.script = script
    enqueue_many(harness, 2 * MOST_TAKEN, 1, Priority.ANSWER, is_behind=True)

    async def see() -> None:
        await harness.channel.until(lambda: len(harness.channel.tried) == MOST_BEHIND)
        harness.enqueue("ada", "hello")
        await harness.channel.until(lambda: harness.channel.accepted == [("ada", "hello")])
        held.set()
        await harness.channel.until(lambda: len(harness.channel.accepted) == 2 * MOST_TAKEN + 1)

    harness.send(see)


def test_many_answers_to_presses_hide_no_message(harness: OutboxHarness) -> None:
    enqueue_many(harness, 1, 10 * PAGE, Priority.PRESS)
    harness.enqueue("ada", "hello")

    found = texts(look(harness))

    assert (len(found), found[-1]) == (MOST_TAKEN + 1, "hello")


def test_notification_comes_after_answers_that_are_behind(harness: OutboxHarness) -> None:
    harness.enqueue("bob", "notice", priority=Priority.NOTIFICATION)
    harness.enqueue("ada", "answer", is_behind=True)

    assert texts(look(harness)) == ["answer", "notice"]
