"""Thousands of random operations of professionals and clients, over their screens, on each database."""

import datetime as dt

import pytest
from tests.figures import RecordFigure
from tests.journeys.random_run import RandomRun
from tests.journeys.random_world import World

from kalenner.clock import FixedClock
from kalenner.testing import Stage

OPERATIONS, MANY_OPERATIONS = 120, 10_000
AUTUMN = dt.datetime(2026, 10, 22, 9, 12, 41, tzinfo=dt.UTC)
"""Three days before clocks are set back in Berlin."""
SPRING = dt.datetime(2027, 3, 11, 9, 12, 41, tzinfo=dt.UTC)
"""Three days before they are set forward in New York."""


def play(
    stage: Stage, clock: FixedClock, caplog: pytest.LogCaptureFixture, seed: int, number: int
) -> RandomRun:
    """Do random operations; the seed decides all of them."""
    zone = ("America/New_York", "Australia/Lord_Howe")[seed % 2]
    clock.set((AUTUMN, SPRING)[seed // 2 % 2])
    random_run = RandomRun(World(stage, clock, seed, zone), caplog, f"seed {seed}")
    random_run.run(number)
    print(random_run.figures)
    return random_run


@pytest.mark.figure("F2")
@pytest.mark.slow_on_postgresql
@pytest.mark.parametrize("seed", [1])
def test_random_deeds_keep_the_invariants(stage, clock, caplog, seed, record_figure: RecordFigure):
    random_run = play(stage, clock, caplog, seed, OPERATIONS)

    record_figure("F2", sum(random_run.tried.values()), "operations", seed=seed)
    assert sum(random_run.done.values()) > OPERATIONS / 2


@pytest.mark.figure("F2")
@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_thousands_of_random_deeds_keep_the_invariants(
    stage, clock, caplog, seed, record_figure: RecordFigure
):
    random_run = play(stage, clock, caplog, seed, MANY_OPERATIONS)

    record_figure("F2", sum(random_run.tried.values()), "operations", seed=seed)
    assert sum(random_run.done.values()) > MANY_OPERATIONS / 2
