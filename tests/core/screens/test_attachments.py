"""Screens that bring a file: messages of their own, and the person stays where they are."""

import pytest
from markupsafe import Markup

from kalenner.screens import Attachment, Screen
from kalenner.testing import Person
from tests.core.screens.upload_plugin import ATTACHMENT

pytestmark = pytest.mark.slow_on_postgresql


def test_file_comes_as_a_message_of_its_own(ada: Person) -> None:
    desk, version = ada.screen, ada.version

    shown = ada.press("Paper")

    (card,) = ada.cards
    assert (card.text, card.attachment) == ("Your week", ATTACHMENT)
    assert (shown, ada.screens, ada.version) == (desk, [desk], version)


def test_person_goes_on_from_where_they_were(ada: Person) -> None:
    ada.press("Paper")

    assert ada.send("hello?").text.startswith("Please use the buttons.")
    assert ada.press("Desk", on=ada.cards[0]).text == "Desk"


def test_open_question_stays_open(ada: Person) -> None:
    ada.press("Ask 1")
    ada.send("/paper")

    assert ada.send("Olga").text == "Saved\n\n&#39;Olga&#39;"
    assert [card.attachment for card in ada.cards] == [ATTACHMENT]


def test_file_of_an_effect_answers_the_press_with_its_notice(ada: Person) -> None:
    ada.press("Made paper")

    (card,) = ada.cards
    assert (card.attachment, card.notice and card.notice.text) == (ATTACHMENT, "Made")


def test_screen_with_a_file_is_a_card() -> None:
    assert Screen(Markup("x"), attachment=ATTACHMENT).is_card is True
    assert Screen(Markup("x")).is_card is False


def test_screen_has_a_picture_or_a_file() -> None:
    with pytest.raises(ValueError, match="a screen has a picture or an attachment"):
        Screen(Markup("x"), picture=b"png", attachment=ATTACHMENT)


@pytest.mark.parametrize(("name", "content"), [("Week.ics", b""), (" ", b"x")])
def test_file_has_a_name_and_content(name: str, content: bytes) -> None:
    with pytest.raises(ValueError, match="an attachment has a name and content"):
        Attachment(name, content, "text/calendar")
