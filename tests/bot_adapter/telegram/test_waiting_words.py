"""Words of people are nowhere on the disk and in no log, neither while they wait nor afterwards."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg import sql
from pyramid.request import Request
from sqlalchemy import func, select, text, update
from tests.applications import Applications, place
from tests.bot_adapter.telegram.counted_press import CountedBot
from tests.conftest import TOKEN

from kalenner.clock import FixedClock
from kalenner.delivery import Message, Priority, enqueue
from kalenner.delivery.inbox import handle
from kalenner.delivery.models import Inbox, Outbox
from kalenner.delivery.queries import list_next
from kalenner.people import AccountService, ProviderService
from kalenner.plugins import load_plugins
from kalenner.screens import Dialog

OLGA = 501
TYPED, NAME, CAPTION, BROKEN = "canaryTyped", "canaryName", "canaryCaption", "canaryBroken"
WORDS = (TYPED, NAME, CAPTION, BROKEN)


@pytest.fixture
def bot(
    applications: Applications,
    tmp_path: Path,
    database_url: str,
    clock: FixedClock,
    caplog: pytest.LogCaptureFixture,
) -> Iterator[CountedBot]:
    """Olga has a practice; everything is logged."""
    caplog.set_level(logging.DEBUG)
    values = {**place(tmp_path, database_url), "telegram.token": TOKEN}
    with applications.lend(load_plugins(off=("playground",)), values, clock) as app:
        bot = CountedBot(app)
        bot.send(OLGA, "/start")
        bot.run(open_practice)
        yield bot
        bot.close()


def open_practice(request: Request) -> None:
    olga = request.find_service(AccountService).find("telegram", str(OLGA))
    olga.timezone = "Europe/Berlin"
    request.find_service(ProviderService).open_practice(olga, "Olga")


@pytest.fixture
def look(bot: CountedBot, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Callable[[], set[str]]:
    """Return which of the words stand on the disk or in the log."""

    def found() -> set[str]:
        written = _files(tmp_path) if bot.engine == "sqlite" else bot.run(_tables)
        written += caplog.text.encode()
        return {word for word in WORDS if word.encode() in written}

    return found


def _files(folder: Path) -> bytes:
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert any(file.name.endswith("-wal") for file in files)
    return b"".join(file.read_bytes() for file in files)


def _tables(request: Request) -> bytes:
    """Return the content of every table as PostgreSQL gives it out in its binary form."""
    tables = request.dbsession.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
    cursor = request.dbsession.connection().connection.driver_connection.cursor()
    content = []
    for table in list(tables):
        with cursor.copy(sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))) as copy:
            content += [bytes(chunk) for chunk in copy]
    return b"".join(content)


def arrive(bot: CountedBot) -> None:
    """Let Olga's answer come, with her name there, a picture with a caption, and what nobody can read."""
    person = {"id": OLGA, "is_bot": False, "first_name": NAME, "language_code": "en"}
    head = {"from": person, "date": 1, "chat": {"id": OLGA, "type": "private", "first_name": NAME}}
    picture = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "file_size": 1}]
    updates = [
        {"update_id": 901, "message": {**head, "message_id": 8, "text": TYPED}},
        {"update_id": 902, "message": {**head, "message_id": 9, "caption": CAPTION, "photo": picture}},
    ]
    raw = [json.dumps(update).encode() for update in updates]
    receipt = bot.channel.receive([*raw, f'{{"update_id": 903, "message": "{BROKEN}"'.encode()])
    assert (receipt.stored, receipt.unreadable) == (2, 1)


def handle_next(bot: CountedBot) -> None:
    def work(request: Request) -> None:
        update = list_next(request, 1)[0]
        handle(request, update, update.payload)

    bot.run(work)


def waiting(request: Request) -> tuple[int, int, dict[str, Any]]:
    """How much waits in inbox and outbox, and what Olga has answered so far."""
    olga = request.find_service(AccountService).find("telegram", str(OLGA))
    dbsession = request.dbsession
    updates = dbsession.scalar(select(func.count()).where(Inbox.payload.is_not(None)))
    messages = dbsession.scalar(select(func.count()).where(Outbox.payload.is_not(None)))
    return updates, messages, Dialog.of(request, olga, "telegram").answers


def test_words_are_nowhere_while_they_wait_and_nowhere_afterwards(
    bot: CountedBot, look: Callable[[], set[str]]
) -> None:
    shown = bot.send(OLGA, "/menu")
    for label in ("Settings", "Service settings", "Services", "Add service"):
        shown, _cost = bot.press(OLGA, shown, label)

    arrive(bot)
    assert (bot.run(waiting), look()) == ((2, 0, {}), set())

    handle_next(bot)
    message = Message(str(OLGA), {"do": "send", "text": TYPED, "rows": []}, Priority.ANSWER)
    bot.run(lambda request: enqueue(request, "telegram", message))
    assert (bot.run(waiting), look()) == ((1, 2, {"name": TYPED}), set())

    sent = bot.serve([])
    assert [message["text"] for message in sent].count(TYPED) == 1
    bot.press(OLGA, sent[-1:], "Cancel")
    assert (bot.run(waiting), look()) == ((0, 0, {}), set())


def test_words_in_plain_columns_would_be_found(bot: CountedBot, look: Callable[[], set[str]]) -> None:
    bot.run(lambda request: request.dbsession.execute(update(Outbox).values(error=TYPED, state="dead")))

    assert look() == {TYPED}
