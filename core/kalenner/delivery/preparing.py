"""Preparing updates, such as fetching a file, on the event loop: no worker waits for it."""

import asyncio
import threading
from collections.abc import Collection
from concurrent.futures import Future
from itertools import islice
from typing import Any

from pyramid.registry import Registry

from kalenner.delivery.channels import channels_of
from kalenner.delivery.queries import OpenUpdate

AT_ONCE = 8
"""How many updates are prepared at once: half of the connections of a channel, so that sending goes on."""
MOST_NAMED = 10_000
"""A statement takes no more than some 32,000 values."""

Prepared = Future[dict[str, Any]]


class Preparer:
    """Prepares each person's oldest update, a few at once; the others wait for their turn.

    A person has one at a time, since the next one is not looked for before it is handled.
    """

    def __init__(self, registry: Registry, loop: asyncio.AbstractEventLoop) -> None:
        self._registry = registry
        self._loop = loop
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._under_way: dict[int, Prepared] = {}
        self._lock = threading.Lock()

    @property
    def under_way(self) -> Collection[int]:
        """The ids of the updates that are being prepared, or wait for it; of very many the oldest."""
        with self._lock:
            return tuple(islice(self._under_way, MOST_NAMED))

    def begin(self, update: OpenUpdate) -> Prepared:
        """Let an update be prepared; the future has its payload, or what the channel raised."""
        prepared = asyncio.run_coroutine_threadsafe(self._prepare(update), self._loop)
        with self._lock:
            self._under_way[update.id] = prepared
        prepared.add_done_callback(lambda _prepared: self._forget(update.id))
        return prepared

    def stop(self) -> None:
        """Cancel what is under way; it is prepared again by whoever finds it open."""
        with self._lock:
            under_way = list(self._under_way.values())
        for prepared in under_way:
            prepared.cancel()

    async def _prepare(self, update: OpenUpdate) -> dict[str, Any]:
        channel = channels_of(self._registry)[update.channel]
        async with self._turns:
            return await channel.prepare(update.payload)

    def _forget(self, inbox_id: int) -> None:
        with self._lock:
            self._under_way.pop(inbox_id, None)
