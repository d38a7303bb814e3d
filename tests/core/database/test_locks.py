import threading

import pytest
from sqlalchemy import Engine, event

from kalenner.database import (
    ReadOnlyUnit,
    SessionFactory,
    lock,
    lock_all,
    make_engine,
    session_factory,
    try_lock,
)
from tests.core.database.rooms import Base, Room, count


@pytest.fixture(autouse=True)
def rooms(engine: Engine) -> None:
    Base.metadata.create_all(engine)


def test_lock_makes_check_and_insert_one_step(factory: SessionFactory, engine: Engine) -> None:
    start = threading.Barrier(8)

    def open_the_only_room() -> None:
        start.wait()
        with factory.begin() as session:
            lock(session, "house:1")
            if session.query(Room).count() == 0:
                session.add(Room(name="only"))

    threads = [threading.Thread(target=open_the_only_room) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert count(engine) == 1


def test_lock_may_be_taken_again_by_its_holder(factory: SessionFactory) -> None:
    with factory.begin() as session:
        lock(session, "house:1")
        lock(session, "house:1")

        assert try_lock(session, "house:1") is True


def test_reading_unit_takes_no_lock(factory: SessionFactory) -> None:
    with factory.make_read_only() as session, pytest.raises(ReadOnlyUnit):
        lock(session, "house:1")


def test_two_units_with_the_same_locks_do_not_deadlock(factory: SessionFactory, engine: Engine) -> None:
    def let(first: str, second: str) -> None:
        for _ in range(10):
            with factory.begin() as session:
                lock_all(session, [first, second])
                session.add(Room(name="blue"))

    pairs = [("provider:1", "provider:2"), ("provider:2", "provider:1")]
    threads = [threading.Thread(target=let, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert count(engine) == 20


def test_locks_are_taken_in_sorted_order_and_once(postgresql_url: str) -> None:
    engine = make_engine(postgresql_url)
    taken: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(
        _connection: object, _cursor: object, _statement: str, values: dict[str, str], *_rest: object
    ) -> None:
        taken.extend(value for value in values.values() if str(value).startswith("provider:"))

    with session_factory(engine).begin() as session:
        lock_all(session, ["provider:3", "provider:1", "provider:3", "provider:2"])
    engine.dispose()

    assert taken == ["provider:1", "provider:2", "provider:3"]


def test_lock_of_another_is_refused_without_waiting(postgresql_url: str) -> None:
    engine = make_engine(postgresql_url)
    factory = session_factory(engine)
    with factory.begin() as holder:
        lock(holder, "house:1")
        with factory.begin() as other:
            assert (try_lock(other, "house:1"), try_lock(other, "house:2")) == (False, True)
    with factory.begin() as other:
        assert try_lock(other, "house:1") is True
    engine.dispose()
