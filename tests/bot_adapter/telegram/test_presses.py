"""Presses, in every bad moment and from every bad hand: always one answer, and nothing that should not happen."""

import pytest
from sqlalchemy import select
from tests.bot_adapter.telegram.hostile_plugin import controls
from tests.bot_adapter.telegram.product import RunningProduct

from kalenner.delivery.models import Inbox
from kalenner.testing import go
from kalenner_playground.phone import Phone

pytestmark = pytest.mark.slow_on_postgresql

DAY = 24 * 3600
OUT_OF_DATE = "This menu is out of date."
STEP_OVER = "This step is over."
STEP_EXPIRED = "This step has expired."


def data_of(phone: Phone, label: str) -> str:
    """The data of a button on show."""
    rows = phone.screen.raw["reply_markup"]["inline_keyboard"]
    return next(str(button["callback_data"]) for row in rows for button in row if button["text"] == label)


def test_press_is_answered_and_its_screen_shown(product: RunningProduct) -> None:
    ada = product.person()

    assert product.answer(ada, ada.press("Write")) == "Written"
    assert (product.written(ada), ada.screen.text) == (["write"], "Desk")


def test_slow_press_is_hushed_and_has_no_second_answer(product: RunningProduct) -> None:
    ada = product.person()
    controls.is_open.clear()
    press = ada.press("Slow")
    assert controls.entered.acquire(timeout=10)

    assert press is not None
    assert ada.answer_to(press, 10)["text"] == ""
    controls.is_open.set()

    assert product.answer(ada, press) == ""
    assert product.written(ada) == ["slow"]


def test_others_are_served_while_one_waits_on_postgresql_and_all_are_in_the_end(
    product: RunningProduct,
) -> None:
    ada, bob = product.person(), product.person()
    controls.is_open.clear()
    slow = ada.press("Slow")
    assert controls.entered.acquire(timeout=10)

    look = bob.press("Look")
    if product.is_postgresql:
        assert product.answer(bob, look) == ""
    controls.is_open.set()

    product.answer(bob, look)
    product.answer(ada, slow)
    assert bob.screen.text == "Looked"


def test_two_presses_of_one_person_are_handled_one_after_the_other(product: RunningProduct) -> None:
    ada = product.person()
    controls.is_open.clear()
    slow, quick = ada.press("Slow"), ada.press("Write")
    assert controls.entered.acquire(timeout=10)
    assert not controls.entered.acquire(blocking=False)
    controls.is_open.set()

    product.answer(ada, slow)
    product.answer(ada, quick)
    assert product.written(ada) == ["slow", "write"]


def test_step_pressed_twice_at_once_happens_once(product: RunningProduct) -> None:
    ada = product.person()
    data, message = data_of(ada, "Step"), ada.screen

    first, second = ada.press_data(data, on=message), ada.press_data(data, on=message)

    assert sorted([product.answer(ada, first), product.answer(ada, second)]) == ["", STEP_OVER]
    assert product.written(ada) == ["step"]


def test_press_and_text_at_once_are_both_answered(product: RunningProduct) -> None:
    ada = product.person()
    product.answer(ada, ada.press("Ask"))
    question = ada.screen

    cancel = ada.press("Cancel", on=question)
    ada.send("Olga")

    product.answer(ada, cancel)
    assert product.written(ada) in ([], ["name Olga"])
    assert ada.screen.text.startswith(("Noted", "Desk", "Please use the buttons."))


def test_press_on_last_months_menu_works(product: RunningProduct) -> None:
    ada = product.person()
    old = ada.screen
    ada.send("/desk")
    product.settle(ada)
    # The newest menu took the buttons off the old one; somebody's device may still show them.
    data = data_of(ada, "Write")
    product.move_clock(31 * DAY)

    assert product.answer(ada, ada.press_data(data, on=old)) == "Written"
    assert product.written(ada) == ["write"]
    assert [shown.id for shown in ada.messages if shown.buttons] == [ada.screen.id]  # below, not in its place


@pytest.mark.figure("F8")
def test_data_of_somebody_else_is_out_of_date(product: RunningProduct) -> None:
    ada, bob = product.person(), product.person()

    press = bob.press_data(data_of(ada, "Write"), on=bob.screen)

    assert product.answer(bob, press) == OUT_OF_DATE
    assert (product.written(ada), product.written(bob)) == ([], [])


@pytest.mark.figure("F8")
@pytest.mark.parametrize("place", [0, 1, 2, 5, 7, -9, -8, -1])
def test_changed_byte_is_out_of_date(product: RunningProduct, place: int) -> None:
    ada = product.person()
    data = list(data_of(ada, "Write"))
    data[place] = "A" if data[place] != "A" else "B"

    assert product.answer(ada, ada.press_data("".join(data), on=ada.screen)) == OUT_OF_DATE
    assert (product.written(ada), ada.screen.text) == ([], "Desk")


@pytest.mark.figure("F8")
@pytest.mark.parametrize(
    "data", ["", "x", "\0", "\0" * 64, "1g", "é" * 32, "1p" + "A" * 62, "'; drop table core_inbox; --"]
)
def test_forged_data_is_out_of_date(product: RunningProduct, data: str) -> None:
    ada = product.person()

    assert product.answer(ada, ada.press_data(data, on=ada.screen)) == OUT_OF_DATE
    assert (product.written(ada), ada.screen.text) == ([], "Desk")


