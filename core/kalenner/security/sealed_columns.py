"""Sealed columns: which there are, and how what an older key sealed is sealed anew after a rotation.

Each column is declared once, with what a row's value is bound to. The values are walked in batches: found
without a lock, then written where they are still the same. So it can be broken off at any moment and goes
on where it was, since what is done is found no more.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Column, ColumnElement, Select, Table, func, select, tuple_, update

from kalenner.registry import RegistryKey
from kalenner.security.encryption import CIPHER, Binding, Tampered
from kalenner.security.keys import KEYS
from kalenner.units import run_unit

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from pyramid.router import Router
    from sqlalchemy.orm import InstrumentedAttribute

log = logging.getLogger(__name__)

BATCH = 200
"""How many values are sealed anew in one transaction."""
Key = tuple[Any, ...]
"""The primary key of a row."""


@dataclass(frozen=True)
class SealedColumn:
    """A column of values that :class:`~kalenner.security.Cipher` sealed.

    `binding` says of an object of the column's model what its value is bound to.
    """

    attribute: "InstrumentedAttribute[Any]"
    binding: Callable[[Any], Binding]

    @property
    def model(self) -> type[Any]:
        """The class whose rows have the column."""
        return cast("type[Any]", self.attribute.class_)

    @property
    def column(self) -> Column[Any]:
        """The column of the table."""
        return self.table.c[self.attribute.property.columns[0].name]

    @property
    def table(self) -> Table:
        """The table."""
        table: Table = self.model.__table__
        return table

    @property
    def name(self) -> str:
        """Table and column, as ``core_client.note``; each is there once."""
        return f"{self.table.name}.{self.column.name}"

    def old(self, newest: int, after: Key | None) -> Select[*tuple[Any, ...]]:
        """Select the keys of the next rows whose value was sealed by another key than the newest."""
        keys = tuple(self.table.primary_key)
        first_byte = func.substr(self.column, 1, 1, type_=self.column.type)
        query = select(*keys).where(self.column.is_not(None), first_byte != bytes([newest]))
        if after is not None:
            query = query.where(tuple_(*keys) > tuple_(*after))
        return query.order_by(*keys).limit(BATCH)


@dataclass
class Resealed:
    """How many values were sealed anew, and how many do not open and stay as they are."""

    done: int = 0
    faulty: int = 0

    def __add__(self, other: "Resealed") -> "Resealed":
        """Return both together."""
        return Resealed(self.done + other.done, self.faulty + other.faulty)


def add_sealed_column(
    config: "Configurator", attribute: "InstrumentedAttribute[Any]", binding: Callable[[Any], Binding]
) -> None:
    """Declare a sealed column (directive), as ``config.add_sealed_column(Client.note, note_binding)``.

    The same `binding` is best used to seal and to open, as ``cipher.seal(text, **note_binding(client))``.
    """
    sealed = SealedColumn(attribute, binding)

    def register() -> None:
        SEALED_COLUMNS.of(config.registry)[sealed.name] = sealed

    config.action(("sealed_column", sealed.name), register)


def reseal(app: "Router") -> Resealed:
    """Seal with the newest key what older keys have sealed, in all columns; it may be broken off anywhere."""
    KEYS.of(app.registry).refresh()
    result = Resealed()
    for sealed in SEALED_COLUMNS.of(app.registry).values():
        after: Key | None = None
        found = Resealed()
        while keys := run_unit(app, "task/keys.find", partial(_find, sealed, after), only_reads=True):
            found += run_unit(app, "task/keys.reseal", partial(_reseal, sealed, keys))
            after = keys[-1]
        if found.faulty:
            log.error("%s: %s values cannot be opened and stay as they are", sealed.name, found.faulty)
        result += found
    return result


def _find(sealed: SealedColumn, after: Key | None, request: "Request") -> list[Key]:
    query = sealed.old(KEYS.of(request.registry).newest, after)
    return [tuple(row) for row in request.dbsession.execute(query)]


def _reseal(sealed: SealedColumn, keys: Sequence[Key], request: "Request") -> Resealed:
    dbsession, cipher, result = request.dbsession, CIPHER.of(request.registry), Resealed()
    for key in keys:
        row = dbsession.get(sealed.model, key)
        value: bytes | None = None if row is None else getattr(row, sealed.attribute.key)
        if value is None or cipher.is_current(value):  # deleted, erased or sealed anew meanwhile
            continue
        binding = sealed.binding(row)
        try:
            opened = cipher.open(value, **binding)
        except Tampered:
            result.faulty += 1
            continue
        # Nobody's newer value is written over.
        unchanged: list[ColumnElement[bool]] = [sealed.column == value]
        unchanged += [column == part for column, part in zip(sealed.table.primary_key, key, strict=True)]
        change = update(sealed.table).where(*unchanged)
        anew = cipher.seal(opened, **binding)
        result.done += dbsession.connection().execute(change.values({sealed.column: anew})).rowcount
    return result


def reseal_after_rotation(app: "Router") -> None:
    """Seal anew until nothing is left, once for each key (task); what was sealed meanwhile is found again."""
    keys = KEYS.of(app.registry)
    keys.refresh()
    if _DONE.find(app.registry) == keys.newest:
        return
    if reseal(app).done == 0:
        _DONE.put(app.registry, keys.newest)


SEALED_COLUMNS: RegistryKey[dict[str, SealedColumn]] = RegistryKey("kalenner.sealed_columns", dict)
_DONE: RegistryKey[int] = RegistryKey("kalenner.resealed_by")
