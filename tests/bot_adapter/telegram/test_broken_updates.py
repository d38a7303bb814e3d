"""Updates broken in every field, among good ones: the good ones are answered, nothing fails, nothing is lost."""

import json
import random
from typing import Any

import pytest
from sqlalchemy import event, func, select
from tests.bot_adapter.telegram.broken_updates import broken, samples, stricter_than_telegram
from tests.bot_adapter.telegram.product import RunningProduct

from kalenner.database import SESSIONS
from kalenner.delivery.models import Inbox, InboxState, SetAside
from kalenner_playground.phone import Phone
from kalenner_playground.updates import FIRST_ID

pytestmark = pytest.mark.slow_on_postgresql


def queue(product: RunningProduct, *updates: dict[str, Any]) -> None:
    """Queue updates for the bot, broken as they are."""
    store = product.telegram.store
    with store.transaction():
        for update in updates:
            number = store.count_up("update", FIRST_ID)
            body = json.dumps({"update_id": number, **update})
            store.write("insert into pending_update values (?, ?)", number, body)


def count_set_aside(product: RunningProduct) -> int:
    """How many updates were set aside."""
    statement = select(func.count()).select_from(SetAside)
    return product.run(lambda request: int(request.dbsession.scalar(statement)), only_reads=True)


def failures(product: RunningProduct) -> list[tuple[int, int]]:
    """The updates whose handling has failed, and how often."""
    statement = select(Inbox.key, Inbox.tries).where(Inbox.tries > 0)
    return product.run(
        lambda request: [tuple(row) for row in request.dbsession.execute(statement)], only_reads=True
    )


def count_untried(product: RunningProduct) -> int:
    """How many updates wait for their first try."""
    statement = select(Inbox.id).where(Inbox.state == InboxState.OPEN, Inbox.tries == 0)
    return product.run(lambda request: len(list(request.dbsession.scalars(statement))), only_reads=True)


def is_received(product: RunningProduct) -> bool:
    """Whether the bot has everything that was queued, and has handled it."""
    return not product.telegram.updates.count() and not count_untried(product)


def command(phone: Phone) -> dict[str, Any]:
    """A good message."""
    sample = next(samples(phone.person.as_user))
    return {"message": {**sample["message"], "text": "/desk"}}


def test_one_message_stops_nobody(product: RunningProduct) -> None:
    ada, olga = product.person(), product.person()
    before = count_set_aside(product)
    nameless = {"id": olga.id}

    queue(product, {"message": {**command(olga)["message"], "from": "nobody"}})
    queue(product, *stricter_than_telegram(nameless))
    ada.send("/start")
    product.until(lambda: is_received(product))
    product.settle(ada)

    assert failures(product) == []
    assert count_set_aside(product) == before + 1
    assert product.count_inbox(olga) == 5
    assert "Desk" not in ada.screen.text


def test_updates_broken_in_any_field_among_good_ones(product: RunningProduct) -> None:
    ada = product.person()
    everything = [
        update
        for sample in samples({"id": 77_001, "first_name": "Broken"})
        for _name, update in broken(sample)
    ]
    chosen = random.Random(7).sample(everything, 240)
    before = product.count_inbox(ada)

    for number, update in enumerate(chosen):
        queue(product, update, *([command(ada)] if number % 24 == 0 else []))
    product.until(lambda: is_received(product), 120)
    product.settle(ada)

    assert failures(product) == []
    assert product.count_inbox(ada) == before + 10
    assert ada.screen.text == "Desk"


def test_update_that_the_database_cannot_take_is_set_aside_alone(product: RunningProduct) -> None:
    ada = product.person()
    before = product.count_inbox(ada), count_set_aside(product)
    refused = {"message": {**command(ada)["message"], "from": {"id": 88_008}}}
    engine = SESSIONS.of(product.app.registry).engine

    def refuse(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if "INTO core_inbox" in statement and "88008" in str(parameters):
            raise ValueError("made to fail")

    event.listen(engine, "before_cursor_execute", refuse)
    try:
        queue(product, command(ada), refused, command(ada))
        product.until(lambda: is_received(product))
    finally:
        event.remove(engine, "before_cursor_execute", refuse)

    assert (product.count_inbox(ada), count_set_aside(product)) == (before[0] + 2, before[1] + 1)
    assert failures(product) == []


def test_update_without_an_id_is_kept_once_and_holds_up_nobody(product: RunningProduct) -> None:
    ada = product.person()
    before = count_set_aside(product)
    queue(product, {"update_id": "x"})
    product.until(lambda: count_set_aside(product) == before + 1)

    queue(product, command(ada))
    product.until(lambda: is_received(product))

    assert count_set_aside(product) == before + 1
    assert failures(product) == []
