"""R4: what the sender takes of one core while Telegram is as fast as it lets a bot be.

Answers were written by presses before, each with the one that ends the waiting of the device; notifications
are reminders, which are rendered when they are sent. Telegram is simulated: it takes a message at once and
notes when, so neither HTTP nor python-telegram-bot is part of this; T2 has both. The rate is counted in
whole seconds after the first, the share over the whole time from the first look to the last record.
"""

import asyncio
import datetime as dt
import time
from typing import Any

from benchmarks.bot import handle_each
from benchmarks.measure import report
from benchmarks.practice import NOW, Practice, fast_folder, fill_practice, product, subject_of
from benchmarks.updates import TOKEN, buttons_of, channel_of, press
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import func, insert, select

from kalenner.database import SESSIONS
from kalenner.delivery.models import Outbox, OutboxState
from kalenner.delivery.sender import Sender
from kalenner.units import run_unit
from kalenner_reminders.models import Reminder
from kalenner_reminders.services import ReminderService
from kalenner_scheduling.appointments.models import Appointment

RATE, SECONDS = 30, 8
MESSAGES = RATE * SECONDS
CLIENTS = 60
MOST, STRETCH = 15, 10
LEAST_ALONE = 23


class Telegram:
    """Takes messages at once, and notes when."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.is_done = asyncio.Event()

    async def send(self, address: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Note the time of a message; what ends the waiting of a device is none."""
        del address
        if payload["do"] == "answer":
            return {}
        self.times.append(time.perf_counter())
        if len(self.times) == MESSAGES:
            self.is_done.set()
        return {"menu": int(payload["message"])} if "message" in payload else {}


def write_answers(app: Router, practice: Practice) -> None:
    """Let clients press for the times of a day, and their presses be handled."""
    buttons, clients = buttons_of(app, practice), practice.clients
    pressed = [clients[number % len(clients)] for number in range(MESSAGES)]
    handle_each(
        app, [(press(number + 1, who, buttons[who]), subject_of(who)) for number, who in enumerate(pressed)]
    )


def write_notifications(app: Router, practice: Practice) -> None:
    """Let reminders be due, and promised."""
    del practice
    run_unit(app, "command/bench", _promise)


def _promise(request: Request) -> None:
    coming = select(Appointment.id, Appointment.starts_at).where(Appointment.starts_at >= NOW)
    common = {"lead_minutes": 120, "due_at": NOW - dt.timedelta(minutes=1), "state": "waiting"}
    rows = [
        {"appointment_id": row.id, "starts_at": row.starts_at, **common}
        for row in request.dbsession.execute(coming.limit(MESSAGES))
    ]
    request.dbsession.execute(insert(Reminder), rows)
    request.find_service(ReminderService).send_due(MESSAGES)


async def drain(app: Router, telegram: Telegram) -> float:
    """Send everything; return how much of one core that took."""
    channel_of(app).send = telegram.send  # type: ignore[method-assign]
    start, used = time.perf_counter(), time.process_time()
    sender = asyncio.create_task(Sender(app, channel_of(app)).run())
    async with asyncio.timeout(5 * SECONDS):
        await telegram.is_done.wait()
    share = (time.process_time() - used) / (time.perf_counter() - start)
    sender.cancel()
    await asyncio.gather(sender, return_exceptions=True)
    return share


async def measure(app: Router, name: str, least: float) -> None:
    """Print the rate and the share of one kind of message."""
    telegram = Telegram()
    share = 100 * await drain(app, telegram)
    rate, most = held_rate(telegram.times), most_in_a_second(telegram.times)
    what = f"{name} a second to a Telegram that takes {RATE}; at most {most} in one"
    report("R4", what, rate, f"{least}-{RATE}", ok=least <= rate <= RATE and most <= RATE)
    report(
        "R4", f"{name}: share of one core, %", share, f"<= {MOST}", ok=share <= MOST, stretch=f"<= {STRETCH}"
    )


def held_rate(times: list[float]) -> float:
    """Return how many were taken in each whole second, without the first and the last."""
    first, seconds = times[0] + 1, int(times[-1] - times[0]) - 1
    return sum(first <= moment < first + seconds for moment in times) / seconds


def most_in_a_second(times: list[float]) -> int:
    """Return how many were taken within any second, at most."""
    most, first = 0, 0
    for last, moment in enumerate(times):
        while times[first] <= moment - 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def _count_waiting(request: Request) -> int:
    messages = select(func.count()).where(Outbox.state == OutboxState.WAITING, Outbox.priority > 0)
    return int(request.dbsession.scalar(messages) or 0)


def main() -> None:
    """Measure answers, and notifications, which leave a fifth of the rate to those."""
    kinds = (("answers", write_answers, 29), ("notifications", write_notifications, LEAST_ALONE))
    for name, write, least in kinds:
        settings = {"telegram.token": TOKEN}
        with (
            fast_folder() as folder,
            product(folder, f"sqlite:///{folder}/kalenner.sqlite", **settings) as app,
        ):
            with SESSIONS.of(app.registry).engine.begin() as connection:
                practice = fill_practice(connection, clients=CLIENTS, appointments=2 * MESSAGES + 2)
            write(app, practice)
            waiting = run_unit(app, "command/bench", _count_waiting, only_reads=True)
            if waiting != MESSAGES:
                raise AssertionError(f"{waiting} messages wait, not {MESSAGES}")
            asyncio.run(measure(app, name, least))


if __name__ == "__main__":
    main()
