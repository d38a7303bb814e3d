"""Files that the bot sends: messages of their own, and what was pressed stays as it is."""

import pytest
from tests.bot_adapter.telegram.hostile_plugin import FILE
from tests.bot_adapter.telegram.product import RunningProduct

from kalenner.testing import go
from kalenner_playground.phone import ChatMessage, Phone

pytestmark = pytest.mark.slow_on_postgresql


def files(phone: Phone) -> list[ChatMessage]:
    return [shown for shown in phone.messages if shown.from_bot and shown.media == "document"]


def test_press_that_leads_to_a_file_is_answered_with_it(product: RunningProduct) -> None:
    ada = product.person()

    assert product.answer(ada, ada.press("File")) == ""

    (file,) = files(ada)
    about = file.raw["document"]
    assert (about["file_name"], about["mime_type"]) == ("Über Ada_ 2026.ics", "text/calendar")
    assert (ada.file(file), file.text, file.buttons) == (FILE.content, "All of <it>", [["Look"]])


def test_pressed_menu_stays_as_it_is_and_goes_on_working(product: RunningProduct) -> None:
    ada = product.person()
    desk = ada.screen
    edits = len(product.calls("editMessageText", ada))

    product.answer(ada, ada.press("File", on=desk))

    assert [shown for shown in ada.messages if shown.id == desk.id] == [desk]
    assert len(product.calls("editMessageText", ada)) == edits
    product.answer(ada, ada.press("Look", on=desk))
    assert [shown.text for shown in ada.messages if shown.id == desk.id] == ["Looked"]


def test_file_does_not_close_a_question(product: RunningProduct) -> None:
    ada = product.person()
    product.answer(ada, ada.press("File"))
    menu = ada.messages[-2]
    product.answer(ada, ada.press("Ask", on=menu))

    ada.send("/file")
    product.settle(ada)
    ada.send("Olga")
    product.settle(ada)

    assert (len(files(ada)), product.written(ada)) == (2, ["name Olga"])


def test_button_of_a_file_shows_its_screen_below_and_the_file_is_kept(product: RunningProduct) -> None:
    ada = product.person()
    product.answer(ada, ada.press("File"))
    (file,) = files(ada)

    product.answer(ada, ada.press("Look", on=file))

    assert (ada.screen.text, ada.screen.id > file.id) == ("Looked", True)
    assert [shown.raw["document"] for shown in files(ada)] == [file.raw["document"]]


def test_notification_with_a_file_is_sent(product: RunningProduct) -> None:
    ada = product.person()

    product.notify(ada, go("hostile.file"))
    product.settle(ada)

    assert [ada.file(shown) for shown in files(ada)] == [FILE.content]


def test_file_is_sent_again_after_a_fault_and_once_only(product: RunningProduct) -> None:
    ada = product.person()
    product.telegram.faults.add("sendDocument", "server_error", chat=ada.id)

    ada.press("File")
    product.get_over_faults(ada)
    product.settle(ada)

    assert [ada.file(shown) for shown in files(ada)] == [FILE.content]
