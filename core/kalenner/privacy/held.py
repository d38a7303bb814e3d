"""What is held about a person, read by the declarations of its tables."""

import datetime as dt
import enum
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyramid.request import Request
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from kalenner.files import OpenedFile, PrivateFileGone, PrivateFileService
from kalenner.files.models import PrivateFile
from kalenner.hooks.privacy import PersonalTable
from kalenner.i18n import Translatable
from kalenner.people import Account
from kalenner.privacy.subject import Subject
from kalenner.privacy.tables import declared_tables
from kalenner.security import Tampered
from kalenner.security.sealed_columns import SEALED_COLUMNS, SealedColumn

log = logging.getLogger(__name__)

AT_ONCE = 500
"""Rows that are read at a time."""
Record = dict[str, Any]
"""A row by the names of its fields: text, numbers, truth values, instants, lists and mappings of such."""


@dataclass(frozen=True)
class HeldFile:
    """A file of a record: its name within the export, and what reads it."""

    name: str
    file: OpenedFile


@dataclass(frozen=True)
class HeldTable:
    """One table of an export: its name, what stands above it, and whose columns it has."""

    name: str
    title: Translatable
    declared: PersonalTable


class HeldData:
    """Everything that is held about one person and can be handed out."""

    def __init__(self, request: Request, account: Account) -> None:
        self._request = request
        self._dbsession: Session = request.dbsession
        self._subject = Subject.of(account)
        self._sealed: dict[str, SealedColumn] = SEALED_COLUMNS.of(request.registry)

    def tables(self) -> list[HeldTable]:
        """Return the tables that are handed out, the person's own data first."""
        there = set(inspect(self._dbsession.connection()).get_table_names())
        declared = [one.table for one in declared_tables(self._request.registry)]
        titled = [table for table in declared if table.title and table.model.__tablename__ in there]
        titled.sort(key=lambda table: not table.model.__tablename__.startswith("core_"))
        return [HeldTable(table.model.__tablename__, table.title, table) for table in titled]

    def records(self, held: HeldTable) -> Iterator[Record]:
        """Yield the rows of a table that are about the person, the oldest first."""
        for row in self._rows(held):
            yield self._record(held.declared, row)

    def files(self, held: HeldTable) -> Iterator[HeldFile]:
        """Yield the files that the rows of a table name."""
        private: PrivateFileService = self._request.find_service(PrivateFileService)
        for name in held.declared.files:
            for row in self._rows(held):
                file = self._dbsession.get(PrivateFile, getattr(row, name) or 0)
                if file is None:
                    continue
                try:
                    yield HeldFile(f"{held.name}-{file.id}", private.open(file))
                except PrivateFileGone:
                    continue

    def _rows(self, held: HeldTable) -> Iterator[Any]:
        model = held.declared.model
        keys = list(model.__table__.primary_key)
        query = select(model).where(held.declared.rows(self._subject)).order_by(*keys)
        yield from self._dbsession.scalars(query.execution_options(yield_per=AT_ONCE))

    def _record(self, table: PersonalTable, row: Any) -> Record:
        record: Record = {}
        for attribute in inspect(type(row)).column_attrs:
            name = attribute.key
            if name in table.hidden or name in table.files or name in table.pictures:
                continue
            value = self._opened(row, attribute.columns[0].name, getattr(row, name))
            if value is None or isinstance(value, bytes):  # hashes, and what cannot be opened
                continue
            record[name] = value.value if isinstance(value, enum.Enum) else value
        return record

    def _opened(self, row: Any, column: str, value: Any) -> Any:
        """Return the value of a column, opened where it is sealed."""
        sealed = self._sealed.get(f"{row.__tablename__}.{column}")
        if sealed is None or value is None:
            return value
        cipher = sealed.cipher_of(self._request.registry)
        try:
            opened = cipher.open(value, **sealed.binding(row))
        except Tampered:
            log.error("%s: a value cannot be opened and is not handed out", sealed.name)
            return None
        return text_of(opened)


def text_of(opened: bytes) -> str | None:
    """Return what was sealed as text; None where it is none, such as a key."""
    try:
        return opened.decode()
    except UnicodeDecodeError:
        return None


def plain(value: Any) -> Any:
    """Return a value as JSON takes it: instants as ISO 8601 in UTC."""
    return value.isoformat() if isinstance(value, dt.datetime | dt.date | dt.time) else value
