"""The database's guard against two overlapping rows of one provider.

Services check first; this holds under concurrency too. On exclusion constraints see the PostgreSQL manual,
https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-CONSTRAINT.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import DBAPIError

_EXCLUSION_VIOLATION = "23P01"

_POSTGRESQL = """
ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist (
    int8range(provider_id, provider_id, '[]') WITH &&,
    tstzrange({start}, {end}, '[)') WITH &&
) WHERE (status IN ({statuses}) AND {start} IS NOT NULL)
"""

# Stored rows do not overlap, so of those that start before the new end, the last to start is the last to end:
# the trigger reads that single row, by the index.
_SQLITE_INDEX = """
CREATE INDEX {name}_index ON {table} (provider_id, {start}, {end}) WHERE status IN ({statuses})
"""
_SQLITE_TRIGGER = """
CREATE TRIGGER {name}_{when} BEFORE {event} ON {table} WHEN NEW.status IN ({statuses})
BEGIN
    SELECT RAISE(ABORT, '{name}') WHERE (
        SELECT {end} FROM {table}
        WHERE provider_id = NEW.provider_id AND status IN ({statuses}) AND {start} < NEW.{end}{others}
        ORDER BY {start} DESC LIMIT 1
    ) > NEW.{start};
END
"""


def no_overlap_name(table: str) -> str:
    """Return the name of the guard of `table`; autogenerate leaves names with ``ex_`` alone."""
    return f"ex_{table}_no_overlap"


def create_no_overlap(
    op: Any, table: str, statuses: Sequence[str], *, start: str = "starts_at", end: str = "ends_at"
) -> None:
    """Forbid two rows of one provider to overlap while both are in one of `statuses`; for a migration.

    `op` is alembic's. `table` has the columns id, provider_id (integer), `start` and `end` (Instant) and
    status (text), and a CHECK that it ends after it starts. Intervals are half open: one may begin when
    another ends. A row without a start and an end overlaps nothing. On SQLite a batch operation that rebuilds
    the table drops its triggers: call `drop_no_overlap` before it and this after it.
    """
    values = {
        "table": table,
        "name": no_overlap_name(table),
        "statuses": ", ".join("'" + status.replace("'", "''") + "'" for status in statuses),
        "start": start,
        "end": end,
    }
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL.format(**values))
        return
    op.execute(_SQLITE_INDEX.format(**values))
    op.execute(_SQLITE_TRIGGER.format(when="insert", event="INSERT", others="", **values))
    moved = f"UPDATE OF provider_id, {start}, {end}, status"
    op.execute(_SQLITE_TRIGGER.format(when="update", event=moved, others=" AND id <> OLD.id", **values))


def drop_no_overlap(op: Any, table: str) -> None:
    """Take the guard of `table` away, for a migration that changes its statuses or rebuilds the table."""
    name = no_overlap_name(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        return
    for trigger in (f"{name}_insert", f"{name}_update"):
        op.execute(f"DROP TRIGGER {trigger}")
    op.execute(f"DROP INDEX {name}_index")


def is_overlap(error: DBAPIError, name: str) -> bool:
    """Return whether `error` is the refusal of the guard called `name` (see `no_overlap_name`)."""
    driver_error = error.orig
    if getattr(driver_error, "sqlstate", None) == _EXCLUSION_VIOLATION:
        diagnosis: Any = getattr(driver_error, "diag", None)
        return bool(diagnosis.constraint_name == name)
    return str(driver_error) == name
