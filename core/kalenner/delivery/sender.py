"""The sender: takes waiting messages to their channel, in order for each chat, presses first."""

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select

from kalenner.delivery import outbox
from kalenner.delivery.channels import Channel, Refused, TryLater, Unreachable
from kalenner.delivery.models import Inbox, InboxState, Outbox, OutboxState
from kalenner.units import run_unit

log = logging.getLogger(__name__)

BATCH = 500
IN_FLIGHT = 16
LOOK_EVERY = 1.0
LONGEST_BACKOFF = 300.0
PATIENCE = 3.0  # seconds after which a press that waits for its screen is answered with nothing


@dataclass(frozen=True)
class Waiting:
    """One row that may be sent now."""

    id: int
    address: str
    priority: int
    tries: int


class RateLimit:
    """At most so many messages a second, with a burst of one second's worth."""

    def __init__(self, per_second: float) -> None:
        self._interval = 1 / per_second
        self._burst = per_second
        self._next = 0.0
        self._paused_until = 0.0

    def pause(self, seconds: float) -> None:
        """Let nobody go for a while."""
        self._paused_until = max(self._paused_until, time.monotonic() + seconds)

    async def turn(self) -> None:
        """Wait for the turn to send."""
        now = time.monotonic()
        self._next = max(self._next + self._interval, now - self._burst * self._interval + self._interval)
        wait = max(self._next - now, self._paused_until - now)
        if wait > 0:
            await asyncio.sleep(wait)


class Sender:
    """Sends for one channel; it runs in the leading process only."""

    def __init__(self, app: Router, channel: Channel) -> None:
        self._app = app
        self._channel = channel
        self._limit = RateLimit(channel.messages_per_second)
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="send")
        self._awake = asyncio.Event()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        loop = asyncio.get_running_loop()
        app.registry["kalenner.bells"].listen("outbox", lambda: loop.call_soon_threadsafe(self._awake.set))

    async def run(self) -> None:
        """Send until cancelled."""
        patience = asyncio.create_task(self._hush_waiting())
        try:
            while True:
                self._awake.clear()
                await self._start_due()
                try:
                    await asyncio.wait_for(self._awake.wait(), LOOK_EVERY)
                except TimeoutError:
                    continue
        finally:
            patience.cancel()
            await asyncio.gather(*self._tasks.values(), patience, return_exceptions=True)
            self._pool.shutdown()

    async def _unit(self, name: str, work: Any, *, only_reads: bool = False) -> Any:
        call = partial(run_unit, self._app, name, work, only_reads=only_reads)
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    async def _start_due(self) -> None:
        if len(self._tasks) >= IN_FLIGHT:
            return
        try:
            due = await self._unit("outbox/due", self._due, only_reads=True)
        except Exception:
            log.exception("looking for messages failed; trying again")
            return
        for row in due:
            if row.address not in self._tasks and len(self._tasks) < IN_FLIGHT:
                self._tasks[row.address] = asyncio.create_task(self._deliver(row))

    def _due(self, request: Request) -> list[Waiting]:
        """Return the first waiting message of each chat, if its time has come."""
        found = (
            select(Outbox.id, Outbox.address, Outbox.priority, Outbox.tries, Outbox.not_before)
            .where(Outbox.channel == self._channel.name, Outbox.state == OutboxState.WAITING)
            .order_by(Outbox.priority, Outbox.id)
            .limit(BATCH)
        )
        now = request.clock.now()
        heads: dict[str, Any] = {}
        for row in request.dbsession.execute(found):
            heads.setdefault(row.address, row)
        return [
            Waiting(row.id, row.address, row.priority, row.tries)
            for row in heads.values()
            if row.not_before <= now
        ]

    async def _deliver(self, row: Waiting) -> None:
        name = f"outbox/{row.id}"
        try:
            await self._send(row, name)
        except Unreachable:
            await self._unit(name, partial(outbox.mark_unreachable, outbox_id=row.id))
        except Refused as error:
            log.error("message %s was refused: %s", row.id, error)
            await self._unit(name, partial(outbox.mark_dropped, outbox_id=row.id))
        except TryLater as error:
            seconds = _backoff(row) if error.seconds is None else error.seconds
            if error.is_for_all:
                self._limit.pause(seconds)
            await self._unit(name, partial(outbox.mark_later, outbox_id=row.id, seconds=seconds))
        except Exception:
            log.exception("message %s failed and is tried again", row.id)
            await self._unit(name, partial(outbox.mark_later, outbox_id=row.id, seconds=_backoff(row)))
        finally:
            del self._tasks[row.address]
            self._awake.set()

    async def _send(self, row: Waiting, name: str) -> None:
        payload = await self._unit(name, partial(outbox.write_out, outbox_id=row.id))
        if payload is None:
            await self._unit(name, partial(outbox.mark_dropped, outbox_id=row.id))
            return
        if row.priority != outbox.Priority.PRESS:
            await self._limit.turn()
        receipt = await self._channel.send(row.address, payload)
        await self._unit(name, partial(outbox.mark_sent, outbox_id=row.id, payload=payload, receipt=receipt))

    async def _hush_waiting(self) -> None:
        """Answer presses whose screen takes long, so that the person's device stops waiting."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self._unit("inbox/waiting", self._hush)
            except Exception:
                log.exception("answering presses that wait failed; trying again")

    def _hush(self, request: Request) -> None:
        late = request.clock.now().timestamp() - PATIENCE
        found = (
            select(Inbox)
            .where(Inbox.channel == self._channel.name, Inbox.state == InboxState.OPEN)
            .limit(BATCH)
        )
        for row in request.dbsession.scalars(found):
            hush = self._channel.hush(row.payload or {})
            if hush is not None and row.received_at.timestamp() <= late:
                dedupe, payload = hush
                outbox.enqueue(
                    request,
                    self._channel.name,
                    row.subject,
                    payload,
                    priority=outbox.Priority.PRESS,
                    dedupe=dedupe,
                )


def _backoff(row: Waiting) -> float:
    return float(min(2.0**row.tries, LONGEST_BACKOFF))
