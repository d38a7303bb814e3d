"""A question that stays open: one picture after the other, or an album, is taken until Done."""

import pytest

from kalenner.files import MAX_BYTES
from kalenner.testing import Person

pytestmark = pytest.mark.slow_on_postgresql

TOO_BIG = MAX_BYTES + 1


def pinned(person: Person) -> list[str]:
    """What was kept, in order."""
    return list(person.stage.app.registry["papers.board"].pinned)


def drawn_by(person: Person, *files: tuple[str, int]) -> list[str]:
    """Send an album; return what was shown in answer to it."""
    before = len(person.screens)
    person.upload_album(*files)
    return [str(screen.text) for screen in person.screens[before:]]


def test_one_picture_after_the_other_is_taken(ada: Person) -> None:
    ada.press("Pin up")
    assert (ada.screen.text, ada.labels) == ("Pinned 0", [["Done"]])

    assert ada.upload("one", 10).text == "Saved\n\nPinned 1"
    assert ada.upload("two", 10).text == "Saved\n\nPinned 2"

    assert pinned(ada) == ["one", "two"]


def test_every_picture_of_an_album_is_taken_and_shown_once(ada: Person) -> None:
    ada.press("Pin up")

    assert drawn_by(ada, ("one", 10), ("two", 10), ("three", 10)) == ["Saved\n\nPinned 3"]
    assert pinned(ada) == ["one", "two", "three"]


def test_done_leads_back_to_where_the_question_was_opened(ada: Person) -> None:
    ada.press("Pin up")
    ada.upload_album(("one", 10), ("two", 10))

    assert ada.press("Done").text == "Desk"
    assert ada.upload("late", 10).text.startswith("Please use the buttons.")
    assert pinned(ada) == ["one", "two"]


def test_what_is_refused_of_an_album_is_told_with_the_last_of_it(ada: Person) -> None:
    ada.press("Pin up")

    assert drawn_by(ada, ("one", 10), ("big", TOO_BIG), ("bigger", TOO_BIG), ("two", 10)) == [
        "Saved\n\n❗ The file is too big, at most 20 MB.\n\nPinned 2"
    ]
    assert ada.upload("three", 10).text == "Saved\n\nPinned 3"


def test_what_the_view_refuses_of_an_album_is_told_once_with_the_other_reasons(ada: Person) -> None:
    ada.press("Pin up")
    ada.upload_album(("one", 10), ("two", 10), ("three", 10))

    assert drawn_by(ada, ("big", TOO_BIG), ("four", 10), ("five", 10), ("six", 10)) == [
        "❗ The file is too big, at most 20 MB.\n\n❗ The board is full\n\nPinned 4"
    ]
    assert pinned(ada) == ["one", "two", "three", "four"]
    assert ada.send("and this").text == "❗ Please send an image.\n\nPinned 4"


def test_fault_is_told_at_once_and_the_rest_is_taken(ada: Person) -> None:
    ada.press("Pin up")

    fault, rest = drawn_by(ada, ("one", 10), ("big", TOO_BIG), ("torn", 10), ("two", 10), ("three", 10))

    assert fault.endswith("❗ The file is too big, at most 20 MB.\n\nPinned 1")
    assert (fault.startswith("❗"), rest) == (False, "Saved\n\nPinned 3")
    assert pinned(ada) == ["one", "two", "three"]


def test_text_between_two_albums_parts_them(ada: Person) -> None:
    ada.press("Pin up")

    assert drawn_by(ada, ("one", 10)) == ["Saved\n\nPinned 1"]
    assert ada.send("these").text == "❗ Please send an image.\n\nPinned 1"
    assert drawn_by(ada, ("two", 10)) == ["Saved\n\nPinned 2"]


def test_question_for_one_picture_takes_the_first_and_says_so(ada: Person) -> None:
    ada.press("Ask 3")

    assert drawn_by(ada, ("one", 10), ("two", 10), ("three", 10)) == [
        "Saved\n\none",
        "Please use the buttons.\n\n" + str(ada.screen.text).partition("\n\n")[2],
    ]


def test_album_that_nobody_asked_for_is_answered_once(ada: Person) -> None:
    (answer,) = drawn_by(ada, ("one", 10), ("two", 10), ("three", 10))

    assert answer.startswith("Please use the buttons.")
    assert pinned(ada) == []


def test_half_taken_album_is_as_safe_as_the_rest(ada: Person) -> None:
    """Whoever goes elsewhere keeps what was taken; the question is over."""
    ada.press("Pin up")
    ada.upload_album(("one", 10), ("two", 10))
    ada.send("/desk")

    assert ada.upload("three", 10).text.startswith("Please use the buttons.")
    assert pinned(ada) == ["one", "two"]
