"""A table to try things on: rooms that are let to providers for a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, MetaData, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kalenner import database

INSERT = text("INSERT INTO rooms_room (name) VALUES (:name)")
COUNT = text("SELECT count(*) FROM rooms_room")


class Base(DeclarativeBase):
    """The platform's base over tables of our own, so that the models of the platform stay as they are."""

    metadata = MetaData(naming_convention=database.metadata.naming_convention)
    type_annotation_map = database.Base.type_annotation_map
    __table_args__: Any = database.Base.__table_args__


class Room(Base):
    __tablename__ = "rooms_room"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    opened_at: Mapped[datetime | None]
    equipment: Mapped[dict[str, Any] | None]


class Booking(Base):
    __tablename__ = "rooms_let"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[str]


def count(engine: Engine) -> int:
    """The number of rooms that are committed."""
    with database.read_only(engine).connect() as connection:
        return int(connection.execute(COUNT).scalar_one())
