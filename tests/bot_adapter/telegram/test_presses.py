"""Presses, in every bad moment and from every bad hand: always one answer, and nothing that should not happen."""

import pytest
from sqlalchemy import select
from tests.bot_adapter.telegram.hostile import gates
from tests.bot_adapter.telegram.people import Hosted

from kalenner.delivery.models import Inbox
from kalenner_playground.people import Phone

pytestmark = pytest.mark.slow_on_postgresql

DAY = 24 * 3600
OUT_OF_DATE = "This menu is out of date."
STEP_OVER = "This step is over."
STEP_EXPIRED = "This step has expired."


def data_of(phone: Phone, label: str) -> str:
    """The data of a button on show."""
    rows = phone.screen.raw["reply_markup"]["inline_keyboard"]
    return next(str(button["callback_data"]) for row in rows for button in row if button["text"] == label)


def test_press_is_answered_and_its_screen_shown(hosted: Hosted) -> None:
    ada = hosted.person()

    assert hosted.answer(ada, ada.press("Write")) == "Written"
    assert (hosted.written(ada), ada.screen.text) == (["write"], "Desk")


def test_slow_press_is_hushed_and_has_no_second_answer(hosted: Hosted) -> None:
    ada = hosted.person()
    gates.is_open.clear()
    press = ada.press("Slow")
    assert gates.entered.acquire(timeout=10)

    assert press is not None
    assert ada.answer_to(press, 10)["text"] == ""
    gates.is_open.set()

    assert hosted.answer(ada, press) == ""
    assert hosted.written(ada) == ["slow"]


def test_others_are_served_while_one_waits_on_postgresql_and_all_are_in_the_end(hosted: Hosted) -> None:
    ada, bob = hosted.person(), hosted.person()
    gates.is_open.clear()
    slow = ada.press("Slow")
    assert gates.entered.acquire(timeout=10)

    look = bob.press("Look")
    if hosted.is_postgresql:
        assert hosted.answer(bob, look) == ""
    gates.is_open.set()

    hosted.answer(bob, look)
    hosted.answer(ada, slow)
    assert bob.screen.text == "Looked"


def test_two_presses_of_one_person_are_handled_one_after_the_other(hosted: Hosted) -> None:
    ada = hosted.person()
    gates.is_open.clear()
    slow, quick = ada.press("Slow"), ada.press("Write")
    assert gates.entered.acquire(timeout=10)
    assert not gates.entered.acquire(blocking=False)
    gates.is_open.set()

    hosted.answer(ada, slow)
    hosted.answer(ada, quick)
    assert hosted.written(ada) == ["slow", "write"]


def test_step_pressed_twice_at_once_happens_once(hosted: Hosted) -> None:
    ada = hosted.person()
    data, message = data_of(ada, "Step"), ada.screen

    first, second = ada.press_data(data, on=message), ada.press_data(data, on=message)

    assert sorted([hosted.answer(ada, first), hosted.answer(ada, second)]) == ["", STEP_OVER]
    assert hosted.written(ada) == ["step"]


