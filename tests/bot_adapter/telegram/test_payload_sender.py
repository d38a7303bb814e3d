"""Whether one chat was too fast, or the bot as a whole: Telegram does not say."""

import pytest

from kalenner.delivery import TryLater
from kalenner_playground.phone import Phone
from kalenner_telegram.payload_sender import PayloadSender


@pytest.fixture
def payload_sender(calls) -> PayloadSender:
    """Sends without an application, which only menus need."""
    return PayloadSender(None, calls)


@pytest.fixture
def people(telegram) -> list[Phone]:
    """Four people who have started the bot."""
    phones = [Phone.of_new(telegram, f"Person {number}") for number in range(4)]
    for phone in phones:
        phone.send("/start")
    return phones


@pytest.fixture
def refused(run, telegram, payload_sender):
    """Whether all must wait, after a message to somebody was refused as too much."""

    def send(phone: Phone) -> bool:
        telegram.faults.add("sendMessage", "too_many_requests", retry_after=9, chat=phone.id)
        with pytest.raises(TryLater) as caught:
            run(payload_sender.send(str(phone.id), {"do": "send", "text": "Hello", "rows": []}))
        assert caught.value.seconds == 9
        return caught.value.is_for_all

    return send


def test_two_busy_chats_stop_nobody_else(refused, people):
    ada, bob, *_others = people

    assert [refused(phone) for phone in (ada, bob, ada, bob, ada)] == [False] * 5


def test_three_chats_without_a_message_between_mean_everybody(refused, people):
    assert [refused(phone) for phone in people] == [False, False, True, True]


def test_message_that_goes_through_shows_that_not_everybody_is_meant(run, payload_sender, refused, people):
    ada, bob, eve, dan = people
    refused(ada)
    refused(bob)

    run(payload_sender.send(str(dan.id), {"do": "send", "text": "Hello", "rows": []}))

    assert refused(eve) is False


def test_answer_to_a_press_shows_nothing(run, payload_sender, refused, people):
    ada, bob, eve, _dan = people
    refused(ada)
    refused(bob)

    run(payload_sender.send(str(ada.id), {"do": "answer", "id": "1"}))

    assert refused(eve) is True
