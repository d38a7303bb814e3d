"""The sender: takes waiting messages to their channel, in order for each chat, answers to presses first."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select, tuple_

from kalenner.database import ReadOnlyUnit
from kalenner.delivery import outbox
from kalenner.delivery.acknowledgements import Acknowledgements
from kalenner.delivery.channels import Channel, Refused, TryLater, Unreachable
from kalenner.delivery.limits import RateLimit
from kalenner.delivery.models import Outbox, OutboxState
from kalenner.delivery.wakeups import WAKE_UPS
from kalenner.units import run_unit

log = logging.getLogger(__name__)

BATCH = 500
MAX_IN_FLIGHT = 16  # of each kind of message
POLL_SECONDS = 1.0
MAX_BACKOFF = 60.0  # seconds; after a network failure a person who presses waits no longer than this
MAX_RENDER_TRIES = 20  # over some eight hours
MAX_RENDER_BACKOFF = 3600.0  # seconds

RecordOutcome = Callable[[Request], None]
"""A unit of work that records what became of a message."""


@dataclass(frozen=True)
class WaitingMessage:
    """A row of the outbox that may be sent now."""

    id: int
    address: str
    priority: int
    tries: int
    dedupe: str | None

    @property
    def is_press(self) -> bool:
        """Whether it answers a press; such an answer has no place in the chat's order, and no rate limit."""
        return self.priority == outbox.Priority.PRESS

    @property
    def kind(self) -> int:
        """What it counts as in the limits: an answer to a press, an answer, or bulk (all notifications)."""
        return min(self.priority, outbox.Priority.NOTIFICATION)

    @property
    def lane(self) -> str:
        """The name of the queue it stands in; messages of one lane are sent one after the other."""
        return f"press {self.id}" if self.is_press else self.address


