"""Gathering: what arrives while others are taken is taken together, and each hears what came of it."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from kalenner.delivery.gathering import Gatherer
from kalenner.delivery.pace import Pace

PEOPLE = 8


def test_what_arrives_meanwhile_is_taken_together() -> None:
    batches: list[list[int]] = []
    is_taking, may_end = threading.Event(), threading.Event()

    def take(items: Sequence[int]) -> None:
        batches.append(list(items))
        is_taking.set()
        may_end.wait(10)

    gatherer = Gatherer(take)
    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        first = pool.submit(gatherer.hand_over, 0)
        assert is_taking.wait(10)
        others = [pool.submit(gatherer.hand_over, number) for number in range(1, PEOPLE + 1)]
        while len(gatherer._waiting) < PEOPLE:
            pass
        may_end.set()
        wait([first, *others], timeout=10)

    assert [sorted(batch) for batch in batches] == [[0], list(range(1, PEOPLE + 1))]


def test_each_hears_what_came_of_its_own() -> None:
    def take(items: Sequence[str]) -> None:
        if "bad" in items:
            raise ValueError("bad")

    gatherer = Gatherer(take)

    gatherer.hand_over("good")
    with pytest.raises(ValueError, match="bad"):
        gatherer.hand_over("bad")
    gatherer.hand_over("good")


def test_nothing_is_lost_or_taken_twice() -> None:
    taken: list[int] = []
    gatherer: Gatherer[int] = Gatherer(taken.extend)

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(gatherer.hand_over, range(2_000)))

    assert sorted(taken) == list(range(2_000))


def test_pace_is_kept_in_portions() -> None:
    now = [0.0]
    pace = Pace(30, lambda: now[0])
    taken = []
    for at in (0.0, 0.1, 0.25, 0.3, 0.5):
        now[0] = at
        taken.append((pace.take(5), round(pace.seconds, 2)))

    assert taken == [(5, 0.25), (2, 0.15), (5, 0.25), (2, 0.2), (5, 0.25)]


def test_slow_pace_is_one_in_its_time() -> None:
    now = [0.0]
    pace = Pace(0.5, lambda: now[0])

    assert (pace.take(5), pace.take(5), pace.seconds) == (1, 0, 2.0)
