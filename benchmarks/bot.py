"""T1: what an update costs that is stored and handled, against the least that it needs.

Two screens of a real practice, one update after the other as at rest: the professional's /menu, and a
client's press for the times of a day. Both sides commit twice, to files in memory. The floor reads the update
with python-telegram-bot, dispatches it to a handler that does nothing, and runs the statements of
`benchmarks.update_floor`. What is compared is the processor time of this process.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.bot_api import bot_api
from benchmarks.measure import processor_seconds, report
from benchmarks.practice import Practice, fast_folder, fill_practice, product, subject_of
from benchmarks.update_floor import MENU, TIMES, UpdateFloor, trivial_application
from benchmarks.updates import TOKEN, buttons_of, channel_of, command, press
from pyramid.router import Router
from telegram import Update
from telegram.ext import Application

from kalenner.database import SESSIONS
from kalenner.delivery.inbox import handle
from kalenner.delivery.looks import look
from kalenner.delivery.queries import list_next
from kalenner.units import run_unit

UPDATES, ROUNDS = 48, 5
MOST, STRETCH = 10, 6

Updates = list[tuple[dict[str, Any], str]]
"""Updates with the subjects that they are from."""


def filled(app: Router) -> Practice:
    """Fill in the practice."""
    with SESSIONS.of(app.registry).engine.begin() as connection:
        return fill_practice(connection)


def handle_each(app: Router, updates: Updates) -> None:
    """Store, look for and handle each update by itself."""
    channel = channel_of(app)
    for update, _subject in updates:
        channel.store([update])
        for one in look(app, "inbox/open", lambda request: list_next(request, 64)):
            run_unit(app, f"inbox/{one.id}", partial(handle, open_update=one, payload=one.payload))


async def handle_least(
    application: Application[Any, Any, Any, Any, Any, Any],
    floor: UpdateFloor,
    screen: Sequence[str],
    updates: Updates,
) -> None:
    """Read, dispatch, store and handle each update by itself, as little as it needs."""
    for update, subject in updates:
        await application.process_update(Update.de_json(update, application.bot))
        floor.store(update, subject)
        floor.handle(screen)


def measure(what: str, ours: Callable[[Updates], None], floor: Callable[[Updates], Any], make: Any) -> None:
    """Measure one kind of update, the two sides by turns; the first round warms both up."""
    times: dict[str, list[float]] = {"ours": [], "floor": []}
    for round_number in range(ROUNDS + 1):
        updates = [make(round_number * UPDATES + number + 1) for number in range(UPDATES)]
        times["ours"].append(processor_seconds(partial(ours, updates)) / UPDATES)
        times["floor"].append(processor_seconds(partial(floor, updates)) / UPDATES)
    seconds = {name: median(taken[1:]) for name, taken in times.items()}
    ratio = seconds["ours"] / seconds["floor"]
    line = f"{what} ({seconds['ours'] * 1e3:.2f} ms against {seconds['floor'] * 1e3:.2f})"
    report("T1", line, ratio, f"<= {MOST}", ok=ratio <= MOST, stretch=f"<= {STRETCH}")


def measure_both(app: Router, practice: Practice, floor_path: Path, runner: asyncio.Runner) -> None:
    """Print both rows."""
    floor, buttons, clients = UpdateFloor(floor_path, practice), buttons_of(app, practice), practice.clients
    with bot_api() as port:
        application = runner.run(trivial_application(port))

    def menu(number: int) -> tuple[dict[str, Any], str]:
        return command(number, practice.professional), subject_of(practice.professional)

    def times(number: int) -> tuple[dict[str, Any], str]:
        client = clients[number % len(clients)]
        return press(1_000_000 + number, client, buttons[client]), subject_of(client)

    for what, screen, make in (("/menu of a professional", MENU, menu), ("a day of times", TIMES, times)):
        least = partial(handle_least, application, floor, screen)
        ours = partial(handle_each, app)
        measure(
            f"update stored and handled, {what}",
            ours,
            lambda updates, run=least: runner.run(run(updates)),
            make,
        )


def main() -> None:
    """Print T1 of both screens."""
    with fast_folder() as folder, asyncio.Runner() as runner:
        (folder / "floor").mkdir()
        floor_path = folder / "floor" / "kalenner.sqlite"
        with product(folder / "floor", f"sqlite:///{floor_path}", **{"telegram.token": TOKEN}) as app:
            filled(app)
        with product(folder, f"sqlite:///{folder}/kalenner.sqlite", **{"telegram.token": TOKEN}) as app:
            measure_both(app, filled(app), floor_path, runner)


if __name__ == "__main__":
    main()
