"""A lock that serves in the order of asking, for the one writer SQLite has."""

import threading
from collections import deque


class FairLock:
    """A mutual exclusion that is handed from its holder to whoever has waited longest.

    SQLite's own waiting polls, so that under load some wait a hundred times longer than others. It may be
    released by another thread than the one that took it: a pooled connection holds it, not a thread.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def acquire(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds for the turn; return whether it came."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        try:
            if turn.acquire(timeout=timeout):
                return True
        except BaseException:
            if not self._leave(turn):
                self.release()
            raise
        return not self._leave(turn)

    def release(self) -> None:
        """Hand the lock to the next in line, or leave it free."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    @property
    def waiting(self) -> int:
        """How many are in the line."""
        return len(self._waiting)

    def _leave(self, turn: threading.Lock) -> bool:
        """Step out of the line; return False when the lock was handed over at the last moment."""
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
                return True
            return False
