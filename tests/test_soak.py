"""The day of load finds what it looks for: rows past their time, files that no row names, and growing memory."""

from functools import partial
from pathlib import Path

import pytest
from pyramid.request import Request
from tools.soak import counts
from tools.soak.load import growth_fault

from kalenner.clock import FixedClock
from kalenner.delivery.models import Inbox, InboxState, Outbox, OutboxState, ReceivedFile, SetAside
from kalenner.files import FILES
from kalenner.people import AccountService
from kalenner.testing import Stage
from kalenner_telegram.models import PressArgs
from tests.conftest import NOON

DAY = 24 * 3600


def add_rows(request: Request) -> None:
    """Add a row of each table that is emptied; of the messages one has arrived and one was refused."""
    account = request.find_service(AccountService).get_or_make("fake", "1", "en")
    request.dbsession.flush()
    update = {"channel": "fake", "bot": "", "key": 1, "received_at": NOON}
    message = {"channel": "fake", "address": "1", "priority": 2, "created_at": NOON, "ended_at": NOON}
    request.dbsession.add_all(
        [
            Inbox(**update, subject="1", state=InboxState.DONE),
            Outbox(**message, state=OutboxState.SENT),
            Outbox(**message, state=OutboxState.REFUSED),
            SetAside(**update, reason="no sender", digest="0", payload=b"x"),
            ReceivedFile(key="0" * 32, received_at=NOON),
            PressArgs(account_id=account.id, args={}, created_at=NOON),
        ]
    )


@pytest.mark.parametrize(
    ("days", "tables"),
    [
        (1, set()),
        (1.1, {"received"}),
        (8.1, {"received", "set aside", "inbox", "outbox"}),
        (91, {"received", "set aside", "inbox", "outbox", "outbox that failed", "buttons"}),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_rows_that_retention_has_left_are_found(
    stage: Stage, clock: FixedClock, days: float, tables: set[str]
) -> None:
    stage.run(add_rows)

    clock.move(days * DAY)

    overdue = stage.run(counts.overdue, only_reads=True)
    assert overdue == {name: int(name in tables) for name in overdue}


def test_file_that_no_row_names_is_found(stage: Stage, tmp_path: Path) -> None:
    files = FILES.of(stage.app.registry)
    owned, left = files.put(b"owned"), files.put(b"left")
    stage.run(lambda request: request.dbsession.add(ReceivedFile(key=owned, received_at=NOON)))

    assert stage.run(partial(counts.unowned_files, folder=tmp_path), only_reads=True) == [left]


@pytest.mark.parametrize(
    ("memory", "fault"),
    [
        ([100, 104], None),
        ([100, 120, 104], None),
        ([100, 104, 106], "memory has grown by 6.0% since the first hour"),
    ],
)
def test_memory_may_grow_by_a_twentieth(memory: list[int], fault: str | None) -> None:
    assert growth_fault(memory) == fault
