"""The calls that show screens: what Telegram refuses of one is shown in another way, and nothing twice."""

import pytest
from tests.bot_adapter.telegram.pictures import PNG

from kalenner_playground.phone import Phone


def payload(text: str = "Hello", **more: object) -> dict:
    return {"text": text, "rows": [], **more}


def edited(message: int, text: str = "Changed", **more: object) -> dict:
    return payload(text, message=message, was_picture=False, **more)


def labels(phone: Phone) -> list[str]:
    return phone.screen.labels


PRESSABLE = {"text": "Press", "callback_data": "1gabcd"}


@pytest.fixture
def menu(run, calls, ada) -> int:
    """A menu in Ada's chat."""
    return run(calls.send(str(ada.id), payload("Menu", rows=[[PRESSABLE]])))


def test_message_with_markup_and_buttons_is_sent(run, calls, ada):
    number = run(calls.send(str(ada.id), payload("<b>Hi</b> &amp; bye", rows=[[PRESSABLE]])))

    assert (ada.screen.id, ada.screen.text, labels(ada)) == (number, "Hi & bye", ["Press"])


def test_picture_is_sent_with_its_caption(run, calls, ada):
    run(calls.send(str(ada.id), payload("A <i>code</i>", picture=PNG, rows=[[PRESSABLE]])))

    assert (ada.screen.media, ada.screen.text, labels(ada)) == ("photo", "A code", ["Press"])


DOCUMENT = {"name": "Über uns.txt", "media_type": "text/calendar", "content": "R3LDvMOfZQ=="}


def test_file_is_sent_with_its_name_kind_and_caption(run, calls, ada):
    number = run(calls.send(str(ada.id), payload("A <i>file</i>", document=DOCUMENT, rows=[[PRESSABLE]])))

    about = ada.screen.raw["document"]
    assert (ada.screen.id, ada.screen.text, labels(ada)) == (number, "A file", ["Press"])
    assert (about["file_name"], about["mime_type"]) == ("Über uns.txt", "text/calendar")
    assert ada.file(ada.screen).decode() == "Grüße"


def test_file_whose_caption_cannot_be_read_is_sent_with_a_plain_one(run, calls, ada):
    run(calls.send(str(ada.id), payload("<h1>bold</h1>", document=DOCUMENT)))

    assert (ada.screen.media, ada.screen.text) == ("document", "bold")


@pytest.mark.parametrize("broken", ["<b>bold & <i>crossed</b></i> &lt;3", "<h1>bold & crossed</h1> &lt;3"])
def test_markup_that_cannot_be_read_is_sent_plain(run, calls, ada, broken):
    run(calls.send(str(ada.id), payload(broken, rows=[[PRESSABLE]])))

    assert (ada.screen.text, labels(ada)) == ("bold & crossed <3", ["Press"])


def test_link_that_is_refused_is_left_out(run, calls, ada):
    rows = [[{"text": "Site", "url": "tel:123"}], [PRESSABLE]]

    run(calls.send(str(ada.id), payload(rows=rows)))

    assert labels(ada) == ["Press"]


def test_picture_that_is_refused_is_left_out(run, calls, ada, telegram):
    telegram.faults.add("sendPhoto", "bad_request", description="Bad Request: PHOTO_INVALID_DIMENSIONS")

    run(calls.send(str(ada.id), payload("Caption", picture=PNG)))

    assert (ada.screen.media, ada.screen.text) == (None, "Caption")


def test_screen_is_shown_in_the_message_that_was_pressed(run, calls, ada, menu):
    assert run(calls.edit(str(ada.id), edited(menu))) == menu
    assert (ada.screen.text, ada.screen.id, labels(ada)) == ("Changed", menu, [])


def test_same_screen_again_is_nothing_to_mind(run, calls, ada, menu):
    assert run(calls.edit(str(ada.id), edited(menu, "Menu", rows=[[PRESSABLE]]))) == menu
    assert ada.screen.id == menu


def test_message_that_is_gone_is_replaced(run, calls, ada, telegram, menu):
    telegram.messages.remove(ada.id, menu)

    number = run(calls.edit(str(ada.id), edited(menu)))

    assert (ada.screen.id, ada.screen.text, number > menu) == (number, "Changed", True)


@pytest.mark.parametrize(
    "reason",
    [
        "message to edit not found",
        "message can't be edited",
        "there is no text in the message to edit",
        "MESSAGE_ID_INVALID",
    ],
)
def test_message_that_cannot_be_edited_is_replaced(run, calls, ada, telegram, menu, reason):
    telegram.faults.add("editMessageText", "bad_request", description=f"Bad Request: {reason}")

    number = run(calls.edit(str(ada.id), edited(menu)))

    assert (ada.screen.id, ada.screen.text, number > menu) == (number, "Changed", True)


