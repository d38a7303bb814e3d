"""Group commit: what arrives while others are taken is taken together, and each hears what came of it."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from kalenner.delivery.group_commit import GroupCommit

PEOPLE = 8


def test_what_arrives_meanwhile_is_taken_together() -> None:
    batches: list[list[int]] = []
    is_taking, may_end = threading.Event(), threading.Event()

    def take(items: Sequence[int]) -> None:
        batches.append(list(items))
        is_taking.set()
        may_end.wait(10)

    deliveries = GroupCommit(take)
    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        first = pool.submit(deliveries.hand_over, 0)
        assert is_taking.wait(10)
        others = [pool.submit(deliveries.hand_over, number) for number in range(1, PEOPLE + 1)]
        while deliveries.waiting < PEOPLE:
            pass
        may_end.set()
        wait([first, *others], timeout=10)

    assert [sorted(batch) for batch in batches] == [[0], list(range(1, PEOPLE + 1))]


def test_one_that_is_faulty_keeps_out_none_that_came_with_it() -> None:
    taken: list[str] = []
    is_taking, may_end = threading.Event(), threading.Event()

    def take(items: Sequence[str]) -> None:
        if "first" in items:
            is_taking.set()
            may_end.wait(10)
        if "bad" in items:
            raise ValueError("bad")
        taken.extend(items)

    deliveries = GroupCommit(take)
    with ThreadPoolExecutor(4) as pool:
        pool.submit(deliveries.hand_over, "first")
        assert is_taking.wait(10)
        others = {item: pool.submit(deliveries.hand_over, item) for item in ("good", "bad", "fine")}
        while deliveries.waiting < len(others):
            pass
        may_end.set()
        wait(others.values(), timeout=10)

    assert sorted(taken) == ["fine", "first", "good"]
    assert isinstance(others["bad"].exception(), ValueError)
    assert others["good"].exception() is None


def test_what_failed_alone_is_raised_and_the_next_is_taken() -> None:
    def take(items: Sequence[str]) -> None:
        if "bad" in items:
            raise ValueError("bad")

    deliveries = GroupCommit(take)

    with pytest.raises(ValueError, match="bad"):
        deliveries.hand_over("bad")
    deliveries.hand_over("good")


def test_nothing_is_lost_or_taken_twice() -> None:
    taken: list[int] = []
    deliveries: GroupCommit[int] = GroupCommit(taken.extend)

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(deliveries.hand_over, range(2_000)))

    assert sorted(taken) == list(range(2_000))
