"""Whatever is opened, left, asked and typed in whatever order: a text goes to whom the screen named, or nowhere."""

import random

import pytest
from tests.plugins.chat.steps import People, got

from kalenner.testing import Person, act, go
from kalenner.testing.practice import client_of

STEPS = 40


class Model:
    """What Olga sees by her own eyes: whose chat the last screen named as open, and whether a form asks."""

    def __init__(self) -> None:
        self.open: str | None = None
        self.has_form = False
        self.expected: dict[str, list[str]] = {"Ada": [], "Bea": []}


def step(people: People, clients: dict[str, Person], model: Model, number: int, choice: str) -> None:
    """Do one thing, and say in the model who has to get what."""
    olga = people.olga
    if choice in {"open Ada", "open Bea", "other device Ada", "other device Bea"}:
        name = choice[-3:]
        olga.press_data(act("chat.open_client", client=people.client_id(clients[name])))
        model.open, model.has_form = name, False
    elif choice == "leave" and model.open:
        thread = {"Ada": 1, "Bea": 2}[model.open]
        olga.press_data(act("chat.leave", thread=thread))
        model.open, model.has_form = None, False
    elif choice == "menu":
        olga.send("/menu")
        model.open, model.has_form = None, False
    elif choice == "form":
        olga.press_data(go("chat.answers_new"))
        model.has_form = True  # it is asked above whatever was open
    elif choice == "cancel":
        olga.send("/cancel")
        model.has_form = False
    elif choice == "night":
        people.stage.clock.move(9 * 3600)
        model.open = None
    elif choice == "type":
        text = f"text {number}"
        olga.send(text)
        if not model.has_form and model.open:
            model.expected[model.open].append(text)
        elif model.has_form:
            model.has_form = "Send its text" in olga.screen.text
            model.open = model.open if model.has_form else None  # the quick answers are on show now


CHOICES = [
    "open Ada",
    "open Bea",
    "other device Ada",
    "leave",
    "menu",
    "form",
    "cancel",
    "night",
    "type",
    "type",
]


def play(people: People, seed: int, steps: int) -> None:
    chosen = random.Random(seed)
    clients = {"Ada": people.ada, "Bea": client_of(people.olga, "Bea")}
    for client in clients.values():
        people.open_as_client(client)
    model = Model()
    for number in range(steps):
        step(people, clients, model, number, chosen.choice(CHOICES))
        for name, client in clients.items():
            texts = [text.removeprefix("💬 Olga: ") for text in got(client) if text.startswith("💬")]
            assert texts == model.expected[name], (seed, number)


@pytest.mark.slow_on_postgresql
@pytest.mark.parametrize("seed", range(4))
def test_text_goes_to_whom_the_screen_named_or_nowhere(people: People, seed: int) -> None:
    play(people, seed, STEPS)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4, 60))
def test_text_goes_to_whom_the_screen_named_or_nowhere_often(people: People, seed: int) -> None:
    play(people, seed, 3 * STEPS)
