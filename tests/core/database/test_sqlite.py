import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from kalenner.database import DatabaseBusy, make_engine, read_only
from kalenner.database.fair_lock import FairLock
from kalenner.database.sqlite import FairConnection
from tests.core.database.rooms import COUNT, INSERT, Base, count

ROOT = Path(__file__).parents[3]


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    """An SQLite file with the table in it."""
    file = tmp_path / "alone" / "kalenner.sqlite"
    engine = make_engine(f"sqlite:///{file}")
    Base.metadata.create_all(engine)
    engine.dispose()
    return file


@contextmanager
def engine_with_short_timeout(file: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{file}", lock_timeout=0.05)
    try:
        yield engine
    finally:
        engine.dispose()


def test_sqlite_is_set_up_for_safety(sqlite_file: Path) -> None:
    with engine_with_short_timeout(sqlite_file) as engine, engine.connect() as connection:
        pragmas = (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "secure_delete",
            "busy_timeout",
            "query_only",
        )
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in pragmas}

    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 50,
        "query_only": 0,
    }


def test_file_that_another_is_just_making_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite"
    maker = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    maker.execute("BEGIN IMMEDIATE")
    maker.execute("CREATE TABLE seen (by TEXT)")
    threading.Timer(0.3, maker.execute, ["COMMIT"]).start()

    engine = make_engine(f"sqlite:///{file}", lock_timeout=30)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
    engine.dispose()
    maker.close()


def test_reader_sees_one_moment(sqlite_file: Path) -> None:
    with engine_with_short_timeout(sqlite_file) as engine, read_only(engine).connect() as reader:
        assert reader.execute(COUNT).scalar_one() == 0
        with engine.begin() as writer:
            writer.execute(INSERT, {"name": "later"})

        assert reader.execute(COUNT).scalar_one() == 0


def test_second_writer_of_a_process_waits_for_its_turn(sqlite_file: Path) -> None:
    order: list[str] = []
    engine = make_engine(f"sqlite:///{sqlite_file}", lock_timeout=30)

    def write() -> None:
        with engine.begin() as connection:
            order.append("second")
            connection.execute(INSERT, {"name": "second"})

    with engine.begin() as connection:
        connection.execute(INSERT, {"name": "first"})
        second = threading.Thread(target=write)
        second.start()
        second.join(0.2)
        order.append("first")
    second.join()

    assert order == ["first", "second"]
    assert count(engine) == 2
    engine.dispose()


def test_writer_that_waits_too_long_is_told_to_try_again(sqlite_file: Path) -> None:
    with engine_with_short_timeout(sqlite_file) as engine:
        with engine.begin(), pytest.raises(DatabaseBusy, match="no turn to write"), engine.begin():
            pass

        with engine.begin() as connection:
            connection.execute(INSERT, {"name": "after"})
        assert count(engine) == 1


def test_begin_that_fails_gives_the_turn_back(sqlite_file: Path) -> None:
    with engine_with_short_timeout(sqlite_file) as engine:
        with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as stranger:
            stranger.execute("BEGIN IMMEDIATE")
            for _ in range(2):
                with pytest.raises(DatabaseBusy, match="database is locked"), engine.begin():
                    pass
            stranger.execute("ROLLBACK")

        with engine.begin() as connection:
            connection.execute(INSERT, {"name": "after"})
        assert count(engine) == 1


def test_begin_that_fails_keeps_no_turn_even_before_the_rollback(sqlite_file: Path) -> None:
    queue = FairLock()
    with closing(sqlite3.connect(sqlite_file, timeout=0, factory=FairConnection)) as connection:
        connection.prepare(queue, lock_timeout=0)
        with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as stranger:
            stranger.execute("BEGIN IMMEDIATE")
            with pytest.raises(sqlite3.OperationalError, match="database is locked"):
                connection.begin()

        assert queue.acquire(0) is True


def test_connection_whose_begin_failed_is_not_left_without_a_transaction(sqlite_file: Path) -> None:
    with engine_with_short_timeout(sqlite_file) as engine, engine.connect() as connection:
        with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as stranger:
            stranger.execute("BEGIN IMMEDIATE")
            with pytest.raises(DatabaseBusy):
                connection.execute(COUNT)
            stranger.execute("ROLLBACK")

        connection.execute(INSERT, {"name": "dropped"})
        connection.rollback()
        assert count(engine) == 0


def test_commit_that_fails_is_rolled_back_and_gives_the_turn_back(sqlite_file: Path) -> None:
    with engine_with_short_timeout(sqlite_file) as engine:
        with engine.begin() as connection:
            connection.execute(
                text("CREATE TABLE key (room_id REFERENCES rooms_room (id) DEFERRABLE INITIALLY DEFERRED)")
            )
        connection = engine.connect()
        connection.execute(text("INSERT INTO key (room_id) VALUES (17)"))
        with pytest.raises(IntegrityError):
            connection.commit()
        connection.close()

        with engine.begin() as connection:
            connection.execute(INSERT, {"name": "after"})
        assert count(engine) == 1


def test_connection_thrown_away_gives_the_turn_back(sqlite_file: Path) -> None:
    with engine_with_short_timeout(sqlite_file) as engine:
        connection = engine.connect()
        connection.execute(INSERT, {"name": "gone"})
        connection.invalidate()
        connection.close()

        with engine.begin() as connection:
            connection.execute(INSERT, {"name": "after"})
        assert count(engine) == 1


def test_processes_on_one_sqlite_file_wait_for_each_other(sqlite_file: Path) -> None:
    command = [sys.executable, "-m", "tests.core.database.writer", f"sqlite:///{sqlite_file}", "25"]
    writers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
    for writer in writers:
        writer.communicate(b"go\n")

    assert [writer.returncode for writer in writers] == [0, 0]
    with engine_with_short_timeout(sqlite_file) as engine, engine.connect() as connection:
        names = connection.execute(text("SELECT name FROM rooms_room ORDER BY id")).scalars().all()
    assert names == [str(number) for number in range(50)]


def test_file_that_cannot_be_written_is_not_called_a_reading_unit(sqlite_file: Path) -> None:
    with engine_with_short_timeout(sqlite_file) as engine, engine.connect() as connection:
        connection.execute(text("PRAGMA query_only = ON"))
        with pytest.raises(OperationalError, match="readonly database"):
            connection.execute(INSERT, {"name": "blue"})


def test_folder_of_a_relative_file_is_made_for_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    engine = make_engine("sqlite:///var/data/kalenner.sqlite")
    with engine.begin():
        pass
    engine.dispose()

    assert (tmp_path / "var/data/kalenner.sqlite").is_file()
    assert (tmp_path / "var/data").stat().st_mode & 0o777 == 0o700
