"""What the product holds: memory, rows, files, and what of it should be gone by now."""

import ctypes
import datetime as dt
import gc
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from pyramid.request import Request
from sqlalchemy import ColumnElement, and_, func, select

from kalenner.database import metadata
from kalenner.delivery.models import Inbox, InboxState, Leader, Outbox, OutboxState, ReceivedFile, SetAside
from kalenner.delivery.retention import FILES_KEPT, ROWS_KEPT
from kalenner.delivery.set_aside import KEPT
from kalenner.people.models import Account
from kalenner.screens import Dialog
from kalenner.settings import SETTINGS, DeliverySettings
from kalenner_telegram.models import PressArgs
from kalenner_telegram.tasks import ROWS_KEPT as PRESSES_KEPT

GRACE = dt.timedelta(hours=1)
"""How long after its time a row may stay: the task that deletes it runs twice an hour."""
SHOWN = {
    "inbox": Inbox,
    "outbox": Outbox,
    "set aside": SetAside,
    "received": ReceivedFile,
    "buttons": PressArgs,
    "dialogs": Dialog,
    "leaders": Leader,
    "accounts": Account,
}
"""The tables that are told, by their columns in the lines."""


def memory() -> int:
    """Return the bytes that this process has in memory, after garbage and freed memory are given back.

    The C library keeps what was freed for later, some megabytes for each thread, which is no growth.
    """
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


_UNANSWERED = and_(Inbox.state == InboxState.OPEN, Inbox.not_before.is_(None))
_UNSENT = and_(Outbox.state == OutboxState.WAITING, Outbox.not_before.is_(None))


def rows(request: Request) -> dict[str, int]:
    """Return how many rows there are of what should not grow for ever."""
    counts = {name: _count(request, model) for name, model in SHOWN.items()}
    delays = [_count(request, model, model.not_before.is_not(None)) for model in (Inbox, Outbox)]
    counts["delays"] = sum(delays)
    counts["unanswered"] = _count(request, Inbox, _UNANSWERED)
    counts["unsent"] = _count(request, Outbox, _UNSENT)
    counts["given up"] = _count(request, Inbox, Inbox.state == InboxState.DEAD)
    return counts


_QUEUED = "SELECT (SELECT count(*) FROM task) + (SELECT count(*) FROM schedule)"


def count_open(request: Request) -> int:
    """Return how many updates are to be answered now, and messages to be sent."""
    return _count(request, Inbox, _UNANSWERED) + _count(request, Outbox, _UNSENT)


def overdue(request: Request) -> dict[str, int]:
    """Return how many rows are left that retention should have deleted."""
    now = request.clock.now() - GRACE
    kept = dt.timedelta(days=SETTINGS.of(request.registry).of(DeliverySettings).kept_days)
    has_left = Outbox.state.in_([OutboxState.SENT, OutboxState.OBSOLETE])
    old_message, failed = Outbox.created_at < now - ROWS_KEPT, Outbox.state != OutboxState.WAITING
    return {
        "inbox": _count(request, Inbox, Inbox.received_at < now - ROWS_KEPT),
        "outbox": _count(request, Outbox, has_left, old_message),
        "outbox that failed": _count(request, Outbox, failed, ~has_left, Outbox.ended_at < now - kept),
        "set aside": _count(request, SetAside, SetAside.received_at < now - KEPT),
        "received": _count(request, ReceivedFile, ReceivedFile.received_at < now - FILES_KEPT),
        "buttons": _count(request, PressArgs, PressArgs.created_at < now - PRESSES_KEPT),
    }


def unowned_files(request: Request, folder: Path) -> list[str]:
    """Return the files of the store that no row of any table names."""
    keys = {file.name for file in (folder / "files").rglob("*") if file.is_file()}
    for table in metadata.sorted_tables if keys else ():
        for row in request.dbsession.execute(select(table)):
            said = str(tuple(row))
            keys = {key for key in keys if key not in said}
    return sorted(keys)


def files(folder: Path) -> dict[str, int]:
    """Return how many files of the store and of pages there are, and how many tasks wait in the queue."""
    with closing(sqlite3.connect(folder / "queue.sqlite")) as queue:
        (tasks,) = queue.execute(_QUEUED).fetchone()
    count = {name: sum(file.is_file() for file in (folder / name).rglob("*")) for name in ("files", "pages")}
    return {**count, "tasks": tasks}


def _count(request: Request, model: Any, *conditions: ColumnElement[bool]) -> int:
    return request.dbsession.scalar(select(func.count()).select_from(model).where(*conditions)) or 0
