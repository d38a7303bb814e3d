"""Idempotent inserts."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

from kalenner.database.meta import table_of


def insert_new(session: Session, model: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, given as columns; one that violates a unique constraint is left out without an error."""
    session.execute(insertion(model, session.get_bind().dialect.name), list(rows))


@lru_cache(maxsize=64)
def insertion(model: type[DeclarativeBase], dialect: str) -> Insert:
    """Return the statement of `insert_new`, cached because building it costs more than running it."""
    table = table_of(model)
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return insert.on_conflict_do_nothing()
