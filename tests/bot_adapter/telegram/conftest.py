"""Calls against the fake Telegram, and the whole product against it with the plugin `hostile`."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from telegram import Bot
from tests import servers
from tests.bot_adapter.telegram.hostile_plugin import HOSTILE, OwnBase, controls
from tests.bot_adapter.telegram.product import RunningProduct
from tests.live import running
from tests.pretended import served
from tests.templates import migrate

from kalenner.database import SESSIONS
from kalenner_playground.fake_telegram import TOKEN, FakeTelegram
from kalenner_playground.phone import Phone
from kalenner_telegram.calls import Calls
from kalenner_telegram.transport import AiohttpRequest


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """A fake Telegram for one test."""
    with closing(FakeTelegram(None, now=lambda: datetime.now(UTC))) as made:
        yield made


@pytest.fixture
def ada(telegram: FakeTelegram) -> Phone:
    """A person who has started the bot."""
    phone = Phone.of_new(telegram, "Ada")
    phone.send("/start")
    return phone


@pytest.fixture
def run() -> Iterator[Callable]:
    """Run a coroutine to its end."""
    with asyncio.Runner() as runner:
        yield runner.run


@pytest.fixture
def own_logs() -> Iterator[None]:
    """Take back what a command does to the logs: it sends them to the standard error of this test."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    root.handlers[:] = handlers
    structlog.reset_defaults()
    for name in ("alembic", "huey", "aiohttp", "httpcore", "httpx", "telegram"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def bot(telegram: FakeTelegram, run: Callable) -> Iterator[Bot]:
    """A bot that calls the fake Telegram over HTTP, by our transport."""
    with served(telegram) as address:
        made = Bot(
            TOKEN,
            base_url=f"{address}/-/botapi/bot",
            base_file_url=f"{address}/-/botapi/file/bot",
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(1),
        )
        run(made.initialize())
        yield made
        run(made.shutdown())


@pytest.fixture
def calls(bot: Bot) -> Calls:
    """The adapter's calls."""
    return Calls(bot)


@contextmanager
def running_product(folder: Path, **values: str) -> Iterator[RunningProduct]:
    controls.reset()
    with running(folder, HOSTILE, **values) as live:
        OwnBase.metadata.create_all(SESSIONS.of(live.app.registry).engine)
        product = RunningProduct(live)
        try:
            yield product
        finally:
            controls.reset()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def product(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningProduct]:
    """The product with the plugin `hostile`, on each database, for all tests of a module."""
    folder = tmp_path_factory.mktemp("live")
    if request.param == "sqlite":
        with running_product(folder) as made:
            yield made
        return
    url = servers.create_database(servers.template("kalenner", migrate))
    with running_product(folder, **{"database.url": url}) as made:
        yield made
    servers.drop_database(url)


@pytest.fixture(scope="module")
def product_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProduct]:
    """The same on SQLite only, for what has nothing to do with the database."""
    with running_product(tmp_path_factory.mktemp("live")) as made:
        yield made


@pytest.fixture(autouse=True)
def _reset_controls() -> None:
    controls.reset()
