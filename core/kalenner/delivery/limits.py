"""How fast a channel may be written to."""

import asyncio
from collections import deque

SHARE_OF_BULK = 0.8


class RateLimit:
    """At most so many messages in any second; whoever waits goes in the order of asking.

    Bulk leaves a fifth of them to those who are waiting for an answer, who do not wait behind it.
    """

    def __init__(self, per_second: float) -> None:
        self._most = max(1, int(per_second))
        self._most_of_bulk = max(1, int(per_second * SHARE_OF_BULK))
        self._window = max(1.0, 1 / per_second)
        self._went: deque[float] = deque(maxlen=self._most)
        self._paused_until = 0.0
        self._first, self._first_of_bulk = asyncio.Lock(), asyncio.Lock()

    def pause(self, seconds: float) -> None:
        """Let nobody go for a while, those who wait already included."""
        self._paused_until = max(self._paused_until, asyncio.get_running_loop().time() + seconds)

    async def turn(self, *, is_bulk: bool = False) -> None:
        """Wait for the turn to send."""
        most = self._most_of_bulk if is_bulk else self._most
        loop = asyncio.get_running_loop()
        async with self._first_of_bulk if is_bulk else self._first:
            while (wait := self._wait(most, loop.time())) > 0:  # noqa: ASYNC110 -- a pause may have come meanwhile
                await asyncio.sleep(wait)
            self._went.append(loop.time())

    def _wait(self, most: int, now: float) -> float:
        wait = self._paused_until - now
        if len(self._went) >= most:
            wait = max(wait, self._went[-most] + self._window - now)
        return wait
