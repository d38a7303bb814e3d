"""People who cannot be reached any more, and those who wrote to them."""

import asyncio
from typing import Any

from kalenner.delivery import Priority, Unreachable
from kalenner.delivery.models import Outbox
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import raising


def test_who_is_gone_gets_nothing_more_and_their_senders_are_told_once(harness: OutboxHarness) -> None:
    ada, olga, ivan = harness.account("ada"), harness.account("olga"), harness.account("ivan")
    notice = {"priority": Priority.NOTIFICATION, "account_id": ada}
    harness.enqueue("ada", "o1", "o2", origin_id=olga, **notice)
    harness.enqueue("ada", "i1", origin_id=ivan, **notice)
    harness.enqueue("ada", "own", origin_id=ada, **notice)
    harness.enqueue("ada", "nobody's", **notice)
    harness.channel.script = raising(Unreachable())

    harness.send_until(lambda: len(harness.channel.tried) == 1)

    rows = harness.rows(Outbox.address, Outbox.state, Outbox.payload)
    assert [state for address, state, _payload in rows if address == "ada"] == ["unreachable"] * 5
    payloads = {address: payload for address, _state, payload in rows if address != "ada"}
    first_of_olga, first_of_ivan = 1, 3
    assert payloads == {
        "olga": {"notification": "undeliverable", "args": {"message": str(first_of_olga)}},
        "ivan": {"notification": "undeliverable", "args": {"message": str(first_of_ivan)}},
    }


def test_who_is_known_to_be_gone_is_not_tried(harness: OutboxHarness) -> None:
    ada = harness.account("ada")
    harness.enqueue("ada", "a", priority=Priority.NOTIFICATION, account_id=ada)
    harness.channel.script = raising(Unreachable())
    harness.send_until(lambda: len(harness.channel.tried) == 1)

    harness.enqueue("ada", "b", priority=Priority.NOTIFICATION, account_id=ada)
    harness.enqueue("bob", "c", priority=Priority.NOTIFICATION)
    harness.send_until_recorded(lambda: "waiting" not in harness.states)

    assert harness.channel.tried == [("ada", "a"), ("bob", "c")]
    assert harness.states == ["unreachable", "unreachable", "sent"]


def test_answer_to_somebody_who_has_just_come_back_is_not_dropped(harness: OutboxHarness) -> None:
    ada = harness.account("ada")
    held = asyncio.Event()

    async def script(address: str, payload: dict[str, Any]) -> None:
        if payload["text"] == "notice":
            await held.wait()
            raise Unreachable

    harness.channel.script = script
    harness.enqueue("ada", "notice", priority=Priority.NOTIFICATION, account_id=ada)

    async def see() -> None:
        await harness.channel.until(lambda: len(harness.channel.tried) == 1)
        harness.enqueue("ada", "answer", account_id=ada)
        held.set()
        await harness.channel.until(lambda: len(harness.channel.accepted) == 1)

    harness.send(see)

    assert harness.states == ["unreachable", "sent"]


def test_row_that_was_erased_while_it_was_sent_is_nothing_to_mind(harness: OutboxHarness) -> None:
    harness.enqueue("ada", "a")

    async def script(address: str, payload: dict[str, Any]) -> None:
        if payload["text"] == "a":
            harness.run(lambda request: request.dbsession.delete(request.dbsession.get(Outbox, 1)))

    harness.channel.script = script
    harness.enqueue("ada", "b")
    harness.send_until(lambda: len(harness.channel.accepted) == 2)

    assert harness.states == ["sent"]
