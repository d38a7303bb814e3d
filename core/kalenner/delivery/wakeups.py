"""Wake-ups: a commit wakes whoever waits for its rows, in this process and, on PostgreSQL, in the others.

They only shorten the wait: every listener also polls the tables once a second, so a lost wake-up costs a
second and no row.
"""

import logging
import secrets
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from kalenner.database import SessionFactory
from kalenner.failures import Failures
from kalenner.registry import RegistryKey

log = logging.getLogger(__name__)

NOTIFY_CHANNEL = "kalenner"
_PENDING, _ORIGIN = "kalenner.wakeups", "kalenner.wakeups.origin"
_NOTIFY = text("SELECT pg_notify(:channel, :payload)")


class WakeUps:
    """The topics of one process, such as ``inbox`` and ``outbox``, and their listeners; thread-safe."""

    def __init__(self) -> None:
        self._listeners: dict[str, list[Callable[[], object]]] = {}
        self._origin = secrets.token_hex(8)

    def subscribe(self, topic: str, listener: Callable[[], object]) -> None:
        """Call `listener`, from any thread, at every wake-up of the topic."""
        self._listeners.setdefault(topic, []).append(listener)

    def unsubscribe(self, topic: str, listener: Callable[[], object]) -> None:
        """Undo `subscribe`."""
        self._listeners[topic].remove(listener)

    def wake(self, topic: str) -> None:
        """Call the listeners of this process; an error of one is logged, since the commit has succeeded."""
        for listener in list(self._listeners.get(topic, ())):
            try:
                listener()
            except Exception:
                log.exception("a listener to wake-ups of %s failed", topic)

    def receive(self, payload: str) -> None:
        """Pass on a wake-up that PostgreSQL told every process of, unless it began here."""
        topic, _space, origin = payload.partition(" ")
        if origin != self._origin:
            self.wake(topic)

    def attach(self, factory: SessionFactory) -> None:
        """Wake the topics given to :func:`wake_after_commit` after each commit of the factory's sessions."""
        factory.configure(info={_ORIGIN: self._origin})

        @event.listens_for(factory, "after_commit")
        def after_commit(session: Session) -> None:
            if session.in_nested_transaction():
                return  # a savepoint was released; the transaction is still open
            for topic in session.info.pop(_PENDING, ()):
                self.wake(topic)

        @event.listens_for(factory, "after_soft_rollback")
        def after_rollback(session: Session, previous: Any) -> None:
            if previous.nested is False:
                session.info.pop(_PENDING, None)


def wake_after_commit(dbsession: Session, topic: str) -> None:
    """Wake a topic, here and in other processes, once the transaction has been committed."""
    pending = dbsession.info.setdefault(_PENDING, set())
    if topic in pending:
        return
    pending.add(topic)
    if dbsession.get_bind().dialect.name == "postgresql":
        payload = f"{topic} {dbsession.info.get(_ORIGIN, '')}"
        dbsession.execute(_NOTIFY, {"channel": NOTIFY_CHANNEL, "payload": payload})


class PostgresListener:
    """A thread that passes on the wake-ups of other processes, received by ``LISTEN``."""

    def __init__(self, engine: Engine, wakeups: WakeUps) -> None:
        self._engine, self._wakeups = engine, wakeups
        self._stopping = threading.Event()
        self._failures = Failures("listening to other processes")
        self._thread = threading.Thread(target=self._run, name="wake-ups", daemon=True)

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
            except Exception as error:  # noqa: BLE001 -- logged by `note`
                self._failures.note(error)
                self._stopping.wait(1)

    def _listen(self) -> None:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"LISTEN {NOTIFY_CHANNEL}"))
            driver: Any = connection.connection.driver_connection
            # In the pool it would go on listening, so it never goes back there.
            connection.detach()
            self._failures.clear()
            while not self._stopping.is_set():
                for notification in driver.notifies(timeout=0.5, stop_after=1):
                    self._wakeups.receive(notification.payload)


WAKE_UPS: RegistryKey[WakeUps] = RegistryKey("kalenner.wakeups")
