"""Messages of one sender stand in the order of their numbers, however late one of them comes."""

import random

import pytest
from tests.plugins.chat.steps import People, texts


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_and_doubled_messages_stand_in_their_order(people: People, seed: int) -> None:
    people.open()
    people.open_as_client()
    numbers = [*range(1, 9), *range(1, 9)]
    random.Random(seed).shuffle(numbers)
    for number in numbers:
        people.olga.messages = 100 + number - 1
        people.olga.send_kind("text", text=f"O{number}")
        people.ada.messages = 200 + number - 1
        people.ada.send_kind("text", text=f"A{number}")

    said = texts(people.stage)
    assert [text for text in said if text[0] == "O"] == [f"O{number}" for number in range(1, 9)]
    assert [text for text in said if text[0] == "A"] == [f"A{number}" for number in range(1, 9)]
