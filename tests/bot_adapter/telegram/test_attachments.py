"""Files that the bot sends: messages of their own, and what was pressed stays as it is."""

import pytest
from tests.bot_adapter.telegram.hostile import FILE
from tests.bot_adapter.telegram.people import Hosted

from kalenner_playground.people import Phone, Shown

pytestmark = pytest.mark.slow_on_postgresql


def files(phone: Phone) -> list[Shown]:
    return [shown for shown in phone.messages if shown.from_bot and shown.media == "document"]


def test_press_that_leads_to_a_file_is_answered_with_it(hosted: Hosted) -> None:
    ada = hosted.person()

    assert hosted.answer(ada, ada.press("File")) == ""

    (file,) = files(ada)
    about = file.raw["document"]
    assert (about["file_name"], about["mime_type"]) == ("Über Ada_ 2026.ics", "text/calendar")
    assert (ada.file(file), file.text, file.buttons) == (FILE.content, "All of <it>", [["Look"]])


def test_pressed_menu_stays_as_it_is_and_goes_on_working(hosted: Hosted) -> None:
    ada = hosted.person()
    desk = ada.screen
    edits = len(hosted.calls("editMessageText", ada))

    hosted.answer(ada, ada.press("File", on=desk))

    assert [shown for shown in ada.messages if shown.id == desk.id] == [desk]
    assert len(hosted.calls("editMessageText", ada)) == edits
    hosted.answer(ada, ada.press("Look", on=desk))
    assert [shown.text for shown in ada.messages if shown.id == desk.id] == ["Looked"]


def test_file_does_not_close_a_question(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.answer(ada, ada.press("File"))
    menu = ada.messages[-2]
    hosted.answer(ada, ada.press("Ask", on=menu))

    ada.send("/file")
    hosted.settle(ada)
    ada.send("Olga")
    hosted.settle(ada)

    assert (len(files(ada)), hosted.written(ada)) == (2, ["name Olga"])


def test_button_of_a_file_shows_its_screen_below_and_the_file_is_kept(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.answer(ada, ada.press("File"))
    (file,) = files(ada)

    hosted.answer(ada, ada.press("Look", on=file))

    assert (ada.screen.text, ada.screen.id > file.id) == ("Looked", True)
    assert [shown.raw["document"] for shown in files(ada)] == [file.raw["document"]]


def test_notification_with_a_file_is_sent(hosted: Hosted) -> None:
    ada = hosted.person()

    hosted.notify(ada, "hostile.file")
    hosted.settle(ada)

    assert [ada.file(shown) for shown in files(ada)] == [FILE.content]


def test_file_is_sent_again_after_a_fault_and_once_only(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.world.faults.add("sendDocument", "server_error", chat=ada.id)

    ada.press("File")
    hosted.get_over_faults(ada)
    hosted.settle(ada)

    assert [ada.file(shown) for shown in files(ada)] == [FILE.content]
