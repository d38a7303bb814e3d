"""The dispatcher: worker threads that handle open updates, one at a time for each person."""

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from pyramid.router import Router

from kalenner.delivery.channels import channels_of
from kalenner.delivery.inbox import Candidate, candidates, give_up, handle
from kalenner.units import run_unit

log = logging.getLogger(__name__)

WORKERS = 4
BATCH = 64
LOOK_EVERY = 1.0


class Dispatcher:
    """Takes each person's oldest open update, any number of people in parallel."""

    def __init__(self, app: Router, loop: asyncio.AbstractEventLoop, *, workers: int = WORKERS) -> None:
        self._app = app
        self._loop = loop
        self._workers = workers
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="dispatch")
        self._awake = threading.Event()
        self._stopping = False
        self._running: set[int] = set()
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="dispatcher", daemon=True)
        app.registry["kalenner.bells"].listen("inbox", self._awake.set)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being handled, then stop."""
        self._stopping = True
        self._awake.set()
        self._thread.join()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._app.registry["kalenner.bells"].forget("inbox", self._awake.set)

    def _run(self) -> None:
        while not self._stopping:
            self._awake.clear()
            try:
                self._take()
            except Exception:
                log.exception("looking for updates failed; trying again")
            self._awake.wait(LOOK_EVERY)

    def _take(self) -> None:
        """Hand open updates to the workers."""
        now = self._app.registry["kalenner.clock"].now()
        found = run_unit(
            self._app,
            "inbox/open",
            lambda request: candidates(request.dbsession, now, BATCH),
            only_reads=True,
        )
        with self._guard:
            fresh = [one for one in found if one.id not in self._running]
            self._running.update(one.id for one in fresh)
        for one in fresh:
            self._pool.submit(self._work, one)

    def _work(self, one: Candidate) -> None:
        is_over = False
        try:
            prepared = self._prepare(one)
            is_over = run_unit(
                self._app, f"inbox/{one.id}", partial(handle, candidate=one, prepared=prepared)
            )
        except Exception:
            log.exception("update %s of the inbox failed", one.id)
            is_over = self._fail(one.id)
        finally:
            with self._guard:
                self._running.discard(one.id)
            if is_over:
                self._awake.set()

    def _prepare(self, one: Candidate) -> dict[str, Any]:
        work = channels_of(self._app.registry)[one.channel].prepare(one.payload)
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _fail(self, inbox_id: int) -> bool:
        try:
            run_unit(self._app, f"inbox/{inbox_id}/failed", partial(give_up, inbox_id=inbox_id))
        except Exception:
            log.exception("the failure of update %s could not be noted; it is tried again", inbox_id)
            return False
        return True
