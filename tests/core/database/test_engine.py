import threading

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from kalenner.database import ReadOnlyUnit, SessionFactory, make_engine, read_only
from tests.core.database.rooms import COUNT, INSERT, Base, count


@pytest.fixture(autouse=True)
def rooms(engine: Engine) -> None:
    Base.metadata.create_all(engine)


def test_rolled_back_savepoint_leaves_the_rest(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(INSERT, {"name": "kept"})
        savepoint = connection.begin_nested()
        connection.execute(INSERT, {"name": "dropped"})
        savepoint.rollback()

    assert count(engine) == 1


def test_savepoint_does_not_survive_the_abort_of_the_whole(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(COUNT)
        with connection.begin_nested():
            connection.execute(INSERT, {"name": "gone"})
        connection.rollback()

    assert count(engine) == 0


def test_reading_connection_refuses_to_write(engine: Engine) -> None:
    with (
        read_only(engine).connect() as connection,
        pytest.raises(ReadOnlyUnit, match="INSERT INTO rooms_room"),
    ):
        connection.execute(INSERT, {"name": "blue"})


def test_connection_that_has_read_may_write_again(engine: Engine) -> None:
    for _ in range(2):
        assert count(engine) in (0, 1)
        with engine.begin() as connection:
            connection.execute(INSERT, {"name": "blue"})

    assert count(engine) == 2


def test_reader_does_not_wait_for_a_writer(engine: Engine) -> None:
    with engine.begin() as writer:
        writer.execute(INSERT, {"name": "not yet"})

        assert count(engine) == 0


def test_broken_reference_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE key (room_id INTEGER REFERENCES rooms_room (id))"))
    with engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(text("INSERT INTO key (room_id) VALUES (17)"))


def test_many_threads_lose_nothing(factory: SessionFactory, engine: Engine) -> None:
    def write() -> None:
        for _ in range(20):
            with factory.begin() as session:
                session.execute(INSERT, {"name": "blue"})

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert count(engine) == 160


def test_units_one_after_the_other_use_one_connection(engine: Engine) -> None:
    """Each other connection would keep its statements and pages in memory too."""
    with engine.connect(), engine.connect(), engine.connect():
        pass  # so that several are open
    used = set()
    for _ in range(6):
        with engine.connect() as connection:
            used.add(id(connection.connection.driver_connection))

    assert len(used) == 1


def test_other_errors_keep_the_words_of_the_driver(engine: Engine) -> None:
    with (
        engine.connect() as connection,
        pytest.raises((OperationalError, ProgrammingError), match="no_such_table"),
    ):
        connection.execute(text("SELECT 1 FROM no_such_table"))


@pytest.mark.parametrize(
    "refused", ["sqlite://", "sqlite:///:memory:", "mysql://somebody@somewhere/kalenner"]
)
def test_unsuitable_database_is_refused(refused: str) -> None:
    with pytest.raises(ValueError, match=r"database\.url"):
        make_engine(refused)
