"""R1 to R3: what looking for due reminders, taking them and handing them over costs.

R1: the statement that looks for what is due, where nothing is, among a million reminders that wait, against
the same among ten thousand and against looking up a row by a primary key that does not exist.
R2: taking what is due in batches of 500, each decided, marked and committed, out of that million.
R3: ten thousand notifications promised by the task, against a Huey task for each of them.
"""

import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.booking_data import NOW, PROVIDERS, SOURCES, fill_appointments, fill_people
from benchmarks.measure import interleave, report
from huey import SqliteHuey
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import Engine, bindparam, func, literal_column, select, text, update
from sqlalchemy.orm import Session
from tests import servers

from kalenner.app import make_app
from kalenner.clock import FixedClock
from kalenner.database import MIGRATIONS, SESSIONS, Instant, MigrationSource, make_engine, upgrade
from kalenner.delivery.models import Outbox
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner.tasks import Task, run_task
from kalenner.testing import fake_plugin
from kalenner.units import run_unit
from kalenner_reminders import routes, tasks
from kalenner_reminders.models import Reminder
from kalenner_reminders.queries import take_due
from kalenner_reminders.services import ReminderService

MANY, FEW = 1_000_000, 10_000
ROUNDS = 9
DUE = 20_000
BATCH = 500
HANDED, SINGLES = 10_000, 300
"""How many notifications are handed over; of how many tasks for one each the time is taken."""

BEFORE_ALL = NOW - dt.timedelta(days=400) + dt.timedelta(hours=12)
"""A noon at which the appointments that are filled in are still to come."""
_WAITING = Reminder.state == literal_column("'waiting'")
_SOON = (
    select(Reminder.id)
    .where(_WAITING, Reminder.due_at <= bindparam("now", type_=Instant))
    .order_by(Reminder.due_at)
    .limit(BATCH)
    .with_for_update(skip_locked=True)
)
_BARE = (
    update(Reminder)
    .where(Reminder.id.in_(_SOON))
    .values(state="sent")
    .returning(Reminder.id)
    .execution_options(synchronize_session=False)
)
_MISS = select(Reminder.id).where(Reminder.id == bindparam("id"))


