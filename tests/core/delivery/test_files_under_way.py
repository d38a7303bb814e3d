"""Updates with files: however long they take and however they end, everybody else is answered."""

import asyncio
from typing import Any

import pytest
from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import select

from kalenner.database import try_lock
from kalenner.delivery import Update, store
from kalenner.delivery.dispatcher import LOOK
from kalenner.delivery.models import Inbox
from kalenner.delivery.preparer import Preparer
from kalenner.delivery.queries import OpenUpdate
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing.channel import NAME as FAKE
from kalenner.testing.channel import FakeChannel
from kalenner.units import run_unit
from tests.conftest import MakeApp
from tests.core.delivery.test_shared_units import handle_until

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
