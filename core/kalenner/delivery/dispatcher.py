"""The dispatcher: worker threads that handle open updates of the inbox, one at a time for each person."""

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from pyramid.router import Router

from kalenner.clock import CLOCK
from kalenner.delivery.channels import channels_of
from kalenner.delivery.inbox import OpenUpdate, handle, list_next, record_failure
from kalenner.delivery.wakeups import WAKE_UPS
from kalenner.units import run_unit

log = logging.getLogger(__name__)

WORKERS = 4
BATCH = 64
POLL_SECONDS = 1.0


class Dispatcher:
    """Hands each person's oldest open update to a worker, any number of people in parallel."""

    def __init__(self, app: Router, loop: asyncio.AbstractEventLoop, *, workers: int = WORKERS) -> None:
        self._app = app
        self._loop = loop
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="dispatch")
        self._wakeup = threading.Event()
        self._is_stopping = False
        self._in_progress: set[int] = set()
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
            except Exception:
                log.exception("looking for updates failed; trying again")
            self._wakeup.wait(POLL_SECONDS)

    def _dispatch(self) -> None:
        """Submit the open updates that no worker has yet."""
        now = CLOCK.of(self._app.registry).now()
        open_updates = run_unit(
            self._app,
            "inbox/open",
            lambda request: list_next(request.dbsession, now, BATCH),
            only_reads=True,
        )
        with self._lock:
            new = [update for update in open_updates if update.id not in self._in_progress]
            self._in_progress.update(update.id for update in new)
        for update in new:
            self._pool.submit(self._work, update)

    def _work(self, update: OpenUpdate) -> None:
        """Handle one update; when it is over, the person's next one is looked for at once."""
        is_over = False
        try:
            payload = self._prepare(update)
            is_over = run_unit(
                self._app, f"inbox/{update.id}", partial(handle, update=update, payload=payload)
            )
        except Exception:
            log.exception("update %s of the inbox failed", update.id)
            is_over = self._record_failure(update.id)
        finally:
            with self._lock:
                self._in_progress.discard(update.id)
            if is_over:
                self._wakeup.set()

    def _prepare(self, update: OpenUpdate) -> dict[str, Any]:
        """Let the channel fetch what the payload points to, on the event loop."""
        work = channels_of(self._app.registry)[update.channel].prepare(update.payload)
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _record_failure(self, inbox_id: int) -> bool:
        try:
            run_unit(self._app, f"inbox/{inbox_id}/failed", partial(record_failure, inbox_id=inbox_id))
        except Exception:
            log.exception("the failure of update %s could not be noted; it is tried again", inbox_id)
            return False
        return True
