import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kalenner.clock import Clock, FixedClock, MovableClock, SystemClock

NOON = datetime(2027, 3, 28, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ahead(clock: Clock) -> timedelta:
    """How far `clock` is ahead of the machine's, to the minute."""
    return timedelta(minutes=round((clock.now() - SystemClock().now()) / MINUTE))


def test_system_clock_tells_the_time_in_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()

    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


def test_fixed_clock_stands_still_until_moved() -> None:
    clock = FixedClock(NOON)
    assert (clock.now(), clock.now()) == (NOON, NOON)

    clock.move(90)
    assert clock.now() == NOON + timedelta(seconds=90)

    clock.set(NOON)
    assert clock.now() == NOON


def test_fixed_clock_tells_utc_whatever_it_was_given() -> None:
    assert FixedClock(NOON.astimezone(ZoneInfo("Europe/Berlin"))).now().tzinfo is UTC


def test_fixed_clock_refuses_a_naive_moment() -> None:
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime(2027, 3, 28, 12, 0))  # noqa: DTZ001


def test_movable_clock_begins_with_the_time_of_the_machine(tmp_path: Path) -> None:
    clock = MovableClock(tmp_path / "none yet" / "clock")

    assert (clock.offset, ahead(clock)) == (0.0, timedelta(0))


def test_movable_clock_adds_up_its_moves(tmp_path: Path) -> None:
    clock = MovableClock(tmp_path / "none yet" / "clock")
    clock.move(86_400)
    clock.move(-3_600)

    assert (clock.offset, ahead(clock)) == (82_800.0, timedelta(hours=23))

    clock.reset()
    assert (clock.offset, ahead(clock)) == (0.0, timedelta(0))


def test_movable_clocks_on_one_file_agree_after_every_move(tmp_path: Path) -> None:
    mover, reader = MovableClock(tmp_path / "clock"), MovableClock(tmp_path / "clock")

    for moves in range(1, 20):
        mover.move(60)
        assert reader.offset == moves * 60.0


def test_movable_clock_of_another_process_agrees(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from kalenner.clock import *; MovableClock(pathlib.Path(sys.argv[1])).move(600)"
    )
    clock = MovableClock(tmp_path / "clock")
    clock.move(60)

    subprocess.run([sys.executable, "-c", program, tmp_path / "clock"], check=True)

    assert clock.offset == 660.0


def test_moved_clock_leaves_only_its_file(tmp_path: Path) -> None:
    MovableClock(tmp_path / "clock").move(1)

    assert [path.name for path in tmp_path.iterdir()] == ["clock"]
