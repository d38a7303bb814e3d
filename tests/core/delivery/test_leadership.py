"""One process leads; when it dies, however suddenly, the next one does at once."""

import asyncio
import datetime as dt
import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, event, text, update
from sqlalchemy.orm import Session

from kalenner.database import make_engine
from kalenner.delivery.leader import FROZEN, Leadership, LeadershipLost
from kalenner.delivery.models import Leader
from tests.processes import PROCESSES


def hold(url: str, folder: Path, said: Connection) -> None:
    """Lead, say so, say when the lead is lost, and stay."""
    leadership = Leadership(make_engine(url), folder, "telegram")
    said.send(leadership.hold())
    while leadership.hold():
        threading.Event().wait(0.05)
    said.send(False)
    threading.Event().wait()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


class Holder:
    """Another process, which leads; `said` tells whether it still does."""

    def __init__(self, url: str, folder: Path) -> None:
        self.said, its_end = PROCESSES.Pipe()
        self.process = PROCESSES.Process(target=hold, args=(url, folder, its_end), daemon=True)
        self.process.start()
        its_end.close()

    def send_signal(self, number: int) -> None:
        """Stop, continue or kill it."""
        assert self.process.pid is not None
        os.kill(self.process.pid, number)

    def says_next(self) -> bool:
        """Whether it leads, as it says next."""
        assert self.said.poll(20)
        leads: bool = self.said.recv()
        return leads


@pytest.fixture
def other(database_url: str, tmp_path: Path) -> Iterator[Holder]:
    """Another process, which leads."""
    holder = Holder(database_url, tmp_path)
    assert holder.says_next() is True
    yield holder
    holder.process.kill()
    holder.process.join()


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
    other.process.join()

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
    assert other.says_next() is False
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


def test_look_that_waited_while_the_process_stepped_down_takes_nothing(engine, tmp_path):
    """`hold` is called in threads; one that comes late would keep the lead from others for ten seconds."""
    leadership, other = (Leadership(engine, tmp_path, "telegram") for _ in range(2))
    assert leadership.hold()

    leadership.release()

    assert leadership.hold() is False
    assert other.hold() is True
    other.release()
    leadership.stand()
    assert leadership.hold() is True
    leadership.release()


def test_reason_why_the_lead_is_lost_is_said(engine, tmp_path):
    leadership, other = (Leadership(engine, tmp_path, "telegram") for _ in range(2))
    assert leadership.hold()
    with Session(engine) as session, session.begin():
        session.execute(update(Leader).values(heartbeat_at=dt.datetime.now(dt.UTC) - 2 * FROZEN))
    assert other.hold()
    leadership._beat_at = 0.0

    assert leadership.hold() is False
    assert leadership.reason_lost == "another process leads now"

    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE core_leader RENAME TO core_leader_away"))
    other._beat_at = 0.0
    assert other.hold() is False
    assert other.reason_lost.startswith("the database failed: ")


def lock_holders(engine: Engine) -> list[int]:
    """The processes of the server that hold an advisory lock of this database."""
    with engine.connect() as connection:
        holders = connection.scalars(
            text(
                "SELECT pid FROM pg_locks WHERE locktype = 'advisory'"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        )
        return list(holders)


def test_lock_is_taken_from_the_connection_that_holds_it_now(postgresql_url, tmp_path):
    engine, frozen_engine = make_engine(postgresql_url), make_engine(postgresql_url)
    frozen, leadership = (Leadership(each, tmp_path, "telegram") for each in (frozen_engine, engine))
    assert frozen.hold()
    with Session(engine) as session, session.begin():  # another connection than when the lead was taken
        beat = dt.datetime.now(dt.UTC) - 2 * FROZEN
        session.execute(update(Leader).values(heartbeat_at=beat, backend_id=None))

    assert leadership.hold() is True

    tries = 0
    while frozen._lock.backend_id in lock_holders(engine):  # it ends in a moment
        threading.Event().wait(0.01)
        tries += 1
        assert tries < 100
    assert leadership.hold() is True
    assert lock_holders(engine) == [leadership._lock.backend_id]
    leadership.release()
    frozen.release()
    for each in (engine, frozen_engine):
        each.dispose()


def test_process_that_froze_within_its_heartbeat_is_replaced(postgresql_url, tmp_path, monkeypatch):
    """It holds the row of the lead; the server takes that away when nothing comes from it any more."""
    monkeypatch.setattr("kalenner.delivery.leader_locks.SILENCE_SECONDS", 0.2)
    engine, frozen_engine = make_engine(postgresql_url), make_engine(postgresql_url)
    frozen, leadership = (Leadership(each, tmp_path, "telegram") for each in (frozen_engine, engine))
    assert frozen.hold()
    with Session(engine) as session, session.begin():
        session.execute(update(Leader).values(heartbeat_at=dt.datetime.now(dt.UTC) - 2 * FROZEN))
    is_frozen, may_go = threading.Event(), threading.Event()

    @event.listens_for(frozen_engine, "after_cursor_execute")
    def freeze(_connection, _cursor, statement, *_more):
        if statement.startswith("UPDATE core_leader"):
            is_frozen.set()
            may_go.wait(20)

    frozen._beat_at = 0.0
    held = []
    thread = threading.Thread(target=lambda: held.append(frozen.hold()))
    thread.start()
    assert is_frozen.wait(20)

    assert leadership.hold() is True

    may_go.set()
    thread.join()
    assert held == [False]
    assert leadership.hold() is True
    leadership.release()
    for each in (engine, frozen_engine):
        each.dispose()
