"""The metadata of all tables, and the base class of all models."""

from datetime import datetime
from typing import Any

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import DeclarativeBase

from kalenner.database.types import BigId, Instant, Json

# names every constraint, so that migrations can refer to it on both databases
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Base(DeclarativeBase):
    """The base of all models.

    ``Mapped[int]`` is 64 bits wide, ``Mapped[datetime]`` an instant, ``Mapped[dict[str, Any]]`` and
    ``Mapped[list[Any]]`` JSON. Ids are never reused: a model that sets ``__table_args__`` of its own
    ends them with ``{"sqlite_autoincrement": True}``.
    """

    metadata = metadata
    type_annotation_map = {int: BigId, datetime: Instant(), dict[str, Any]: Json, list[Any]: Json}  # noqa: RUF012
    __table_args__: Any = {"sqlite_autoincrement": True}  # noqa: RUF012


def table_of(model: type[DeclarativeBase]) -> Table:
    """Return the table of a model, for statements of every press: with entities they take twice as long."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 -- models here are tables, not joins
    return table
