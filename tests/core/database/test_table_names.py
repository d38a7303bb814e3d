from typing import Any

import pytest
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kalenner.database import MigrationSource, table_name_faults

ROOMS = MigrationSource("rooms", "kalenner_rooms")
CARS = MigrationSource("cars", "kalenner_cars")


def base_with(module: str, table: str) -> type[DeclarativeBase]:
    """A base with one model, defined in `module`."""

    class Base(DeclarativeBase):
        metadata = MetaData()

    names: dict[str, Any] = {
        "__module__": module,
        "__tablename__": table,
        "__annotations__": {"id": Mapped[int]},
        "id": mapped_column(primary_key=True),
    }
    type("Thing", (Base,), names)
    return Base


@pytest.mark.parametrize("module", ["kalenner_rooms", "kalenner_rooms.models", "kalenner_rooms.models.thing"])
def test_table_named_after_its_source_is_accepted(module: str) -> None:
    assert table_name_faults([ROOMS, CARS], base=base_with(module, "rooms_thing")) == {}


@pytest.mark.parametrize("table", ["thing", "cars_thing", "roomsthing", "rooms_alembic_version"])
def test_table_named_otherwise_is_refused(table: str) -> None:
    assert table_name_faults([ROOMS, CARS], base=base_with("kalenner_rooms.models", table)) == {
        "rooms": [f"kalenner_rooms.models.Thing: table '{table}' must begin with rooms_"]
    }


def test_model_of_a_package_that_only_begins_alike_is_not_ours() -> None:
    assert table_name_faults([ROOMS], base=base_with("kalenner_rooms_extra.models", "anything")) == {}


def test_names_whose_tables_could_be_confused_are_refused() -> None:
    sources = [MigrationSource("pay", "kalenner_pay"), MigrationSource("pay_links", "kalenner_pay_links")]

    faults = table_name_faults(sources, base=base_with("kalenner_pay.models", "pay_thing"))

    assert faults == {
        "pay_links": ["the names 'pay' and 'pay_links' overlap: a table pay_links_… could belong to both"]
    }


def test_one_name_for_two_sources_is_refused() -> None:
    sources = [ROOMS, MigrationSource("rooms", "others_rooms")]

    faults = table_name_faults(sources, base=base_with("kalenner_rooms.models", "rooms_thing"))

    assert set(faults) == {"rooms"}
    assert set(faults["rooms"]) == {
        "the names 'rooms' and 'rooms' overlap: a table rooms_… could belong to both"
    }
