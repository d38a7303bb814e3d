"""Questions one by one: choices, Skip, Keep, Cancel, refusals, and what applies after what."""

import datetime as dt

import pytest

from kalenner.testing import Person, act
from tests.core.screens.survey import Survey

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def bob(surveyed: Person) -> Person:
    return surveyed


def answers(person: Person) -> list[dict[str, object]]:
    survey: Survey = person.stage.app.registry["survey"]
    return survey.answers


def test_form_asks_one_question_after_the_other_and_gives_the_view_all_answers(bob: Person):
    bob.press("Ask")
    assert (bob.screen.text, bob.labels) == ("How many?", [["Three", "Seven"], ["Cancel"]])

    bob.send("4")
    assert (bob.screen.text, bob.labels) == ("A remark?", [["Cancel", "Skip"]])

    assert bob.send("nice").text == "Saved\n\nThanks"
    assert answers(bob) == [{"number": 4, "remark": "nice", "reason": None}]


def test_choice_is_taken_as_what_it_stands_for(bob: Person):
    bob.press("Ask")
    bob.press("Seven")
    bob.press("Skip")

    assert answers(bob) == [{"number": 7, "remark": None, "reason": None}]


@pytest.mark.parametrize("number", [-1, 2, 62])
def test_choice_beyond_the_offered_ones_is_no_answer(bob: Person, number: int):
    bob.press("Ask")

    assert bob.press_data(act("form.choose", choice=number)).text == "How many?"
    assert answers(bob) == []


def test_question_that_must_be_answered_cannot_be_skipped(bob: Person):
    bob.press("Ask")

    assert bob.press_data(act("form.skip")).text == "How many?"


def test_question_without_a_present_value_has_nothing_to_keep(bob: Person):
    bob.press("Change")
    bob.press("Keep")
    assert bob.screen.text == "Subtitle?"

    assert bob.press_data(act("form.keep")).text == "Subtitle?"
    assert answers(bob) == []


def test_keep_leaves_the_present_value(bob: Person):
    bob.press("Change")
    assert bob.screen.text == "Title?\n\nNow: <b>Old title</b>"

    bob.press("Keep")
    bob.send("Below")

    assert answers(bob) == [{"title": "Old title", "subtitle": "Below"}]


def test_refused_answer_is_asked_again_with_the_reason_and_the_earlier_ones_stay(bob: Person):
    bob.press("Ask")
    bob.send("4")

    assert bob.send("x").text == "❗ Please send at least 2 characters.\n\nA remark?"
    assert bob.send("fine").text == "Saved\n\nThanks"
    assert answers(bob) == [{"number": 4, "remark": "fine", "reason": None}]


def test_answer_that_the_view_refuses_is_asked_again_with_its_reason(bob: Person):
    bob.press("Ask")
    bob.send("4")

    assert bob.send("taken").text == "❗ This remark is taken\n\nA remark?"
    assert bob.press("Skip").text == "Thanks"
    assert answers(bob) == [{"number": 4, "remark": None, "reason": None}]


def test_question_is_asked_only_where_it_applies(bob: Person):
    bob.press("Ask")
    bob.send("2")
    bob.press("Skip")
    assert bob.screen.text == "Why so few?"

    bob.send("shy")

    assert answers(bob) == [{"number": 2, "remark": None, "reason": "shy"}]


def test_form_with_nothing_to_ask_runs_its_view_at_once(bob: Person):
    assert bob.press("Nothing to ask").text == "Kept"
    assert answers(bob) == [{"never": None}]


def test_cancel_leads_back_and_forgets_the_answers(bob: Person):
    bob.press("Ask")
    bob.send("4")

    assert bob.press("Cancel").text == "Desk"
    bob.press("Ask")
    assert bob.screen.text == "How many?"
    assert answers(bob) == []


def test_another_form_begins_without_the_answers_of_the_first(bob: Person):
    desk = bob.screen
    bob.press("Ask")
    bob.send("4")

    bob.press("Change", on=desk)
    bob.press("Ask", on=desk)

    assert bob.screen.text == "How many?"


def test_button_of_an_earlier_question_is_over(bob: Person):
    bob.press("Ask")
    first = bob.screen
    bob.press("Three")

    version = bob.version - 1
    again = bob.press_data(act("form.choose", choice=1), version=version)

    assert (again.text, again.notice and again.notice.text) == ("A remark?", "This step is over.")
    assert first.text == "How many?"


def test_form_left_for_a_day_has_expired(bob: Person, clock):
    bob.press("Ask")
    clock.set(clock.now() + dt.timedelta(hours=24, seconds=1))

    assert bob.send("4").text == "This step has expired.\n\nDesk"
    assert bob.send("4").text.startswith("Please use the buttons.")


def test_form_button_without_an_open_form_shows_where_the_person_is(bob: Person):
    assert bob.press_data(act("form.keep")).text == "Desk"
