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
