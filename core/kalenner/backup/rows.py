"""Rows as lines of JSON that mean the same on both engines."""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, Connection, Table, select

AT_ONCE = 500
"""How many rows are read and written at a time."""
_INSTANT, _DAY, _CLOCK, _NUMBER, _BYTES, _JSON = "t", "d", "c", "n", "b", "j"
_READERS: Mapping[str, Callable[[Any], Any]] = {
    _INSTANT: dt.datetime.fromisoformat,
    _DAY: dt.date.fromisoformat,
    _CLOCK: dt.time.fromisoformat,
    _NUMBER: Decimal,
    _BYTES: base64.b64decode,
    _JSON: lambda value: value,
}


class RowsDigest:
    """Counts rows, and makes a digest of them that their order does not change.

    Engines order texts differently. The digest is the sum of the rows' SHA-256, in 256 bits.
    """

    def __init__(self) -> None:
        self.count = 0
        self._sum = 0

    def add(self, line: bytes) -> None:
        """Take in a row."""
        self.count += 1
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(line).digest(), "big")) % (1 << 256)

    @property
    def text(self) -> str:
        """The digest in hexadecimal."""
        return f"{self._sum:064x}"


def stored_columns(table: Table) -> list[Column[Any]]:
    """Return the columns that rows are made of; the others are computed by the database."""
    return [column for column in table.columns if column.computed is None]


def read_lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield the rows of a table, each as a line."""
    columns = stored_columns(table)
    query = select(*columns).execution_options(yield_per=AT_ONCE)
    for row in connection.execute(query):
        values = [_plain(column, value) for column, value in zip(columns, row, strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def values_of(table: Table, line: bytes) -> dict[str, Any]:
    """Return the values of a row by their columns' names; ValueError where the line is none."""
    values = json.loads(line)
    return {column.name: _value(value) for column, value in zip(stored_columns(table), values, strict=True)}


def _plain(column: Column[Any], value: Any) -> Any:
    """Return what JSON can say of a value."""
    if value is None:
        return None
    if isinstance(column.type, JSON):
        return {_JSON: value}
    match value:
        case dt.datetime():
            return {_INSTANT: value.isoformat()}
        case dt.date():
            return {_DAY: value.isoformat()}
        case dt.time():
            return {_CLOCK: value.isoformat()}
        case Decimal():
            return {_NUMBER: str(value)}
        case bytes():
            return {_BYTES: base64.b64encode(value).decode()}
        case bool() | int() | float() | str():
            return value
    raise TypeError(f"{column}: a backup has no way to write {type(value).__name__}")


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    ((kind, value),) = plain.items()
    return _READERS[kind](value)
