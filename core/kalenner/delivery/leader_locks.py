"""Locks that end with their process: at most one process holds the lock of a channel."""

import fcntl
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session


class LeaderLock(Protocol):
    """A lock that ends with its process."""

    backend_id: int | None
    """The process of the database server that holds it."""

    def take(self) -> bool:
        """Return whether this process holds the lock, after taking it if it is free."""
        ...

    def is_alive(self) -> bool:
        """Tell whether a lock that was taken is still held."""
        ...

    def break_lock(self, session: Session) -> None:
        """End the hold of whichever process has it, as far as that can be done from here."""
        ...

    def limit_silence(self, session: Session) -> None:
        """Let the server end the transaction that begins, should its process freeze within it."""
        ...

    def release(self) -> None:
        """Let it go."""
        ...


class FileLock:
    """A lock of the operating system on a file, which nobody can take from a stopped process."""

    backend_id: int | None = None

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"{name}.lock"
        self._file: IO[Any] | None = None

    def take(self) -> bool:
        """Take the lock."""
        if self._file is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def is_alive(self) -> bool:
        """The system keeps it."""
        return True

    def break_lock(self, session: Session) -> None:
        """Only the system could."""
        del session

    def limit_silence(self, session: Session) -> None:
        """Nothing can: on SQLite a process that freezes while it writes keeps the writer's lock."""
        del session

    def release(self) -> None:
        """Let it go."""
        if self._file is not None:
            self._file.close()
            self._file = None


SILENCE_SECONDS = 5
"""Less than the age at which a heartbeat is old: who replaces a frozen process does not wait for it."""
# The lock's 64 bits stand in two columns, https://www.postgresql.org/docs/current/view-pg-locks.html
_END_HOLDER = text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks, hashtextextended(:key, 0) AS key"
    " WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND classid = ((key >> 32) & 4294967295)::oid AND objid = (key & 4294967295)::oid"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class PostgresLock:
    """An advisory lock of a connection of its own; the server ends it with the connection."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._key = f"leader:{name}"
        self._connection: Connection | None = None
        self.backend_id: int | None = None

    def take(self) -> bool:
        """Take the lock."""
        if self._connection is not None:
            return True
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        attempt = text("SELECT pg_try_advisory_lock(hashtextextended(:key, 0))")
        if not connection.scalar(attempt, {"key": self._key}):
            connection.close()
            return False
        self._connection = connection
        self.backend_id = connection.scalar(text("SELECT pg_backend_pid()"))
        return True

    def is_alive(self) -> bool:
        """Raise SQLAlchemyError where the connection has ended."""
        if self._connection is not None:
            self._connection.execute(text("SELECT 1"))
        return True

    def break_lock(self, session: Session) -> None:
        """End the connection that holds the lock, as the server knows it: a new one may have it by now."""
        session.execute(_END_HOLDER, {"key": self._key})

    def limit_silence(self, session: Session) -> None:
        """Set a time after which the server gives the row up; a frozen process would keep it for ever."""
        session.execute(text(f"SET LOCAL idle_in_transaction_session_timeout = '{SILENCE_SECONDS}s'"))

    def release(self) -> None:
        """Let it go, at once where the server still answers."""
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.execute(text("SELECT pg_advisory_unlock_all()"))
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
