"""A chat that was too fast: the pause is its own, since Telegram says it of the chat that the call named."""

import pytest
from tests.bot_adapter.telegram.pictures import PNG

from kalenner.delivery import TryLater
from kalenner_playground.phone import Phone
from kalenner_telegram.payload_sender import PayloadSender


@pytest.fixture
def payload_sender(calls) -> PayloadSender:
    return PayloadSender(calls)


def test_every_refusal_is_about_its_chat_alone(run, telegram, payload_sender):
    for number in range(4):
        phone = Phone.of_new(telegram, f"Person {number}")
        phone.send("/start")
        telegram.faults.add("sendMessage", "too_many_requests", retry_after=9, chat=phone.id)

        with pytest.raises(TryLater) as caught:
            run(payload_sender.send(str(phone.id), {"do": "send", "text": "Hello", "rows": []}))

        assert (caught.value.seconds, caught.value.is_for_all) == (9, False)


PRESSABLE = {"text": "Press", "callback_data": "1gabcd"}


def show(run, payload_sender, phone, text: str, **more) -> dict:
    """Show a screen in a new menu, or in the message that was pressed."""
    menu = {"do": "edit" if "message" in more else "menu", "text": text, "rows": [[PRESSABLE]]}
    return run(payload_sender.send(str(phone.id), {**menu, "was_picture": False, "is_card": False, **more}))


def failed(telegram) -> list[str]:
    return [call["method"] for call in telegram.journal.calls() if not call["ok"]]


def test_the_same_screen_again_is_not_sent(run, telegram, payload_sender, ada):
    menu = show(run, payload_sender, ada, "Menu")["menu"]
    before = len(telegram.journal.calls())

    assert show(run, payload_sender, ada, "Menu", message=menu, old_menu=menu) == {}
    assert len(telegram.journal.calls()) == before


def test_another_screen_in_between_is_shown(run, telegram, payload_sender, ada):
    menu = show(run, payload_sender, ada, "Menu")["menu"]
    for text in ("Settings", "Menu"):
        assert show(run, payload_sender, ada, text, message=menu, old_menu=menu) == {"menu": menu}

    assert (ada.screen.text, failed(telegram)) == ("Menu", [])


def test_a_screen_that_did_not_arrive_is_sent_again(run, telegram, payload_sender, ada):
    menu = show(run, payload_sender, ada, "Menu")["menu"]
    telegram.faults.add("editMessageText", "answer_lost")
    with pytest.raises(TryLater):
        show(run, payload_sender, ada, "Settings", message=menu, old_menu=menu)

    show(run, payload_sender, ada, "Menu", message=menu, old_menu=menu)

    assert ada.screen.text == "Menu"


def test_what_is_kept_takes_the_place_of_the_menu_and_stays(run, telegram, payload_sender, ada):
    menu = show(run, payload_sender, ada, "Menu")["menu"]
    kept = show(run, payload_sender, ada, "Code", message=menu, old_menu=menu, is_kept=True, picture=PNG)
    code = ada.screen.id
    assert kept == {"menu": None}

    below = show(run, payload_sender, ada, "Below", message=code, was_picture=True, old_menu=None)
    again = show(run, payload_sender, ada, "Again", message=code, was_picture=True, old_menu=below["menu"])

    assert [(shown.text, shown.labels) for shown in ada.messages if shown.from_bot] == [
        ("Code", ["Press"]),
        ("Below", []),
        ("Again", ["Press"]),
    ]
    assert (again["menu"], failed(telegram)) == (ada.screen.id, [])


def test_a_press_on_a_card_leaves_it_with_its_buttons_and_the_menu_comes_below(run, telegram, payload_sender):
    phone = Phone.of_new(telegram, "Olga")
    phone.send("/start")
    button = [[{"text": "Accept", "callback_data": "1"}]]

    def show(do: str, text: str, **values: object) -> dict[str, int]:
        payload = {"do": do, "text": text, "rows": button, "is_card": False, "was_picture": False, **values}
        return run(payload_sender.send(str(phone.id), payload))

    menu = show("menu", "Menu")["menu"]
    show("send", "Request")
    card = phone.screen.id
    below = show("edit", "Meeting info", message=card, old_menu=menu)["menu"]
    show("menu", "Main menu", old_menu=below)

    texts = {message.text: bool(message.buttons) for message in phone.messages if message.from_bot}
    assert texts == {"Menu": False, "Request": True, "Meeting info": False, "Main menu": True}
    assert show("edit", "Accepted", message=card, is_card=True, old_menu=below) == {"message": card}
    assert [message.text for message in phone.messages if message.id == card] == ["Accepted"]
