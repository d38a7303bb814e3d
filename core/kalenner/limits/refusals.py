"""What is refused because it is too much: counted by kind, and logged a line a kind and minute."""

import logging
import threading
import time
from collections import Counter

from kalenner.registry import RegistryKey

log = logging.getLogger(__name__)

_SECONDS = 60.0


class Refusals:
    """Counts in `counts`; the first of a kind is logged at once, further ones together a minute later."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._logged: Counter[str] = Counter()
        self._due: dict[str, float] = {}
        self._lock = threading.Lock()

    def count(self, kind: str, more: int = 1) -> None:
        """Note so many more of a kind."""
        with self._lock:
            self.counts[kind] += more
        self.report(kind)

    def report(self, *kinds: str) -> None:
        """Log those of `kinds`, or of all, that have grown and were not logged within the last minute."""
        now = time.monotonic()
        with self._lock:
            lines = []
            for kind in kinds or tuple(self.counts):
                more = self.counts[kind] - self._logged[kind]
                if more and now >= self._due.get(kind, 0.0):
                    self._due[kind] = now + _SECONDS
                    self._logged[kind] = self.counts[kind]
                    lines.append((kind, more, self.counts[kind]))
        for line in lines:
            log.warning("refused: %s: %d, %d in all", *line)


REFUSALS: RegistryKey[Refusals] = RegistryKey("kalenner.refusals", Refusals)
"""What this process has refused of people and addresses; a server counts its own."""
