"""The webhook among strangers, over real sockets: it answers whoever holds all the other connections."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pyramid.router import Router
from tests.live import free_port
from tests.sockets import ask, connect, is_body_awaited, request, status

from kalenner.app import make_app
from kalenner.cli.processes import Web
from kalenner.database import SESSIONS
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner_playground.fake_telegram import TOKEN

SECRET = "a-secret-of-this-test"
LIMIT = 40
MOST = 1024 * 1024


@pytest.fixture
def database_url(tmp_path: Path, sqlite_template: Path) -> str:
    """What is tried here is before any database."""
    (tmp_path / "kalenner.sqlite").write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{tmp_path / 'kalenner.sqlite'}"


@pytest.fixture
def port(tmp_path: Path, database_url: str) -> Iterator[int]:
    """The port of the web with a webhook, as `kalenner web` serves it."""
    port = free_port()
    values = {
        "telegram.token": TOKEN,
        "telegram.mode": "webhook",
        "telegram.webhook_secret": SECRET,
        "web.public_url": "https://kalenner.example",
        "web.port": str(port),
        "web.connection_limit": str(LIMIT),
        "kalenner.data_dir": str(tmp_path),
        "database.url": database_url,
    }
    app: Router = make_app(Source(values, environ={}), loaded=load_plugins(off=("playground",)))
    web = Web(app)
    web.start()
    yield port
    web.stop()
    SESSIONS.of(app.registry).engine.dispose()


def delivery(number: int, secret: str = SECRET) -> bytes:
    person = {"id": 17, "is_bot": False, "first_name": "Ada"}
    message = {
        "message_id": number,
        "date": 1_800_000_000,
        "chat": {"id": 17, "type": "private", "first_name": "Ada"},
        "from": person,
        "text": "/start",
    }
    body = json.dumps({"update_id": number, "message": message}).encode()
    return request("POST", "/-/telegram", body, X_Telegram_Bot_Api_Secret_Token=secret)


def seconds_to_deliver(port: int, number: int) -> float:
    began = time.monotonic()
    assert status(ask(port, delivery(number))) == 200
    return time.monotonic() - began


def test_half_open_connections_do_not_keep_a_delivery_waiting(port: int) -> None:
    with ExitStack() as crowd:
        for _ in range(2 * LIMIT):
            crowd.enter_context(connect(port)).sendall(b"POST /-/telegram HTTP/1.1\r\nHost")

        assert max(seconds_to_deliver(port, number) for number in range(5)) < 2


def test_clients_that_send_a_byte_now_and_then_do_not_keep_a_delivery_waiting(port: int) -> None:
    with ExitStack() as crowd:
        connections = [crowd.enter_context(connect(port)) for _ in range(2 * LIMIT)]
        taken = []
        for number, byte in enumerate(b"POST /-/telegram HT"):
            for connection in connections:
                try:
                    connection.send(bytes([byte]))
                except OSError:  # it was cut, so it comes again
                    connections[connections.index(connection)] = crowd.enter_context(connect(port))
            taken.append(seconds_to_deliver(port, number))

        assert max(taken) < 2


def test_large_delivery_needs_the_secret(port: int) -> None:
    def asked(size: int, secret: str) -> bytes:
        headers = {"X_Telegram_Bot_Api_Secret_Token": secret, "Content_Length": str(size)}
        return request("POST", "/-/telegram", **headers)

    assert is_body_awaited(port, asked(MOST, SECRET))
    refused = [asked(MOST + 1, SECRET), asked(MOST, "wrong"), asked(MOST, ""), asked(300 * MOST, "")]
    assert [status(ask(port, data)) for data in refused] == [413] * 4


def test_small_delivery_without_the_secret_is_forbidden(port: int) -> None:
    assert status(ask(port, delivery(1, secret="wrong"))) == 403