def test_object_that_is_not_theirs_is_not_available(product: RunningProduct) -> None:
    ada = product.person()
    channel = product.channel
    account = product.account_id(ada)

    def data(request):
        return channel.press_data.write(
            request.dbsession, request.clock, account, go("hostile.item", item=8), 0
        )

    assert product.answer(ada, ada.press("Mine")) == ""
    assert ada.screen.text == "Item 7"
    assert product.answer(ada, ada.press_data(product.run(data), on=ada.screen)) == "Not available."
    assert ada.screen.text == "Item 7"


def test_press_on_a_deleted_message_is_shown_anew(product: RunningProduct) -> None:
    ada = product.person()
    data, gone = data_of(ada, "Write"), ada.screen.id
    product.telegram.messages.remove(ada.id, gone)

    assert product.answer(ada, ada.press_data(data, on=gone)) == "Written"
    assert (ada.screen.text, ada.screen.id > gone) == ("Desk", True)


def test_message_deleted_between_press_and_edit_is_shown_anew(product: RunningProduct) -> None:
    ada = product.person()
    controls.is_open.clear()
    gone = ada.screen.id
    press = ada.press("Slow")
    assert controls.entered.acquire(timeout=10)
    product.telegram.messages.remove(ada.id, gone)
    controls.is_open.set()

    product.answer(ada, press)
    assert (ada.screen.text, ada.screen.id > gone) == ("Desk", True)


def test_step_of_an_older_showing_is_over(product: RunningProduct) -> None:
    ada = product.person()
    data, old = data_of(ada, "Step"), ada.screen
    ada.send("/desk")
    product.settle(ada)

    assert product.answer(ada, ada.press_data(data, on=old)) == STEP_OVER
    assert product.written(ada) == []


def test_answer_after_a_day_has_expired(product: RunningProduct) -> None:
    ada = product.person()
    product.answer(ada, ada.press("Ask"))
    product.move_clock(25 * 3600)

    ada.send("Olga")
    product.settle(ada)

    assert ada.screen.text.startswith(STEP_EXPIRED)
    assert product.written(ada) == []


def test_button_of_a_question_after_a_day_has_expired(product: RunningProduct) -> None:
    ada = product.person()
    product.answer(ada, ada.press("Ask"))
    product.move_clock(25 * 3600)

    assert product.answer(ada, ada.press("Cancel")) == STEP_EXPIRED
    assert ada.screen.text == "Desk"


def test_way_out_of_an_expired_question_simply_works(product: RunningProduct) -> None:
    ada = product.person()
    data = data_of(ada, "Look")
    product.answer(ada, ada.press("Ask"))
    product.move_clock(25 * 3600)

    assert product.answer(ada, ada.press_data(data, on=ada.screen)) == ""
    assert ada.screen.text == "Looked"


def test_unknown_command_shows_the_menu(product: RunningProduct) -> None:
    ada = product.person()

    ada.send("/nothing_of_the_kind")
    product.settle(ada)

    assert "I am a client" in ada.screen.labels[2]


def test_text_without_a_question_points_at_the_buttons(product: RunningProduct) -> None:
    ada = product.person()

    ada.send("hello?")
    product.settle(ada)

    assert ada.screen.text.startswith("Please use the buttons.")


def test_fault_shows_a_code_writes_nothing_and_can_be_tried_again(product: RunningProduct) -> None:
    ada = product.person()
    controls.is_broken = True

    answer = product.answer(ada, ada.press("Boom"))

    assert answer.startswith("Something went wrong (code ")
    assert (product.written(ada), ada.alerts[-1], ada.screen.text) == ([], answer, "Desk")
    controls.is_broken = False
    assert product.answer(ada, ada.press("Boom")) == "No boom"
    assert product.written(ada) == ["boom"]


def test_fault_of_the_screen_where_somebody_is_leads_to_the_menu(product: RunningProduct) -> None:
    ada = product.person()
    data = data_of(ada, "Boom")
    product.answer(ada, ada.press("Look"))
    controls.is_broken = True

    assert product.answer(ada, ada.press_data(data, on=ada.screen)).startswith("Something went wrong (code ")

    assert "I am a client" in ada.screen.labels[2]
    assert product.written(ada) == []


def test_update_that_fails_five_times_is_given_up_and_the_person_told(product: RunningProduct) -> None:
    ada = product.person()
    controls.is_broken = True
    press = ada.press("Unshowable")

    def tries() -> int:
        statement = select(Inbox.tries).where(Inbox.subject == str(ada.id)).order_by(Inbox.id.desc()).limit(1)
        return product.run(lambda request: request.dbsession.scalar(statement) or 0, only_reads=True)

    for number in range(1, 6):
        product.until(lambda number=number: tries() == number)
        product.move_clock(2.0**number)

    assert product.answer(ada, press) == ""
    assert ada.sees("Something went wrong (code U", 10).buttons == []
    controls.is_broken = False
    product.answer(ada, ada.press("Unshowable"))
    assert "Shown after all" in product.texts(ada)
