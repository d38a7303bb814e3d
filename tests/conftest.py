"""Fixtures of all tests: a stage on each database, with a clock that stands still."""

import datetime as dt
import gc
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from pyramid.router import Router

from kalenner.clock import FixedClock
from kalenner.log_context import set_role
from kalenner.logs import RedactingFormatter, redactor
from kalenner.plugins import LoadedPlugin, load_plugins
from kalenner.testing import Stage, fake_plugin
from tests import servers, templates
from tests.applications import Applications, place
from tests.figures import note_figures, record_figure
from tests.templates import migrate

__all__ = ["record_figure"]

MEMORY = Path("/dev/shm")

NOON = dt.datetime(2026, 12, 1, 11, 0, tzinfo=dt.UTC)
"""A Tuesday; noon in Berlin."""

TOKEN = "7000000002:no-bot-anywhere-has-this-token"

FEATURES = (
    "scheduling",
    "payments",
    "payment_links",
    "bank_transfer",
    "reminders",
    "invitations",
    "profiles",
    "social_links",
    "maps",
    "design_templates",
    "documents",
    "support",
    "chat",
    "help",
    "analytics",
    "stripe",
)
"""The plugins that are no adapters: without them the core is alone."""

BEGIN_FIRST = (
    *(
        "tests/themes",
        "tests/journeys",
        "tests/docs",
        "tests/comparison",
        "tests/test_",
        "tests/plugins/help",
    ),
    *("tests/bot_adapter", "tests/pages"),
)
"""Where single tests take longest."""

MakeApp = Callable[..., Router]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' databases in memory: they promise durability, and would wait for the disk.

    Garbage is looked for less often: the applications that are kept are a million objects, walked through each time.
    """
    gc.set_threshold(10_000, 20, 20)
    # Compiling the tests takes ten seconds, and the product two in each process that is started.
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        tempfile.tempdir = str(MEMORY)
        if not config.option.basetemp:  # a worker of xdist is given one below this
            config.option.basetemp = str(MEMORY / f"kalenner-tests-{os.getpid()}")
            config.add_cleanup(lambda: shutil.rmtree(config.option.basetemp, ignore_errors=True))


@pytest.fixture(scope="session", autouse=True)
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Say where processes put what they make for each other: below the folder of the session."""
    folder = tmp_path_factory.getbasetemp()
    templates.share((folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "shared")


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what was collected: it stays to the end."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Look for garbage once: pytest then looks five times, through all that is kept."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to `make test-slow` what is marked as slow on PostgreSQL, where it runs there; note figures.

    What waits for browsers and processes begins first, so that it is not the last that is waited for.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(BEGIN_FIRST))  # within both, the order stays
    for item in items:
        note_figures(item)
        parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
        if "postgresql" in parameters and item.get_closest_marker("slow_on_postgresql"):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def own_logs() -> Iterator[None]:
    """Take back the secrets and the log handlers of each test: the next ones' lines would be searched for them all."""
    root, secrets, known = logging.getLogger(), redactor._secrets, redactor._known
    handlers, level = [*root.handlers], root.level
    yield
    redactor._secrets, redactor._known = secrets, known
    set_role("")  # a command may have run here
    for handler in root.handlers:
        if handler not in handlers and isinstance(handler.formatter, RedactingFormatter):
            root.removeHandler(handler)
    root.setLevel(level)


def ours(*more: LoadedPlugin, off: tuple[str, ...] = ()) -> list[LoadedPlugin]:
    """The installed plugins with the fake channel instead of an adapter."""
    return [*_installed(off), _FAKE, *more]


@cache
def _installed(off: tuple[str, ...]) -> list[LoadedPlugin]:
    return load_plugins(off=("telegram", "playground", *off))


_FAKE = fake_plugin()


@pytest.fixture(scope="session")
def sqlite_template() -> Path:
    """An SQLite database with every table, to be copied."""
    return templates.sqlite_template()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    sqlite_template: Path,
) -> Iterator[str]:
    """A fresh database with every table, on each engine."""
    if request.param == "sqlite":
        shutil.copy(sqlite_template, tmp_path / "kalenner.sqlite")
        yield f"sqlite:///{tmp_path / 'kalenner.sqlite'}"
        return
    url = servers.lend_copy(servers.template("kalenner", migrate))
    yield url
    servers.give_back(url)


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at noon, Berlin, of a Tuesday."""
    return FixedClock(NOON)


@pytest.fixture(scope="session")
def applications(tmp_path_factory: pytest.TempPathFactory) -> Applications:
    """The applications that tests share."""
    return Applications(tmp_path_factory.mktemp("snapshots"))


@pytest.fixture
def make_application(
    applications: Applications, tmp_path: Path, database_url: str, clock: FixedClock
) -> Iterator[MakeApp]:
    """Make applications on the test's database: ``make_application(*more_plugins, off=…)``."""
    with ExitStack() as lent:

        def make(*more: LoadedPlugin, off: tuple[str, ...] = (), **values: str) -> Router:
            settings = place(tmp_path, database_url) | values
            return lent.enter_context(applications.lend(ours(*more, off=off), settings, clock))

        yield make


@pytest.fixture
def app(make_application: MakeApp) -> Router:
    """The application with every plugin and the fake channel."""
    return make_application()


@pytest.fixture
def stage(app: Router) -> Stage:
    """People on that application."""
    return Stage(app)
