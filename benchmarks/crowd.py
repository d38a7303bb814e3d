"""L1: presses of people who wait for each answer, while a hundred others send five updates a second each.

The bot runs with its usual limits and takes what Telegram's queue gives it, by polling and by webhook; the
crowd and the Bot API are another process. What is measured is the time from the press to the screen that
answers it, in seconds of the clock.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from benchmarks.crowd_load import BEFORE, Load, Seen
from benchmarks.measure import report
from benchmarks.practice import NOW, fast_folder, fill_practice, product, subject_of
from benchmarks.updates import TOKEN, buttons_of
from pyramid.router import Router
from tests.live import free_port

from kalenner.cli.processes import Web
from kalenner.clock import MovableClock
from kalenner.database import SESSIONS
from kalenner.delivery.bot import Bot

FLOODING, WAITING = 100, 20
PER_SECOND, PAUSE, SECONDS = 5.0, 1.0, 30.0
PRACTICES, CLIENTS = 8, 15
SECRET = "benchmark-benchmark"
MOST_SECONDS = 2.0


def people_of(app: Router) -> list[tuple[int, str]]:
    """Fill in practices; return the ids of their clients on Telegram, each with the data of a button."""
    with SESSIONS.of(app.registry).engine.begin() as connection:
        practices = [fill_practice(connection, number, clients=CLIENTS) for number in range(PRACTICES)]
    return [
        (int(subject_of(account)), data)
        for practice in practices
        for account, data in buttons_of(app, practice).items()
    ]


@contextmanager
def crowd() -> Iterator["subprocess.Popen[str]"]:
    """Start the crowd's process; it waits for its load."""
    command = [sys.executable, "-m", "benchmarks.crowd_load"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def told(process: "subprocess.Popen[str]", text: str = "") -> str:
    """Write a line to a process where there is one, and return its next."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the crowd cannot be spoken to")
    if text:
        process.stdin.write(f"{text}\n")
        process.stdin.flush()
    return process.stdout.readline()


def measure(folder: Path, mode: str) -> Seen:
    """Let the crowd press; return what those who wait saw."""
    clock = MovableClock(folder / "clock")
    clock.move((NOW - datetime.now(UTC)).total_seconds())
    web_port = free_port()
    with crowd() as process:
        settings = {
            "limits.updates_per_minute": "100",  # what they are without a setting
            "limits.open_updates": "30",
            "telegram.token": TOKEN,
            "telegram.base_url": f"http://127.0.0.1:{int(told(process))}/bot",
            "telegram.mode": mode,
            "telegram.webhook_secret": SECRET,
            "web.port": str(web_port),
            "web.public_url": "https://example.org",
        }
        with product(folder, f"sqlite:///{folder}/kalenner.sqlite", clock=clock, **settings) as app:
            people = people_of(app)
            parts = [Bot(app, folder), Web(app)]
            for part in parts:
                part.start()
            webhook = f"http://127.0.0.1:{web_port}/-/telegram" if mode == "webhook" else ""
            crowds = people[:FLOODING], people[FLOODING : FLOODING + WAITING]
            load = Load(*crowds, PER_SECOND, PAUSE, SECONDS, webhook, SECRET)
            seen = Seen(**json.loads(told(process, json.dumps(asdict(load)))))
            for part in reversed(parts):
                part.stop()
        process.communicate()  # ends it
    return seen


def main() -> None:
    """Print both inlets."""
    for mode in ("polling", "webhook"):
        with fast_folder() as folder:
            seen = measure(folder, mode)
        shown = quantiles(seen.shown, n=20)[-1]
        acknowledged = quantiles(seen.acknowledged, n=20)[-1]
        offered = f"{seen.offered / (BEFORE + SECONDS):.0f} updates/s by {mode}"
        line = f"seconds to the screen amid {offered}, p95 of {len(seen.shown)}"
        is_ok = shown < MOST_SECONDS and not seen.lost
        report("L1", line, shown, f"< {MOST_SECONDS:g}", ok=is_ok)
        print(
            f"L1  | the device stops waiting: p95 {acknowledged:.2f} s; {seen.lost} presses lost", flush=True
        )


if __name__ == "__main__":
    main()
