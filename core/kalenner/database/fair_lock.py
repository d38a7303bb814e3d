"""A fair (first in, first out) lock, for SQLite's one writer."""

import threading
from collections import deque


class FairLock:
    """A mutex that passes from its holder to whoever has waited longest.

    SQLite's busy timeout polls, so under load some writers wait a hundred times longer than others. Another
    thread than the one that acquired it may release it, because a pooled connection holds it.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._is_locked = False
        self._queue: deque[threading.Lock] = deque()

    def acquire(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds for the lock; return whether it was acquired."""
        with self._mutex:
            if not self._is_locked:
                self._is_locked = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self._queue.append(turn)
        try:
            if turn.acquire(timeout=timeout):
                return True
        except BaseException:
            if not self._leave(turn):
                self.release()
            raise
        return not self._leave(turn)

    def release(self) -> None:
        """Pass the lock to the next waiter, or unlock it."""
        with self._mutex:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._is_locked = False

    @property
    def waiting(self) -> int:
        """How many are waiting."""
        return len(self._queue)

    def _leave(self, turn: threading.Lock) -> bool:
        """Leave the queue; return False if the lock was handed over in the meantime."""
        with self._mutex:
            if turn in self._queue:
                self._queue.remove(turn)
                return True
            return False
