"""Thousands of random deeds of professionals and clients, over their screens, on each database."""

import datetime as dt

import pytest
from tests.journeys.practice_model import Practice
from tests.journeys.practice_world import World

from kalenner.clock import FixedClock
from kalenner.testing import Stage

DEEDS, MANY_DEEDS = 120, 10_000
AUTUMN = dt.datetime(2026, 10, 22, 9, 12, 41, tzinfo=dt.UTC)
"""Three days before clocks are set back in Berlin."""
SPRING = dt.datetime(2027, 3, 11, 9, 12, 41, tzinfo=dt.UTC)
"""Three days before they are set forward in New York."""


def play(
    stage: Stage, clock: FixedClock, caplog: pytest.LogCaptureFixture, seed: int, number: int
) -> Practice:
    """Do random deeds; the seed decides all of them."""
    zone = ("America/New_York", "Australia/Lord_Howe")[seed % 2]
    clock.set((AUTUMN, SPRING)[seed // 2 % 2])
    practice = Practice(World(stage, clock, seed, zone), caplog, f"seed {seed}")
    practice.run(number)
    print(practice.figures)
    return practice


@pytest.mark.slow_on_postgresql
@pytest.mark.parametrize("seed", [1])
def test_random_deeds_break_no_law(stage, clock, caplog, seed):
    practice = play(stage, clock, caplog, seed, DEEDS)

    assert sum(practice.done.values()) > DEEDS / 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_thousands_of_random_deeds_break_no_law(stage, clock, caplog, seed):
    practice = play(stage, clock, caplog, seed, MANY_DEEDS)

    assert sum(practice.done.values()) > MANY_DEEDS / 2
