"""One process leads; when it dies, however suddenly, the next one does at once."""

import asyncio
import datetime as dt
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, text, update
from sqlalchemy.orm import Session

from kalenner.database import make_engine
from kalenner.delivery.leader import FROZEN, Leadership, LeadershipLost
from kalenner.delivery.models import Leader

ROOT = Path(__file__).parents[3]

HOLDER = """
import sys, threading
from pathlib import Path
from kalenner.database import make_engine
from kalenner.delivery.leader import Leadership
leadership = Leadership(make_engine(sys.argv[1]), Path(sys.argv[2]), "telegram")
print(leadership.hold(), flush=True)
while leadership.hold():
    threading.Event().wait(0.05)
print(False, flush=True)
threading.Event().wait()
"""


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def other(database_url: str, tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process, which leads."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, database_url, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    yield process
    process.kill()
    process.communicate()


def test_one_leads_and_others_do_not(engine, tmp_path):
    first, second = (Leadership(engine, tmp_path, "telegram") for _ in range(2))

    assert [first.hold(), second.hold(), first.hold(), second.hold()] == [True, False, True, False]
    first.release()
    assert [second.hold(), first.hold()] == [True, False]
    second.release()


def test_each_channel_has_its_own_leader(engine, tmp_path):
    telegram, other = Leadership(engine, tmp_path, "telegram"), Leadership(engine, tmp_path, "other")

    assert [telegram.hold(), other.hold()] == [True, True]
    telegram.release()
    other.release()


def test_another_process_keeps_us_from_leading(engine, tmp_path, other):
    assert Leadership(engine, tmp_path, "telegram").hold() is False


def test_we_lead_at_once_when_the_other_process_is_killed(engine, tmp_path, other):
    leadership = Leadership(engine, tmp_path, "telegram")
    assert leadership.hold() is False

    other.send_signal(signal.SIGKILL)
    other.wait()

    # PostgreSQL needs a moment to notice that nobody is at the other end.
    tries = 0
    while not leadership.hold():
        threading.Event().wait(0.01)
        tries += 1
    assert tries < 50
    leadership.release()


def test_process_that_stands_still_is_replaced_and_leads_no_more(engine, tmp_path, other):
    """SIGSTOP: the lock of a stopped process cannot be taken, so its heartbeat decides."""
    other.send_signal(signal.SIGSTOP)
    with Session(engine) as session, session.begin():
        session.execute(update(Leader).values(heartbeat_at=dt.datetime.now(dt.UTC) - 2 * FROZEN))
    leadership = Leadership(engine, tmp_path, "telegram")

    assert leadership.hold() is True

    other.send_signal(signal.SIGCONT)
    assert other.stdout.readline() == "False\n"
    assert leadership.hold() is True
    leadership.release()


@pytest.mark.parametrize("age", [0, 5, -5])
def test_leader_with_a_heartbeat_is_left_alone(engine, tmp_path, other, age):
    with Session(engine) as session, session.begin():
        beat = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=age)
        session.execute(update(Leader).values(heartbeat_at=beat))

    assert Leadership(engine, tmp_path, "telegram").hold() is False


def test_who_lost_the_lead_neither_sends_nor_records(engine, tmp_path):
    first, second = (Leadership(engine, tmp_path, "telegram") for _ in range(2))
    first.hold()
    with Session(engine) as session, session.begin():
        session.execute(update(Leader).values(heartbeat_at=dt.datetime.now(dt.UTC) - 2 * FROZEN))
    second.hold()
    first._read_at = first._beat_at = 0.0  # as after it stood still

    with pytest.raises(LeadershipLost):
        asyncio.run(first.ensure())
    with Session(engine) as session:
        with pytest.raises(LeadershipLost):
            first.confirm(SimpleNamespace(dbsession=session))
        second.confirm(SimpleNamespace(dbsession=session))
    asyncio.run(second.ensure())
    assert [first.hold(), second.hold()] == [False, True]
    second.release()


def test_lead_is_lost_with_the_connection_and_found_again(postgresql_url, tmp_path):
    engine = make_engine(postgresql_url)
    leadership = Leadership(engine, tmp_path, "telegram")
    assert leadership.hold()
    with engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND datname = current_database()"
            )
        )

    assert [leadership.hold(), leadership.hold()] == [False, True]
    leadership.release()
    engine.dispose()
