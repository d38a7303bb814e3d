"""SQLite as the platform needs it: explicit transactions, one fair queue for the writer, real reading units.

Python's driver begins transactions by guessing, and leaves savepoints outside them: a write in a savepoint
then survives the abort of the whole. Here every transaction is begun by us, before its first statement.
"""

import sqlite3
import time
from typing import Any, cast

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from kalenner.database.errors import DatabaseBusy
from kalenner.database.fair_lock import FairLock

DRIVER = "sqlite+kalenner"
STATEMENTS_KEPT = 512  # prepared statements a connection; the default of 128 is less than the platform has


class FairConnection(sqlite3.Connection):
    """A connection that writes only in its turn.

    The turn is taken before ``BEGIN IMMEDIATE`` and given back when the transaction is over, whichever way:
    after the commit has reached the disk, and not before it as SQLAlchemy's own events would have it.
    """

    queue: FairLock
    lock_timeout: float
    readonly: bool = False
    _has_turn: bool = False
    _query_only: bool = False

    def prepare(self, queue: FairLock, lock_timeout: float) -> None:
        """Set the pragmas, each of which holds for this connection; `patience` is in seconds."""
        self.queue = queue
        self.lock_timeout = lock_timeout
        self.isolation_level = None
        self._use_wal()
        self.execute("PRAGMA synchronous = FULL")  # a confirmed appointment survives a power cut
        self.execute("PRAGMA foreign_keys = ON")
        self.execute("PRAGMA secure_delete = ON")  # what is erased is not left in free pages

    def _use_wal(self) -> None:
        """Switch to the write-ahead log; once per file, it then stays so.

        Two processes that make the file at once would lock each other out, so SQLite refuses one of them
        without waiting.
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
        """Begin a transaction: a reading one never waits, a writing one waits for its turn.

        Raises DatabaseBusy when the turn does not come, and the driver's error when another process writes.
        """
        if self._query_only is not self.readonly:
            self.execute(f"PRAGMA query_only = {int(self.readonly)}")
            self._query_only = self.readonly
        if self.readonly:
            self.execute("BEGIN")
            return
        if not self.queue.acquire(self.lock_timeout):
            raise DatabaseBusy(
                f"no turn to write within {self.lock_timeout} s: another unit of work holds the writer"
            )
        self._has_turn = True
        try:
            self.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._give_back()
            raise

    def commit(self) -> None:
        """Commit, then let the next one write.

        A commit that fails is rolled back at once: SQLAlchemy takes the connection for clean from then on,
        and would put it into the pool with its transaction open.
        """
        try:
            super().commit()
        except BaseException:
            self.rollback()
            raise
        self._give_back()

    def rollback(self) -> None:
        """Roll back, then let the next one write."""
        try:
            super().rollback()
        finally:
            self._give_back()

    def close(self) -> None:
        """Close, which rolls back what is open."""
        try:
            super().close()
        finally:
            self._give_back()

    def _give_back(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self.queue.release()


class FairDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's dialect for SQLite, with transactions begun by the connection itself."""

    driver = "kalenner"
    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        """Begin through the driver's connection; called within SQLAlchemy's own handling of errors."""
        cast("FairConnection", dbapi_connection.driver_connection).begin()


registry.register("sqlite.kalenner", __name__, FairDialect.__name__)
