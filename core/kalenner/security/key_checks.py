"""Check values of the keys in the database, and what a key is still needed for.

A process whose key file has other keys, or lacks one, would start, lead, and fail at each button, link and
secret. It refuses to start instead. A check value tells a key from another, and nothing of it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import SESSIONS, Base, insertion, read_only
from kalenner.registry import RegistryKey
from kalenner.security.keys import KEYS, KeyFault
from kalenner.security.sealed_columns import SEALED_COLUMNS, SealedColumn
from kalenner.units import run_unit

if TYPE_CHECKING:
    from pyramid.registry import Registry
    from pyramid.request import Request
    from pyramid.router import Router

CountUses = Callable[["Request", int], int]
"""Counts what needs the key of an id for good, since it cannot be sealed anew."""


class KeyCheck(Base):
    """The check value of one key: `name` is its id, or ``lookup``; `value` in hexadecimal."""

    __tablename__ = "core_key_check"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


def check_keys(registry: "Registry") -> None:
    """Compare the key ring with the database, and note there the keys that it does not know yet.

    Raises KeyFault where the ring lacks a key of the database or has another one in its place.
    """
    keys, engine = KEYS.of(registry), SESSIONS.of(registry).engine
    with read_only(engine).connect() as connection:
        rows = connection.execute(select(KeyCheck.name, KeyCheck.value)).all()
    known = {row.name: row.value for row in rows}
    if lacking := keys.lacks(known):
        raise KeyFault(
            f"expected the keys that this database was written with, but {_named(lacking)} missing or other:"
            " put the installation's key file in its place"
        )
    new = [{"name": name, "value": value} for name, value in keys.check_values().items() if name not in known]
    if new:
        with engine.begin() as connection:
            connection.execute(insertion(KeyCheck, engine.dialect.name), new)


def uses_of(app: "Router", key_id: int) -> dict[str, int]:
    """Return what needs a key, and how much of it: sealed columns, and what plugins declare in KEY_USES."""

    def count(request: "Request") -> dict[str, int]:
        sealed = SEALED_COLUMNS.of(app.registry).values()
        uses = {column.name: _count(request, column, key_id) for column in sealed}
        uses |= {name: counts(request, key_id) for name, counts in KEY_USES.of(app.registry).items()}
        return {name: number for name, number in uses.items() if number}

    return run_unit(app, "command/keys", count, only_reads=True)


def retire(app: "Router", key_id: int) -> None:
    """Remove a key that nothing needs; raises KeyFault for one that is in use, writes, or is not there."""
    keys = KEYS.of(app.registry)
    keys.refresh()
    if key_id not in keys.key_ids or key_id == keys.newest:
        what = "writes: rotate first" if key_id == keys.newest else "is not there"
        raise KeyFault(f"key {key_id} {what}")
    if uses := uses_of(app, key_id):
        texts = ", ".join(f"{name} ({number})" for name, number in uses.items())
        raise KeyFault(f"key {key_id} is in use: {texts}")

    def forget(request: "Request") -> None:
        request.dbsession.execute(delete(KeyCheck).where(KeyCheck.name == str(key_id)))

    # First the database: killed in between, the key is there and known again at the next start.
    run_unit(app, "command/keys", forget)
    keys.retire(key_id)


def _named(lacking: list[str]) -> str:
    names = ["the lookup key" if name == "lookup" else f"key {name}" for name in lacking]
    return f"{', '.join(names)} {'is' if len(names) == 1 else 'are'}"


def _count(request: "Request", sealed: SealedColumn, key_id: int) -> int:
    first_byte = func.substr(sealed.column, 1, 1, type_=sealed.column.type)
    query = select(func.count()).select_from(sealed.table).where(first_byte == bytes([key_id]))
    return request.dbsession.scalar(query) or 0


KEY_USES: RegistryKey[dict[str, CountUses]] = RegistryKey("kalenner.key_uses", dict)
