"""`kalenner web` by granian, and what of the limits holds there."""

import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from tests.live import free_port
from tests.sockets import answer, ask, connect, request, status

from kalenner.cli import main
from kalenner.database import make_engine
from kalenner.people import Account

ROOT = Path(__file__).parents[3]
SECRET = "a-secret-of-this-test"
WEBHOOK = f"""
telegram.token = 7000000002:no-bot-anywhere-has-this-token
telegram.mode = webhook
telegram.webhook_secret = {SECRET}
web.public_url = https://kalenner.example
web.header_seconds = 2
"""


def ini_of(folder: Path, port: int, more: str = "") -> str:
    file = folder / "granian.ini"
    file.write_text(
        f"[app:main]\nuse = egg:kalenner\nkalenner.data_dir = {folder / 'var'}\n"
        f"web.server = granian\nweb.port = {port}\n{more}"
    )
    return str(file)


@contextmanager
def kalenner(command: str, folder: Path, more: str = "") -> Iterator[int]:
    """Run a command until the end of the block; give the port of its web once that answers."""
    port = free_port()
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "kalenner", command, ini_of(folder, port, more)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=log,
        env={name: value for name, value in os.environ.items() if not name.startswith("KALENNER_")},
    )
    try:
        assert process.stdout is not None
        while not process.stdout.readline().startswith(b"Press Ctrl-C"):
            assert process.poll() is None, (folder / "log").read_text()
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        process.stdout.close()
        log.close()


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a web by granian, with a webhook."""
    pytest.importorskip("granian")
    with kalenner("web", tmp_path_factory.mktemp("granian"), WEBHOOK) as port:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:  # it says where it is just before it listens
            try:
                ask(port, request("GET", "/-/health"))
            except OSError:
                continue
            break
        yield port


def posted(port: int, size: int, secret: str = SECRET) -> int:
    headers = {"X_Telegram_Bot_Api_Secret_Token": secret, "Content_Length": str(size)}
    return status(ask(port, request("POST", "/-/telegram", **headers)))


def test_granian_answers(port: int) -> None:
    got = ask(port, request("GET", "/-/ready"))

    assert (status(got), got.endswith(b'{"ready": true}')) == (200, True)
    assert b"server: granian" in got


def test_large_body_is_refused_at_its_header_by_path(port: int) -> None:
    assert [posted(port, 1024 * 1024 + 1), posted(port, 65537, "wrong"), posted(port, 300_000_000, "")] == [
        413
    ] * 3
    small = request("POST", "/-/telegram", b"x" * 60_000, X_Telegram_Bot_Api_Secret_Token=SECRET)
    assert status(ask(port, small)) == 200  # it was read, and set aside: it is no update


def test_body_of_unknown_length_is_refused(port: int) -> None:
    chunked = request("POST", "/-/telegram", Transfer_Encoding="chunked") + b"1\r\nx\r\n0\r\n\r\n"

    assert status(ask(port, chunked)) == 411


def test_late_header_is_cut(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHo")
        assert answer(connection) == b""


def test_large_header_is_refused(port: int) -> None:
    assert status(ask(port, request("GET", "/-/health", X_Long="x" * 20_000))) == 431


def test_missing_granian_is_one_line(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "granian", None)

    assert main(["web", ini_of(tmp_path, free_port(), WEBHOOK)]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "web.server: expected waitress, because granian is not installed: install kalenner[scale]"
    )


def test_granian_serves_no_playground(tmp_path: Path, capsys) -> None:
    pytest.importorskip("granian")

    assert main(["web", ini_of(tmp_path, free_port())]) == 2
    assert (
        capsys.readouterr()
        .err.splitlines()[-1]
        .startswith("web.server: expected waitress, because the playground")
    )


def test_everything_together_is_served_by_waitress(tmp_path: Path, sqlite_template: Path) -> None:
    (tmp_path / "var").mkdir()
    database = shutil.copy(sqlite_template, tmp_path / "var" / "kalenner.sqlite")
    engine = make_engine(f"sqlite:///{database}")
    with Session(engine) as dbsession:  # somebody: drawing the pictures of the sample people takes seconds
        dbsession.add(Account(timezone="UTC", created_at=dt.datetime.now(dt.UTC)))
        dbsession.commit()
    engine.dispose()

    with kalenner("up", tmp_path) as port:
        assert b"\r\nServer: kalenner\r\n" in ask(port, request("GET", "/-/health"))
