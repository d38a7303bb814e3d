"""Answers that say where: a text or a place; and what becomes of a place that answers nothing."""

import colander
import pytest
from sqlalchemy import select

from kalenner.delivery.models import Inbox
from kalenner.screens import Dialog, Place
from kalenner.screens.answers import Whereabouts
from kalenner.testing import Person
from tests.core.screens.upload_plugin import HERE

pytestmark = pytest.mark.slow_on_postgresql

SYDNEY = Place(-33.8568, 151.2153)


def said(person: Person) -> str:
    """What the form's view was given."""
    return person.screen.text.unescape().removeprefix("Saved\n\n")


def test_text_says_where(ada: Person) -> None:
    ada.press("Ask 4")
    ada.send(" Room 3 \nleft ")

    assert said(ada) == repr("Room 3\nleft")


def test_place_says_where(ada: Person) -> None:
    ada.press("Ask 4")
    ada.send_place(SYDNEY.latitude, SYDNEY.longitude)

    assert said(ada) == repr(SYDNEY)


def test_present_place_can_be_kept(ada: Person) -> None:
    ada.press("Ask 4")
    ada.press("Keep")

    assert said(ada) == repr(HERE)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * 13, "Please keep it under 12 characters."),
        ("x", "Please send at least 2 characters."),
        ("\n", "Please send a text."),
    ],
)
def test_text_of_a_wrong_length_is_asked_again(ada: Person, text: str, reason: str) -> None:
    ada.press("Ask 4")
    ada.send(text)

    assert ada.screen.text == f"❗ {reason}\n\nWell?"
    assert ada.labels == [["Cancel", "Keep"]]


def test_file_does_not_say_where(ada: Person) -> None:
    ada.press("Ask 4")
    ada.upload("picture", 10)

    assert ada.screen.text == "❗ Please send a text.\n\nWell?"


@pytest.mark.parametrize(
    ("kind", "reason"), [(1, "Please send a text."), (2, "Please send a text."), (3, "Please send an image.")]
)
def test_place_is_refused_by_every_other_question(ada: Person, kind: int, reason: str) -> None:
    ada.press(f"Ask {kind}")
    ada.send_place(SYDNEY.latitude, SYDNEY.longitude)

    assert ada.screen.text == f"❗ {reason}\n\nWell?"


def test_place_that_nobody_asked_for_is_answered_as_any_other_message(ada: Person) -> None:
    ada.send_place(SYDNEY.latitude, SYDNEY.longitude)

    assert ada.screen.text.startswith("Please use the buttons.")


@pytest.mark.parametrize("press", ["Ask 4", "Ask 1", None])
def test_place_is_kept_nowhere_once_it_is_handled(ada: Person, press: str | None) -> None:
    if press is not None:
        ada.press(press)
    ada.send_place(SYDNEY.latitude, SYDNEY.longitude)

    payloads = ada.stage.run(lambda request: list(request.dbsession.scalars(select(Inbox.payload))))
    answers = ada.stage.run(lambda request: list(request.dbsession.scalars(select(Dialog.sealed_answers))))
    assert (set(payloads), answers) == ({None}, [None])


def test_place_is_written_as_it_would_be_sent() -> None:
    node = colander.SchemaNode(Whereabouts(1, 20))

    assert node.serialize(SYDNEY) == {"latitude": -33.8568, "longitude": 151.2153}
    assert node.deserialize(node.serialize(SYDNEY)) == SYDNEY
    assert (node.serialize("Room 3"), node.serialize(colander.null)) == ("Room 3", colander.null)
