import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from kalenner.database.fair_lock import FairLock

LONG = 30.0


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.001)


def has_waiting(lock: FairLock, number: int) -> bool:
    return lock.waiting == number


def test_free_lock_is_taken_at_once() -> None:
    assert FairLock().acquire(0) is True


def test_taken_lock_is_refused_when_the_time_is_over() -> None:
    lock = FairLock()
    lock.acquire(0)

    assert lock.acquire(0.01) is False
    assert lock.waiting == 0


def test_released_lock_is_free_again() -> None:
    lock = FairLock()
    lock.acquire(0)
    lock.release()

    assert lock.acquire(0) is True


def test_waiters_are_served_in_the_order_they_came() -> None:
    lock = FairLock()
    lock.acquire(0)
    served: list[int] = []

    def wait_for_turn(number: int) -> None:
        assert lock.acquire(LONG)
        served.append(number)
        lock.release()

    waiters = [threading.Thread(target=wait_for_turn, args=(number,)) for number in range(20)]
    for position, waiter in enumerate(waiters, start=1):
        waiter.start()
        wait_until(partial(has_waiting, lock, position))
    lock.release()
    for waiter in waiters:
        waiter.join()

    assert served == list(range(20))


def test_newcomer_does_not_overtake_the_one_it_was_handed_to() -> None:
    lock = FairLock()
    lock.acquire(0)
    outcomes: list[bool] = []
    waiter = threading.Thread(target=lambda: outcomes.append(lock.acquire(LONG)))
    waiter.start()
    wait_until(lambda: lock.waiting == 1)

    lock.release()

    assert lock.acquire(0) is False
    waiter.join()
    assert outcomes == [True]


def test_one_that_gave_up_is_passed_over() -> None:
    lock = FairLock()
    lock.acquire(0)
    outcomes: dict[str, bool] = {}
    hasty = threading.Thread(target=lambda: outcomes.update(hasty=lock.acquire(0.05)))
    hasty.start()
    wait_until(lambda: lock.waiting == 1)
    patient = threading.Thread(target=lambda: outcomes.update(patient=lock.acquire(LONG)))
    patient.start()
    hasty.join()

    lock.release()
    patient.join()

    assert outcomes == {"hasty": False, "patient": True}


class LateHandover:
    """A turn that is handed over at the very moment its waiter gives up."""

    lock: FairLock
    interrupted: bool

    def __init__(self) -> None:
        self.calls = 0

    def acquire(self, timeout: float = -1) -> bool:
        self.calls += 1
        if self.calls == 1:
            return True
        self.lock.release()
        if self.interrupted:
            raise KeyboardInterrupt
        return False

    def release(self) -> None:
        pass


@pytest.fixture
def late_handover(monkeypatch: pytest.MonkeyPatch) -> type[LateHandover]:
    class Turn(LateHandover):
        lock = FairLock()

    Turn.lock.acquire(0)
    monkeypatch.setattr("kalenner.database.fair_lock.threading.Lock", Turn)
    return Turn


def test_turn_that_comes_at_the_last_moment_is_taken(late_handover: type[LateHandover]) -> None:
    late_handover.interrupted = False

    assert late_handover.lock.acquire(LONG) is True
    assert late_handover.lock.waiting == 0


def test_interrupted_waiter_does_not_keep_the_turn(late_handover: type[LateHandover]) -> None:
    late_handover.interrupted = True
    with pytest.raises(KeyboardInterrupt):
        late_handover.lock.acquire(LONG)

    assert late_handover.lock.acquire(0) is True
