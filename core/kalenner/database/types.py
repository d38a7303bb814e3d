"""Column types that behave alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect, Integer
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement, SQLCoreOperations
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit integer; on SQLite ``INTEGER``, which a primary key needs in order to be generated."""

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A JSON document; None is stored as NULL. Changes in place are not tracked: assign a new value."""


class Instant(TypeDecorator[datetime]):
    """A moment, to the second: ``timestamptz`` on PostgreSQL, integer seconds since 1970 on SQLite.

    Takes aware datetimes in any zone and gives them back in UTC. A naive one raises ValueError. Microseconds
    are dropped, so that a value is equal to itself after a round trip on both databases.
    """

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the storage."""
        return dialect.type_descriptor(
            BigInteger() if dialect.name == "sqlite" else SqlDateTime(timezone=True)
        )

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Write an aware datetime; ValueError for a naive one."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"an instant needs a time zone: {value!r}")
        moment = value.astimezone(UTC).replace(microsecond=0)
        return int(moment.timestamp()) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read a datetime in UTC."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromtimestamp(value, UTC)
        moment: datetime = value
        return moment.astimezone(UTC)


class _Epoch(FunctionElement[int]):
    inherit_cache = True
    name = "epoch"
    type = BigInteger()


@compiles(_Epoch, "sqlite")
def _epoch_on_sqlite(element: _Epoch, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(_Epoch, "postgresql")
def _epoch_on_postgresql(element: _Epoch, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(FLOOR(EXTRACT(EPOCH FROM {compiler.process(element.clauses, **options)})) AS BIGINT)"


def epoch(instant: SQLCoreOperations[datetime | None]) -> ColumnElement[int]:
    """Return the seconds since 1970 of an Instant column as an SQL expression, an integer on both databases.

    For queries over many rows, where making a datetime of each costs more than reading it.
    """
    return _Epoch(instant)
