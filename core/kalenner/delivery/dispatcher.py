"""The dispatcher: worker threads that handle open updates of the inbox, one at a time for each person.

Updates with a file are prepared on the event loop first, so that no worker waits for a file server.
"""

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic

from pyramid.router import Router

from kalenner.database import SESSIONS
from kalenner.delivery.albums import OpenAlbum, list_open
from kalenner.delivery.channels import channels_of
from kalenner.delivery.delays import INBOX_DELAYS, DelayWatch
from kalenner.delivery.inbox import Handled, answer_silent_album, handle, handle_all, record_failure
from kalenner.delivery.looks import BareRequest, look
from kalenner.delivery.outages import Outages
from kalenner.delivery.pace import Pace
from kalenner.delivery.preparer import Prepared, Preparer
from kalenner.delivery.queries import OpenUpdate, list_next
from kalenner.delivery.wakeups import WAKE_UPS
from kalenner.failures import Failures
from kalenner.limits import REFUSALS
from kalenner.log_context import LogContext, log_context
from kalenner.units import run_unit

log = logging.getLogger(__name__)

WORKERS = 4
GROUP = 16
"""The most people whose updates share a unit of work where there is one writer anyway."""
ROOM = GROUP
"""How many updates wait for the workers: few, since whoever comes then waits for all of them."""
POLL_SECONDS = 1.0
LOOK = 32
"""How many updates a look reads: more than there is room for, since another process may have some of them."""
CROWD_SECONDS = 0.02
"""How long a look waits for further updates while more is behind than can be answered."""


