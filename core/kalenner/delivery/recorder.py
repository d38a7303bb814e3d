"""The recorder: notes what became of messages; outcomes that come together share a commit."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

from pyramid.request import Request
from pyramid.router import Router

from kalenner.delivery.channels import Channel
from kalenner.delivery.leader import LeadershipLost
from kalenner.delivery.outcomes import Sent, mark_sent
from kalenner.failures import Failures
from kalenner.units import run_unit

log = logging.getLogger(__name__)

RETRY_SECONDS = 1.0
GATHER_SECONDS = 0.02
"""How long the first outcome waits for others, such as the two answers to one press, to share its commit."""

Record: TypeAlias = Callable[[Request], None]
"""Records something within a unit of work."""
Outcome: TypeAlias = Sent | Record
"""What became of a message; one that was sent is recorded together with others."""


@dataclass(frozen=True)
class _Entry:
    message_id: int
    outcome: Outcome
    recorded: "asyncio.Future[None]"


class Recorder:
    """Records outcomes one after the other in one thread; used from the event loop."""

    def __init__(self, app: Router, channel: Channel, confirm: Record) -> None:
        self._app = app
        self._channel = channel
        self._confirm = confirm
        """Raises where another process leads the channel: what it has not sent is its to record."""
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="record")
        self._waiting: list[_Entry] = []
        self._task: asyncio.Task[None] | None = None
        self._is_stopping = False
        self._failures = Failures("recording what became of messages")

    async def record(self, message_id: int, outcome: Outcome) -> None:
        """Return when an outcome stands in the database: what is not recorded is sent again.

        While the process stops it is tried once.
        """
        recorded = asyncio.get_running_loop().create_future()
        self._waiting.append(_Entry(message_id, outcome, recorded))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._record_waiting())
        await recorded

    def stop(self) -> None:
        """Try nothing a second time any more."""
        self._is_stopping = True

    def close(self) -> None:
        """Wait for the thread."""
        self._pool.shutdown()

    async def _record_waiting(self) -> None:
        while self._waiting:
            await asyncio.sleep(GATHER_SECONDS)
            entries, self._waiting = self._waiting, []
            if len(entries) > 1 and await self._is_recorded(entries):
                continue
            failed = [entry for entry in entries if not await self._is_recorded([entry])]
            if failed and not self._is_stopping:  # one that is faulty holds up no other
                self._waiting += failed
                await asyncio.sleep(RETRY_SECONDS)
            for entry in failed if self._is_stopping else ():
                if not entry.recorded.done():
                    entry.recorded.set_result(None)

    async def _is_recorded(self, entries: list[_Entry]) -> bool:
        def work(request: Request) -> None:
            self._confirm(request)
            sent = [entry.outcome for entry in entries if isinstance(entry.outcome, Sent)]
            if sent:
                mark_sent(request, self._channel, *sent)
            for entry in entries:
                if not isinstance(entry.outcome, Sent):
                    entry.outcome(request)

        loop, ids = asyncio.get_running_loop(), [entry.message_id for entry in entries]
        try:
            await loop.run_in_executor(self._pool, run_unit, self._app, f"outbox/{ids[0]}", work)
        except LeadershipLost:
            log.warning("another process leads now: what became of message %s is its to record", ids)
        except Exception as error:  # noqa: BLE001 -- logged by `note`
            self._failures.note(error)
            return False
        self._failures.clear()
        for entry in entries:
            if not entry.recorded.done():
                entry.recorded.set_result(None)
        return True
