"""Failures in a row: the first in full, then a line at growing distance, and one when it works again.

Every loop of every process counts them: while a database, Redis or Telegram is away, the log stays short.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable
from time import monotonic

log = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0
"""In seconds."""


class Failures:
    """The failures of one subject, such as "looking for updates", since it last worked; thread-safe."""

    def __init__(
        self, subject: str, *, then: str = "trying again", clock: Callable[[], float] = monotonic
    ) -> None:
        self._subject = subject
        self._then = then
        self._clock = clock
        self._kinds: Counter[str] = Counter()
        self._began_at = 0.0
        self._lock = threading.Lock()

    def note(self, error: BaseException, *, reason: str = "", longest_pause: float = LONGEST_PAUSE) -> float:
        """Log a failure; return a pause before the next try in seconds: 1, 2, 4, … `longest_pause`.

        The first of a kind has its traceback; of those that follow the 2nd, 4th, 8th … have a line. Where an
        operator can mend it, `reason` says what: it is logged once and without a traceback.
        """
        kind = reason or f"{type(error).__module__}.{type(error).__qualname__}"
        with self._lock:
            if not self._kinds:
                self._began_at = self._clock()
            self._kinds[kind] += 1
            times, total = self._kinds[kind], self._kinds.total()
        if reason:
            log.log(logging.ERROR if times == 1 else logging.DEBUG, "%s: %s", self._subject, reason)
        elif times == 1:
            log.error("%s failed; %s", self._subject, self._then, exc_info=error)
        elif times & (times - 1) == 0:
            log.error("%s failed again: %s, %s times in a row", self._subject, kind, times)
        return float(min(2.0 ** min(total - 1, 10), longest_pause))

    def clear(self) -> None:
        """Say that the subject works again, where it had failed; costs nothing where it had not."""
        if not self._kinds:
            return
        with self._lock:
            total, seconds = self._kinds.total(), self._clock() - self._began_at
            self._kinds.clear()
        if total:
            log.warning("%s works again after %s failures in %.0f s", self._subject, total, seconds)
