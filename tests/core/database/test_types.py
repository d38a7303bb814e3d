from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.exc import StatementError

from kalenner.database import SessionFactory, epoch
from tests.core.database.rooms import Base, Room

NOON = datetime(2027, 3, 28, 12, 0, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def rooms(engine: Engine) -> None:
    Base.metadata.create_all(engine)


def store(factory: SessionFactory, **values: object) -> int:
    with factory.begin() as session:
        room = Room(name="blue", **values)
        session.add(room)
        session.flush()
        return room.id


def opened_at(factory: SessionFactory, room: int) -> datetime | None:
    with factory() as session:
        return session.scalar(select(Room.opened_at).where(Room.id == room))


def test_instant_comes_back_in_utc_without_microseconds(factory: SessionFactory) -> None:
    berlin = datetime(2027, 3, 28, 14, 0, 0, 987654, tzinfo=ZoneInfo("Europe/Berlin"))

    found = opened_at(factory, store(factory, opened_at=berlin))

    assert found == NOON
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "moment", [datetime(1931, 5, 5, 7, 1, 2, 500, tzinfo=UTC), datetime(2500, 1, 1, tzinfo=UTC)]
)
def test_instant_far_away_is_kept(factory: SessionFactory, moment: datetime) -> None:
    assert opened_at(factory, store(factory, opened_at=moment)) == moment.replace(microsecond=0)


def test_instant_may_be_absent(factory: SessionFactory) -> None:
    assert opened_at(factory, store(factory, opened_at=None)) is None


def test_naive_instant_is_refused(factory: SessionFactory) -> None:
    with pytest.raises(StatementError, match="an instant needs a time zone"):
        store(factory, opened_at=datetime(2027, 3, 28, 12, 0, 0))  # noqa: DTZ001


def test_instants_are_compared_as_moments(factory: SessionFactory) -> None:
    store(factory, opened_at=NOON)
    same_moment_in_tokyo = NOON.astimezone(ZoneInfo("Asia/Tokyo"))

    with factory() as session:
        assert session.scalar(select(Room.name).where(Room.opened_at == same_moment_in_tokyo)) == "blue"
        assert session.scalar(select(Room.name).where(Room.opened_at < NOON)) is None


def test_instant_is_stored_as_the_database_does_best(engine: Engine) -> None:
    columns = {column["name"]: column["type"] for column in inspect(engine).get_columns("rooms_room")}
    expected = {"sqlite": "BIGINT", "postgresql": "TIMESTAMP WITH TIME ZONE"}[engine.dialect.name]
    assert columns["opened_at"].compile(engine.dialect) == expected


def test_epoch_is_whole_seconds_on_both(factory: SessionFactory) -> None:
    store(factory, opened_at=NOON + timedelta(milliseconds=999))
    store(factory, opened_at=None)

    with factory() as session:
        seconds = session.execute(select(epoch(Room.opened_at)).order_by(Room.id)).scalars().all()

    assert seconds == [1806235200, None]
    assert type(seconds[0]) is int


def test_epoch_can_be_compared_and_sorted(factory: SessionFactory) -> None:
    for hours in (2, 1, 3):
        store(factory, opened_at=NOON + timedelta(hours=hours))
    seconds = epoch(Room.opened_at)

    with factory() as session:
        found = session.scalars(select(seconds).where(seconds > 1806235200 + 3600).order_by(seconds)).all()

    assert found == [1806235200 + 7200, 1806235200 + 10800]


def test_ids_are_never_given_twice(factory: SessionFactory) -> None:
    first = store(factory)
    with factory.begin() as session:
        session.execute(text("DELETE FROM rooms_room"))

    assert store(factory) == first + 1


def test_ids_have_64_bits(factory: SessionFactory) -> None:
    assert store(factory, id=2**62) == 2**62


def test_json_keeps_what_it_was_given(factory: SessionFactory) -> None:
    equipment = {"Größe": [1, 2.5, None, True], "日本": {"a": "b"}}
    room = store(factory, equipment=equipment)

    with factory() as session:
        assert session.scalar(select(Room.equipment).where(Room.id == room)) == equipment


def test_absent_json_is_null_to_the_database(factory: SessionFactory) -> None:
    store(factory, equipment=None)

    with factory() as session:
        assert session.scalar(text("SELECT count(*) FROM rooms_room WHERE equipment IS NULL")) == 1
