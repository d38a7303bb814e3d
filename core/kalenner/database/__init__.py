"""The database: engines, sessions, column types, locks, migrations; SQLite and PostgreSQL alike."""

from kalenner.database.append_only import create_append_only
from kalenner.database.engine import make_engine, read_only
from kalenner.database.errors import DATABASE_AWAY, DatabaseBusy, ReadOnlyUnit, is_away, is_retryable
from kalenner.database.inserts import insert_new, insertion
from kalenner.database.locks import lock, lock_all, try_lock
from kalenner.database.meta import Base, metadata, table_of
from kalenner.database.migrations import (
    MIGRATIONS,
    AppliedRevision,
    MigrationFault,
    MigrationSource,
    check,
    exclusive,
    history,
    newest_revisions,
    pending,
    revision,
    upgrade,
)
from kalenner.database.now import database_now
from kalenner.database.overlap import create_no_overlap, drop_no_overlap, is_overlap, no_overlap_name
from kalenner.database.sessions import (
    SESSIONS,
    NotYourTransaction,
    SessionFactory,
    SessionFence,
    UnitSession,
    make_session,
    session_factory,
)
from kalenner.database.table_names import packages_with_tables, table_name_faults
from kalenner.database.types import BigId, Instant, Json, epoch

__all__ = [
    "DATABASE_AWAY",
    "MIGRATIONS",
    "SESSIONS",
    "AppliedRevision",
    "Base",
    "BigId",
    "DatabaseBusy",
    "Instant",
    "Json",
    "MigrationFault",
    "MigrationSource",
    "NotYourTransaction",
    "ReadOnlyUnit",
    "SessionFactory",
    "SessionFence",
    "UnitSession",
    "check",
    "create_append_only",
    "create_no_overlap",
    "database_now",
    "drop_no_overlap",
    "epoch",
    "exclusive",
    "history",
    "insert_new",
    "insertion",
    "is_away",
    "is_overlap",
    "is_retryable",
    "lock",
    "lock_all",
    "make_engine",
    "make_session",
    "metadata",
    "newest_revisions",
    "no_overlap_name",
    "packages_with_tables",
    "pending",
    "read_only",
    "revision",
    "session_factory",
    "table_name_faults",
    "table_of",
    "try_lock",
    "upgrade",
]
