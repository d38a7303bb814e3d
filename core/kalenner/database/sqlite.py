"""The SQLite dialect: explicit transactions, a fair lock for the writer, read-only units of work.

Python's driver begins a transaction at the first write and leaves savepoints outside of it, so a write in a
savepoint would survive a rollback. Here the dialect begins every transaction before its first statement.
"""

import sqlite3
import time
from typing import Any, cast

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from kalenner.database.errors import DatabaseBusy
from kalenner.database.fair_lock import FairLock

DRIVER = "sqlite+kalenner"
CACHED_STATEMENTS = 512  # for each connection; the driver's 128 are fewer than the platform uses


class FairConnection(sqlite3.Connection):
    """A connection that holds the write lock during each writing transaction.

    The lock is acquired before ``BEGIN IMMEDIATE`` and released when the transaction has ended: after the
    commit has reached the disk, whereas SQLAlchemy's events come before it.
    """

    write_lock: FairLock
    lock_timeout: float
    readonly: bool = False
    _holds_lock: bool = False
    _query_only: bool = False

    def prepare(self, write_lock: FairLock, lock_timeout: float) -> None:
        """Set the pragmas of this connection; `lock_timeout` is in seconds."""
        self.write_lock = write_lock
        self.lock_timeout = lock_timeout
        self.isolation_level = None
        self._use_wal()
        self.execute("PRAGMA synchronous = FULL")  # a confirmed appointment survives a power cut
        self.execute("PRAGMA foreign_keys = ON")
        self.execute("PRAGMA secure_delete = ON")  # what is erased is not left in free pages

    def _use_wal(self) -> None:
        """Switch to the write-ahead log, which the file then keeps.

        SQLite refuses one of two processes that create the file at the same time, without its busy timeout,
        so this retries until the lock timeout.
        """
        deadline = time.monotonic() + self.lock_timeout
        while True:
            try:
                self.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
            time.sleep(0.01)

    def begin(self) -> None:
        """Begin a transaction; a writing one first waits for the write lock.

        Raises DatabaseBusy after the lock timeout, and the driver's error while another process writes.
        """
        if self._query_only is not self.readonly:
            self.execute(f"PRAGMA query_only = {int(self.readonly)}")
            self._query_only = self.readonly
        if self.readonly:
            self.execute("BEGIN")
            return
        if not self.write_lock.acquire(self.lock_timeout):
            raise DatabaseBusy(
                f"no turn to write within {self.lock_timeout} s: another unit of work holds the writer"
            )
        self._holds_lock = True
        try:
            self.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._release()
            raise

    def commit(self) -> None:
        """Commit, then release the write lock.

        A failed commit is rolled back here, because SQLAlchemy would return the connection to the pool with
        its transaction open.
        """
        try:
            super().commit()
        except BaseException:
            self.rollback()
            raise
        self._release()

    def rollback(self) -> None:
        """Roll back, then release the write lock."""
        try:
            super().rollback()
        finally:
            self._release()

    def close(self) -> None:
        """Close, which rolls back an open transaction."""
        try:
            super().close()
        finally:
            self._release()

    def _release(self) -> None:
        if self._holds_lock:
            self._holds_lock = False
            self.write_lock.release()


class FairDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's dialect for SQLite, with transactions begun by the connection itself."""

    driver = "kalenner"
    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        """Begin through the driver's connection; called within SQLAlchemy's own handling of errors."""
        cast("FairConnection", dbapi_connection.driver_connection).begin()


registry.register("sqlite.kalenner", __name__, FairDialect.__name__)
