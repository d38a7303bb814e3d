"""Group commit: what several threads hand over at about the same time is taken together, by one of them.

So deliveries of a webhook, each a request of its own, share a transaction when there are many.
"""

import enum
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

log = logging.getLogger(__name__)


class _Outcome(enum.Enum):
    """What a waiting thread is told."""

    TAKEN = enum.auto()
    TURN = enum.auto()
    """It takes what waits now, its own with it."""
    ALONE = enum.auto()
    """Together they failed; it takes its own by itself."""


@dataclass(eq=False)
class _Entry(Generic[T]):
    item: T
    outcome: Future[_Outcome] = field(default_factory=Future)


class GroupCommit(Generic[T]):
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
        """Return when an item was taken; raises what `take` raises for it alone."""
        entry = _Entry(item)
        with self._lock:
            self._waiting.append(entry)
            is_turn, self._is_taking = not self._is_taking, True
        outcome = _Outcome.TURN if is_turn else entry.outcome.result()
        if outcome is _Outcome.TURN:
            outcome = self._take_waiting(entry)
        if outcome is _Outcome.ALONE:
            self._take([item])

    def _take_waiting(self, own: _Entry[T]) -> _Outcome:
        """Take all that waits, and tell each; then the first that came meanwhile has its turn.

        So no thread goes on for others, and each answers its own request as soon as it can.
        """
        with self._lock:
            waiting, self._waiting = self._waiting, []
        outcome = _Outcome.ALONE
        try:
            self._take([entry.item for entry in waiting])
            outcome = _Outcome.TAKEN
        except Exception as error:
            if len(waiting) == 1:
                raise
            log.info("items are taken one by one, since together they failed: %s", type(error).__name__)
        finally:
            for entry in waiting:
                if entry is not own:
                    entry.outcome.set_result(outcome)
            self._pass_turn()
        return outcome

    def _pass_turn(self) -> None:
        with self._lock:
            self._is_taking = bool(self._waiting)
            first = self._waiting[0] if self._waiting else None
        if first is not None:
            first.outcome.set_result(_Outcome.TURN)
