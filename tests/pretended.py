"""The fake Telegram for one test, with its Bot API on a free port."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import waitress.server
from pyramid.config import Configurator
from waitress import wasyncore

from kalenner_playground.fake_telegram import FAKE_TELEGRAM, FakeTelegram


@contextmanager
def listening(app: Any, close: Callable[[], None], *, port: int = 0, threads: int = 16) -> Iterator[str]:
    """Serve an application; yield its address, such as ``http://127.0.0.1:40123``.

    `close` sends away whoever waits in a long poll; it is called before the server stops.
    """
    # Its own map keeps the connections of one test from being served by the next one's server.
    connections: dict[int, Any] = {}
    server: Any = waitress.server.create_server(
        app, listen=f"127.0.0.1:{port}", threads=threads, map=connections
    )
    stopping = threading.Event()

    def serve() -> None:
        while not stopping.is_set():
            wasyncore.loop(timeout=0.05, map=connections, count=1)
        wasyncore.close_all(connections, ignore_all=True)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # The workers wake the loop, so it must go last.
        close()
        server.task_dispatcher.shutdown()
        stopping.set()
        thread.join(timeout=5)


@contextmanager
def served(telegram: FakeTelegram, *, threads: int = 16) -> Iterator[str]:
    """Serve the Bot API of a fake Telegram, and close it in the end; yield the address."""
    config = Configurator(settings={})
    FAKE_TELEGRAM.put(config.registry, telegram)
    config.include("kalenner_playground")
    with listening(config.make_wsgi_app(), telegram.close, threads=threads) as address:
        yield address
