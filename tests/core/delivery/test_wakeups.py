"""A commit wakes whoever waits for its rows: in this process, and on PostgreSQL in every other one."""

import threading

import pytest
from sqlalchemy import text

from kalenner.database import SessionFactory, make_engine, session_factory
from kalenner.delivery.wakeups import PostgresListener, WakeUps, wake_after_commit
from tests.processes import PROCESSES


def wake(url: str, name: str, end: str) -> None:
    """Ask for a wake-up, and commit or roll back."""
    with session_factory(make_engine(url))() as session:
        wake_after_commit(session, name)
        session.commit() if end == "commit" else session.rollback()
        session.get_bind().dispose()


@pytest.fixture
def factory(database_url: str):
    sessions = session_factory(make_engine(database_url))
    yield sessions
    sessions.engine.dispose()


class WakeUpCounter:
    """Counts the wake-ups of a topic."""

    def __init__(self, wakeups: WakeUps, name: str = "inbox") -> None:
        self.count = 0
        self._changed = threading.Condition()
        wakeups.subscribe(name, self._count_up)

    def _count_up(self) -> None:
        with self._changed:
            self.count += 1
            self._changed.notify_all()

    def within(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.count > 0, seconds)


@pytest.fixture
def wakeups(factory: SessionFactory) -> WakeUps:
    attached = WakeUps()
    attached.attach(factory)
    return attached


def test_listener_is_woken_once_after_the_commit(factory, wakeups):
    counter = WakeUpCounter(wakeups)
    with factory() as session:
        wake_after_commit(session, "inbox")
        wake_after_commit(session, "inbox")
        assert counter.count == 0
        session.commit()

    assert counter.count == 1


def test_nobody_is_woken_after_a_rollback_or_by_the_next_commit(factory, wakeups):
    counter = WakeUpCounter(wakeups)
    with factory() as session:
        session.execute(text("SELECT 1"))
        wake_after_commit(session, "inbox")
        session.rollback()
        session.execute(text("SELECT 1"))
        session.commit()

    assert counter.count == 0


def test_end_of_a_savepoint_is_no_commit(factory, wakeups):
    counter = WakeUpCounter(wakeups)
    with factory() as session:
        with session.begin_nested():
            wake_after_commit(session, "inbox")
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            raise ZeroDivisionError
        assert counter.count == 0
        session.commit()

    assert counter.count == 1


def test_listeners_to_other_topics_are_not_woken(factory, wakeups):
    counter = WakeUpCounter(wakeups, "outbox")
    with factory() as session:
        wake_after_commit(session, "inbox")
        session.commit()

    assert counter.count == 0


def test_listener_that_fails_harms_neither_the_commit_nor_the_others(factory, wakeups):
    def fail() -> None:
        raise RuntimeError("Event loop is closed")

    wakeups.subscribe("inbox", fail)
    counter = WakeUpCounter(wakeups)
    with factory() as session:
        wake_after_commit(session, "inbox")
        session.commit()

    assert counter.count == 1


def test_listener_that_unsubscribed_is_not_woken(factory, wakeups):
    counter = []
    listener = lambda: counter.append(1)  # noqa: E731 -- the same object twice
    wakeups.subscribe("inbox", listener)
    wakeups.unsubscribe("inbox", listener)

    wakeups.wake("inbox")

    assert counter == []


def wake_elsewhere(url: str, name: str, end: str) -> None:
    """Ask for a wake-up in another process, which commits or rolls back."""
    process = PROCESSES.Process(target=wake, args=(url, name, end))
    process.start()
    process.join(20)
    assert process.exitcode == 0


@pytest.fixture
def listening(postgresql_url: str):
    """The wake-ups of this process, which receive those of others on PostgreSQL."""
    engine = make_engine(postgresql_url)
    wakeups = WakeUps()
    started = threading.Event()
    wakeups.subscribe("started", started.set)
    listener = PostgresListener(engine, wakeups)
    listener.start()
    # Only when the first has come through do we know that we listen.
    while not started.wait(0.05):
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_notify('kalenner', 'started')"))
    yield wakeups, postgresql_url, engine, listener
    listener.stop()
    engine.dispose()


def test_commit_of_another_process_wakes_the_listeners_here(listening):
    wakeups, url, _engine, _bell = listening
    counter = WakeUpCounter(wakeups)

    wake_elsewhere(url, "inbox", "commit")

    assert counter.within(0.5)


def test_commit_here_wakes_once_though_postgresql_tells_it_everybody(listening):
    wakeups, url, engine, _bell = listening
    here, last = WakeUpCounter(wakeups, "inbox"), WakeUpCounter(wakeups, "last")
    sessions = session_factory(engine)
    wakeups.attach(sessions)

    with sessions() as session:
        wake_after_commit(session, "inbox")
        session.commit()
    wake_elsewhere(url, "last", "commit")

    assert last.within(5)  # and what was told before has come through
    assert here.count == 1


def test_rollback_of_another_process_does_not(listening):
    wakeups, url, _engine, _bell = listening
    lost, counter = WakeUpCounter(wakeups, "inbox"), WakeUpCounter(wakeups, "outbox")

    wake_elsewhere(url, "inbox", "rollback")
    wake_elsewhere(url, "outbox", "commit")

    assert counter.within(0.5)
    assert lost.count == 0


def test_broken_connection_is_made_anew(listening):
    wakeups, _url, engine, _bell = listening
    again = WakeUpCounter(wakeups, "again")
    with engine.begin() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        )

    while not again.within(0.2):
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_notify('kalenner', 'again')"))


def test_connection_that_listened_does_not_go_back_among_the_others(listening):
    _wakeups, _url, engine, listener = listening
    listener.stop()
    connections = [engine.connect() for _ in range(3)]

    channels = [
        list(connection.scalars(text("SELECT pg_listening_channels()"))) for connection in connections
    ]

    for connection in connections:
        connection.close()
    assert channels == [[], [], []]
