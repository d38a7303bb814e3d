"""The database of the fake Telegram, its lock, and its condition for waiting."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

JsonObject = dict[str, Any]
T = TypeVar("T")

_TABLES = """
create table if not exists person (
    id integer primary key, first_name text not null, last_name text not null, username text not null,
    language text not null, started integer not null default 0, blocked integer not null default 0,
    keyboard text not null default 'null');
create table if not exists counter (name text primary key, value integer not null);
create table if not exists setting (name text primary key, value text not null);
create table if not exists message (
    chat integer not null, id integer not null, from_bot integer not null, body text not null,
    primary key (chat, id));
create table if not exists pending_update (id integer primary key, body text not null);
create table if not exists press (
    id integer primary key autoincrement, person integer not null, message integer not null,
    data text not null, asked integer not null, answer text);
create table if not exists file (
    id text primary key, number integer not null, name text not null, mime text not null,
    size integer not null, path text not null unique, details text not null);
"""


class Store:
    """The database (a file, or memory for None), its lock, and the condition for waiting threads.

    `now` gives the time of the product as an aware UTC instant. Safe to use from any thread.
    """

    def __init__(self, path: Path | None, now: Callable[[], datetime]) -> None:
        self.now = now
        self.closed = False
        self._changed = threading.Condition(threading.RLock())
        self._depth = 0
        self._after: list[Callable[[], None]] = []
        self._connection = sqlite3.connect(
            path or ":memory:", check_same_thread=False, isolation_level=None, timeout=10
        )
        # synchronous=normal: a power cut may lose the last changes, a killed process loses nothing.
        self._connection.executescript("pragma journal_mode=wal; pragma synchronous=normal;" + _TABLES)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the lock and one transaction; the commit wakes the waiting threads. Nests."""
        with self._changed:
            if self._depth == 0:
                self._connection.execute("begin immediate")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._after.clear()
                    self._connection.execute("rollback")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("commit")
                waiting, self._after = self._after, []
                for step in waiting:
                    step()
                self._changed.notify_all()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock, so that several reads see one state."""
        with self._changed:
            yield

    def after_change(self, step: Callable[[], None]) -> None:
        """Run `step` under the lock after the commit of the current transaction; not after a rollback."""
        self._after.append(step)

    def wake(self) -> None:
        """Let every waiting thread check its predicate again."""
        with self._changed:
            self._changed.notify_all()

    def wait_for(self, predicate: Callable[[], T], timeout: float) -> T:
        """Return what `predicate` gives as soon as it is true, or when `timeout` seconds are over."""
        with self._changed:
            return self._changed.wait_for(predicate, timeout)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with self._changed:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None."""
        with self._changed:
            row: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
            return row

    def write(self, sql: str, *values: Any) -> int:
        """Run a statement and return the id of a row it inserted; only inside `transaction`."""
        return int(self._connection.execute(sql, values).lastrowid or 0)

    def count_up(self, name: str, first: int = 1) -> int:
        """Return the next number of a counter; numbers are never reused."""
        sql = (
            "insert into counter values (?, ?) "
            "on conflict (name) do update set value = value + 1 returning value"
        )
        with self.transaction():
            return int(self._connection.execute(sql, (name, first)).fetchall()[0][0])

    def setting(self, name: str, default: Any = None) -> Any:
        """Return a stored value of any JSON kind."""
        row = self.row("select value from setting where name = ?", name)
        return json.loads(row[0]) if row else default

    def set_setting(self, name: str, value: Any) -> None:
        """Store a value of any JSON kind; None forgets it."""
        with self.transaction():
            self.write("delete from setting where name = ?", name)
            if value is not None:
                self.write("insert into setting values (?, ?)", name, json.dumps(value))

    def end_waits(self) -> None:
        """End all waits, now and from now on, because the process is about to stop."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def close(self) -> None:
        """End all waits and close the database."""
        self.end_waits()
        with self._changed:
            self._connection.close()
