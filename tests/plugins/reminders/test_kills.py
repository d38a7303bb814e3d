"""Workers that are killed again and again while a thousand reminders are due: each is promised exactly once.

What becomes of a promise when bots are killed is the business of ``tests/journeys/test_kill.py``.
"""

import datetime as dt
import json
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.orm import Session
from tests.figures import RecordFigure

from kalenner.database import make_engine
from kalenner.delivery.models import Outbox
from kalenner.delivery.payloads import SealedPayload, message_binding
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, Client, Identity, Provider
from kalenner.security import JsonCipher, KeyRing
from kalenner_reminders.models import Reminder, ReminderSetting
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.catalogue.models import Service

pytestmark = pytest.mark.slow_on_postgresql

ROOT = Path(__file__).parents[3]
SEED = 20261204
LIVE, CANCELLED, BOTH = 1_000, 100, 100
"""Appointments that are to be reminded of; that are off; and, of the first, those with two reminders overdue."""
CLIENTS = 10
WORKERS = 2
STEPS = 1_600
"""Of all the work, at least: some seven for every batch of five."""


class Workers:
    """Generations of worker processes."""

    def __init__(self, folder: Path, url: str, way: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.plugins.reminders.killed"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self._tell({"way": way, "values": {"kalenner.data_dir": str(folder), "database.url": url}})

    def live(self, steps: list[int]) -> list[int]:
        """Let workers live until each dies at its step; return the signals they died of, 0 for none."""
        self._tell(steps)
        assert self._process.stdout is not None
        ends: list[int] = json.loads(self._process.stdout.readline())
        return ends

    def stop(self) -> None:
        """End the process that makes them."""
        self._process.communicate(timeout=10)

    def _tell(self, message: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()


class DueReminders:
    """A database with a thousand reminders due, and what workers make of it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.engine: Engine = make_engine(url)
        with Session(self.engine) as dbsession:
            self.live_ids = fill(dbsession)
            dbsession.commit()

    def kill(self, way: str, kills: int) -> int:
        """Let workers die so many times, then let the last ones finish; return how many there were."""
        chance, lives, deaths = random.Random(SEED), 0, 0
        workers = Workers(self.folder, self.url, way)
        try:
            while deaths < kills:
                steps = [
                    chance.randint(1, max(2, STEPS // kills)) for _ in range(min(WORKERS, kills - deaths))
                ]
                ends = workers.live(steps)
                assert set(ends) <= {0, signal.SIGKILL}
                lives, deaths = lives + len(ends), deaths + ends.count(signal.SIGKILL)
                assert signal.SIGKILL in ends, "all was done before as many were killed"
            assert workers.live([0] * WORKERS) == [0] * WORKERS
        finally:
            workers.stop()
        return lives + WORKERS

    def promised(self) -> Counter[int]:
        """Return how often each appointment was promised to be reminded of."""
        cipher = JsonCipher(KeyRing.load(self.folder / "keys.json"))
        with Session(self.engine) as dbsession:
            rows = dbsession.scalars(select(Outbox).where(Outbox.payload.is_not(None))).all()
        payloads = [
            SealedPayload(cipher, row.payload, message_binding(row.channel, row.address, row.dedupe)).open()
            for row in rows
        ]
        return Counter(int(payload["args"]["appointment"]) for payload in payloads)

    def states(self) -> Counter[str]:
        """Return how many reminders are in each state."""
        with Session(self.engine) as dbsession:
            return Counter(dbsession.scalars(select(Reminder.state)))

    def report(self, kills: int, lives: int) -> dict[str, int]:
        """Say what came of it, and return how many were lost and doubled."""
        promised = self.promised()
        found = {
            "lost": len(set(self.live_ids) - set(promised)),
            "doubled": sum(promised.values()) - len(promised),
        }
        print(
            f"\n{self.engine.dialect.name}, seed {SEED}: {kills} kills, {lives} workers, {LIVE} due, {found}"
        )
        return found


def fill(dbsession: Session) -> list[int]:
    """Fill in people, appointments, and reminders that are overdue; return whom is to be reminded of."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    accounts = [{"id": number, "timezone": "UTC", "created_at": now} for number in range(1, CLIENTS + 2)]
    dbsession.execute(insert(Account), accounts)
    identities = [
        {"account_id": account["id"], "channel": "fake", "subject": str(account["id"])}
        for account in accounts
    ]
    dbsession.execute(insert(Identity), identities)
    owner = {
        "id": 1,
        "account_id": CLIENTS + 1,
        "nickname": "Olga",
        "nickname_folded": "olga",
        "created_at": now,
    }
    dbsession.execute(insert(Provider), [owner])
    dbsession.execute(
        insert(Client),
        [
            {"id": number, "provider_id": 1, "account_id": number, "created_at": now}
            for number in range(1, CLIENTS + 1)
        ],
    )
    service = {"id": 1, "provider_id": 1, "name": "Massage", "minutes": 60, "position": 1}
    dbsession.execute(insert(Service), [service])
    # Without quiet hours, for it may be night.
    dbsession.execute(insert(ReminderSetting), [{"provider_id": 1, "leads": [2880, 1440]}])
    starts = {number: now + dt.timedelta(days=1, hours=number) for number in range(1, LIVE + CANCELLED + 1)}
    dbsession.execute(
        insert(Appointment), [appointment(number, start, now) for number, start in starts.items()]
    )
    due = now - dt.timedelta(minutes=5)
    rows = [(number, 1440) for number in starts] + [(number, 2880) for number in range(1, BOTH + 1)]
    dbsession.execute(
        insert(Reminder),
        [
            {
                "appointment_id": row,
                "lead_minutes": lead,
                "starts_at": starts[row],
                "due_at": due,
                "state": "waiting",
            }
            for row, lead in rows
        ],
    )
    off = update(Appointment).where(Appointment.id > LIVE).values(status=Status.CANCELLED.value)
    dbsession.execute(off)
    return list(range(1, LIVE + 1))


def appointment(number: int, start: dt.datetime, now: dt.datetime) -> dict[str, Any]:
    return {
        "id": number,
        "provider_id": 1,
        "client_id": 1 + number % CLIENTS,
        "service_id": 1,
        "service_name": "Massage",
        "minutes": 60,
        "currency": "EUR",
        "starts_at": start,
        "ends_at": start + dt.timedelta(hours=1),
        "status": Status.ACCEPTED.value,
        "created_at": now,
    }


@pytest.fixture
def due_reminders(database_url: str, tmp_path: Path) -> Iterator[DueReminders]:
    due_reminders = DueReminders(tmp_path, database_url)
    yield due_reminders
    due_reminders.engine.dispose()


def assert_each_once(due_reminders: DueReminders, kills: int, record_figure: RecordFigure) -> None:
    lives = due_reminders.kill("whole", kills)

    record_figure("F4", LIVE, f"reminders, {kills} kills", seed=SEED, **due_reminders.report(kills, lives))
    assert due_reminders.promised() == dict.fromkeys(due_reminders.live_ids, 1)
    assert due_reminders.states() == {"sent": LIVE, "dropped": CANCELLED + BOTH}


@pytest.mark.figure("F4")
def test_each_reminder_is_promised_once_however_often_workers_are_killed(
    due_reminders: DueReminders, record_figure: RecordFigure
) -> None:
    assert_each_once(due_reminders, 12, record_figure)


@pytest.mark.figure("F4")
@pytest.mark.slow
def test_each_reminder_is_promised_once_though_workers_are_killed_200_times(
    due_reminders: DueReminders, record_figure: RecordFigure
) -> None:
    assert_each_once(due_reminders, 200, record_figure)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_these_tests_see_what_is_lost_between_two_transactions(due_reminders: DueReminders) -> None:
    lives = due_reminders.kill("forgetful", 12)

    due_reminders.report(12, lives)
    assert set(due_reminders.live_ids) - set(due_reminders.promised()) != set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_these_tests_see_what_is_doubled_between_two_transactions(due_reminders: DueReminders) -> None:
    lives = due_reminders.kill("repeating", 12)

    due_reminders.report(12, lives)
    assert max(due_reminders.promised().values()) > 1
