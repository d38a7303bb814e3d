"""People who cannot be reached any more, and those who wrote to them."""

import asyncio
from typing import Any

from kalenner.delivery import Priority, Unreachable
from kalenner.delivery.models import Outbox
from tests.core.delivery.conftest import Post
from tests.core.delivery.scripted import failing


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
