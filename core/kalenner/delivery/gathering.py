"""Gathering: what several threads hand over at about the same time is taken together, by one of them.

So deliveries of a webhook, each a request of its own, share a commit when there are many (group commit).
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Gatherer(Generic[T]):
    """Calls `take` with all that was handed over since its last call; one thread at a time does."""

    def __init__(self, take: Callable[[Sequence[T]], object]) -> None:
        self._take = take
        self._waiting: list[tuple[T, Future[None]]] = []
        self._guard = threading.Lock()
        self._turn = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many wait to be taken."""
        return len(self._waiting)

    def hand_over(self, item: T) -> None:
        """Return when an item was taken; raises what `take` raised for those it was taken with."""
        taken: Future[None] = Future()
        with self._guard:
            self._waiting.append((item, taken))
        with self._turn:
            if not taken.done():  # else it was taken with those of the thread before
                self._take_waiting()
        taken.result()

    def _take_waiting(self) -> None:
        with self._guard:
            waiting, self._waiting = self._waiting, []
        try:
            self._take([item for item, _taken in waiting])
        except BaseException as error:  # noqa: BLE001 -- raised where each was handed over
            for _item, taken in waiting:
                taken.set_exception(error)
        else:
            for _item, taken in waiting:
                taken.set_result(None)
