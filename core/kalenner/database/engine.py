"""Engines for the two databases the platform runs on."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from kalenner.database.errors import translate
from kalenner.database.fair_lock import FairLock
from kalenner.database.sqlite import DRIVER, STATEMENTS_KEPT, FairConnection

PATIENCE = 5.0  # seconds a unit of work waits for another one before it counts as busy
_to_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def make_engine(url: str | URL, *, lock_timeout: float = PATIENCE, pool_size: int = 10) -> Engine:
    """Return an engine for ``sqlite:///file`` or ``postgresql://…``.

    `patience` is how many seconds a unit waits for another one: the writer's queue and SQLite's busy timeout,
    PostgreSQL's ``lock_timeout``. `pool_size` connections are kept open, as many again may come under load.
    The folder of an SQLite file is made when missing; a relative file is below the working directory.
    Raises ValueError for any other database, and for SQLite without a file.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _sqlite(parsed, lock_timeout, pool_size)
    if backend == "postgresql":
        return _postgresql(parsed, lock_timeout, pool_size)
    raise ValueError(f"database.url: {backend!r} is neither sqlite nor postgresql")


def read_only(engine: Engine) -> Engine:
    """Return the same engine, pool included, with connections that refuse to write."""
    return engine.execution_options(readonly=True, postgresql_readonly=True)


def _sqlite(url: URL, lock_timeout: float, pool_size: int) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ValueError("database.url: sqlite needs a file, as in sqlite:///var/kalenner.sqlite")
    Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(
        url.set(drivername=DRIVER),
        connect_args={
            "factory": FairConnection,
            "timeout": lock_timeout,
            "cached_statements": STATEMENTS_KEPT,
        },
        pool_size=pool_size,
        max_overflow=pool_size,
        json_serializer=_to_json,
        hide_parameters=True,  # what people wrote does not belong into logs
    )
    queue = FairLock()

    @event.listens_for(engine, "connect")
    def prepare(connection: FairConnection, _record: Any) -> None:
        connection.prepare(queue, lock_timeout)

    @event.listens_for(engine, "begin")
    def choose_mode(connection: Connection) -> None:
        driver_connection: Any = connection.connection.driver_connection
        driver_connection.readonly = bool(connection.get_execution_options().get("readonly"))

    event.listen(engine, "handle_error", translate)
    return engine


def _postgresql(url: URL, lock_timeout: float, pool_size: int) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        # an advisory lock is wrong above READ COMMITTED: the snapshot is older than the lock
        isolation_level="READ COMMITTED",
        connect_args={
            "application_name": "kalenner",
            "options": f"-c timezone=UTC -c lock_timeout={int(lock_timeout * 1000)}",
        },
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        json_serializer=_to_json,
        hide_parameters=True,  # what people wrote does not belong into logs
    )
    event.listen(engine, "handle_error", translate)
    return engine
