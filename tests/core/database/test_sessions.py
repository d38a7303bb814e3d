from typing import Any

import pytest
import transaction
from sqlalchemy import Engine, insert, select, text, update

from kalenner.database import DatabaseBusy, ReadOnlyUnit, SessionFactory, make_session
from tests.core.database.rooms import Base, Room

ROOMS = Base.metadata.tables["rooms_room"]


@pytest.fixture(autouse=True)
def rooms(engine: Engine) -> None:
    Base.metadata.create_all(engine)


def names(factory: SessionFactory) -> list[str]:
    with factory() as session:
        return list(session.scalars(select(Room.name).order_by(Room.id)))


def test_statements_of_every_kind_are_committed(factory: SessionFactory, tm: Any) -> None:
    for statement in (
        text("INSERT INTO rooms_room (name) VALUES ('text')"),
        insert(ROOMS).values(name="core"),
        insert(Room).values(name="orm"),
    ):
        with tm:
            make_session(factory, tm, readonly=False).execute(statement)

    assert names(factory) == ["text", "core", "orm"]


def test_objects_are_committed(factory: SessionFactory, tm: Any) -> None:
    with tm:
        make_session(factory, tm, readonly=False).add(Room(name="blue"))

    assert names(factory) == ["blue"]


def test_unit_that_fails_leaves_nothing(factory: SessionFactory, tm: Any) -> None:
    tm.begin()
    session = make_session(factory, tm, readonly=False)
    with session.begin_nested():
        session.add(Room(name="blue"))
    session.execute(text("INSERT INTO rooms_room (name) VALUES ('red')"))
    tm.abort()

    assert names(factory) == []


def test_rolled_back_savepoint_leaves_the_rest_of_the_unit(factory: SessionFactory, tm: Any) -> None:
    with tm:
        session = make_session(factory, tm, readonly=False)
        session.add(Room(name="before"))
        savepoint = session.begin_nested()
        session.add(Room(name="within"))
        session.execute(text("INSERT INTO rooms_room (name) VALUES ('within, too')"))
        savepoint.rollback()
        session.add(Room(name="after"))

    assert names(factory) == ["before", "after"]


def test_savepoint_of_the_transaction_manager_works_on_both(factory: SessionFactory, tm: Any) -> None:
    with tm:
        session = make_session(factory, tm, readonly=False)
        session.add(Room(name="before"))
        savepoint = tm.savepoint()
        session.add(Room(name="within"))
        session.flush()
        savepoint.rollback()

    assert names(factory) == ["before"]


@pytest.mark.parametrize(
    "statement",
    [
        text("INSERT INTO rooms_room (name) VALUES ('red')"),
        insert(ROOMS).values(name="red"),
        update(Room).values(name="red"),
    ],
    ids=["text", "core", "orm"],
)
def test_reading_unit_refuses_every_write(factory: SessionFactory, tm: Any, statement: Any) -> None:
    with tm:
        make_session(factory, tm, readonly=False).add(Room(name="blue"))

    with pytest.raises(ReadOnlyUnit, match="this unit of work only reads"), tm:
        make_session(factory, tm, readonly=True).execute(statement)

    assert names(factory) == ["blue"]


def test_reading_unit_refuses_a_changed_object(factory: SessionFactory, tm: Any) -> None:
    with pytest.raises(ReadOnlyUnit), tm:
        make_session(factory, tm, readonly=True).add(Room(name="blue"))

    assert names(factory) == []


def test_unit_after_a_refused_one_writes(factory: SessionFactory, tm: Any) -> None:
    for _ in range(3):
        with pytest.raises(ReadOnlyUnit), tm:
            make_session(factory, tm, readonly=True).add(Room(name="blue"))
        tm.abort()
        with tm:
            make_session(factory, tm, readonly=False).add(Room(name="red"))

    assert names(factory) == ["red", "red", "red"]


def test_busy_database_is_tried_again(factory: SessionFactory, tm: Any) -> None:
    attempts = 0
    for attempt in tm.attempts(3):
        with attempt:
            attempts += 1
            make_session(factory, tm, readonly=False).add(Room(name=f"attempt {attempts}"))
            if attempts < 3:
                raise DatabaseBusy

    assert names(factory) == ["attempt 3"]


def test_session_is_of_its_own_transaction_manager(factory: SessionFactory, tm: Any) -> None:
    other = transaction.TransactionManager(explicit=True)
    with tm:
        make_session(factory, tm, readonly=False).add(Room(name="kept"))
        other.begin()
        make_session(factory, other, readonly=True).scalars(select(Room)).all()
        other.abort()

    assert names(factory) == ["kept"]