class Waiting:
    """A database in which so many reminders wait, two for each appointment; none is due."""

    def __init__(self, url: str, rows: int) -> None:
        self.engine: Engine = make_engine(url)
        upgrade(self.engine, (*SOURCES, MigrationSource("reminders", "kalenner_reminders")))
        with self.engine.begin() as connection:
            fill_people(connection)
        fill_appointments(self.engine, rows // 2)
        fill_reminders(self.engine)

    def look(self, dbsession: Session) -> None:
        """Look for what is due."""
        if take_due(dbsession, BEFORE_ALL, BATCH):
            raise AssertionError("nothing is due yet")


def fill_reminders(engine: Engine) -> None:
    """Fill in two reminders for each appointment, due a year after the present of this benchmark."""
    due = "starts_at + 34560000" if engine.dialect.name == "sqlite" else "starts_at + interval '400 days'"
    fill = f"""
        INSERT INTO reminders_reminder (appointment_id, lead_minutes, starts_at, due_at, state)
        SELECT id, lead, starts_at, {due}, 'waiting' FROM scheduling_appointment
        CROSS JOIN (SELECT 1440 AS lead UNION ALL SELECT 120) AS leads"""
    with engine.begin() as connection:
        connection.execute(text(fill))
        connection.execute(text("ANALYZE"))


def looking(name: str, many: Waiting, few: Waiting) -> None:
    """R1."""
    with Session(many.engine) as much, Session(few.engine) as little:
        measured = interleave(
            ROUNDS,
            many=lambda: many.look(much),
            few=lambda: few.look(little),
            miss=lambda: much.execute(_MISS, {"id": 0}).first(),
        )
    growth, cost = measured["many"] / measured["few"], measured["many"] / measured["miss"]
    what = f"nothing due, {name}: 1,000,000 against 10,000 ({measured['many'] * 1e6:.0f} us)"
    report("R1", what, growth, "<= 2", ok=growth <= 2)
    report("R1", f"the same against a primary key's miss, {name}", cost, "<= 3", ok=cost <= 3)


def taking(name: str, waiting: Waiting) -> None:
    """R2; beside it how fast the bare statement is that only marks what is due."""

    def ours(dbsession: Session) -> int:
        return ReminderService(dbsession, FixedClock(BEFORE_ALL), lambda *_what: None).send_due(BATCH)

    def bare(dbsession: Session) -> int:
        return len(dbsession.execute(_BARE, {"now": BEFORE_ALL}).all())

    rates: dict[Any, list[float]] = {ours: [], bare: []}
    for _round in range(3):
        for take, seen in rates.items():
            _make_due(waiting.engine, DUE)
            left, start = DUE, time.perf_counter()
            while left:
                with Session(waiting.engine) as dbsession:
                    left -= take(dbsession)
                    dbsession.commit()
            seen.append(DUE / (time.perf_counter() - start))
    rate, floor = median(rates[ours]), median(rates[bare])
    what = f"thousands taken a second, {name}; the bare statement {floor / 1e3:.0f}"
    report("R2", what, rate / 1e3, ">= 20", ok=rate >= 20_000)


def _make_due(engine: Engine, number: int) -> None:
    """Let reminders be due, one of each client after the other."""
    waiting = select(Reminder.id).where(Reminder.lead_minutes == 120, Reminder.state == "waiting")
    ids = waiting.order_by(Reminder.starts_at.desc(), Reminder.id).limit(number)
    due = update(Reminder).where(Reminder.id.in_(ids)).values(due_at=BEFORE_ALL - dt.timedelta(minutes=1))
    with engine.begin() as connection:
        connection.execute(due)


@contextmanager
def product() -> Iterator[Router]:
    """The application on SQLite in a folder of its own, with a channel that keeps what it is given."""
    with tempfile.TemporaryDirectory() as folder:
        loaded = [*load_plugins(off=("telegram", "playground")), fake_plugin()]
        app = make_app(
            Source({"kalenner.data_dir": folder}, environ={}), loaded=loaded, clock=FixedClock(BEFORE_ALL)
        )
        engine = SESSIONS.of(app.registry).engine
        upgrade(engine, MIGRATIONS.of(app.registry))
        with engine.begin() as connection:
            fill_people(connection)
            connection.execute(text("UPDATE core_identity SET channel = 'fake'"))
        fill_appointments(engine, HANDED)
        fill_reminders(engine)
        yield app
        engine.dispose()


def handing_over() -> None:
    """R3: the task with all it writes, run from Huey's queue, against a task for each notification."""
    with product() as app:
        _make_due(SESSIONS.of(app.registry).engine, HANDED)
        with tempfile.TemporaryDirectory() as folder:
            huey = SqliteHuey("benchmark", filename=str(Path(folder) / "queue.sqlite"))

            def promise_one(number: int) -> None:
                run_unit(app, "task/single", partial(_promise_one, number=number))

            def send_due() -> None:
                run_task(app, Task("reminders.send", tasks.send, 1))

            promise, send = huey.task()(promise_one), huey.task()(send_due)
            single = _through(huey, lambda: [promise(one) for one in range(SINGLES)]) / SINGLES * HANDED
            runs = HANDED // (tasks.AT_ONCE * tasks.BATCHES)
            ours = _through(huey, lambda: [send() for _run in range(runs)])
        promised = run_unit(app, "task/count", _count_reminders, only_reads=True)
    if promised != HANDED:
        raise AssertionError(f"{promised} of {HANDED} were promised")
    what = f"{HANDED:,} notifications ({ours:.2f} s) against as many tasks ({single:.0f} s)"
    report("R3", what, ours / single, "<= 0.02", ok=ours <= 0.02 * single)


def _through(huey: SqliteHuey, hand_over: Any) -> float:
    """Return the seconds that handing over takes, and doing what was handed over."""
    start = time.perf_counter()
    hand_over()
    while (task := huey.dequeue()) is not None:
        huey.execute(task)
    return time.perf_counter() - start


def _promise_one(request: Request, number: int) -> None:
    account_id = PROVIDERS + 1 + number % PROVIDERS
    press = routes.reminder(appointment=number + 1)
    request.notify(account_id, press, dedupe=f"single:{number}")


def _count_reminders(request: Request) -> int:
    found = select(func.count()).where(Outbox.dedupe.like("reminder:%"))
    return int(request.dbsession.scalar(found) or 0)


def main() -> None:
    """Measure all of them."""
    with tempfile.TemporaryDirectory() as folder:
        many, few = (Waiting(f"sqlite:///{Path(folder) / str(rows)}.sqlite", rows) for rows in (MANY, FEW))
        looking("SQLite", many, few)
        taking("SQLite", many)
        for one in (many, few):
            one.engine.dispose()
    many, few = (Waiting(servers.create_database(), rows) for rows in (MANY, FEW))
    looking("PostgreSQL", many, few)
    taking("PostgreSQL", many)
    for one in (many, few):
        one.engine.dispose()
    handing_over()


if __name__ == "__main__":
    main()
