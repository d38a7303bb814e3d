"""Failures in a row: the first of a kind is logged in full, the others in a line, at growing distance."""

import logging
from collections import Counter

from kalenner.delivery.channels import ChannelRefused

log = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0
LONGEST_PAUSE_REFUSED = 300.0
"""In seconds; what an operator has to mend is not asked for so often."""


class Failures:
    """The failures of one channel since it last worked; used by one task at a time."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self._kinds: Counter[str] = Counter()

    def clear(self) -> None:
        """Begin anew, because the channel has worked."""
        self._kinds.clear()

    def note(self, error: Exception) -> float:
        """Log a failure; return how many seconds to wait before the next try."""
        is_refused = isinstance(error, ChannelRefused)
        kind = str(error) if is_refused else f"{type(error).__module__}.{type(error).__qualname__}"
        self._kinds[kind] += 1
        times = self._kinds[kind]
        if is_refused:
            log.log(logging.ERROR if times == 1 else logging.DEBUG, "channel %s: %s", self._channel, error)
        elif times == 1:
            log.error("channel %s failed; trying again", self._channel, exc_info=error)
        else:
            log.error("channel %s failed again: %s, %s times in a row", self._channel, kind, times)
        longest = LONGEST_PAUSE_REFUSED if is_refused else LONGEST_PAUSE
        return float(min(2.0 ** min(self._kinds.total() - 1, 10), longest))