def test_text_instead_of_a_picture_takes_its_place(run, calls, ada):
    picture = run(calls.send(str(ada.id), payload("Code", picture=PNG)))

    number = run(calls.edit(str(ada.id), {**edited(picture, old_menu=picture), "was_picture": True}))

    assert [shown.id for shown in ada.messages if shown.from_bot] == [number]


@pytest.mark.parametrize("picture_after", [{}, {"picture": PNG}])
@pytest.mark.parametrize("old_menu", [None, 1])
def test_picture_that_is_not_the_menu_stays(run, calls, ada, old_menu, picture_after):
    picture = run(calls.send(str(ada.id), payload("Code", picture=PNG)))

    after = edited(picture, old_menu=old_menu, **picture_after)
    number = run(calls.edit(str(ada.id), {**after, "was_picture": True}))

    assert [(shown.id, shown.text) for shown in ada.messages if shown.from_bot] == [
        (picture, "Code"),
        (number, "Changed"),
    ]


def test_text_that_is_not_the_menu_stays_above_a_picture(run, calls, ada, menu):
    number = run(calls.edit(str(ada.id), edited(menu, picture=PNG)))

    assert [shown.id for shown in ada.messages if shown.from_bot] == [menu, number]


def test_menu_too_old_to_be_deleted_loses_its_buttons(run, calls, ada, menu):
    run(calls.edit(str(ada.id), edited(menu, picture=PNG, old_menu=menu, can_delete=False)))

    assert [(shown.text, shown.labels) for shown in ada.messages if shown.from_bot] == [
        ("Menu", []),
        ("Changed", []),
    ]


def test_picture_instead_of_a_text_takes_its_place(run, calls, ada, menu):
    number = run(calls.edit(str(ada.id), edited(menu, picture=PNG, old_menu=menu)))

    assert [(shown.id, shown.media) for shown in ada.messages if shown.from_bot] == [(number, "photo")]


def test_picture_instead_of_a_picture_is_edited(run, calls, ada):
    picture = run(calls.send(str(ada.id), payload("Code", picture=PNG)))

    later = edited(picture, "New", picture=PNG, old_menu=picture)
    number = run(calls.edit(str(ada.id), {**later, "was_picture": True}))

    assert (number, ada.screen.id, ada.screen.text, ada.screen.media) == (picture, picture, "New", "photo")


def test_markup_that_cannot_be_read_is_shown_plain(run, calls, ada, menu):
    run(calls.edit(str(ada.id), edited(menu, "<b>bold & <i>crossed</b></i>")))

    assert (ada.screen.id, ada.screen.text) == (menu, "bold & crossed")


def test_plain_text_that_stands_there_already_is_nothing_to_mind(run, calls, ada, menu):
    broken = edited(menu, "<b>bold & <i>crossed</b></i>")
    run(calls.edit(str(ada.id), broken))

    assert run(calls.edit(str(ada.id), broken)) == menu


def test_plain_text_for_a_message_that_is_gone_is_sent(run, calls, ada, telegram, menu):
    telegram.faults.add("editMessageText", "bad_request", description="Bad Request: can't parse entities: x")
    telegram.faults.add(
        "editMessageText", "bad_request", description="Bad Request: message to edit not found"
    )

    number = run(calls.edit(str(ada.id), edited(menu)))

    assert (ada.screen.id, number > menu) == (number, True)


@pytest.mark.parametrize(
    "kind", ["too_many_requests", "server_error", "forbidden", "bad_request", "answer_lost"]
)
def test_tidying_up_that_fails_does_not_repeat_the_message(run, calls, ada, telegram, kind):
    picture = run(calls.send(str(ada.id), payload("Code", picture=PNG)))
    telegram.faults.add("deleteMessage", kind)
    telegram.faults.add("editMessageReplyMarkup", kind)

    number = run(calls.edit(str(ada.id), {**edited(picture, old_menu=picture), "was_picture": True}))
    run(calls.remove_keyboard(str(ada.id), picture))

    assert number == ada.screen.id


def test_press_is_answered(run, calls, ada, menu):
    press = ada.press("Press")

    run(calls.answer({"id": str(press.id), "text": "Saved", "alert": True}))

    assert ada.alerts == ["Saved"]


@pytest.mark.parametrize("is_old", [False, True])
def test_press_that_is_answered_or_too_old_is_nothing_to_mind(run, calls, ada, menu, is_old):
    press = ada.press("Press")
    if not is_old:
        run(calls.answer({"id": str(press.id)}))

    run(calls.answer({"id": "999999" if is_old else str(press.id), "text": "Again"}))

    assert (ada.alerts, ada.toasts) == ([], [])
