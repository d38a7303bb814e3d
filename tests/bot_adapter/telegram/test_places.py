"""Places that people send: the answer to a question, and otherwise not even stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from tests.bot_adapter.telegram.hostile_plugin import controls
from tests.bot_adapter.telegram.product import RunningProduct

from kalenner.database import SESSIONS

pytestmark = pytest.mark.slow_on_postgresql

LATITUDE, LONGITUDE = 52.51631, 13.37774
ANSWER = f"Place(latitude={LATITUDE}, longitude={LONGITUDE})"


@contextmanager
def statements(product: RunningProduct) -> Iterator[list[str]]:
    """What the database is told meanwhile."""
    engine = SESSIONS.of(product.app.registry).engine
    statements_seen: list[str] = []

    def note(_connection: Any, _cursor: Any, _statement: str, parameters: Any, *_rest: Any) -> None:
        statements_seen.append(str(parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield statements_seen
    event.remove(engine, "before_cursor_execute", note)


def mentions(statements_seen: list[str]) -> int:
    return sum(str(LATITUDE) in parameters or str(LONGITUDE) in parameters for parameters in statements_seen)


def test_place_answers_a_question(product: RunningProduct) -> None:
    ada = product.person()
    product.answer(ada, ada.press("Where"))

    ada.send_location(LATITUDE, LONGITUDE)
    product.settle(ada)

    assert (product.written(ada), ada.screen.text) == ([ANSWER], "Found\n\nDesk")


def test_place_that_comes_before_its_question_is_handled_answers_it(product: RunningProduct) -> None:
    ada = product.person()
    controls.is_open.clear()
    ada.press("Slow")
    assert controls.entered.acquire(timeout=10)
    ada.press("Where")
    if product.is_postgresql:  # elsewhere the slow one holds the only writer, and nothing can be stored
        product.until(lambda: product.count_open(ada) == 2)
    ada.send_location(LATITUDE, LONGITUDE)
    if product.is_postgresql:
        product.until(lambda: product.count_open(ada) == 3)
    controls.is_open.set()
    product.settle(ada)

    assert product.written(ada) == ["slow", ANSWER]


def test_place_that_answers_nothing_never_reaches_the_database(product: RunningProduct) -> None:
    ada = product.person()
    product.settle(ada)

    with statements(product) as statements_seen:
        ada.send_location(LATITUDE, LONGITUDE)
        ada.sees("Please use the buttons.")
        product.settle(ada)

    assert mentions(statements_seen) == 0


def test_contact_that_answers_nothing_never_reaches_the_database(product: RunningProduct) -> None:
    ada = product.person()
    product.settle(ada)

    with statements(product) as statements_seen:
        ada.send_contact("+4915112345678")
        ada.sees("Please use the buttons.")
        product.settle(ada)

    assert not any("15112345678" in parameters for parameters in statements_seen)


def test_place_for_a_question_is_stored_until_it_is_answered(product: RunningProduct) -> None:
    ada = product.person()
    product.answer(ada, ada.press("Where"))

    with statements(product) as statements_seen:
        ada.send_location(LATITUDE, LONGITUDE)
        ada.sees("Found")
        product.settle(ada)

    assert mentions(statements_seen) > 0
    assert product.payloads(ada) == []


def test_place_for_a_question_that_asks_for_words_is_refused(product: RunningProduct) -> None:
    ada = product.person()
    product.answer(ada, ada.press("Ask"))

    ada.send_location(LATITUDE, LONGITUDE)
    product.settle(ada)

    assert (product.written(ada), ada.screen.labels) == ([], ["Cancel"])
    assert "Please send a text." in ada.screen.text
