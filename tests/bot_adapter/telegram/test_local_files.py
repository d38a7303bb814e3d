"""A Bot API server of one's own that runs with --local: its files are read where they lie, and deleted."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyramid.router import Router
from tests.conftest import TOKEN
from tests.pretended import listening

from kalenner.delivery.received_files import keep_received
from kalenner.file_use import FileUse
from kalenner.files import PrivateFileService
from kalenner.units import run_unit
from kalenner_telegram.client import LocalFileFault, TelegramClient
from kalenner_telegram.connection import Connection
from kalenner_telegram.updates import TelegramFile

MEGABYTE = 2**20
ME = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "a_bot"}
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class LocalServer:
    """Says of every file that it lies at `path`."""

    def __init__(self) -> None:
        self.path = ""
        self.size: int | None = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """Answer a method of the Bot API."""
        method = environ["PATH_INFO"].rpartition("/")[2]
        file = {"file_id": "a", "file_unique_id": "b", "file_path": self.path, "file_size": self.size}
        result = file if method == "getFile" else ME
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"ok": True, "result": result}).encode()]


@pytest.fixture
def server() -> LocalServer:
    return LocalServer()


@pytest.fixture
def address(server: LocalServer) -> Iterator[str]:
    with listening(server, lambda: None, threads=2) as address:
        yield address


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "server"
    folder.mkdir()
    return folder


def fetched(app: Router, address: str, folder: Path, most: int) -> bytes | Path | None:
    """Fetch a file as the adapter does."""

    async def fetch() -> bytes | Path | None:
        connection = Connection(TOKEN, f"{address}/bot", f"{address}/file/bot")
        client = TelegramClient(app, connection, files_folder=folder)
        await client.start()
        try:
            return await client.fetch(TelegramFile("a", 0, "film.mov"), most)
        finally:
            await client.stop()

    return asyncio.run(fetch())


def test_file_is_taken_from_the_folder(app: Router, server: LocalServer, address: str, folder: Path) -> None:
    file = folder / "film.mov"
    file.write_bytes(b"large" * MEGABYTE * 5)  # more than Telegram's own server hands out
    server.path = str(file)

    assert fetched(app, address, folder, 30 * MEGABYTE) == file


@pytest.mark.parametrize("is_size_told", [True, False])
def test_file_that_is_too_large_is_refused(
    app: Router, server: LocalServer, address: str, folder: Path, is_size_told: bool
) -> None:
    file = folder / "film.mov"
    file.write_bytes(bytes(2 * MEGABYTE))
    server.path, server.size = str(file), 2 * MEGABYTE if is_size_told else None

    assert fetched(app, address, folder, MEGABYTE) is None
    assert not file.exists()


@pytest.mark.parametrize("place", ["outside.txt", "server/../outside.txt", "server/link.txt"])
def test_file_outside_of_the_folder_is_not_read(
    app: Router, server: LocalServer, address: str, folder: Path, place: str
) -> None:
    outside = folder.parent / "outside.txt"
    outside.write_text("of the operator")
    (folder / "link.txt").symlink_to(outside)
    server.path = str(folder.parent / place)

    with pytest.raises(LocalFileFault, match=r"telegram\.files_folder"):
        fetched(app, address, folder, MEGABYTE)
    assert outside.exists()


def test_file_is_encrypted_as_a_stream(app: Router, folder: Path) -> None:
    file = folder / "film.mov"
    content = b"a film of Ada's" * 2_000_000
    file.write_bytes(content)

    upload = keep_received(app, file, FileUse.PRIVATE, 1)

    assert (upload.size, upload.refusal) == (len(content), None)

    def read(request: Any) -> bytes:
        service = request.find_service(PrivateFileService)
        row = service.keep(upload.key, "provider:1", received_as="account:1")
        return b"".join(service.open(row).read())

    assert run_unit(app, "command/test", read) == content
