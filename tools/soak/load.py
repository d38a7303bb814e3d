"""The day: people act, the clock moves, tasks run, and what is wrong is noted."""

import datetime as dt
import random
import time
from collections.abc import Sequence
from typing import Any, Protocol

from tools.soak.people import Participant, Professional

from kalenner.clock import MovableClock
from kalenner_playground import person_actions
from kalenner_playground.fake_telegram import FakeTelegram

SEED = 20261206
PROFESSIONALS, CLIENTS = 3, 4
"""How many practices, and how many clients each has."""
STEP = 5
"""Simulated minutes between two rounds of tasks."""
ROUNDS = 6
"""How many things everybody does in a step."""
WARM_UP = 360
"""How many things everybody does before the day begins, after each way once."""
STRANGERS = 0.02
"""How likely in each round somebody new comes."""
GROWTH = 0.05
"""The share by which memory may grow after the first hour."""
PATIENCE = 20.0
"""Seconds of real time for updates to be answered."""
PAUSE = 0.02
"""Seconds between two looks whether all is answered."""
MOST_TASKS = 50
PAST_EVERYTHING = (dt.timedelta(days=2), dt.timedelta(days=100))
"""How the clock moves in the end: what is due goes out, and then even what is kept longest is old."""
TASK_RUNS = 5
"""How often tasks run after each of these: a run deletes so many rows at most."""


def growth_fault(memory: Sequence[int]) -> str | None:
    """Return what is wrong with the bytes of each hour, None where the last is near enough to the first."""
    growth = memory[-1] / memory[0] - 1
    return f"memory has grown by {growth:.1%} since the first hour" if growth > GROWTH else None


class Product(Protocol):
    """The process of the product."""

    def ask(self, what: str, **arguments: Any) -> Any:
        """Ask it something, see :mod:`tools.soak.product`."""
        ...


class Day:
    """A day of load, and what is wrong after it."""

    def __init__(self, product: Product, telegram: FakeTelegram, clock: MovableClock) -> None:
        self._product, self._telegram, self._clock = product, telegram, clock
        self._chance = random.Random(SEED)  # noqa: S311 -- no secret
        self._links: list[str] = []
        self._people: list[Participant] = []
        self._memory: list[int] = []
        self.faults: list[str] = []

    def fill(self) -> None:
        """Open the practices, and let everybody see the menu."""
        practices = []
        for number in range(PROFESSIONALS):
            owner = Professional(self._telegram, self._chance, f"Olga {number}")
            clients = [Participant(self._telegram, self._chance, f"Ada {one}") for one in range(CLIENTS)]
            self._people += [owner, *clients]
            practices.append({"professional": owner.id, "clients": [client.id for client in clients]})
        self._links = self._product.ask("fill", people=practices)
        for person in self._people:
            person_actions.send_text(self._telegram, person.id, "/menu")
        self._settle()

    def warm_up(self) -> None:
        """Let everybody go every way once, and then act at random: what a first time leaves is no growth."""
        for number in range(max(len(person.ways) for person in self._people)):
            for person in self._people:
                person.begin(person.ways[number % len(person.ways)])
            while any(person.is_under_way for person in self._people):
                for person in self._people:
                    if person.is_under_way:
                        person.act()
                self._settle()
        for _round in range(WARM_UP):
            self._act()
            self._settle()

    def pass_by(self, hours: int, seconds: float) -> None:
        """Let so many hours pass, in so many seconds of real time at least."""
        steps, began, start = hours * 60 // STEP, time.monotonic(), self._clock.now()
        for step in range(1, steps + 1):
            for _round in range(ROUNDS):
                self._act()
                self._settle()
            self._move_to(start + dt.timedelta(minutes=STEP * step))
            self._product.ask("run_tasks", minute=STEP * step % 60)
            self._settle()
            time.sleep(max(0.0, began + seconds * step / steps - time.monotonic()))
            if STEP * step % 60 == 0:
                self._tell(STEP * step // 60)
        growth = growth_fault(self._memory)
        self._refuse(growth, growth or "")

    def end(self) -> None:
        """Move past all retention, and note what is left."""
        for length in PAST_EVERYTHING:
            self._move_to(self._clock.now() + length)
            for _run in range(TASK_RUNS):
                self._product.ask("run_tasks", minute=0)
                self._settle()
        look = self._product.ask("look")
        self._print("end", look)
        for name, number in look["overdue"].items():
            self._refuse(number, f"{number} rows are left that should have been deleted: {name}")
        left = self._product.ask("unowned_files")
        self._refuse(left, f"{len(left)} files are left that no row names, such as {left[:1]}")

    def _act(self) -> None:
        for person in self._people:
            person.act()
        if self._chance.random() < STRANGERS:
            stranger = self._telegram.persons.add("Stranger", language="de")
            payload = self._chance.choice(self._links)
            person_actions.send_text(self._telegram, stranger.id, f"/start {payload}")

    def _move_to(self, instant: dt.datetime) -> None:
        self._clock.move((instant - self._clock.now()).total_seconds())

    def _unanswered_presses(self) -> int:
        row = self._telegram.store.row("select count(*) from press where answer is null")
        return int(row[0]) if row else 0

    def _settle(self) -> None:
        """Wait until nothing is left to answer or to send; what is left after all is told each hour."""
        end = time.monotonic() + PATIENCE
        while self._telegram.updates.count() or self._unanswered_presses() or self._product.ask("count_open"):
            if time.monotonic() > end:
                break
            time.sleep(PAUSE)

    def _tell(self, hour: int) -> None:
        look = self._product.ask("look")
        self._memory.append(look["memory"])
        self._print(f"{hour} h", look)
        rows, presses = look["rows"], self._unanswered_presses()
        updates = self._telegram.updates.count() + rows["unanswered"]
        self._refuse(presses, f"after {hour} h {presses} presses were not answered")
        self._refuse(updates, f"after {hour} h {updates} updates were not answered")
        self._refuse(rows["given up"], f"after {hour} h {rows['given up']} updates were given up")
        self._refuse(rows["unsent"], f"after {hour} h {rows['unsent']} messages were not sent")
        self._refuse(rows["dialogs"] > rows["accounts"], "there are more dialogs than accounts")
        self._refuse(rows["leaders"] > 1, f"there are {rows['leaders']} leaders of one channel")
        self._refuse(rows["tasks"] > MOST_TASKS, f"{rows['tasks']} tasks wait in the queue")
        self._refuse(look["errors"], f"after {hour} h {look['errors']} errors were logged")

    def _refuse(self, is_wrong: object, fault: str) -> None:
        if is_wrong:
            self.faults.append(fault)

    def _print(self, name: str, look: dict[str, Any]) -> None:
        rows = ", ".join(f"{count} {what}" for what, count in look["rows"].items() if count)
        print(f"{name:>4}  {look['memory'] / 1e6:6.1f} MB  {rows}", flush=True)
