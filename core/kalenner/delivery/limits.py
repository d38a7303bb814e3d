"""The rate limit of a channel."""

import asyncio
from collections import deque

BULK_SHARE = 0.8


class RateLimit:
    """At most `per_second` messages in any second (a sliding window), granted in the order of asking.

    Bulk may use four fifths of them, so that answers to people who wait never queue behind it.
    """

    def __init__(self, per_second: float) -> None:
        self._max = max(1, int(per_second))
        self._max_bulk = max(1, int(per_second * BULK_SHARE))
        self._window = max(1.0, 1 / per_second)
        self._sent_at: deque[float] = deque(maxlen=self._max)
        self._paused_until = 0.0
        self._queue, self._bulk_queue = asyncio.Lock(), asyncio.Lock()

    def pause(self, seconds: float) -> None:
        """Grant nothing for so many seconds, not to those who already wait either."""
        self._paused_until = max(self._paused_until, asyncio.get_running_loop().time() + seconds)

    async def acquire(self, *, is_bulk: bool = False) -> None:
        """Wait until one message may be sent."""
        limit = self._max_bulk if is_bulk else self._max
        loop = asyncio.get_running_loop()
        async with self._bulk_queue if is_bulk else self._queue:
            while (wait := self._wait(limit, loop.time())) > 0:  # noqa: ASYNC110 -- a pause may have come meanwhile
                await asyncio.sleep(wait)
            self._sent_at.append(loop.time())

    def _wait(self, limit: int, now: float) -> float:
        """Return the seconds until the next message may go; not positive if it may go now."""
        wait = self._paused_until - now
        if len(self._sent_at) >= limit:
            wait = max(wait, self._sent_at[-limit] + self._window - now)
        return wait
