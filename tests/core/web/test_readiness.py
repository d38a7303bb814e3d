"""Readiness is told from memory, and truly: a database that is gone, or hangs, is said soon."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyramid.router import Router
from sqlalchemy import event
from tests.live import free_port
from webtest import TestApp

from kalenner.app import make_app
from kalenner.database import MIGRATIONS, SESSIONS, MigrationSource
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner.web.readiness import AWAY, READY, Readiness, look_at


def test_many_questions_are_one_look(app: Router, web: TestApp) -> None:
    statements = []
    event.listen(
        SESSIONS.of(app.registry).engine, "before_cursor_execute", lambda *all: statements.append(all[2])
    )
    web.get("/-/ready")
    of_one_look = len(statements)

    began = time.monotonic()
    for _ in range(30):
        web.get("/-/ready")
    looks = 1 + int(time.monotonic() - began)

    assert of_one_look > 0
    assert len(statements) <= of_one_look * (1 + looks)


def test_files_of_migrations_are_read_once(app: Router) -> None:
    read = []

    class CountedSource(MigrationSource):
        @property
        def versions(self) -> Path:
            read.append(self.name)
            return super().versions

    sources = [CountedSource(source.name, source.package) for source in MIGRATIONS.of(app.registry)]
    look = look_at(SESSIONS.of(app.registry).engine, sources)

    assert [look(), look(), look()] == [READY] * 3
    assert sorted(read) == sorted(source.name for source in sources)


@pytest.fixture
def unanswering() -> Iterator[int]:
    """The port of a database that takes connections and says nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        yield listener.getsockname()[1]


def web_at(folder: Path, port: int) -> TestApp:
    url = f"postgresql://nobody@127.0.0.1:{port}/nothing"
    values = {"kalenner.data_dir": str(folder), "database.url": url}
    return TestApp(make_app(Source(values, environ={}), loaded=load_plugins(off=("telegram", "playground"))))


def test_database_that_is_gone(tmp_path: Path) -> None:
    answer = web_at(tmp_path, free_port()).get("/-/ready", status=503)

    assert answer.json == {"ready": False, "database": "it does not answer"}


def test_database_that_hangs_is_said_soon_and_holds_nobody_up(tmp_path: Path, unanswering: int) -> None:
    web = web_at(tmp_path, unanswering)

    began = time.monotonic()
    assert json.loads(web.get("/-/ready", status=503).body) == AWAY
    assert time.monotonic() - began < 4
    began = time.monotonic()
    for _ in range(20):
        web.get("/-/ready", status=503)
    assert time.monotonic() - began < 1


def test_database_that_goes_while_it_is_asked() -> None:
    going_on = threading.Event()
    states = iter([READY])

    def look() -> dict[str, bool]:
        state = next(states, None)
        if state is None:
            going_on.wait(20)
        return state or READY

    readiness = Readiness(look)
    assert readiness.state() == READY

    began = time.monotonic()
    while readiness.state() == READY:  # a second from memory, then the look that hangs
        assert time.monotonic() - began < 5
    assert readiness.state() == AWAY
    going_on.set()
    while readiness.state() != READY:
        assert time.monotonic() - began < 10
