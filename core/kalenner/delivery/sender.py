"""The sender: takes waiting messages to their channel, in order for each chat, presses first."""

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
from kalenner.units import run_unit

log = logging.getLogger(__name__)

BATCH = 500
IN_FLIGHT = 16
LOOK_EVERY = 1.0
LONGEST_BACKOFF = 60.0  # seconds; who presses after a failure of the network must not wait longer for it
MOST_FAULTS = 20  # tries of a message that cannot be written out, over some eight hours
LONGEST_FAULT_BACKOFF = 3600.0

Mark = Callable[[Request], None]


@dataclass(frozen=True)
class Waiting:
    """One row that may be sent now."""

    id: int
    address: str
    priority: int
    tries: int
    dedupe: str | None

    @property
    def is_press(self) -> bool:
        """Whether it answers a press, which is bound to no order and to no chat's limits."""
        return self.priority == outbox.Priority.PRESS

    @property
    def kind(self) -> int:
        """As what it counts: an answer to a press, a screen that somebody waits for, or bulk."""
        return min(self.priority, outbox.Priority.NOTIFICATION)

    @property
    def lane(self) -> str:
        """What must be sent one after the other."""
        return f"press {self.id}" if self.is_press else self.address


class Sender:
    """Sends for one channel; it runs in the leading process only."""

    def __init__(self, app: Router, channel: Channel) -> None:
        self._app = app
        self._channel = channel
        self._limit = RateLimit(channel.messages_per_second)
        # Looking must never wait behind marking, which on SQLite waits for the one writer; and what has been
        # sent is to be marked soon, for it is sent again after a sudden death before that.
        self._lookers = ThreadPoolExecutor(1, thread_name_prefix="look")
        self._authors = ThreadPoolExecutor(2, thread_name_prefix="write")
        self._markers = ThreadPoolExecutor(2, thread_name_prefix="mark")
        self._acknowledgements = Acknowledgements(channel)
        self._awake = asyncio.Event()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._kinds: dict[str, int] = {}
        self._underway: set[str] = set()
        self._resting: dict[str, float] = {}
        self._is_stopping = False
        self._loop = asyncio.get_running_loop()

    async def run(self) -> None:
        """Send until cancelled; what is under way then is finished, what only waits is left."""
        wake = partial(self._loop.call_soon_threadsafe, self._awake.set)
        bells = self._app.registry["kalenner.bells"]
        bells.listen("outbox", wake)
        patience = asyncio.create_task(self._acknowledge_waiting())
        try:
            while True:
                self._awake.clear()
                await self._start_due()
                # Not wait_for: on Python 3.11 it may swallow the cancellation.
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY):
                        await self._awake.wait()
        finally:
            bells.forget("outbox", wake)
            self._is_stopping = True
            patience.cancel()
            for lane, task in self._tasks.items():
                if lane not in self._underway:
                    task.cancel()
            await asyncio.gather(
                *self._tasks.values(), patience, self._acknowledgements.stop(), return_exceptions=True
            )
            for pool in (self._lookers, self._authors, self._markers):
                await asyncio.to_thread(pool.shutdown)

    # Looking

    async def _start_due(self) -> None:
        now = self._loop.time()
        self._resting = {address: until for address, until in self._resting.items() if until > now}
        try:
            work = partial(self._due, busy={*self._tasks, *self._resting})
            due = await self._run(self._lookers, "outbox/due", work, only_reads=True)
        except Exception:
            log.exception("looking for messages failed; trying again")
            return
        for row in due:
            self._start(row)

    def _start(self, row: Waiting) -> None:
        room = IN_FLIGHT - sum(kind == row.kind for kind in self._kinds.values())
        if room > 0 and row.lane not in self._tasks:
            self._kinds[row.lane] = row.kind
            self._tasks[row.lane] = asyncio.create_task(self._deliver(row))

    def _due(self, request: Request, busy: set[str]) -> list[Waiting]:
        """Return the answers to presses, and the first message of each chat, whose time has come.

        As many as there may be in flight, whatever else waits: neither a chat with many messages nor many
        chats that were told to wait hide the others.
        """
        found: dict[bool, list[Waiting]] = {True: [], False: []}
        now, after = request.clock.now(), (-1, 0)
        seen = set(busy)
        while True:
            page = request.dbsession.execute(self._page(after)).all()
            for row in page:
                waiting = Waiting(row.id, row.address, row.priority, row.tries, row.dedupe)
                if waiting.lane in seen:
                    continue
                seen.add(waiting.lane)
                if row.not_before <= now:
                    found[waiting.is_press].append(waiting)
            if len(page) < BATCH or len(found[False]) >= IN_FLIGHT:
                return [*found[True][:IN_FLIGHT], *found[False][:IN_FLIGHT]]
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
            await asyncio.sleep(LOOK_EVERY)
            try:
                found = await self._run(
                    self._lookers, "inbox/waiting", self._acknowledgements.find_waiting, only_reads=True
                )
                self._acknowledgements.start(found)
            except Exception:
                log.exception("looking for presses that wait failed; trying again")

    # Sending

    async def _deliver(self, row: Waiting) -> None:
        try:
            mark = await self._attempt(row)
            self._underway.add(row.lane)
            await self._note(row, mark)
        finally:
            self._underway.discard(row.lane)
            del self._tasks[row.lane], self._kinds[row.lane]
            self._awake.set()

    async def _attempt(self, row: Waiting) -> Mark:
        """Send a row; return what is to be noted about it."""
        try:
            payload = await self._written(row)
        except Unreachable:
            return partial(outbox.mark_unreachable, outbox_id=row.id)
        except Exception as error:  # noqa: BLE001 -- it is logged with what becomes of the message
            return _unwritten(row, error)
        if payload is None:
            return partial(outbox.mark_dropped, outbox_id=row.id)
        try:
            receipt = await self._sent(row, payload)
        except Unreachable:
            return partial(outbox.mark_unreachable, outbox_id=row.id)
        except Refused as error:
            log.error("message %s was refused: %s", row.id, error)
            return partial(outbox.mark_dropped, outbox_id=row.id)
        except TryLater as error:
            return self._put_off(row, error)
        except Exception:
            log.exception("message %s failed and is tried again", row.id)
            return partial(outbox.mark_later, outbox_id=row.id, seconds=_backoff(row, LONGEST_BACKOFF))
        return partial(outbox.mark_sent, outbox_id=row.id, payload=payload, receipt=receipt)

    async def _written(self, row: Waiting) -> dict[str, Any] | None:
        """Write a row out; few need to write into the database for it, and the others wait for no writer."""
        name, work = f"outbox/{row.id}", partial(_write_out, outbox_id=row.id)
        try:
            return await self._run(self._authors, name, work, only_reads=True)
        except ReadOnlyUnit:
            return await self._run(self._authors, name, work)

    async def _sent(self, row: Waiting, payload: dict[str, Any]) -> dict[str, Any]:
        if not row.is_press:
            await self._limit.turn(is_bulk=row.kind == outbox.Priority.NOTIFICATION)
        elif await self._acknowledgements.has_answered(row.dedupe):
            return {}
        self._underway.add(row.lane)
        return await self._channel.send(row.address, payload)

    def _put_off(self, row: Waiting, error: TryLater) -> Mark:
        seconds = _backoff(row, LONGEST_BACKOFF) if error.seconds is None else error.seconds
        if error.is_for_all:
            self._limit.pause(seconds)
        elif error.seconds is not None and not row.is_press:
            self._resting[row.address] = self._loop.time() + seconds
        return partial(outbox.mark_later, outbox_id=row.id, seconds=seconds)

    async def _note(self, row: Waiting, mark: Mark) -> None:
        """Note what became of a row, however long the database is away: it would be sent again else."""
        while True:
            try:
                await self._run(self._markers, f"outbox/{row.id}", mark)
            except Exception:
                log.exception("what became of message %s could not be noted; trying again", row.id)
                if self._is_stopping:
                    return
                await asyncio.sleep(LOOK_EVERY)
            else:
                return

    async def _run(self, pool: ThreadPoolExecutor, name: str, work: Any, *, only_reads: bool = False) -> Any:
        call = partial(run_unit, self._app, name, work, only_reads=only_reads)
        return await self._loop.run_in_executor(pool, call)


def _write_out(request: Request, outbox_id: int) -> dict[str, Any] | None:
    if outbox.is_known_unreachable(request, outbox_id):
        raise Unreachable
    return outbox.write_out(request, outbox_id)


def _unwritten(row: Waiting, error: Exception) -> Mark:
    if row.tries + 1 >= MOST_FAULTS:
        log.error("message %s cannot be written out and is given up", row.id, exc_info=error)
        return partial(outbox.mark_dropped, outbox_id=row.id)
    log.error("message %s could not be written out and is tried again", row.id, exc_info=error)
    return partial(outbox.mark_faulty, outbox_id=row.id, seconds=_backoff(row, LONGEST_FAULT_BACKOFF))


def _backoff(row: Waiting, longest: float) -> float:
    return float(min(2.0**row.tries, longest))