def test_press_and_text_at_once_are_both_answered(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.answer(ada, ada.press("Ask"))
    question = ada.screen

    cancel = ada.press("Cancel", on=question)
    ada.send("Olga")

    hosted.answer(ada, cancel)
    assert hosted.written(ada) in ([], ["name Olga"])
    assert ada.screen.text.startswith(("Noted", "Desk", "Please use the buttons."))


def test_press_on_last_months_menu_works(hosted: Hosted) -> None:
    ada = hosted.person()
    old = ada.screen
    ada.send("/desk")
    hosted.settle(ada)
    # The newest menu took the buttons off the old one; somebody's device may still show them.
    data = data_of(ada, "Write")
    hosted.move_clock(31 * DAY)

    assert hosted.answer(ada, ada.press_data(data, on=old)) == "Written"
    assert hosted.written(ada) == ["write"]
    assert [shown.id for shown in ada.messages if shown.buttons] == [old.id]


def test_data_of_somebody_else_is_out_of_date(hosted: Hosted) -> None:
    ada, bob = hosted.person(), hosted.person()

    press = bob.press_data(data_of(ada, "Write"), on=bob.screen)

    assert hosted.answer(bob, press) == OUT_OF_DATE
    assert (hosted.written(ada), hosted.written(bob)) == ([], [])


@pytest.mark.parametrize("place", [0, 1, 2, 5, 7, -9, -8, -1])
def test_changed_byte_is_out_of_date(hosted: Hosted, place: int) -> None:
    ada = hosted.person()
    data = list(data_of(ada, "Write"))
    data[place] = "A" if data[place] != "A" else "B"

    assert hosted.answer(ada, ada.press_data("".join(data), on=ada.screen)) == OUT_OF_DATE
    assert (hosted.written(ada), ada.screen.text) == ([], "Desk")


@pytest.mark.parametrize(
    "data", ["", "x", "\0", "\0" * 64, "1g", "é" * 32, "1p" + "A" * 62, "'; drop table core_inbox; --"]
)
def test_forged_data_is_out_of_date(hosted: Hosted, data: str) -> None:
    ada = hosted.person()

    assert hosted.answer(ada, ada.press_data(data, on=ada.screen)) == OUT_OF_DATE
    assert (hosted.written(ada), ada.screen.text) == ([], "Desk")


def test_object_that_is_not_theirs_is_not_available(hosted: Hosted) -> None:
    ada = hosted.person()
    channel = hosted.channel
    account = hosted.account_id(ada)

    def data(request):
        from kalenner.screens import go

        return channel.press_data.write(
            request.dbsession, request.clock, account, go("hostile.item", item=8), 0
        )

    assert hosted.answer(ada, ada.press("Mine")) == ""
    assert ada.screen.text == "Item 7"
    assert hosted.answer(ada, ada.press_data(hosted.run(data), on=ada.screen)) == "Not available."
    assert ada.screen.text == "Item 7"


def test_press_on_a_deleted_message_is_shown_anew(hosted: Hosted) -> None:
    ada = hosted.person()
    data, gone = data_of(ada, "Write"), ada.screen.id
    hosted.world.messages.remove(ada.id, gone)

    assert hosted.answer(ada, ada.press_data(data, on=gone)) == "Written"
    assert (ada.screen.text, ada.screen.id > gone) == ("Desk", True)


def test_message_deleted_between_press_and_edit_is_shown_anew(hosted: Hosted) -> None:
    ada = hosted.person()
    gates.is_open.clear()
    gone = ada.screen.id
    press = ada.press("Slow")
    assert gates.entered.acquire(timeout=10)
    hosted.world.messages.remove(ada.id, gone)
    gates.is_open.set()

    hosted.answer(ada, press)
    assert (ada.screen.text, ada.screen.id > gone) == ("Desk", True)


def test_step_of_an_older_showing_is_over(hosted: Hosted) -> None:
    ada = hosted.person()
    data, old = data_of(ada, "Step"), ada.screen
    ada.send("/desk")
    hosted.settle(ada)

    assert hosted.answer(ada, ada.press_data(data, on=old)) == STEP_OVER
    assert hosted.written(ada) == []


def test_answer_after_a_day_has_expired(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.answer(ada, ada.press("Ask"))
    hosted.move_clock(25 * 3600)

    ada.send("Olga")
    hosted.settle(ada)

    assert ada.screen.text.startswith(STEP_EXPIRED)
    assert hosted.written(ada) == []


def test_button_of_a_question_after_a_day_has_expired(hosted: Hosted) -> None:
    ada = hosted.person()
    hosted.answer(ada, ada.press("Ask"))
    hosted.move_clock(25 * 3600)

    assert hosted.answer(ada, ada.press("Cancel")) == STEP_EXPIRED
    assert ada.screen.text == "Desk"


def test_way_out_of_an_expired_question_simply_works(hosted: Hosted) -> None:
    ada = hosted.person()
    data = data_of(ada, "Look")
    hosted.answer(ada, ada.press("Ask"))
    hosted.move_clock(25 * 3600)

    assert hosted.answer(ada, ada.press_data(data, on=ada.screen)) == ""
    assert ada.screen.text == "Looked"


def test_unknown_command_shows_the_menu(hosted: Hosted) -> None:
    ada = hosted.person()

    ada.send("/nothing_of_the_kind")
    hosted.settle(ada)

    assert "I am a client" in ada.screen.labels[1]


def test_text_without_a_question_points_at_the_buttons(hosted: Hosted) -> None:
    ada = hosted.person()

    ada.send("hello?")
    hosted.settle(ada)

    assert ada.screen.text.startswith("Please use the buttons.")


def test_fault_shows_a_code_writes_nothing_and_can_be_tried_again(hosted: Hosted) -> None:
    ada = hosted.person()
    gates.is_broken = True

    said = hosted.answer(ada, ada.press("Boom"))

    assert said.startswith("Something went wrong (code ")
    assert (hosted.written(ada), ada.alerts[-1], ada.screen.text) == ([], said, "Desk")
    gates.is_broken = False
    assert hosted.answer(ada, ada.press("Boom")) == "No boom"
    assert hosted.written(ada) == ["boom"]


def test_fault_of_the_screen_where_somebody_is_leads_to_the_menu(hosted: Hosted) -> None:
    ada = hosted.person()
    data = data_of(ada, "Boom")
    hosted.answer(ada, ada.press("Look"))
    gates.is_broken = True

    assert hosted.answer(ada, ada.press_data(data, on=ada.screen)).startswith("Something went wrong (code ")

    assert "I am a client" in ada.screen.labels[1]
    assert hosted.written(ada) == []


def test_update_that_fails_five_times_is_given_up_and_the_person_told(hosted: Hosted) -> None:
    ada = hosted.person()
    gates.is_broken = True
    press = ada.press("Unshowable")

    def tries() -> int:
        found = select(Inbox.tries).where(Inbox.subject == str(ada.id)).order_by(Inbox.id.desc()).limit(1)
        return hosted.run(lambda request: request.dbsession.scalar(found) or 0, only_reads=True)

    for number in range(1, 6):
        hosted.until(lambda number=number: tries() == number)
        hosted.move_clock(2.0**number)

    assert hosted.answer(ada, press) == ""
    assert ada.sees("Something went wrong (code U", 10).buttons == []
    gates.is_broken = False
    hosted.answer(ada, ada.press("Unshowable"))
    assert "Shown after all" in hosted.texts(ada)
