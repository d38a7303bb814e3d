"""Bells: a commit wakes whoever waits for its rows, in this process at once, elsewhere by PostgreSQL.

A bell only saves waiting: everyone who listens looks for rows by itself every second besides.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from kalenner.database import SessionFactory

log = logging.getLogger(__name__)

NOTIFY_CHANNEL = "kalenner"
_PENDING = "kalenner.rings"


class WakeUps:
    """Named bells, such as ``inbox`` and ``outbox``, and who listens to them."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[Callable[[], None]]] = {}

    def listen(self, name: str, listener: Callable[[], None]) -> None:
        """Call `listener`, from any thread, whenever the bell rings."""
        self._listeners.setdefault(name, []).append(listener)

    def forget(self, name: str, listener: Callable[[], None]) -> None:
        """Take back `listen`."""
        self._listeners[name].remove(listener)

    def ring(self, name: str) -> None:
        """Wake the listeners of this process; one that fails is no reason for a commit to look failed."""
        for listener in list(self._listeners.get(name, ())):
            try:
                listener()
            except Exception:
                log.exception("a listener to the bell %s failed", name)

    def attach(self, factory: SessionFactory) -> None:
        """Ring after each commit of a session for which :func:`ring_after_commit` was called."""

        @event.listens_for(factory, "after_commit")
        def after_commit(session: Session) -> None:
            if session.in_nested_transaction():
                return  # the end of a savepoint is no commit yet
            for name in session.info.pop(_PENDING, ()):
                self.ring(name)

        @event.listens_for(factory, "after_soft_rollback")
        def after_rollback(session: Session, previous: Any) -> None:
            if previous.nested is False:
                session.info.pop(_PENDING, None)


def wake_after_commit(dbsession: Session, name: str) -> None:
    """Ring a bell, here and in other processes, once the transaction has been committed."""
    pending = dbsession.info.setdefault(_PENDING, set())
    if name in pending:
        return
    pending.add(name)
    if dbsession.get_bind().dialect.name == "postgresql":
        dbsession.execute(
            text("SELECT pg_notify(:channel, :name)"), {"channel": NOTIFY_CHANNEL, "name": name}
        )


class PostgresListener:
    """A thread that rings the bells of this process when another one commits."""

    def __init__(self, engine: Engine, bells: WakeUps) -> None:
        self._engine, self._bells = engine, bells
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bells", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except Exception:
                log.exception("listening for other processes failed; trying again")
                self._stopping.wait(1)

    def _listen(self) -> None:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"LISTEN {NOTIFY_CHANNEL}"))
            driver: Any = connection.connection.driver_connection
            # Never back into the pool, where it would go on listening.
            connection.detach()
            while not self._stopping.is_set():
                for notice in driver.notifies(timeout=0.5, stop_after=1):
                    self._bells.ring(notice.payload)
