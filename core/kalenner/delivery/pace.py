"""The pace of updates that are behind: no more of them are handled than can be answered.

Beyond the rate of a channel their answers would only wait, while the work for them slows everybody's.
"""

from collections.abc import Callable
from time import monotonic

PORTIONS = 4
"""How many portions of a second there are; a portion is taken at once."""


class Pace:
    """At most `per_second` in any second, in portions; used by one thread."""

    def __init__(self, per_second: float, now: Callable[[], float] = monotonic) -> None:
        self._portion = max(1, int(per_second / PORTIONS))
        self._seconds = max(1 / PORTIONS, 1 / per_second)
        self._now = now
        self._left = self._portion
        self._next_at = 0.0

    def take(self, wanted: int) -> int:
        """Return how many of so many may be begun now."""
        if self._now() >= self._next_at:
            self._left, self._next_at = self._portion, self._now() + self._seconds
        taken = min(wanted, self._left)
        self._left -= taken
        return taken

    @property
    def seconds(self) -> float:
        """The seconds until there are more."""
        return max(0.0, self._next_at - self._now())
