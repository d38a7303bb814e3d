"""Updates with files: however long they take and however they end, everybody else is answered."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import select

from kalenner.database import try_lock
from kalenner.delivery import Update, store
from kalenner.delivery.channels import CHANNELS
from kalenner.delivery.dispatcher import LOOK
from kalenner.delivery.models import Inbox
from kalenner.delivery.preparer import Preparer
from kalenner.delivery.queries import OpenUpdate
from kalenner.files.models import PrivateFile
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing.channel import NAME as FAKE
from kalenner.testing.channel import FakeChannel
from kalenner.units import run_unit
from tests.conftest import MakeApp
from tests.core.delivery.test_shared_units import handle_until, is_open
from tests.core.screens.upload_plugin import UPLOAD_PLUGIN

NAME = "files"


class FileChannel(FakeChannel):
    """A channel whose updates may have a file."""

    name = NAME

    def has_file(self, payload: dict[str, Any]) -> bool:
        """Tell whether an update has one."""
        return bool(payload.get("file"))

    def read(self, request: Request, payload: dict[str, Any]) -> Any:
        """Read the rest."""
        payload.pop("file", None)
        return super().read(request, payload)


def includeme(config: Configurator) -> None:
    config.add_channel(FileChannel())


FILES = LoadedPlugin(Plugin("sent", "Sent files", __name__, has_texts=False), object())


def arrive(app: Any, channel: str, *people: str, **payload: Any) -> None:
    updates = [Update(int(who), who, {"subject": who, "text": "hello", **payload}) for who in people]
    run_unit(app, "inbox/new", lambda request: store(request, channel, updates))


def done(app: Any) -> set[str]:
    query = select(Inbox.subject).where(Inbox.state == "done")
    found = run_unit(
        app, "command/test", lambda request: list(request.dbsession.scalars(query)), only_reads=True
    )
    return set(found)


def test_crowd_of_files_keeps_no_text_waiting(make_core: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_core(FILES)
    looks: list[int] = []

    async def never(self: Preparer, update: OpenUpdate) -> dict[str, Any]:
        looks.append(update.id)
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(Preparer, "_prepare", never)
    arrive(app, NAME, *(str(number) for number in range(1000, 1000 + 3 * LOOK)), file=True)
    arrive(app, NAME, "1")

    handle_until(app, lambda: "1" in done(app))

    assert len(looks) == 3 * LOOK


def test_file_whose_fetch_is_cancelled_is_fetched_again(
    make_core: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_core(FILES)
    tries: list[int] = []

    async def cancelled_once(self: Preparer, update: OpenUpdate) -> dict[str, Any]:
        tries.append(update.id)
        if tries.count(update.id) == 1:
            raise asyncio.CancelledError
        return update.payload

    monkeypatch.setattr(Preparer, "_prepare", cancelled_once)
    people = [str(number) for number in range(100, 116)]
    arrive(app, NAME, *people, file=True)
    arrive(app, NAME, "1")

    handle_until(app, lambda: done(app) == {*people, "1"})

    assert len(tries) == 2 * len(people)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_people_whom_another_process_serves_hide_nobody(make_core: MakeApp) -> None:
    app = make_core()
    people = [str(number) for number in range(100, 100 + LOOK)]
    arrive(app, FAKE, *people, "999")

    def as_another_process(request: Request) -> None:
        for who in people:
            assert try_lock(request.dbsession, f"inbox:{FAKE}:{who}")
        handle_until(app, lambda: "999" in done(app))

    run_unit(app, "command/test", as_another_process)

    assert "999" in done(app)
    assert not done(app) & set(people)


class LocalChannel(FileChannel):
    """A channel whose server puts files onto this machine."""

    file: Path
    most_file_bytes = 30 * 2**20

    async def fetch(self, payload: dict[str, Any], most: int) -> Path | None:
        """Return where the file is, or nothing for one that is too large."""
        return self.file if self.file.stat().st_size <= most else None


def test_copy_on_this_machine_is_deleted_as_soon_as_it_was_read(make_core: MakeApp, tmp_path: Path) -> None:
    app = make_core(FILES, UPLOAD_PLUGIN)
    channel = LocalChannel()
    channel.file = tmp_path / "film.mov"
    channel.file.write_bytes(bytes(21 * 2**20))  # more than a picture may have, less than this server gives
    CHANNELS.of(app.registry)[NAME] = channel
    press = {"screen": "papers.safe", "args": {}, "is_effect": False}
    updates = [{"text": "hello"}, {"press": press}, {"file": True}]
    rows = [Update(number, "1", {"subject": "1", **one}) for number, one in enumerate(updates)]
    run_unit(app, "inbox/new", lambda request: store(request, NAME, rows))

    handle_until(app, lambda: not is_open(app))

    assert not channel.file.exists()
    sizes = run_unit(
        app, "command/test", lambda request: list(request.dbsession.scalars(select(PrivateFile.size)))
    )
    assert sizes == [21 * 2**20]
