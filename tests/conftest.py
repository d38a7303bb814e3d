"""Fixtures of all tests: a stage on each database, with a clock that stands still."""

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyramid.router import Router

from kalenner.app import make_app
from kalenner.clock import FixedClock
from kalenner.database import upgrade
from kalenner.plugins import LoadedPlugin, load_plugins
from kalenner.settings import Source
from kalenner.testing import Stage, fake_plugin
from tests import servers

MEMORY = Path("/dev/shm")

NOON = dt.datetime(2026, 12, 1, 11, 0, tzinfo=dt.UTC)
"""A Tuesday; noon in Berlin."""

TOKEN = "7000000002:no-bot-anywhere-has-this-token"

MakeApp = Callable[..., Router]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' databases in memory: they promise durability, and would wait for the disk."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        tempfile.tempdir = str(MEMORY)
        if not config.option.basetemp:  # a worker of xdist is given one below this
            config.option.basetemp = str(MEMORY / f"kalenner-tests-{os.getpid()}")
            config.add_cleanup(lambda: shutil.rmtree(config.option.basetemp, ignore_errors=True))


def ours(*more: LoadedPlugin, off: tuple[str, ...] = ()) -> list[LoadedPlugin]:
    """The installed plugins with the fake channel instead of an adapter."""
    return [*load_plugins(off=("telegram", "playground", *off)), fake_plugin(), *more]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with every table, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    migrate(f"sqlite:///{folder / 'template.sqlite'}", folder)
    return folder / "template.sqlite"


def migrate(url: str, folder: Path) -> None:
    """Make every table in an empty database."""
    values = {"kalenner.data_dir": str(folder), "database.url": url, "telegram.token": TOKEN}
    app = make_app(Source(values, environ={}), loaded=load_plugins(off=("playground",)))
    engine = app.registry["kalenner.sessions"].engine
    upgrade(engine, app.registry["kalenner.migrations"])
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """A fresh database with every table, on each engine."""
    if request.param == "sqlite":
        shutil.copy(sqlite_template, tmp_path / "kalenner.sqlite")
        yield f"sqlite:///{tmp_path / 'kalenner.sqlite'}"
        return
    folder = tmp_path_factory.mktemp("postgresql")
    url = servers.create_database(servers.template("kalenner", lambda made: migrate(made, folder)))
    yield url
    servers.drop_database(url)


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at noon, Berlin, of a Tuesday."""
    return FixedClock(NOON)


@pytest.fixture
def make_application(tmp_path: Path, database_url: str, clock: FixedClock) -> Iterator[MakeApp]:
    """Make applications on the test's database: ``make_application(*more_plugins, off=…)``."""
    made: list[Router] = []

    def make(*more: LoadedPlugin, off: tuple[str, ...] = (), **values: str) -> Router:
        settings = {"kalenner.data_dir": str(tmp_path), "database.url": database_url, **values}
        made.append(make_app(Source(settings, environ={}), loaded=ours(*more, off=off), clock=clock))
        return made[-1]

    yield make
    for app in made:
        app.registry["kalenner.sessions"].engine.dispose()


@pytest.fixture
def app(make_application: MakeApp) -> Router:
    """The application with every plugin and the fake channel."""
    return make_application()


@pytest.fixture
def stage(app: Router) -> Stage:
    """People on that application."""
    return Stage(app)
