"""A chat that was too fast: the pause is its own, since Telegram says it of the chat that the call named."""

import pytest

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
