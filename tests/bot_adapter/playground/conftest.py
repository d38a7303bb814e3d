"""A playground on a free port, a bot that talks to it, and people."""

import asyncio
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import waitress.server
from pyramid.config import Configurator
from telegram import Bot
from telegram.request import HTTPXRequest
from waitress import wasyncore

from kalenner.clock import CLOCK
from kalenner_playground.fake_telegram import FAKE_TELEGRAM, TOKEN, FakeTelegram
from kalenner_playground.phone import Phone


class MovedClock:
    """A clock that stands still until a test moves it."""

    def __init__(self):
        self.offset = 0.0
        self.start = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)

    def now(self):
        return self.start + timedelta(seconds=self.offset)

    def move(self, seconds):
        self.offset += seconds


@pytest.fixture
def clock():
    return MovedClock()


@pytest.fixture
def telegram(clock):
    with closing(FakeTelegram(None, now=clock.now)) as fake:
        yield fake


@pytest.fixture
def ada(telegram):
    """A person who has started the bot, and whose /start the bot has received."""
    phone = Phone.of_new(telegram, "Ada", last_name="Byron", username="ada_b")
    phone.send("/start")
    telegram.updates.confirm(2**62)
    return phone


@pytest.fixture
def wsgi_app(telegram, clock):
    config = Configurator(settings={})
    FAKE_TELEGRAM.put(config.registry, telegram)
    CLOCK.put(config.registry, clock)
    config.include("kalenner_playground")
    return config.make_wsgi_app()


@pytest.fixture
def address(wsgi_app, telegram):
    """The root of a served playground, such as http://127.0.0.1:40123."""
    # Its own map keeps the connections of one test from being served by the next one's server.
    connections = {}
    server = waitress.server.create_server(wsgi_app, listen="127.0.0.1:0", threads=16, map=connections)
    stopping = threading.Event()

    def serve():
        while not stopping.is_set():
            wasyncore.loop(timeout=0.05, map=connections, count=1)
        wasyncore.close_all(connections, ignore_all=True)

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    # First who waits in a long poll, then the workers: they wake the loop, so it must go last.
    telegram.close()
    server.task_dispatcher.shutdown()
    stopping.set()
    thread.join(timeout=5)


@pytest.fixture
def run():
    """Run a coroutine to its end."""
    with asyncio.Runner() as runner:
        yield runner.run


@pytest.fixture
def bot(address, run):
    made = Bot(
        TOKEN,
        base_url=f"{address}/-/botapi/bot",
        base_file_url=f"{address}/-/botapi/file/bot",
        request=HTTPXRequest(read_timeout=10),
        get_updates_request=HTTPXRequest(read_timeout=10),
    )
    run(made.initialize())
    yield made
    run(made.shutdown())
