"""A fence undoes what is written within it, and begins a savepoint only where it may have to."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from kalenner.database import SessionFactory, SessionFence, UnitSession, lock, make_session
from tests.core.database.rooms import Base, Room


@pytest.fixture(autouse=True)
def rooms(engine: Engine) -> None:
    Base.metadata.create_all(engine)


@pytest.fixture
def session(factory: SessionFactory, tm: Any) -> Iterator[UnitSession]:
    """A unit of work that has written a blue room."""
    with tm:
        session = make_session(factory, tm, readonly=False)
        session.add(Room(name="blue"))
        session.flush()
        yield session


@pytest.fixture
def savepoints(engine: Engine) -> Iterator[list[str]]:
    """The names of the statements about savepoints, as they are executed."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "SAVEPOINT" in statement:
            seen.append(statement.split(maxsplit=1)[0])

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def names(session: UnitSession) -> list[str]:
    return list(session.scalars(select(Room.name).order_by(Room.id)))


def add_object(session: UnitSession) -> None:
    session.add(Room(name="red"))


def add_and_flush(session: UnitSession) -> None:
    session.add(Room(name="red"))
    session.flush()


def change_object(session: UnitSession) -> None:
    session.scalars(select(Room).order_by(Room.id)).first().name = "red"  # type: ignore[union-attr]


def delete_object(session: UnitSession) -> None:
    session.delete(session.scalars(select(Room).order_by(Room.id)).first())


def update_by_statement(session: UnitSession) -> None:
    session.execute(update(Room).values(name="red"))


def insert_as_text(session: UnitSession) -> None:
    session.execute(text("INSERT INTO rooms_room (name) VALUES ('red')"))


def insert_on_the_connection(session: UnitSession) -> None:
    session.connection().exec_driver_sql("INSERT INTO rooms_room (name) VALUES ('red')")


def write_in_a_savepoint_of_its_own(session: UnitSession) -> None:
    with session.begin_nested():
        session.add(Room(name="red"))


def fail_after(session: UnitSession, *steps: Callable[[UnitSession], object]) -> None:
    """Take some steps within a fence, and raise."""
    with suppress(ZeroDivisionError), SessionFence(session)():
        for step in steps:
            step(session)
        raise ZeroDivisionError


WRITES = [
    add_object,
    add_and_flush,
    change_object,
    delete_object,
    update_by_statement,
    insert_as_text,
    insert_on_the_connection,
    write_in_a_savepoint_of_its_own,
]


@pytest.mark.parametrize("write", WRITES)
def test_what_is_written_within_is_undone_by_an_exception(
    session: UnitSession, write: Callable[[UnitSession], None]
) -> None:
    fail_after(session, write)

    assert names(session) == ["blue"]


@pytest.mark.parametrize("write", WRITES)
def test_inner_fence_undoes_its_own_part_alone(
    session: UnitSession, write: Callable[[UnitSession], None]
) -> None:
    with SessionFence(session)():
        session.add(Room(name="green"))
        fail_after(session, names, write)

    assert names(session) == ["blue", "green"]


@pytest.mark.parametrize("write", WRITES)
def test_what_is_written_within_stays_where_nothing_is_raised(
    session: UnitSession, write: Callable[[UnitSession], None]
) -> None:
    with SessionFence(session)():
        write(session)

    assert names(session) != ["blue"]


def test_change_before_the_fence_is_not_undone(session: UnitSession) -> None:
    session.scalars(select(Room)).one().name = "black"

    with pytest.raises(ZeroDivisionError), SessionFence(session)():
        raise ZeroDivisionError

    assert names(session) == ["black"]


def test_read_that_fails_spoils_nothing(session: UnitSession) -> None:
    with SessionFence(session)():
        for _hook in range(2):
            with pytest.raises(DBAPIError), SessionFence(session)():
                session.execute(text("SELECT nothing FROM nowhere"))
        assert names(session) == ["blue"]
        session.add(Room(name="green"))

    assert names(session) == ["blue", "green"]


def test_orm_read_that_fails_after_others_have_read_spoils_nothing(session: UnitSession) -> None:
    broken = select(Room.name).where(text("nothing = 1"))

    with SessionFence(session)():
        assert names(session) == ["blue"]
        for _hook in range(2):
            with pytest.raises(DBAPIError):
                fail_after(session, names, lambda session: session.execute(broken))
        assert names(session) == ["blue"]


def test_fence_without_a_statement_has_no_savepoint(session: UnitSession, savepoints: list[str]) -> None:
    with SessionFence(session)(), SessionFence(session)():
        pass

    assert savepoints == []


def test_reads_share_one_savepoint_on_postgresql_and_need_none_on_sqlite(
    session: UnitSession, savepoints: list[str]
) -> None:
    with SessionFence(session)():
        for _hook in range(5):
            with SessionFence(session)():
                names(session)

    is_sqlite = session.get_bind().dialect.name == "sqlite"
    assert savepoints == ([] if is_sqlite else ["SAVEPOINT", "RELEASE"])


def test_fence_that_writes_has_a_savepoint_of_its_own(session: UnitSession, savepoints: list[str]) -> None:
    with SessionFence(session)():
        for _hook in range(2):
            with SessionFence(session)():
                session.add(Room(name="red"))

    assert savepoints == ["SAVEPOINT", "SAVEPOINT", "RELEASE", "SAVEPOINT", "RELEASE", "RELEASE"]


def test_error_that_is_swallowed_within_undoes_that_part_alone(session: UnitSession) -> None:
    with SessionFence(session)(), suppress(IntegrityError):
        session.add_all([Room(id=1, name="blue again"), Room(name=None)])
        session.flush()

    session.add(Room(name="green"))
    assert names(session) == ["blue", "green"]


def test_lock_is_not_given_away_by_a_hook_that_fails(session: UnitSession, engine: Engine) -> None:
    with SessionFence(session)():
        lock(session, "provider:1")
        fail_after(session, names)

        if engine.dialect.name == "postgresql":
            taken = text("SELECT pg_try_advisory_xact_lock(hashtextextended('provider:1', 0))")
            with engine.begin() as elsewhere:
                assert elsewhere.scalar(taken) is False


def test_object_that_is_deleted_may_load_what_hangs_on_it(session: UnitSession) -> None:
    with SessionFence(session)():
        delete_object(session)

    assert names(session) == []
