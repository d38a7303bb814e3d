import threading
from datetime import UTC, datetime, timedelta

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from kalenner.database import (
    DatabaseBusy,
    SessionFactory,
    create_no_overlap,
    drop_no_overlap,
    is_overlap,
    no_overlap_name,
)
from tests.core.database.rooms import Base, Booking

NINE = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
NAME = no_overlap_name("rooms_let")


@pytest.fixture(autouse=True)
def guard(engine: Engine) -> None:
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        create_no_overlap(
            Operations(MigrationContext.configure(connection)), "rooms_let", ("pending", "accepted")
        )


def let(start: int, end: int, *, provider: int = 1, status: str = "pending") -> Booking:
    """A row from `start` to `end`, in minutes after nine."""
    minutes = timedelta(minutes=1)
    return Booking(
        provider_id=provider, starts_at=NINE + start * minutes, ends_at=NINE + end * minutes, status=status
    )


def store(factory: SessionFactory, *lets: Booking) -> None:
    with factory.begin() as session:
        for one in lets:
            session.add(one)
            session.flush()


def is_refused(factory: SessionFactory, *lets: Booking) -> bool:
    """Whether the guard, and nothing else, refuses the last of `lets`."""
    store(factory, *lets[:-1])
    try:
        store(factory, lets[-1])
    except DBAPIError as error:
        if not is_overlap(error, NAME):
            raise
        return True
    return False


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 60), (-30, 1), (59, 90), (10, 20), (-60, 120)],
    ids=["same", "into its start", "over its end", "within", "around"],
)
def test_overlapping_time_is_refused(factory: SessionFactory, start: int, end: int) -> None:
    assert is_refused(factory, let(0, 60), let(start, end)) is True


@pytest.mark.parametrize(("start", "end"), [(60, 90), (-30, 0)], ids=["after", "before"])
def test_one_may_begin_when_another_ends(factory: SessionFactory, start: int, end: int) -> None:
    assert is_refused(factory, let(0, 60), let(start, end)) is False


def test_other_provider_is_free(factory: SessionFactory) -> None:
    assert is_refused(factory, let(0, 60), let(0, 60, provider=2)) is False


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        ("pending", "accepted", True),
        ("accepted", "pending", True),
        ("cancelled", "pending", False),
        ("pending", "cancelled", False),
    ],
)
def test_only_the_named_statuses_hold_time(
    factory: SessionFactory, first: str, second: str, *, refused: bool
) -> None:
    assert is_refused(factory, let(0, 60, status=first), let(0, 60, status=second)) is refused


def test_long_row_is_seen_behind_later_ones_that_hold_no_time(factory: SessionFactory) -> None:
    cancelled = [let(start, start + 10, status="cancelled") for start in range(0, 600, 60)]
    assert is_refused(factory, let(0, 600), *cancelled, let(590, 650)) is True


def test_row_may_be_moved_over_itself(factory: SessionFactory) -> None:
    store(factory, let(0, 60))
    with factory.begin() as session:
        moved = session.scalars(select(Booking)).one()
        moved.starts_at += timedelta(minutes=30)
        moved.ends_at += timedelta(minutes=30)

    with factory() as session:
        assert session.scalars(select(Booking.starts_at)).all() == [NINE + timedelta(minutes=30)]


@pytest.mark.parametrize(
    ("unguarded", "change"),
    [
        ((30, 90, 1, "cancelled"), {"status": "accepted"}),
        ((30, 90, 2, "pending"), {"provider_id": 1}),
        ((60, 90, 1, "pending"), {"starts_at": NINE + timedelta(minutes=59)}),
    ],
    ids=["activated", "given to another", "moved"],
)
def test_change_into_an_overlap_is_refused(
    factory: SessionFactory, unguarded: tuple[int, int, int, str], change: dict[str, object]
) -> None:
    start, end, provider, status = unguarded
    store(factory, let(0, 60), let(start, end, provider=provider, status=status))

    with pytest.raises(IntegrityError) as refusal, factory.begin() as session:
        session.execute(update(Booking).where(Booking.id == 2).values(**change))

    assert is_overlap(refusal.value, NAME) is True


def test_other_errors_are_no_overlap(factory: SessionFactory) -> None:
    unnamed = let(0, 60)
    unnamed.status = None  # type: ignore[assignment]
    with pytest.raises(IntegrityError) as refusal:
        store(factory, unnamed)

    assert is_overlap(refusal.value, NAME) is False


def test_overlap_of_another_table_is_not_ours(factory: SessionFactory) -> None:
    store(factory, let(0, 60))
    with pytest.raises(IntegrityError) as refusal:
        store(factory, let(0, 60))

    assert is_overlap(refusal.value, no_overlap_name("cars_let")) is False


def test_dropped_guard_lets_everything_pass(factory: SessionFactory, engine: Engine) -> None:
    with engine.begin() as connection:
        drop_no_overlap(Operations(MigrationContext.configure(connection)), "rooms_let")

    assert is_refused(factory, let(0, 60), let(0, 60)) is False


def test_one_of_many_wins(factory: SessionFactory) -> None:
    start = threading.Barrier(10)
    outcomes: list[str] = []

    def take() -> None:
        start.wait()
        try:
            store(factory, let(0, 60))
            outcomes.append("won")
        except DatabaseBusy:
            outcomes.append("lost")
        except IntegrityError as error:
            outcomes.append("lost" if is_overlap(error, NAME) else "failed")

    threads = [threading.Thread(target=take) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["lost"] * 9 + ["won"]
    with factory() as session:
        assert session.scalar(select(func.count()).select_from(Booking)) == 1
