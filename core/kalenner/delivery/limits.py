"""The rate limit of a channel."""

import asyncio
from collections import deque

BULK_SHARE = 0.8
NEAR = 0.8
"""The share of the limit from which on several refused chats mean that the whole bot is too fast."""
SEVERAL = 3
TRIAL_SECONDS = 1.0
"""How often a message is tried while the whole bot is too fast."""


class RateLimit:
    """At most `per_second` messages in any second (a sliding window), granted in the order of asking.

    Bulk may use four fifths of them, so that answers to people who wait never queue behind it. A refusal for
    being too fast is about one chat, unless several chats are refused within a second in which we sent almost
    as much as we may: then one message a second is tried, answers before bulk, until the first is accepted.
    """

    def __init__(self, per_second: float) -> None:
        self._max = max(1, int(per_second))
        self._max_bulk = max(1, int(per_second * BULK_SHARE))
        self._window = max(1.0, 1 / per_second)
        self._sent_at: deque[float] = deque(maxlen=self._max)
        self._refused_at: dict[str, float] = {}
        self._is_slowed = False
        self._paused_until = 0.0
        self._queue, self._bulk_queue = asyncio.Lock(), asyncio.Lock()

    def pause(self, seconds: float) -> None:
        """Grant nothing for so many seconds, not to those who already wait either."""
        self._paused_until = max(self._paused_until, asyncio.get_running_loop().time() + seconds)

    def refuse(self, address: str) -> None:
        """Note that a chat was refused for being too fast."""
        now = asyncio.get_running_loop().time()
        recent = {chat: at for chat, at in self._refused_at.items() if at > now - self._window}
        self._refused_at = {**recent, address: now}
        rate = sum(at > now - self._window for at in self._sent_at)
        if len(self._refused_at) >= SEVERAL and rate >= NEAR * self._max:
            self._is_slowed = True

    def accept(self) -> None:
        """Note that a message was accepted: whatever was too fast is so no longer."""
        self._is_slowed = False
        self._refused_at.clear()

    async def acquire(self, *, is_bulk: bool = False) -> None:
        """Wait until one message may be sent."""
        loop = asyncio.get_running_loop()
        async with self._bulk_queue if is_bulk else self._queue:
            while (wait := self._wait(loop.time(), is_bulk=is_bulk)) > 0:  # noqa: ASYNC110 -- a pause may have come meanwhile
                await asyncio.sleep(wait)
            self._sent_at.append(loop.time())

    def _wait(self, now: float, *, is_bulk: bool) -> float:
        """Return the seconds until the next message may go; not positive if it may go now."""
        limit = self._max_bulk if is_bulk else self._max
        wait = self._paused_until - now
        if len(self._sent_at) >= limit:
            wait = max(wait, self._sent_at[-limit] + self._window - now)
        if self._is_slowed:
            is_behind_an_answer = is_bulk and self._queue.locked()
            trial = TRIAL_SECONDS if is_behind_an_answer else self._sent_at[-1] + TRIAL_SECONDS - now
            wait = max(wait, trial)
        return wait
