"""Never more messages than allowed in any second, in the order of asking."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any

import pytest

from kalenner.delivery.limits import RateLimit


class PretendedTime(asyncio.SelectorEventLoop):
    """A loop that does not wait: when nothing is left to do, it is at once as late as the next timer wants."""

    def __init__(self) -> None:
        super().__init__(_Impatient(self))
        self.now = 0.0

    def time(self) -> float:
        """The pretended time in seconds."""
        return self.now


class _Impatient(selectors.DefaultSelector):
    def __init__(self, loop: PretendedTime) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[Any]:
        self._loop.now += timeout or 0
        return super().select(0)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner(loop_factory=PretendedTime) as runner:
        return runner.run(work)


async def times(limit: RateLimit, count: int) -> list[float]:
    """When each of so many, who all ask at once, may go."""

    async def one() -> float:
        await limit.acquire()
        return asyncio.get_running_loop().time()

    return await asyncio.gather(*(one() for _ in range(count)))


def busiest_second(went: list[float]) -> int:
    return max(sum(begin <= other < begin + 1 for other in went) for begin in went)


@pytest.mark.parametrize("per_second", [1, 7, 30])
def test_no_second_has_more_than_allowed(per_second):
    went = run(times(RateLimit(per_second), 5 * per_second))

    assert busiest_second(went) == per_second
    assert max(went) == pytest.approx(4)


def test_a_rest_is_not_saved_for_later():
    async def with_a_rest() -> list[float]:
        limit = RateLimit(30)
        early = await times(limit, 20)
        await asyncio.sleep(0.9)
        late = await times(limit, 40)
        await asyncio.sleep(10)
        return [*early, *late, *await times(limit, 60)]

    assert busiest_second(run(with_a_rest())) == 30


def test_bulk_leaves_room_for_answers_which_do_not_wait_behind_it():
    async def answers_among_bulk() -> tuple[list[float], list[float]]:
        limit, loop = RateLimit(30), asyncio.get_running_loop()

        async def one(*, is_bulk: bool) -> float:
            await limit.acquire(is_bulk=is_bulk)
            return loop.time()

        bulk = [asyncio.create_task(one(is_bulk=True)) for _ in range(120)]
        waited = []
        for _ in range(20):
            await asyncio.sleep(0.2)
            asked = loop.time()
            waited.append(await one(is_bulk=False) - asked)
        return [await task for task in bulk], waited

    bulk, waited = run(answers_among_bulk())

    assert waited == [0.0] * 20
    assert busiest_second(bulk) == 24
    assert max(bulk) == pytest.approx(5, abs=1)


def test_who_asks_first_goes_first():
    went = run(times(RateLimit(10), 50))

    assert went == sorted(went)


def test_pause_holds_up_those_who_wait_already():
    async def paused() -> list[float]:
        limit = RateLimit(10)
        waiting = asyncio.create_task(times(limit, 25))
        await asyncio.sleep(0.5)
        limit.pause(7)
        return await waiting

    went = run(paused())

    assert sum(moment < 0.5 for moment in went) == 10
    assert min(moment for moment in went if moment >= 0.5) == pytest.approx(7.5)
    assert busiest_second(went) == 10


def test_shorter_pause_does_not_shorten_a_longer_one():
    async def paused() -> list[float]:
        limit = RateLimit(10)
        limit.pause(60)
        limit.pause(1)
        return await times(limit, 1)

    assert run(paused()) == [pytest.approx(60)]


def test_who_gives_up_waiting_does_not_block_the_next():
    async def given_up() -> list[float]:
        limit = RateLimit(1)
        await limit.acquire()
        impatient = asyncio.create_task(limit.acquire())
        await asyncio.sleep(0.5)
        impatient.cancel()
        return await times(limit, 1)

    assert run(given_up()) == [pytest.approx(1)]


async def _slowed(limit: RateLimit, chats: int, sent: int) -> list[float]:
    """When the next five may go, after so many were sent and so many chats were refused."""
    await times(limit, sent)
    for number in range(chats):
        limit.refuse(f"chat {number}")
    began = asyncio.get_running_loop().time()
    return [moment - began for moment in await times(limit, 5)]


@pytest.mark.parametrize(("chats", "sent"), [(2, 25), (3, 20)])
def test_chats_that_are_refused_slow_nobody_else(chats, sent):
    """Neither two chats, nor three while we send less than four fifths of what we may."""
    assert run(_slowed(RateLimit(30), chats, sent)) == [0.0] * 5


def test_several_chats_refused_near_the_limit_leave_one_message_a_second():
    assert run(_slowed(RateLimit(30), 3, 24)) == pytest.approx([1, 2, 3, 4, 5])


def test_the_same_chat_refused_again_is_one():
    async def refused() -> list[float]:
        limit = RateLimit(30)
        await times(limit, 24)
        for _ in range(9):
            limit.refuse("ada")
        return await times(limit, 5)

    assert run(refused()) == [0.0] * 5


def test_first_success_ends_it():
    async def accepted() -> list[float]:
        limit = RateLimit(30)
        await _slowed(limit, 3, 24)
        limit.accept()
        await asyncio.sleep(1)
        began = asyncio.get_running_loop().time()
        return [moment - began for moment in await times(limit, 5)]

    assert run(accepted()) == [0.0] * 5


def test_bulk_is_tried_where_no_answer_waits():
    """A broadcast at night, when nobody presses anything, finds out by itself that it may go on."""

    async def bulk() -> float:
        limit, loop = RateLimit(30), asyncio.get_running_loop()
        await times(limit, 24)
        for number in range(3):
            limit.refuse(f"chat {number}")
        await limit.acquire(is_bulk=True)
        return loop.time()

    assert run(bulk()) == pytest.approx(1)


def test_bulk_lets_answers_be_tried_first():
    async def who_goes() -> list[str]:
        limit = RateLimit(30)
        went: list[str] = []

        async def one(name: str, *, is_bulk: bool) -> None:
            await limit.acquire(is_bulk=is_bulk)
            went.append(name)

        await times(limit, 24)
        for number in range(3):
            limit.refuse(f"chat {number}")
        answers = [one(f"answer {number}", is_bulk=False) for number in range(3)]
        await asyncio.gather(one("bulk", is_bulk=True), *answers)
        return went

    assert run(who_goes()) == ["answer 0", "answer 1", "answer 2", "bulk"]
