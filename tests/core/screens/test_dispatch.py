"""From a press to a screen: refusals, faults, commands, and texts that nobody has asked for."""

import dataclasses
import logging

import pytest

from kalenner.testing import Person, act, go
from tests.core.screens.survey import Survey

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def bob(surveyed: Person) -> Person:
    return surveyed


def counts(person: Person) -> dict[str, int]:
    survey: Survey = person.stage.app.registry["survey"]
    return survey.counts


def notice(person: Person) -> str | None:
    return person.screen.notice and person.screen.notice.text


def test_effect_changes_something_and_says_so(bob: Person):
    bob.press("Count")

    assert (bob.screen.text, notice(bob), counts(bob)["count"]) == ("Desk", "Counted", 1)


def test_step_is_good_for_one_showing(bob: Person):
    version = bob.version
    bob.press_data(act("survey.once"), version=version)
    bob.press_data(act("survey.once"), version=version)

    assert (notice(bob), counts(bob)["once"]) == ("This step is over.", 1)


@pytest.mark.parametrize(
    "press",
    [
        pytest.param(go("survey.gone"), id="unknown screen"),
        pytest.param(act("survey.item", item=1), id="effect of a screen that only shows"),
        pytest.param(go("survey.office"), id="somebody else's"),
    ],
)
def test_what_is_not_there_and_what_is_not_theirs_are_one_answer(bob: Person, press):
    known = press.screen != "survey.gone"
    bob.press_data(press)

    assert (bob.screen.text, notice(bob)) == (
        "Desk",
        "Not available." if known else "This menu is out of date.",
    )


def test_effect_is_not_run_by_a_press_that_only_shows(bob: Person):
    bob.press_data(go("survey.count"))

    assert (notice(bob), counts(bob)["count"]) == ("Not available.", 0)


def test_refusal_takes_back_what_was_written(bob: Person):
    bob.press("Fail refused")

    assert (bob.screen.text, notice(bob)) == ("Desk", "Not available.")
    assert bob.account.client_name is None


def test_fault_takes_back_what_was_written_names_its_press_and_leaves_the_person_where_they_were(
    bob: Person, caplog
):
    with caplog.at_level(logging.ERROR):
        bob.press("Fail broken")

    assert bob.screen.text == "Desk"
    assert notice(bob).startswith("Something went wrong (code ")
    assert bob.account.client_name is None
    assert "survey.fail" in caplog.messages[0]


def test_fault_in_a_form_names_the_form(bob: Person, caplog, monkeypatch):
    bob.press("Change")
    bob.press("Keep")
    monkeypatch.setattr(bob.stage.app.registry["survey"], "answers", None)

    with caplog.at_level(logging.ERROR):
        bob.send("Below")

    assert caplog.messages[0].endswith("on an answer to survey.change")


def test_command_shows_its_screen_and_an_unknown_one_the_menu(bob: Person):
    bob.press("List")

    assert bob.send("/survey").text == "Desk"
    assert bob.send("/nonsense").is_menu


def test_text_that_nobody_asked_for_shows_the_same_screen_again(bob: Person):
    bob.press("Office")
    office = bob.screen

    assert bob.send("hello").text == f"Please use the buttons.\n\n{office.text}"
    assert bob.screen.rows == office.rows
    assert bob.send("hello?").text == f"Please use the buttons.\n\n{office.text}"


def test_text_that_nobody_asked_for_leads_to_the_menu_where_the_screen_is_gone(bob: Person):
    bob.press("Gone")

    assert bob.send("hello").text.startswith("Please use the buttons.")


def test_notice_stands_in_the_text_where_there_is_no_press_to_answer(bob: Person):
    bob.press("Ask")

    assert bob.send("4").notice is None
    assert bob.send("nice").text == "Saved\n\nThanks"


def test_screen_remembers_the_press_that_shows_it(bob: Person):
    bob.press("Item")

    assert dataclasses.astuple(bob.screen.at) == ("survey.item", {"item": 99}, False)
