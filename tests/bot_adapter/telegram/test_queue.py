"""A queue of notifications while Telegram refuses several chats for a while: nobody else waits, nothing is lost."""

from collections import Counter

import pytest
from tests.bot_adapter.telegram.product import RunningProduct
from tests.figures import RecordFigure

from kalenner.testing import go
from kalenner_playground.phone import Phone

REFUSED = 3


def hellos(product: RunningProduct, phone: Phone) -> list[str]:
    """The notifications that have arrived in a chat, oldest first."""
    return [text for text in product.texts(phone) if text.startswith("Hello")]


@pytest.mark.figure("F6")
@pytest.mark.slow_on_postgresql
@pytest.mark.parametrize(("people", "each"), [(8, 3), pytest.param(40, 10, marks=pytest.mark.slow)])
def test_chats_that_are_refused_hold_up_no_other_of_a_queue(
    product: RunningProduct, people: int, each: int, record_figure: RecordFigure
) -> None:
    phones = [product.person() for _ in range(people)]
    resting, others = phones[:REFUSED], phones[REFUSED:]
    for phone in resting:
        product.telegram.faults.add("sendMessage", "too_many_requests", times=1_000, chat=phone.id)
    expected = [f"Hello {number}" for number in range(each)]
    for number in range(each):
        for phone in phones:
            product.notify(phone, go("hostile.hello", number=number))

    for phone in others:
        phone.sees(expected[-1], 60)
    presses = [(phone, phone.press("Write")) for phone in phones]
    answers = Counter(phone.answer_to(press, 10)["text"] for phone, press in presses if press)
    early = sum(len(hellos(product, phone)) for phone in resting)
    product.telegram.faults.clear()
    for phone in resting:
        phone.sees(expected[-1], 60)
        product.settle(phone)

    shown = [hellos(product, phone) for phone in phones]
    record_figure(
        "F6",
        people * each,
        f"messages to {people} chats, {REFUSED} of which are refused",
        lost=sum(len({*expected} - {*texts}) for texts in shown),
        doubled=sum(len(texts) - len({*texts}) for texts in shown),
        unanswered_presses=people - answers["Written"],
    )
    assert (shown, answers, early) == ([expected] * people, {"Written": people}, 0)
