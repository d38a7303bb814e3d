"""The whole product in this process: web, bot and playground on a free port, people with phones."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyramid.router import Router

from kalenner.app import make_app
from kalenner.cli.processes import prepare_database
from kalenner.database import SESSIONS
from kalenner.delivery.bot import Bot
from kalenner.plugins import LoadedPlugin, load_plugins
from kalenner.settings import Source
from kalenner.web.memory import answering_from_memory
from kalenner_playground.fake_telegram import FAKE_TELEGRAM, FakeTelegram
from kalenner_playground.phone import Phone
from tests.pretended import listening
from tests.templates import copy_sqlite_template

UNLIMITED = {"limits.updates_per_minute": "1000000", "limits.open_updates": "1000000"}
"""People of tests press faster than anybody."""


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Live:
    """A running product and its pretended Telegram."""

    def __init__(self, app: Router, url: str) -> None:
        self.app = app
        self.url = url
        self.telegram: FakeTelegram = FAKE_TELEGRAM.of(app.registry)

    def phone(self, name: str, language: str = "en") -> Phone:
        """A new person who has not started the bot."""
        return Phone.of_new(self.telegram, name, language=language)


@contextmanager
def running(folder: Path, *more: LoadedPlugin, port: int = 0, **values: str) -> Iterator[Live]:
    """Start everything but the worker in `folder`, with `more` plugins; stop it at the end."""
    port = port or free_port()
    if "database.url" not in values:
        copy_sqlite_template(folder)
    settings = {"kalenner.data_dir": str(folder), "web.port": str(port), **UNLIMITED, **values}
    app = make_app(Source(settings, environ={}), loaded=[*load_plugins(), *more])
    prepare_database(app)
    telegram, bot = FAKE_TELEGRAM.of(app.registry), Bot(app, folder)
    with listening(answering_from_memory(app), telegram.close, port=port) as address:
        bot.start()
        try:
            yield Live(app, f"{address}/")
        finally:
            bot.stop()
    SESSIONS.of(app.registry).engine.dispose()
