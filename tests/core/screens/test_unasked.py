"""Files that are sent while a screen is on show: taken where its route accepts them, and nowhere else."""

import pytest

from kalenner.files import MAX_BYTES
from kalenner.testing import Person, go

pytestmark = pytest.mark.slow_on_postgresql


def pinned(person: Person) -> list[str]:
    """What was kept, in order."""
    return list(person.stage.app.registry["papers.board"].pinned)


@pytest.fixture
def at_the_wall(ada: Person) -> Person:
    """Somebody in front of a screen that accepts files."""
    ada.press_data(go("papers.wall", wall=7))
    return ada


def test_file_is_given_to_the_screen_on_show_with_its_arguments(at_the_wall: Person) -> None:
    assert at_the_wall.upload("one", 10).text == "Saved\n\nWall 7: 1"
    assert at_the_wall.upload("two", 10).text == "Saved\n\nWall 7: 2"

    assert pinned(at_the_wall) == ["one", "two"]


def test_album_is_taken_file_by_file_and_shown_once(at_the_wall: Person) -> None:
    before = len(at_the_wall.screens)

    at_the_wall.upload_album(("one", 10), ("two", 10), ("three", 10))

    assert [screen.text for screen in at_the_wall.screens[before:]] == ["Saved\n\nWall 7: 3"]


def test_refusal_shows_the_screen_again_with_the_reason(at_the_wall: Person) -> None:
    at_the_wall.upload_album(("one", 10), ("two", 10), ("three", 10), ("four", 10))

    assert at_the_wall.upload("five", 10).text == "❗ The wall is full\n\nWall 7: 4"


def test_file_that_is_too_big_is_refused_at_once_also_within_an_album(at_the_wall: Person) -> None:
    before = len(at_the_wall.screens)

    at_the_wall.upload_album(("one", 10), ("big", MAX_BYTES + 1), ("two", 10))

    assert [screen.text for screen in at_the_wall.screens[before:]] == [
        "❗ The file is too big, at most 20 MB.\n\nWall 7: 1",
        "Saved\n\nWall 7: 2",
    ]


def test_text_is_not_given_to_it(at_the_wall: Person) -> None:
    assert at_the_wall.send("one").text.startswith("Please use the buttons.")


def test_press_that_pretends_to_be_a_file_shows_the_screen(at_the_wall: Person) -> None:
    press = go("papers.wall", wall=7)

    assert at_the_wall.press_data(type(press)(press.screen, press.args, is_effect=True)).text == "Wall 7: 0"
    assert pinned(at_the_wall) == []


def test_file_is_not_given_to_a_screen_that_is_no_longer_on_show(at_the_wall: Person) -> None:
    at_the_wall.send("/desk")

    assert at_the_wall.upload("one", 10).text.startswith("Please use the buttons.")
    assert pinned(at_the_wall) == []


def test_open_question_comes_before_the_screen_it_was_opened_from(at_the_wall: Person) -> None:
    at_the_wall.press_data(go("papers.ask", number=1))

    assert "Well?" in at_the_wall.upload("one", 10).text
    assert pinned(at_the_wall) == []


def test_picture_in_front_of_a_screen_answers_the_question_of_another(ada: Person) -> None:
    ada.press_data(go("papers.frame"))

    assert ada.upload("one", 10).text == "Saved\n\nPinned 1"
    assert ada.labels == [["Done"]]
    assert ada.press("Done").text == "A frame"
    ada.upload_album(("two", 10), ("big", MAX_BYTES + 1))
    assert ada.screen.text == "❗ The file is too big, at most 20 MB.\n\nPinned 2"
