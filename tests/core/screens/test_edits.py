"""Messages that are edited: what was written first counts, which is told once, and can be changed."""

import pytest

from kalenner.testing import Person, act

pytestmark = pytest.mark.slow_on_postgresql

TOLD = "You have changed a message that I had already read. What you wrote first counts."


@pytest.fixture
def bob(surveyed: Person) -> Person:
    return surveyed


def answers(person: Person) -> list[dict[str, object]]:
    return list(person.stage.app.registry["survey"].answers)


def test_edit_of_an_answer_is_told_once_and_changes_nothing(bob: Person) -> None:
    bob.press("Ask")
    bob.send("4")
    question = bob.screen

    bob.edit()

    assert (bob.screen.text, bob.screen.is_card) == (TOLD, True)
    assert [[button.label for button in row] for row in bob.screen.rows] == [["Change"]]
    shown = len(bob.screens)
    bob.edit()
    bob.edit()
    assert len(bob.screens) == shown
    bob.press_data(question.rows[-1][-1].target)  # Skip: the question is still open
    assert answers(bob) == [{"number": 4, "remark": None, "reason": None}]


def test_change_asks_the_open_form_again_and_keeps_the_other_answers(bob: Person) -> None:
    bob.press("Ask")
    bob.send("2")
    bob.send("nice")
    bob.edit(1)

    bob.press("Change")

    assert bob.screen.text == "How many?"
    bob.send("1")
    assert bob.screen.text == "Why so few?"
    bob.send("tired")
    assert answers(bob) == [{"number": 1, "remark": "nice", "reason": "tired"}]


def test_change_after_the_form_asks_it_anew(bob: Person) -> None:
    bob.press("Ask")
    bob.send("4")
    bob.send("nice")
    bob.edit()

    bob.press("Change")

    assert bob.screen.text == "How many?"


def test_edit_of_what_answered_nothing_is_silent(bob: Person) -> None:
    bob.send("hello")
    bob.press("Ask")
    bob.send("much")  # refused
    shown = len(bob.screens)

    bob.edit(1)
    bob.edit(2)
    bob.edit(99)

    assert len(bob.screens) == shown


def test_edit_by_somebody_who_is_not_known_makes_no_account(bob: Person) -> None:
    stranger = bob.stage.person("Eve")
    bob.stage.arrive(stranger.subject, {"first_name": "Eve", "edits": 1})

    assert (stranger.account, stranger.screens) == (None, [])


def test_only_the_last_messages_are_remembered(bob: Person) -> None:
    for _time in range(11):  # two answers each
        bob.send("/survey")
        bob.press("Ask")
        bob.send("4")
        bob.send("nice")
    shown = len(bob.screens)

    bob.edit(2)
    assert len(bob.screens) == shown
    bob.edit(3)
    assert bob.screen.text == TOLD


def test_change_of_a_message_that_is_not_remembered_is_not_available(bob: Person) -> None:
    bob.press_data(act("form.change", message=99))

    assert bob.screen.notice is not None
    assert bob.screen.notice.text == "Not available."
