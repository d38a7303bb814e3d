"""The dispatcher: worker threads that handle open updates of the inbox, one at a time for each person."""

import asyncio
import logging
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from pyramid.request import Request
from pyramid.router import Router

from kalenner.database import SESSIONS
from kalenner.delivery.channels import channels_of
from kalenner.delivery.delays import INBOX_DELAYS, DelayWatch
from kalenner.delivery.inbox import Handled, handle, handle_all, record_failure
from kalenner.delivery.outages import Outages
from kalenner.delivery.queries import OpenUpdate, list_next
from kalenner.delivery.wakeups import WAKE_UPS
from kalenner.failures import Failures
from kalenner.log_context import LogContext, log_context
from kalenner.units import run_unit

log = logging.getLogger(__name__)

WORKERS = 4
BATCH = 64
GROUP = 16
"""The most people whose updates share a unit of work where there is one writer anyway."""
POLL_SECONDS = 1.0


class Dispatcher:
    """Hands each person's oldest open update to a worker, any number of people in parallel.

    On SQLite up to 16 people share a unit of work, since it has one writer; what fails is handled once more,
    each alone. On PostgreSQL each has one: locks of several people in one transaction could deadlock.
    """

    def __init__(self, app: Router, loop: asyncio.AbstractEventLoop, *, workers: int = WORKERS) -> None:
        self._app = app
        self._loop = loop
        self._group = 1 if SESSIONS.of(app.registry).engine.dialect.name == "postgresql" else GROUP
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="dispatch")
        self._wakeup = threading.Event()
        self._is_stopping = False
        self._in_progress: set[int] = set()
        self._has_more = False
        self._delays = DelayWatch(INBOX_DELAYS)
        self._looking, self._handling = Failures("looking for updates"), Outages("handling updates")
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="dispatcher", daemon=True)
        WAKE_UPS.of(app.registry).subscribe("inbox", self._wakeup.set)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being handled, then stop."""
        self._is_stopping = True
        self._wakeup.set()
        self._thread.join()
        self._pool.shutdown(wait=True, cancel_futures=True)
        WAKE_UPS.of(self._app.registry).unsubscribe("inbox", self._wakeup.set)

    def _run(self) -> None:
        while not self._is_stopping:
            self._wakeup.clear()
            try:
                self._dispatch()
                self._looking.clear()
            except Exception as error:  # noqa: BLE001 -- logged by `note`
                self._looking.note(error)
            self._wakeup.wait(POLL_SECONDS)

    def _dispatch(self) -> None:
        """Submit the open updates that no worker has yet."""
        open_updates, is_delay_over = run_unit(self._app, "inbox/open", self._look, only_reads=True)
        with self._lock:
            new = [update for update in open_updates if update.id not in self._in_progress]
            self._has_more = len(open_updates) == BATCH
        for group in self._grouped(new):
            with self._lock:
                self._in_progress.update(update.id for update in group)
            self._pool.submit(self._work, group)
        if is_delay_over:  # last, since it waits for the writer
            run_unit(self._app, "inbox/due", self._delays.end)
            self._wakeup.set()

    def _look(self, request: Request) -> tuple[list[OpenUpdate], bool]:
        return list_next(request.dbsession, BATCH), self._delays.is_any_over(request)

    def _grouped(self, updates: Sequence[OpenUpdate]) -> Iterator[list[OpenUpdate]]:
        """Part updates; one with a file to fetch, or of a channel that is gone, holds up nobody else's."""
        ready = [update for update in updates if self._is_ready(update)]
        for start in range(0, len(ready), self._group):
            yield ready[start : start + self._group]
        yield from ([update] for update in updates if update not in ready)

    def _is_ready(self, update: OpenUpdate) -> bool:
        channel = channels_of(self._app.registry).get(update.channel)
        try:
            return channel is not None and not channel.needs_preparing(update.payload)
        except Exception:
            log.exception("channel %s cannot say whether update %s is ready", update.channel, update.id)
            return False

    def _work(self, group: list[OpenUpdate]) -> None:
        """Handle updates; when people have another one waiting, it is looked for at once."""
        handled: list[Handled] = []
        try:
            handled = self._handled_together(group) if len(group) > 1 else [self._handled(group[0])]
        finally:
            with self._lock:
                self._in_progress.difference_update(update.id for update in group)
                has_more = self._has_more
            if has_more or Handled.MORE in handled:
                self._wakeup.set()

    def _handled_together(self, group: list[OpenUpdate]) -> list[Handled]:
        try:
            handled = run_unit(self._app, f"inbox/{group[0].id}", partial(handle_all, updates=group))
            self._handling.clear()
            return handled
        except Exception as error:  # noqa: BLE001 -- whose fault it is shows when each is alone
            log.info("updates are handled one by one, since together they failed: %s", type(error).__name__)
        return [self._handled(update) for update in group]

    def _handled(self, update: OpenUpdate) -> Handled:
        with log_context(LogContext(f"inbox/{update.id}")):
            try:
                work = partial(handle, open_update=update, payload=self._prepared(update))
                handled = run_unit(self._app, f"inbox/{update.id}", work)
            except Exception as error:  # noqa: BLE001 -- logged by `log`
                self._handling.log(error, f"update {update.id} of the inbox failed")
                return self._record_failure(update.id)
        self._handling.clear()
        return handled

    def _prepared(self, update: OpenUpdate) -> dict[str, Any]:
        """Let the channel fetch what the payload points to, on the event loop."""
        channel = channels_of(self._app.registry)[update.channel]
        if not channel.needs_preparing(update.payload):
            return update.payload
        return asyncio.run_coroutine_threadsafe(channel.prepare(update.payload), self._loop).result()

    def _record_failure(self, inbox_id: int) -> Handled:
        try:
            run_unit(self._app, f"inbox/{inbox_id}/failed", partial(record_failure, inbox_id=inbox_id))
        except Exception as error:  # noqa: BLE001 -- logged by `log`
            self._handling.log(
                error, f"the failure of update {inbox_id} could not be noted; it is tried again"
            )
            return Handled.BUSY
        return Handled.MORE
