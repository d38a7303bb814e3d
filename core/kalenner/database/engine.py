"""Engines for the two databases the platform runs on."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from kalenner.database.errors import translate
from kalenner.database.fair_lock import FairLock
from kalenner.database.pings import ping_rested
from kalenner.database.sqlite import CACHED_STATEMENTS, DRIVER, FairConnection

LOCK_TIMEOUT = 5.0  # seconds
_to_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def make_engine(url: str | URL, *, lock_timeout: float = LOCK_TIMEOUT, pool_size: int = 10) -> Engine:
    """Return an engine for ``sqlite:///file`` or ``postgresql://…``.

    `lock_timeout` is how many seconds a unit of work waits for another one before DatabaseBusy: the writer's
    lock and SQLite's busy timeout, PostgreSQL's ``lock_timeout``. `pool_size` connections are kept open, and
    twice as many may be open under load.
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
    """Return the same engine, with the same pool, whose connections refuse to write."""
    return engine.execution_options(readonly=True, postgresql_readonly=True)


def bare(engine: Engine) -> Engine:
    """Return the same engine, with the same pool, whose connections are for single statements that read.

    PostgreSQL is asked for no transaction, which are two messages more; SQLite reads within one in any case.
    """
    if engine.dialect.name == "postgresql":
        return engine.execution_options(readonly=True, isolation_level="AUTOCOMMIT")
    return read_only(engine)


def _sqlite(url: URL, lock_timeout: float, pool_size: int) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ValueError("database.url: sqlite needs a file, as in sqlite:///var/kalenner.sqlite")
    Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(
        url.set(drivername=DRIVER),
        connect_args={
            "factory": FairConnection,
            "timeout": lock_timeout,
            "cached_statements": CACHED_STATEMENTS,
        },
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_use_lifo=True,  # a few connections are used again and again, and their caches are warm
        json_serializer=_to_json,
        hide_parameters=True,  # personal data must not reach the logs
    )
    write_lock = FairLock()

    @event.listens_for(engine, "connect")
    def prepare(connection: FairConnection, _record: Any) -> None:
        connection.prepare(write_lock, lock_timeout)

    @event.listens_for(engine, "begin")
    def choose_mode(connection: Connection) -> None:
        driver_connection: Any = connection.connection.driver_connection
        driver_connection.readonly = bool(connection.get_execution_options().get("readonly"))

    event.listen(engine, "handle_error", translate)
    return engine


def _postgresql(url: URL, lock_timeout: float, pool_size: int) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        # Above READ COMMITTED the snapshot may be older than an advisory lock, so the lock would not protect.
        isolation_level="READ COMMITTED",
        connect_args={
            "application_name": "kalenner",
            "options": f"-c timezone=UTC -c lock_timeout={int(lock_timeout * 1000)}",
        },
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_use_lifo=True,  # a few connections are used again and again, and their caches are warm
        json_serializer=_to_json,
        hide_parameters=True,  # personal data must not reach the logs
    )
    ping_rested(engine)
    event.listen(engine, "handle_error", translate)
    return engine
