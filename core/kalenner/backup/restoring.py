"""Restoring a backup into an empty place, so that nothing is sent a second time."""

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import Connection, Table, func, select, update

from kalenner.backup.archive import BackupFault, Header, Manifest
from kalenner.backup.checking import check
from kalenner.backup.rows import RowsDigest, read_lines
from kalenner.backup.tables import empty, fill, is_used, own_tables, set_last_number, unguarded
from kalenner.clock import CLOCK
from kalenner.database import MIGRATIONS, SESSIONS, exclusive, newest_revisions, table_of, upgrade
from kalenner.delivery.models import Inbox, InboxState, Outbox, OutboxState
from kalenner.files import PRIVATE_FILES
from kalenner.security import JSON_CIPHER
from kalenner.storage import FolderStore
from kalenner.tasks import run_task, tasks_of
from kalenner.units import run_unit

log = logging.getLogger(__name__)

HELD_BACK = "restored from a backup: it may have been sent before"
_MOST_ROUNDS = 50


def restore(registry: Registry, path: Path, identities: list[Any]) -> Manifest:
    """Write a backup into the installation's database and file store, which must be empty.

    All of it is read and checked first; raises BackupFault, StorageFault and OSError before anything is
    written where it is not whole or does not belong here. The files come first, then all rows in one
    transaction, so that a restore which is broken off can be begun again.
    """
    _refuse_used(registry)
    manifest = check(registry, path, identities)
    _refuse_other_schema(registry, manifest.header)
    _refuse_other_files(registry, manifest)
    objects = PRIVATE_FILES.of(registry).objects
    check(registry, path, identities, file=objects.put_chunks)
    engine, sources = SESSIONS.of(registry).engine, MIGRATIONS.of(registry)
    upgrade(engine, sources, cipher=JSON_CIPHER.of(registry))
    with exclusive(engine) as connection:
        if is_used(connection):
            raise BackupFault("somebody has begun to use the database meanwhile")
        tables = own_tables(connection, sources)
        with unguarded(connection, tables):
            empty(connection, tables)
            named = {table.name: table for table in tables}
            check(registry, path, identities, rows=partial(_fill, connection, named))
        for table in tables:
            set_last_number(connection, table, manifest.tables[table.name].last)
            _refuse_difference(connection, table, manifest)
        _hold_back(connection, CLOCK.of(registry).now())
    return manifest


def _fill(connection: Connection, tables: dict[str, Table], name: str, lines: Sequence[bytes]) -> None:
    fill(connection, tables[name], lines)


def _refuse_used(registry: Registry) -> None:
    with SESSIONS.of(registry).engine.connect() as connection:
        if is_used(connection):
            raise BackupFault("expected an empty database: database.url names one that is in use")


def _refuse_other_schema(registry: Registry, header: Header) -> None:
    """A backup goes into tables as they were; the release that made it makes them, and upgrades them then."""
    newest = {name: sorted(heads) for name, heads in newest_revisions(MIGRATIONS.of(registry)).items()}
    differing = sorted(
        name for name in {*newest, *header.revisions} if newest.get(name) != header.revisions.get(name)
    )
    if differing:
        raise BackupFault(
            f"its tables of {', '.join(differing)} are of another release: restore it with kalenner"
            f" {header.release} and the plugins it had, then upgrade"
        )


def _refuse_other_files(registry: Registry, manifest: Manifest) -> None:
    objects = PRIVATE_FILES.of(registry).objects
    if isinstance(objects, FolderStore) and objects.folder.is_dir():
        there: Iterable[Path] = (file for file in objects.folder.rglob("*") if file.is_file())
        other = [file for file in there if str(file.relative_to(objects.folder)) not in manifest.files]
        if other:
            raise BackupFault(f"expected an empty file store: {objects.name} holds other files")


def _refuse_difference(connection: Connection, table: Table, manifest: Manifest) -> None:
    digest = RowsDigest()
    for line in read_lines(connection, table):
        digest.add(line)
    if digest.text != manifest.tables[table.name].digest:
        raise BackupFault(f"{table.name}: what was written is not what was read")


def _hold_back(connection: Connection, now: dt.datetime) -> None:
    """Keep back what waited to be sent or handled: it may have been since the backup was made."""
    outbox, inbox = table_of(Outbox), table_of(Inbox)
    waiting, is_open = outbox.c.state == OutboxState.WAITING, inbox.c.state == InboxState.OPEN
    dead = {"state": OutboxState.DEAD, "error": HELD_BACK, "ended_at": now}
    connection.execute(update(outbox).where(waiting).values(dead))
    connection.execute(update(inbox).where(is_open).values(state=InboxState.DEAD, payload=None))


def hold_back(app: Router) -> int:
    """Let the calendar's tasks promise what is due since the backup was made, and keep it back as well.

    Returns how many messages are kept back, for ``kalenner outbox``. A task that fails is in the log; it
    runs again by the calendar.
    """
    for _round in range(_MOST_ROUNDS):
        for task in tasks_of(app):
            try:
                run_task(app, task)
            except Exception:
                log.exception("the task %s failed after the restore", task.name)
        if not run_unit(app, "command/restore", _keep_back):
            break
    return run_unit(app, "command/restore", _count_kept_back, only_reads=True)


def _keep_back(request: Request) -> int:
    waiting = Outbox.state == OutboxState.WAITING
    change = (
        update(Outbox)
        .where(waiting)
        .values(state=OutboxState.DEAD, error=HELD_BACK, ended_at=request.clock.now())
    )
    kept: int = request.dbsession.execute(change).rowcount
    return kept


def _count_kept_back(request: Request) -> int:
    return request.dbsession.scalar(select(func.count()).where(Outbox.error == HELD_BACK)) or 0
