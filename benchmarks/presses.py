"""T2: what a press costs from its arrival until its answer is sent and recorded.

A client presses for the times of a day. The update takes the product's whole way: it is stored as the webhook
stores it, the bot's own thread handles it with its dispatcher and sends both answers over our transport to a
Bot API in another process, and leads, listens and looks as it does in service. The floor reads the update
with python-telegram-bot, commits three times to a file, with the statements of `benchmarks.update_floor`, and
edits the message over the same transport. What is compared is the processor time of this process, for presses
alone and for 16 people who press at once; the benchmark itself asks the database nothing meanwhile.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.bot_api import bot_api
from benchmarks.measure import processor_seconds, report
from benchmarks.practice import Practice, fast_folder, fill_practice, product
from benchmarks.update_floor import TIMES, UpdateFloor, send, sending_bot
from benchmarks.updates import TOKEN, buttons_of, channel_of, press
from pyramid.router import Router
from sqlalchemy import event
from sqlalchemy.orm import Session
from tests import servers

from kalenner.database import SESSIONS
from kalenner.delivery.bot import Bot

PEOPLE = 16
PRESSES = {1: 32, PEOPLE: 128}
"""How many presses make a round, by how many people press at once."""
ROUNDS = 3
MOST, STRETCH = 10, 6
MOST_COMMITS = {1: 3.0, PEOPLE: 0.5}
ANSWERS = 2
"""Messages that a press is answered by: one ends the waiting of the device, one edits the message."""
LONGEST = 60.0


@dataclass
class Cost:
    """What presses cost each: seconds of the processor on both sides, and writing commits."""

    ours: list[float]
    floor: list[float]
    commits: list[float]


class Product:
    """The running bot, and what it has done so far."""

    def __init__(self, app: Router, practice: Practice, folder: Path) -> None:
        self.app, self._practice, self._folder = app, practice, folder
        self._buttons = buttons_of(app, practice)
        self._numbers = count(1)
        self.commits = 0
        self._recorded: dict[int, dict[str, Any]] = {}
        self._awaited = 0
        self._is_done = threading.Event()
        self._watch()

    def _watch(self) -> None:
        """Count writing commits, and the messages that were recorded as sent with them."""
        channel, sent = channel_of(self.app), channel_of(self.app).sent

        def note(dbsession: Session, address: str, payload: dict[str, Any], receipt: dict[str, Any]) -> None:
            self._recorded[id(payload)] = payload
            sent(dbsession, address, payload, receipt)

        channel.sent = note  # type: ignore[method-assign]

        @event.listens_for(SESSIONS.of(self.app.registry), "after_commit")
        def after_commit(session: Session) -> None:
            if session.info.get("readonly") or session.in_nested_transaction():
                return
            self.commits += 1
            if len(self._recorded) >= self._awaited:
                self._is_done.set()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run the bot's thread, and wait until it leads and has answered once."""
        bot = Bot(self.app, self._folder)
        bot.start()
        self.press_all(1, 1)
        yield
        bot.stop()

    def presses(self, number: int) -> list[dict[str, Any]]:
        """Return so many presses, by one client after the other."""
        clients = self._practice.clients
        return [
            press(next(self._numbers), client, self._buttons[client])
            for client in (clients[place % len(clients)] for place in range(number))
        ]

    def press_all(self, at_once: int, number: int) -> None:
        """Let presses arrive, so many at once; the next ones when those are answered."""
        channel, updates = channel_of(self.app), self.presses(number)
        for start in range(0, number, at_once):
            arriving = updates[start : start + at_once]
            self._recorded.clear()
            self._awaited = ANSWERS * len(arriving)
            self._is_done.clear()
            channel.store(arriving)
            if not self._is_done.wait(LONGEST):
                raise TimeoutError(f"{len(self._recorded)} of {self._awaited} answers were sent")


async def press_least(floor: UpdateFloor, port: int, updates: Sequence[dict[str, Any]], at_once: int) -> None:
    """Answer presses, so many of them in flight, with as little as they need."""
    bot = sending_bot(port)
    await bot.initialize()
    gate = asyncio.Semaphore(at_once)

    async def one(update: dict[str, Any]) -> None:
        subject = str(update["callback_query"]["from"]["id"])
        async with gate:
            floor.store(update, subject)
            floor.handle(TIMES)
            await send(bot, update)
            floor.mark(subject)

    await asyncio.gather(*(one(update) for update in updates))
    await bot.shutdown()


def measure(running: Product, floor: UpdateFloor, port: int) -> dict[int, Cost]:
    """Measure both sides by turns; the bot stands still while the floor is measured."""
    costs = {at_once: Cost([], [], []) for at_once in PRESSES}
    for _round in range(ROUNDS):
        for at_once, number in PRESSES.items():
            least = partial(press_least, floor, port, running.presses(number), at_once)
            seconds = processor_seconds(lambda run=least: asyncio.run(run()))
            costs[at_once].floor.append(seconds / number)
        with running.running():
            for at_once, number in PRESSES.items():
                before = running.commits
                call: Callable[[], None] = partial(running.press_all, at_once, number)
                costs[at_once].ours.append(processor_seconds(call) / number)
                costs[at_once].commits.append((running.commits - before) / number)
    return costs


def report_costs(name: str, costs: dict[int, Cost]) -> None:
    """Print a row for each number of people, and the commits."""
    for at_once, cost in costs.items():
        ours, floor = median(cost.ours), median(cost.floor)
        who = "alone" if at_once == 1 else f"{at_once} people at once"
        line = f"press to answer, {who}, {name} ({ours * 1e3:.2f} ms against {floor * 1e3:.2f})"
        ratio = ours / floor
        is_sqlite = name == "SQLite"
        report(
            "T2", line, ratio, f"<= {MOST}", ok=ratio <= MOST, stretch=f"<= {STRETCH}" if is_sqlite else ""
        )
        commits = median(cost.commits)
        if is_sqlite or at_once == 1:
            most = MOST_COMMITS[at_once]
            report("T3", f"writing commits a press, {who}, {name}", commits, f"<= {most:g}", commits <= most)
        else:
            print(
                f"T3  | writing commits a press, {who}, {name}: {commits:.2f}, without a target", flush=True
            )


def on_engine(name: str, url: str, folder: Path, floor: UpdateFloor | None, port: int) -> UpdateFloor:
    """Measure one engine; return the floor, which is on SQLite for both."""
    settings = {
        "telegram.token": TOKEN,
        "telegram.base_url": f"http://127.0.0.1:{port}/bot",
        "telegram.messages_per_second": "1000",
        "telegram.mode": "webhook",
        "telegram.webhook_secret": "benchmark-benchmark",
        "web.public_url": "https://example.org",
    }
    with product(folder, url, **settings) as app:
        with SESSIONS.of(app.registry).engine.begin() as connection:
            practice = fill_practice(connection)
        if floor is not None:
            report_costs(name, measure(Product(app, practice, folder), floor, port))
        else:
            floor = UpdateFloor(folder / "kalenner.sqlite", practice)
    return floor


def main() -> None:
    """Print both engines."""
    with bot_api() as port, fast_folder() as folder:
        folders = [folder / name for name in ("floor", "sqlite", "postgresql")]
        for one in folders:
            one.mkdir()
        floor = on_engine("floor", f"sqlite:///{folders[0]}/kalenner.sqlite", folders[0], None, port)
        on_engine("SQLite", f"sqlite:///{folders[1]}/kalenner.sqlite", folders[1], floor, port)
        on_engine("PostgreSQL", servers.create_database(), folders[2], floor, port)


if __name__ == "__main__":
    main()
