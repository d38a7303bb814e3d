"""Places that people send: the answer to a question, and otherwise not even stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from tests.bot_adapter.telegram.hostile import gates
from tests.bot_adapter.telegram.people import Hosted

pytestmark = pytest.mark.slow_on_postgresql

LATITUDE, LONGITUDE = 52.51631, 13.37774
ANSWER = f"Place(latitude={LATITUDE}, longitude={LONGITUDE})"


@contextmanager
def statements(hosted: Hosted) -> Iterator[list[str]]:
    """What the database is told meanwhile."""
    engine = hosted.app.registry["kalenner.sessions"].engine
    told: list[str] = []

    def note(_connection: Any, _cursor: Any, _statement: str, parameters: Any, *_rest: Any) -> None:
        told.append(str(parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield told
    event.remove(engine, "before_cursor_execute", note)


def mentions(told: list[str]) -> int:
    return sum(str(LATITUDE) in parameters or str(LONGITUDE) in parameters for parameters in told)


def test_place_answers_a_question(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.answer(ada, ada.press("Where"))

    ada.send_location(LATITUDE, LONGITUDE)
    hosted.settle(ada)

    assert (hosted.written(ada), ada.screen.text) == ([ANSWER], "Found\n\nDesk")


def test_place_that_comes_before_its_question_is_handled_answers_it(hosted: Hosted) -> None:
    ada = hosted.person()
    gates.is_open.clear()
    ada.press("Slow")
    assert gates.entered.acquire(timeout=10)
    ada.press("Where")
    if hosted.is_postgresql:  # elsewhere the slow one holds the only writer, and nothing can be stored
        hosted.until(lambda: hosted.count_open(ada) == 2)
    ada.send_location(LATITUDE, LONGITUDE)
    if hosted.is_postgresql:
        hosted.until(lambda: hosted.count_open(ada) == 3)
    gates.is_open.set()
    hosted.settle(ada)

    assert hosted.written(ada) == ["slow", ANSWER]


def test_place_that_answers_nothing_never_reaches_the_database(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.settle(ada)

    with statements(hosted) as told:
        ada.send_location(LATITUDE, LONGITUDE)
        ada.sees("Please use the buttons.")
        hosted.settle(ada)

    assert mentions(told) == 0


def test_place_for_a_question_is_stored_until_it_is_answered(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.answer(ada, ada.press("Where"))

    with statements(hosted) as told:
        ada.send_location(LATITUDE, LONGITUDE)
        ada.sees("Found")
        hosted.settle(ada)

    assert mentions(told) > 0
    assert hosted.payloads(ada) == []


def test_place_for_a_question_that_asks_for_words_is_refused(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.answer(ada, ada.press("Ask"))

    ada.send_location(LATITUDE, LONGITUDE)
    hosted.settle(ada)

    assert (hosted.written(ada), ada.screen.labels) == ([], ["Cancel"])
    assert "Please send a text." in ada.screen.text