class Sender:
    """Sends for one channel; it runs in the leading process only."""

    def __init__(self, app: Router, channel: Channel) -> None:
        self._app = app
        self._channel = channel
        self._limit = RateLimit(channel.messages_per_second)
        # Three pools, because on SQLite recording waits for the one writer: polling must not wait behind it,
        # and recording must come soon, since a message is sent again if the process dies before.
        self._poll_pool = ThreadPoolExecutor(1, thread_name_prefix="look")
        self._render_pool = ThreadPoolExecutor(2, thread_name_prefix="write")
        self._record_pool = ThreadPoolExecutor(2, thread_name_prefix="mark")
        self._acknowledgements = Acknowledgements(channel)
        self._wakeup = asyncio.Event()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._kinds: dict[str, int] = {}
        self._uninterruptible: set[str] = set()
        self._paused_until: dict[str, float] = {}
        self._is_stopping = False
        self._loop = asyncio.get_running_loop()

    async def run(self) -> None:
        """Send until cancelled; then finish the messages already handed over, and leave those that wait."""
        wake = partial(self._loop.call_soon_threadsafe, self._wakeup.set)
        wakeups = WAKE_UPS.of(self._app.registry)
        wakeups.subscribe("outbox", wake)
        acknowledging = asyncio.create_task(self._acknowledge_waiting())
        try:
            while True:
                self._wakeup.clear()
                await self._start_due()
                # Not wait_for: on Python 3.11 it may swallow the cancellation.
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._wakeup.wait()
        finally:
            wakeups.unsubscribe("outbox", wake)
            self._is_stopping = True
            acknowledging.cancel()
            await self._finish(acknowledging)

    async def _finish(self, acknowledging: "asyncio.Task[None]") -> None:
        for lane, task in self._tasks.items():
            if lane not in self._uninterruptible:
                task.cancel()
        await asyncio.gather(
            *self._tasks.values(), acknowledging, self._acknowledgements.stop(), return_exceptions=True
        )
        for pool in (self._poll_pool, self._render_pool, self._record_pool):
            await asyncio.to_thread(pool.shutdown)

    # Polling

    async def _start_due(self) -> None:
        now = self._loop.time()
        self._paused_until = {address: until for address, until in self._paused_until.items() if until > now}
        try:
            work = partial(self._list_due, busy={*self._tasks, *self._paused_until})
            due = await self._run(self._poll_pool, "outbox/due", work, only_reads=True)
        except Exception:
            log.exception("looking for messages failed; trying again")
            return
        for message in due:
            self._start(message)

    def _start(self, message: WaitingMessage) -> None:
        free = MAX_IN_FLIGHT - sum(kind == message.kind for kind in self._kinds.values())
        if free > 0 and message.lane not in self._tasks:
            self._kinds[message.lane] = message.kind
            self._tasks[message.lane] = asyncio.create_task(self._deliver(message))

    def _list_due(self, request: Request, busy: set[str]) -> list[WaitingMessage]:
        """Return the due answers to presses, and the first message of each chat if it is due.

        Lanes in `busy` are left out. It reads page by page until there are as many as may be in flight, so
        that neither a chat with many messages nor many chats that are put off hide the others.
        """
        presses: list[WaitingMessage] = []
        messages: list[WaitingMessage] = []
        now, after = request.clock.now(), (-1, 0)
        seen_lanes = set(busy)
        while True:
            page = request.dbsession.execute(self._page(after)).all()
            for row in page:
                message = WaitingMessage(row.id, row.address, row.priority, row.tries, row.dedupe)
                if message.lane in seen_lanes:
                    continue
                seen_lanes.add(message.lane)
                if row.not_before <= now:
                    (presses if message.is_press else messages).append(message)
            if len(page) < BATCH or len(messages) >= MAX_IN_FLIGHT:
                return [*presses[:MAX_IN_FLIGHT], *messages[:MAX_IN_FLIGHT]]
            after = (page[-1].priority, page[-1].id)

    def _page(self, after: tuple[int, int]) -> Any:
        return (
            select(Outbox.id, Outbox.address, Outbox.priority, Outbox.tries, Outbox.dedupe, Outbox.not_before)
            .where(
                Outbox.channel == self._channel.name,
                Outbox.state == OutboxState.WAITING,
                tuple_(Outbox.priority, Outbox.id) > after,
            )
            .order_by(Outbox.priority, Outbox.id)
            .limit(BATCH)
        )

    async def _acknowledge_waiting(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                work = self._acknowledgements.find_waiting
                presses = await self._run(self._poll_pool, "inbox/waiting", work, only_reads=True)
                self._acknowledgements.start(presses)
            except Exception:
                log.exception("looking for presses that wait failed; trying again")

    # Sending

    async def _deliver(self, message: WaitingMessage) -> None:
        try:
            outcome = await self._attempt(message)
            self._uninterruptible.add(message.lane)
            await self._record(message, outcome)
        finally:
            self._uninterruptible.discard(message.lane)
            del self._tasks[message.lane], self._kinds[message.lane]
            self._wakeup.set()

    async def _attempt(self, message: WaitingMessage) -> RecordOutcome:
        """Render a message and send it; return what is to be recorded."""
        try:
            payload = await self._rendered(message)
        except Unreachable:
            return partial(outbox.mark_unreachable, outbox_id=message.id)
        except Exception as error:  # noqa: BLE001 -- logged by _render_failure
            return _render_failure(message, error)
        if payload is None:
            return partial(outbox.mark_refused, outbox_id=message.id)
        try:
            receipt = await self._send(message, payload)
        except Unreachable:
            return partial(outbox.mark_unreachable, outbox_id=message.id)
        except Refused as error:
            log.error("message %s was refused: %s", message.id, error)
            return partial(outbox.mark_refused, outbox_id=message.id)
        except TryLater as error:
            return self._retry(message, error)
        except Exception:
            log.exception("message %s failed and is tried again", message.id)
            return partial(outbox.retry_later, outbox_id=message.id, seconds=_backoff(message, MAX_BACKOFF))
        return partial(outbox.mark_sent, outbox_id=message.id, payload=payload, receipt=receipt)

    async def _rendered(self, message: WaitingMessage) -> dict[str, Any] | None:
        """Render in a unit of work that only reads; the few screens that must write get a writing one."""
        name, work = f"outbox/{message.id}", partial(_render, outbox_id=message.id)
        try:
            return await self._run(self._render_pool, name, work, only_reads=True)
        except ReadOnlyUnit:
            return await self._run(self._render_pool, name, work)

    async def _send(self, message: WaitingMessage, payload: dict[str, Any]) -> dict[str, Any]:
        if not message.is_press:
            await self._limit.acquire(is_bulk=message.kind == outbox.Priority.NOTIFICATION)
        elif await self._acknowledgements.is_acknowledged(message.dedupe):
            return {}
        self._uninterruptible.add(message.lane)
        return await self._channel.send(message.address, payload)

    def _retry(self, message: WaitingMessage, error: TryLater) -> RecordOutcome:
        seconds = _backoff(message, MAX_BACKOFF) if error.seconds is None else error.seconds
        if error.is_for_all:
            self._limit.pause(seconds)
        elif error.seconds is not None and not message.is_press:
            self._paused_until[message.address] = self._loop.time() + seconds
        return partial(outbox.retry_later, outbox_id=message.id, seconds=seconds)

    async def _record(self, message: WaitingMessage, outcome: RecordOutcome) -> None:
        """Record the outcome, retrying while the database is away: unrecorded, the message is sent again."""
        while True:
            try:
                await self._run(self._record_pool, f"outbox/{message.id}", outcome)
            except Exception:
                log.exception("what became of message %s could not be noted; trying again", message.id)
                if self._is_stopping:
                    return
                await asyncio.sleep(POLL_SECONDS)
            else:
                return

    async def _run(self, pool: ThreadPoolExecutor, name: str, work: Any, *, only_reads: bool = False) -> Any:
        call = partial(run_unit, self._app, name, work, only_reads=only_reads)
        return await self._loop.run_in_executor(pool, call)


def _render(request: Request, outbox_id: int) -> dict[str, Any] | None:
    if outbox.is_known_unreachable(request, outbox_id):
        raise Unreachable
    return outbox.render_payload(request, outbox_id)


def _render_failure(message: WaitingMessage, error: Exception) -> RecordOutcome:
    if message.tries + 1 >= MAX_RENDER_TRIES:
        log.error("message %s cannot be written out and is given up", message.id, exc_info=error)
        return partial(outbox.mark_refused, outbox_id=message.id)
    log.error("message %s could not be written out and is tried again", message.id, exc_info=error)
    seconds = _backoff(message, MAX_RENDER_BACKOFF)
    return partial(outbox.retry_rendering, outbox_id=message.id, seconds=seconds)


def _backoff(message: WaitingMessage, longest: float) -> float:
    """Return the pause before the next try in seconds: 1, 2, 4, … up to `longest`."""
    return float(min(2.0**message.tries, longest))
