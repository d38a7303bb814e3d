"""The tables of an installation: read as of one instant, and filled again."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, inspect, literal_column, select, text

from kalenner.backup.archive import BackupFault
from kalenner.backup.rows import AT_ONCE, values_of
from kalenner.database import MigrationSource, metadata

_FOREIGN_KEYS = text(
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'f' AND conrelid = ANY(CAST(:tables AS regclass[]))"
)
_TRIGGERS = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")


@contextmanager
def one_instant(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees the database as it is now, whatever is written meanwhile."""
    options: dict[str, Any] = {"readonly": True}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.execution_options(**options).connect() as connection:
        yield connection


def own_tables(connection: Connection, sources: Sequence[MigrationSource]) -> list[Table]:
    """Return the tables that are read and written, by name.

    Raises BackupFault for tables of ours that no plugin which takes part knows.
    """
    there = set(inspect(connection).get_table_names())
    tables = [
        table
        for name, table in sorted(metadata.tables.items())
        if name in there and any(source.owns(name) for source in sources)
    ]
    suffix = "_alembic_version"
    owners = {name.removesuffix(suffix) for name in there if name.endswith(suffix)}
    if unknown := owners - {source.name for source in sources}:
        names = ", ".join(sorted(unknown))
        raise BackupFault(f"there are tables of {names}, which takes no part: switch it on meanwhile")
    return tables


def revisions_of(connection: Connection, sources: Sequence[MigrationSource]) -> dict[str, list[str]]:
    """Return at which revisions each source's tables are."""
    there = set(inspect(connection).get_table_names())
    revisions = {}
    for source in sources:
        if source.version_table in there:
            query = text(f"SELECT version_num FROM {source.version_table} ORDER BY 1")  # noqa: S608 -- our own name
            revisions[source.name] = list(connection.scalars(query))
    return revisions


def is_used(connection: Connection) -> bool:
    """Tell whether anybody has ever used the database."""
    there = set(inspect(connection).get_table_names())
    names = [name for name in ("core_account", "core_inbox", "core_outbox") if name in there]
    return any(
        connection.scalar(select(literal_column("1")).select_from(metadata.tables[name]).limit(1))
        for name in names
    )


def last_number(connection: Connection, table: Table) -> int | None:
    """Return the last id that a table gave, which stays given though its row is deleted; None without one."""
    if connection.dialect.name == "sqlite":
        there = connection.scalar(text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"))
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return connection.scalar(query, {"name": table.name}) if there else None
    sequence = _sequence_of(connection, table)
    if sequence is None:
        return None
    last: int | None = connection.scalar(
        text(f"SELECT CASE WHEN is_called THEN last_value END FROM {sequence}")  # noqa: S608 -- the database's own name
    )
    return last


def set_last_number(connection: Connection, table: Table, last: int | None) -> None:
    """Let the next id be a later one than `last`, and than each that is there."""
    if connection.dialect.name == "sqlite":
        if last is not None:
            parameters = {"name": table.name, "last": last}
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), parameters)
            connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), parameters)
        return
    sequence = _sequence_of(connection, table)
    if sequence is not None:
        (key,) = table.primary_key
        newest = connection.scalar(select(func.max(key))) or 0
        parameters = {"sequence": sequence, "last": max(last or 0, newest)}
        if parameters["last"]:
            connection.execute(text("SELECT setval(CAST(:sequence AS regclass), :last)"), parameters)


def _sequence_of(connection: Connection, table: Table) -> str | None:
    keys = list(table.primary_key)
    if len(keys) != 1:
        return None
    query = text("SELECT pg_get_serial_sequence(:table, :column)")
    sequence: str | None = connection.scalar(query, {"table": table.name, "column": keys[0].name})
    return sequence


@contextmanager
def unguarded(connection: Connection, tables: Sequence[Table]) -> Iterator[None]:
    """Let tables be filled in any order, without the triggers that refuse changes; the guards come back.

    Within one transaction, and on SQLite with foreign keys off. PostgreSQL checks all references when they
    come back.
    """
    if connection.dialect.name == "sqlite":
        triggers = connection.execute(_TRIGGERS).all()
        for name, _sql in triggers:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        yield
        for _name, sql in triggers:
            connection.exec_driver_sql(sql)
        return
    names = [table.name for table in tables]
    foreign_keys = connection.execute(_FOREIGN_KEYS, {"tables": names}).all()
    for table, name, _definition in foreign_keys:
        connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name in names:
        connection.exec_driver_sql(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    yield
    for name in names:
        connection.exec_driver_sql(f"ALTER TABLE {name} ENABLE TRIGGER USER")
    for table, name, definition in foreign_keys:
        connection.exec_driver_sql(
            f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'.replace("%", "%%")
        )


def empty(connection: Connection, tables: Iterable[Table]) -> None:
    """Remove the rows that migrations write, which the backup has as well."""
    for table in tables:
        connection.execute(table.delete())


def fill(connection: Connection, table: Table, lines: Iterable[bytes]) -> None:
    """Insert rows."""
    left = iter(lines)
    while rows := [values_of(table, line) for line in islice(left, AT_ONCE)]:
        connection.execute(insert(table), rows)