class Dispatcher:
    """Hands each person's oldest open update to a worker, any number of people in parallel.

    On SQLite up to 16 people share a unit of work, since it has one writer; what fails is handled once more,
    each alone. On PostgreSQL each has one: locks of several people in one transaction could deadlock.
    """

    def __init__(self, app: Router, loop: asyncio.AbstractEventLoop) -> None:
        self._app = app
        self._preparer = Preparer(app, loop)
        has_one_writer = SESSIONS.of(app.registry).engine.dialect.name == "sqlite"
        self._group = GROUP if has_one_writer else 1
        # A second one would stand before the recorder and the inlet whenever the writer is free.
        self._pool = ThreadPoolExecutor(1 if has_one_writer else WORKERS, thread_name_prefix="dispatch")
        self._queued = 0
        self._elsewhere: dict[int, float] = {}
        """Updates that another process is handling, and until when they are left out of the looks."""
        rates = [channel.messages_per_second for channel in channels_of(app.registry).values()]
        self._pace = Pace(max(rates, default=1.0))
        self._pause = POLL_SECONDS
        self._wakeup = threading.Event()
        self._stopping = threading.Event()
        self._in_progress: set[int] = set()
        self._closing: set[int] = set()
        """Dialogs whose albums are being answered."""
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
        self._stopping.set()
        self._wakeup.set()
        self._thread.join()
        self._preparer.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)
        WAKE_UPS.of(self._app.registry).unsubscribe("inbox", self._wakeup.set)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wakeup.clear()
            self._pause = POLL_SECONDS
            try:
                self._dispatch()
                self._looking.clear()
                REFUSALS.of(self._app.registry).report()
            except Exception as error:  # noqa: BLE001 -- logged by `note`
                self._looking.note(error)
            if self._wakeup.wait(self._pause) and self._pause < POLL_SECONDS:
                self._stopping.wait(CROWD_SECONDS)

    def _dispatch(self) -> None:
        """Submit the open updates that no worker has yet, as many as there is room for."""
        with self._lock:
            if self._queued >= ROOM:
                self._has_more = True  # it is looked again when a worker has done some
                return
            before = set(self._in_progress)  # one that is done during the look is still seen as open
        open_updates, is_delay_over, open_albums = look(self._app, "inbox/open", self._look)
        with self._lock:
            busy = before | self._in_progress
        new = [update for update in open_updates if update.id not in busy]
        ready = [update for update in new if self._is_ready(update)]
        with_file = [update for update in new if update not in ready]
        with self._lock:
            room = max(0, ROOM - self._queued)
            taken = self._at_pace(ready[:room])
            self._in_progress.update(update.id for update in [*taken, *with_file])
            self._has_more = len(open_updates) == LOOK or len(ready) > room
        for start in range(0, len(taken), self._group):
            self._submit(taken[start : start + self._group])
        for update in with_file:
            self._prepare(update)
        if with_file and len(open_updates) == LOOK:
            self._wakeup.set()  # those with a file are left out of the next look, which has room for others
        for album in open_albums:
            self._close_in_time(album)
        if is_delay_over:  # last, since it waits for the writer
            run_unit(self._app, "inbox/due", self._delays.end)
            self._wakeup.set()

    def _look(self, request: BareRequest) -> tuple[list[OpenUpdate], bool, list[OpenAlbum]]:
        now = monotonic()
        with self._lock:
            self._elsewhere = {id_: until for id_, until in self._elsewhere.items() if until > now}
            elsewhere = tuple(self._elsewhere)
        open_updates = list_next(request, LOOK, but=[*self._preparer.under_way, *elsewhere])
        open_albums = list_open(request.dbsession, request.clock)
        return open_updates, self._delays.is_any_over(request), open_albums

    def _at_pace(self, updates: list[OpenUpdate]) -> list[OpenUpdate]:
        """Return those that may be begun now; the others, which are behind, are looked for again in time."""
        behind = [update for update in updates if update.is_behind]
        if not behind:
            return updates
        taken = self._pace.take(len(behind))
        if taken < len(behind):
            self._pause = self._pace.seconds
        return [*(update for update in updates if not update.is_behind), *behind[:taken]]

    def _submit(self, group: list[OpenUpdate], prepared: Prepared | None = None) -> None:
        with self._lock:
            self._queued += len(group)
        self._pool.submit(self._work, group, prepared)

    def _prepare(self, update: OpenUpdate) -> None:
        """Let an update be prepared; then a worker handles it alone."""

        def hand_over(prepared: Prepared) -> None:
            if not prepared.cancelled():
                self._submit([update], prepared)
                return
            with self._lock:  # cancelled by a connection that was closed: the update is looked for again
                self._in_progress.discard(update.id)
            self._wakeup.set()

        self._preparer.begin(update).add_done_callback(hand_over)

    def _close_in_time(self, album: OpenAlbum) -> None:
        """Let a worker answer an album that is whole; look again when another one is."""
        if album.seconds > 0:
            self._pause = min(self._pause, album.seconds)
            return
        with self._lock:
            is_new = album.dialog_id not in self._closing
            self._closing.add(album.dialog_id)
        if is_new:
            self._pool.submit(self._close, album)

    def _close(self, album: OpenAlbum) -> None:
        with log_context(LogContext(f"inbox/album/{album.dialog_id}")):
            try:
                run_unit(
                    self._app, f"inbox/album/{album.dialog_id}", partial(answer_silent_album, album=album)
                )
            except Exception as error:  # noqa: BLE001 -- logged by `log`; it is tried again at the next look
                self._handling.log(error, f"the album of dialog {album.dialog_id} could not be answered")
            finally:
                with self._lock:
                    self._closing.discard(album.dialog_id)

    def _is_ready(self, update: OpenUpdate) -> bool:
        channel = channels_of(self._app.registry).get(update.channel)
        try:
            return channel is not None and not channel.has_file(update.payload)
        except Exception:
            log.exception("channel %s cannot say whether update %s has a file", update.channel, update.id)
            return False

    def _work(self, group: list[OpenUpdate], prepared: Prepared | None = None) -> None:
        """Handle updates, one with what was `prepared`; what people have waiting is looked for at once."""
        handled: list[Handled] = []
        try:
            handled = self._handled_together(group) if len(group) > 1 else [self._handled(group[0], prepared)]
        finally:
            with self._lock:
                self._in_progress.difference_update(update.id for update in group)
                self._queued -= len(group)
                again_at = monotonic() + POLL_SECONDS
                for update, outcome in zip(group, handled, strict=False):
                    if outcome is Handled.BUSY:
                        self._elsewhere[update.id] = again_at
                # Once half of the room is free: a look for each one that is done would cost too much.
                has_more = self._has_more and self._queued <= ROOM // 2
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

    def _handled(self, update: OpenUpdate, prepared: Prepared | None = None) -> Handled:
        with log_context(LogContext(f"inbox/{update.id}")):
            try:
                payload = prepared.result() if prepared else update.payload
                work = partial(handle, open_update=update, payload=payload)
                handled = run_unit(self._app, f"inbox/{update.id}", work)
            except Exception as error:  # noqa: BLE001 -- logged by `log`
                self._handling.log(error, f"update {update.id} of the inbox failed")
                return self._record_failure(update.id)
        self._handling.clear()
        return handled

    def _record_failure(self, inbox_id: int) -> Handled:
        try:
            run_unit(self._app, f"inbox/{inbox_id}/failed", partial(record_failure, inbox_id=inbox_id))
        except Exception as error:  # noqa: BLE001 -- logged by `log`
            self._handling.log(
                error, f"the failure of update {inbox_id} could not be noted; it is tried again"
            )
            return Handled.BUSY
        return Handled.MORE
