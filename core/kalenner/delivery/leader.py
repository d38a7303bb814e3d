"""Leader election: of all processes of one installation, one sends and listens for a channel.

The leader holds a lock that ends with its process, so another takes over at once when it dies. A process that
is stopped or hangs keeps its lock; therefore the lead is also a row with an epoch and a heartbeat. Who finds
the heartbeat old takes the next epoch, and the one before can neither record nor send any more: it reads the
epoch before it sends, and records only while it is its own (a lease with a fencing token).
"""

import asyncio
import datetime as dt
import logging
import os
import socket
import threading
import time
from pathlib import Path
from typing import Protocol

from pyramid.request import Request
from sqlalchemy import Engine, bindparam, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from kalenner.clock import SystemClock
from kalenner.database import DatabaseBusy, Instant, database_now, insert_new, read_only, table_of
from kalenner.delivery.leader_locks import FileLock, LeaderLock, PostgresLock
from kalenner.delivery.models import Leader
from kalenner.failures import Failures

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 2.0
FROZEN = dt.timedelta(seconds=10)
"""How old a heartbeat is when its process no longer leads."""
FRESH_SECONDS = 1.0
"""How long after it was read the epoch need not be read again before sending."""

_leader = table_of(Leader)
_EPOCH = select(_leader.c.epoch).where(_leader.c.channel == bindparam("name"))
_BEAT = (
    update(_leader)
    .where(_leader.c.channel == bindparam("name"), _leader.c.epoch == bindparam("mine"))
    .values(heartbeat_at=bindparam("now", type_=Instant))
)


class LeadershipLost(Exception):
    """This process leads the channel no more; the message says why."""


class Lead(Protocol):
    """What a sender asks of the lead."""

    def confirm(self, request: Request) -> None:
        """Raise LeadershipLost, within a unit of work, where another process has taken the lead."""
        ...

    async def ensure(self) -> None:
        """Raise LeadershipLost, before something is sent, where another process has taken the lead."""
        ...


class Alone:
    """The lead where there is nobody else."""

    def confirm(self, request: Request) -> None:
        """Nobody else can have taken it."""

    async def ensure(self) -> None:
        """Nobody else can have taken it."""


ALONE = Alone()


class Leadership:
    """The candidacy of one process for a channel; `release` waits for a `hold` that is under way.

    `hold` is called in threads, where one may still wait for its turn when the process steps down: it takes
    nothing until the process stands for the lead again.
    """

    def __init__(self, engine: Engine, folder: Path, name: str) -> None:
        self._engine = engine
        self._reading_engine = read_only(engine)  # on SQLite reading then does not wait for the writer
        self._name = name
        self._lock: LeaderLock = (
            PostgresLock(engine, name) if engine.dialect.name == "postgresql" else FileLock(folder, name)
        )
        self._guard = threading.RLock()
        self._is_standing = True
        self._failures = Failures(f"holding the lead of {name}")
        self.reason_lost = ""
        """Why `hold` last returned False."""
        self._epoch: int | None = None
        self._beat_at = 0.0
        self._read_at = 0.0
        self._reading = asyncio.Lock()

    def stand(self) -> None:
        """Stand for the lead again after `release`."""
        self._is_standing = True

    def hold(self) -> bool:
        """Return whether this process leads now, becoming the leader if there is none or it is frozen."""
        with self._guard:
            self.reason_lost = "another process leads now"
            if not self._is_standing:
                return False
            try:
                is_leader = self._goes_on() if self._epoch is not None else self._takes_over()
            except DatabaseBusy:
                # Somebody writes for long: as long as nobody else may take it, the lead is ours.
                self.reason_lost = "the database is busy"
                return self._epoch is not None and _boottime() - self._beat_at < FROZEN.total_seconds()
            except SQLAlchemyError as error:
                self._failures.note(error)
                self.reason_lost = f"the database failed: {type(error).__name__}"
                self._let_go()
                return False
            self._failures.clear()
            return is_leader

    def release(self) -> None:
        """Step down, so that another process can lead."""
        with self._guard:
            self._is_standing = False
            self._let_go()

    def _let_go(self) -> None:
        self._epoch = None
        self._lock.release()

    def confirm(self, request: Request) -> None:
        """Raise LeadershipLost, within a unit of work, where another process has taken the lead."""
        if request.dbsession.execute(_EPOCH, {"name": self._name}).scalar() != self._epoch:
            raise LeadershipLost("another process leads now")

    async def ensure(self) -> None:
        """Raise LeadershipLost, before something is sent, where another process has taken the lead.

        The epoch is read where that was not done within the last second, as after this process stood still.
        """
        if not self._is_fresh():
            async with self._reading:
                if not self._is_fresh():  # another message may have had it read meanwhile
                    await asyncio.to_thread(self._read)

    def _is_fresh(self) -> bool:
        return _boottime() - self._read_at <= FRESH_SECONDS

    def _read(self) -> None:
        read_at = _boottime()
        with Session(self._reading_engine) as session:
            if self._epoch is None or session.execute(_EPOCH, {"name": self._name}).scalar() != self._epoch:
                raise LeadershipLost("another process leads now")
        self._read_at = read_at

    def _goes_on(self) -> bool:
        self._lock.take()  # a frozen process may still hold it; what counts is the epoch
        now = _boottime()
        if now - self._beat_at < HEARTBEAT_SECONDS:
            return self._lock.is_alive()
        with Session(self._engine) as session, session.begin():
            self._lock.limit_silence(session)
            values = {"name": self._name, "mine": self._epoch, "now": _now(session)}
            is_mine = bool(session.execute(_BEAT, values).rowcount)  # type: ignore[attr-defined]
        if not is_mine:
            self._let_go()
            return False
        self._beat_at = self._read_at = now
        return self._lock.is_alive()

    def _takes_over(self) -> bool:
        has_lock = self._lock.take()
        if not has_lock and not self._is_leader_frozen():
            return False
        now = _boottime()
        with Session(self._engine) as session, session.begin():
            self._lock.limit_silence(session)
            insert_new(session, Leader, [{"channel": self._name, "epoch": 0, "holder": ""}])
            row = session.get_one(Leader, self._name, with_for_update=True)
            if not has_lock:
                if not _is_frozen(row, session):
                    return False
                log.warning("the leader of %s stands still and is replaced: %s", self._name, row.holder)
                self._lock.break_lock(session)
            row.epoch += 1
            row.holder = f"{socket.gethostname()}:{os.getpid()}"
            row.backend_id, row.heartbeat_at = self._lock.backend_id, _now(session)
            epoch = row.epoch
        self._epoch, self._beat_at, self._read_at = epoch, now, now
        return True

    def _is_leader_frozen(self) -> bool:
        with Session(self._reading_engine) as session:
            row = session.get(Leader, self._name)
            return row is not None and _is_frozen(row, session)


def _now(session: Session) -> dt.datetime:
    return database_now(session, SystemClock())


def _is_frozen(row: Leader, session: Session) -> bool:
    """Tell whether the heartbeat is old; one from the future was noted before the clock was set back."""
    return row.heartbeat_at is None or abs(_now(session) - row.heartbeat_at) > FROZEN


def _boottime() -> float:
    """Return seconds that also pass while the machine sleeps, where there is such a clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
