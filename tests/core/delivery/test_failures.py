"""While the database is away each loop has one traceback and few lines; a process that is refused steps down."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from kalenner.database import SESSIONS
from kalenner.delivery import ChannelRefused, channels_of
from kalenner.delivery.bot import Bot
from kalenner.delivery.leader import Leadership
from tests import servers
from tests.conftest import MakeApp
from tests.core.delivery.conftest import OutboxHarness
from tests.core.delivery.scripted_channel import NAME, SCRIPTED, ScriptedChannel

BOT = ("looking for updates", f"holding the lead of {NAME}")
SENDER = ("looking for messages", "looking for presses that wait", "recording what became of messages")


class Lines(logging.Handler):
    """What was logged, and a way to wait for it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._changed = threading.Condition()

    def emit(self, record: logging.LogRecord) -> None:
        with self._changed:
            self.records.append(record)
            self._changed.notify_all()

    def having(self, *words: str) -> list[logging.LogRecord]:
        return [record for record in self.records if all(word in record.getMessage() for word in words)]

    def until(self, condition: Callable[[], Any]) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, 20), [record.getMessage() for record in self.records]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """The warnings and errors of everybody."""
    handler = Lines()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def engine(harness: OutboxHarness) -> Iterator[Engine]:
    """The engine of the application; tracebacks that a test keeps hold its connections."""
    engine = SESSIONS.of(harness.app.registry).engine
    yield engine
    engine.dispose()


@pytest.fixture
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the loops go round twenty times a second."""
    for name in ("dispatcher.POLL_SECONDS", "sender.POLL_SECONDS", "bot.ELECTION_SECONDS"):
        monkeypatch.setattr(f"kalenner.delivery.{name}", 0.05)
    monkeypatch.setattr("kalenner.delivery.recorder.RETRY_SECONDS", 0.05)


@contextmanager
def database_away(engine: Engine) -> Iterator[None]:
    """Let the database refuse every connection; PostgreSQL ends those that there are as well."""

    def refuse(*_arguments: object) -> None:
        raise engine.dialect.loaded_dbapi.OperationalError("unable to open database file")

    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", refuse, insert=True)
        engine.dispose()
        yield
        event.remove(engine, "do_connect", refuse)
        return
    with engine.connect() as connection:
        name = connection.scalar(text("SELECT current_database()"))
    with servers.postgresql().administration() as administration:
        administration.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
        ended = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = :name AND application_name = 'kalenner'"
        )
        administration.execute(text(ended), {"name": name})
        yield
        administration.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))


def is_bounded(records: list[logging.LogRecord]) -> bool:
    """Whether each kind of failure has one traceback and few lines, and their end a line."""
    tracebacks = [record.exc_info[0] for record in records if record.exc_info]
    return (
        len(tracebacks) == len(set(tracebacks)) <= 3
        and len(records) <= 10 * len(tracebacks) + 1
        and "works again after" in records[-1].getMessage()
    )


@pytest.mark.usefixtures("_hurried")
def test_database_that_is_away_has_one_traceback_and_few_lines_a_loop(
    harness: OutboxHarness, engine: Engine, tmp_path: Path, lines: Lines
) -> None:
    loops = [*BOT, *(["listening to other processes"] if engine.dialect.name == "postgresql" else [])]
    is_sent = threading.Event()
    harness.channel.script = lambda _address, _payload: asyncio.to_thread(is_sent.set)
    bot = Bot(harness.app, tmp_path)
    bot.start()
    harness.enqueue("1", "before")
    assert is_sent.wait(20)
    is_sent.clear()

    with database_away(engine):
        for loop in BOT:
            lines.until(partial(lines.having, loop, "64 times in a row"))
    for loop in loops:
        lines.until(partial(lines.having, loop, "works again after"))
    harness.enqueue("1", "after")
    assert is_sent.wait(20)
    bot.stop()

    assert [loop for loop in loops if not is_bounded(lines.having(loop))] == []
    losses = {record.getMessage() for record in lines.having("leads the channel scripted")}
    assert [loss for loss in losses if "no more: the database failed: " not in loss] == []


@pytest.mark.usefixtures("_hurried")
def test_sender_without_a_database_has_few_lines_and_records_in_the_end(
    harness: OutboxHarness, engine: Engine, lines: Lines
) -> None:
    away = database_away(engine)
    harness.enqueue("1", "hello")

    async def lose_the_database(_address: str, _payload: dict[str, Any]) -> None:
        await asyncio.to_thread(away.__enter__)

    async def watch() -> None:
        await harness.channel.until(lambda: len(harness.channel.accepted) == 1)
        for loop in SENDER:
            await asyncio.to_thread(lines.until, partial(lines.having, loop, "16 times in a row"))
        await asyncio.to_thread(away.__exit__, None, None, None)
        for loop in SENDER:
            await asyncio.to_thread(lines.until, partial(lines.having, loop, "works again after"))

    harness.channel.script = lose_the_database
    harness.send(watch)

    assert harness.states == ["sent"]
    assert len(harness.channel.accepted) == 1
    assert [loop for loop in SENDER if not is_bounded(lines.having(loop))] == []


class RefusedChannel(ScriptedChannel):
    """Refuses to listen; its second start waits for the test."""

    def __init__(self) -> None:
        super().__init__()
        self.starts = 0
        self.is_started_again, self.may_go = threading.Event(), threading.Event()

    async def start(self) -> None:
        self.starts += 1
        if self.starts == 2:
            self.is_started_again.set()
            await asyncio.to_thread(self.may_go.wait, 20)

    async def listen(self) -> None:
        raise ChannelRefused("mend me")


def test_process_that_is_refused_lets_another_lead(
    make_core: MakeApp, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_core(SCRIPTED)
    channel = RefusedChannel()
    channels_of(app.registry)[NAME] = channel
    bot = Bot(app, tmp_path)
    bot.start()
    assert channel.is_started_again.wait(20)
    other = Leadership(SESSIONS.of(app.registry).engine, tmp_path, NAME)

    is_leader = other.hold()

    other.release()
    channel.may_go.set()
    bot.stop()
    channels_of(app.registry)[NAME] = ScriptedChannel()
    assert is_leader
    assert "channel scripted: mend me" in caplog.messages
