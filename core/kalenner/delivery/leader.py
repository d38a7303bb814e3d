"""Leader election: of all processes of one installation, one sends and listens for a channel.

The leader holds a lock that ends with its process, so another takes over at once. There is no lease.
"""

import fcntl
import logging
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger(__name__)


class Leadership:
    """The candidacy of one process for one channel; used from one thread at a time."""

    def __init__(self, engine: Engine, folder: Path, name: str) -> None:
        self._engine = engine
        self._name = name
        self._path = folder / f"{name}.lock"
        self._file: IO[Any] | None = None
        self._connection: Connection | None = None

    def hold(self) -> bool:
        """Return whether this process leads now, becoming the leader if there is none."""
        if self._engine.dialect.name == "postgresql":
            return self._hold_postgresql()
        return self._hold_file()

    def release(self) -> None:
        """Step down, so that another process can lead."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def _hold_file(self) -> bool:
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

    def _hold_postgresql(self) -> bool:
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return True
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            is_locked = self._connection.scalar(
                text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))"),
                {"name": f"leader:{self._name}"},
            )
        except SQLAlchemyError:
            log.warning("the lead of %s cannot be held: the database does not answer", self._name)
            self.release()
            return False
        if not is_locked:
            self._connection.close()
            self._connection = None
        return bool(is_locked)
