"""Gathering: what several threads hand over at about the same time is taken together, by one of them.

So deliveries of a webhook, each a request of its own, share a commit when there are many (group commit).
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(eq=False)
class _Entry(Generic[T]):
    item: T
    is_taken: Future[bool] = field(default_factory=Future)
    """False where it is this one's turn to take what waits."""


class Gatherer(Generic[T]):
    """Calls `take` with all that was handed over since its last call; one thread at a time does."""

    def __init__(self, take: Callable[[Sequence[T]], object]) -> None:
        self._take = take
        self._waiting: list[_Entry[T]] = []
        self._is_taking = False
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many wait to be taken."""
        return len(self._waiting)

    def hand_over(self, item: T) -> None:
        """Return when an item was taken; raises what `take` raised for those it was taken with."""
        entry = _Entry(item)
        with self._lock:
            self._waiting.append(entry)
            is_turn, self._is_taking = not self._is_taking, True
        if is_turn or not entry.is_taken.result():
            self._take_waiting(entry)

    def _take_waiting(self, own: _Entry[T]) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        others = [entry for entry in waiting if entry is not own]
        try:
            self._take([entry.item for entry in waiting])
        except BaseException as error:
            for entry in others:
                entry.is_taken.set_exception(error)
            raise
        else:
            for entry in others:
                entry.is_taken.set_result(True)
        finally:
            self._pass_turn()

    def _pass_turn(self) -> None:
        """Let the first that waits take the next ones; a thread answers its own request as soon as it can."""
        with self._lock:
            self._is_taking = bool(self._waiting)
            first = self._waiting[0] if self._waiting else None
        if first is not None:
            first.is_taken.set_result(False)
