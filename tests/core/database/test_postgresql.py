import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select, text

from kalenner.database import DatabaseBusy, epoch, make_engine
from tests.core.database.rooms import INSERT, Base, Room


@pytest.fixture
def two_units(postgresql_url: str) -> Iterator[tuple[Engine, Engine]]:
    """Two engines on one PostgreSQL database with two rooms in it."""
    engines = make_engine(postgresql_url), make_engine(postgresql_url, lock_timeout=0.05)
    Base.metadata.create_all(engines[0])
    with engines[0].begin() as connection:
        connection.execute(INSERT, [{"name": "blue"}, {"name": "red"}])
    yield engines
    for engine in engines:
        engine.dispose()


def test_postgresql_is_set_up_for_advisory_locks(postgresql_url: str) -> None:
    engine = make_engine(postgresql_url, lock_timeout=2.5)
    with engine.connect() as connection:
        names = ("transaction_isolation", "timezone", "lock_timeout", "application_name")
        found = [connection.execute(text(f"SHOW {name}")).scalar_one() for name in names]
    engine.dispose()

    assert found == ["read committed", "UTC", "2500ms", "kalenner"]


def test_epoch_of_a_moment_written_by_others_is_the_second_it_lies_in(
    two_units: tuple[Engine, Engine],
) -> None:
    engine, _ = two_units
    with engine.begin() as connection:
        connection.execute(text("UPDATE rooms_room SET opened_at = '1970-01-01 00:00:07.9+00'"))
        assert connection.scalars(select(epoch(Room.opened_at))).all() == [7, 7]


def test_lock_that_is_not_had_in_time_is_to_be_tried_again(two_units: tuple[Engine, Engine]) -> None:
    patient, impatient = two_units
    update = text("UPDATE rooms_room SET name = 'green'")
    with patient.begin() as first, impatient.connect() as second:
        first.execute(update)
        with pytest.raises(DatabaseBusy, match="lock timeout"):
            second.execute(update)


def test_deadlock_is_to_be_tried_again(two_units: tuple[Engine, Engine]) -> None:
    engine, _ = two_units
    update = text("UPDATE rooms_room SET name = 'green' WHERE name = :name")
    both_have_one = threading.Barrier(2)
    outcomes: list[str] = []

    def cross(first: str, second: str) -> None:
        try:
            with engine.begin() as connection:
                connection.execute(update, {"name": first})
                both_have_one.wait()
                connection.execute(update, {"name": second})
            outcomes.append("done")
        except DatabaseBusy:
            outcomes.append("busy")

    threads = [threading.Thread(target=cross, args=pair) for pair in (("blue", "red"), ("red", "blue"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["busy", "done"]
