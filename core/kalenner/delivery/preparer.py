"""Preparing updates with a file: it is fetched on the event loop, and made into what it is wanted for.

So no worker waits for a slow file server, and no transaction for a large picture.
"""

import asyncio
import datetime as dt
import threading
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import bindparam, func, select

from kalenner.database import Instant
from kalenner.delivery.channels import channels_of
from kalenner.delivery.models import Inbox
from kalenner.delivery.queries import OpenUpdate
from kalenner.delivery.received_files import keep_received, note_fetched
from kalenner.file_use import FileUse
from kalenner.files import MAX_BYTES, FileFault
from kalenner.limits import REFUSALS
from kalenner.people import AccountService
from kalenner.screens import Arrival, Dialog, Upload, Visit
from kalenner.screens.dispatch import find_replied
from kalenner.screens.registry import specs_of
from kalenner.settings import SETTINGS, LimitsSettings
from kalenner.units import run_unit

AT_ONCE = 8
"""How many files are fetched at once: half of the connections of a channel, so that sending goes on."""
PICTURES_AT_ONCE = 1
"""How many pictures are made at once: each takes a processor, and up to 250 MB of memory, or 1,000 MB in a
process of its own (:mod:`kalenner.files.decoding_apart`).

In a thread, since Pillow lets others run while it decodes, scales and encodes.
"""
MOST_NAMED = 10_000
"""A statement takes no more than some 32,000 values."""

_REFUSED = "file beyond limits.files_per_day or limits.megabytes_per_day of its person"

Prepared = Future[dict[str, Any]]


class Preparer:
    """Prepares each person's oldest update, a few at once; the others wait for their turn.

    A person has one at a time, since the next one is not looked for before it is handled.
    """

    def __init__(self, app: Router, loop: asyncio.AbstractEventLoop) -> None:
        self._app = app
        self._loop = loop
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._pictures = ThreadPoolExecutor(PICTURES_AT_ONCE, thread_name_prefix="pictures")
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
        self._pictures.shutdown(wait=True, cancel_futures=True)

    async def _prepare(self, update: OpenUpdate) -> dict[str, Any]:
        """Return the payload with the file as `upload`; without it where no file is wanted."""
        channel = channels_of(self._app.registry)[update.channel]
        if not channel.has_file(update.payload):
            return update.payload
        async with self._turns:
            find = partial(
                _allowed_use, channel=update.channel, subject=update.subject, payload=update.payload
            )
            wanted = await asyncio.to_thread(run_unit, self._app, "inbox/file", find, only_reads=True)
            if wanted is None:
                return update.payload
            if isinstance(wanted, FileFault):
                REFUSALS.of(self._app.registry).count(_REFUSED)
                return {**update.payload, "upload": Upload("", 0, fault=wanted).to_json()}
            most = channel.most_file_bytes
            if not wanted.use.is_private:
                most = min(most, MAX_BYTES)
            content = await channel.fetch(update.payload, most)
            upload = Upload("", most + 1, fault=FileFault.TOO_BIG)
            if content is not None:
                keep = partial(self._keep, update, content, wanted)
                upload = await self._loop.run_in_executor(self._pictures, keep)
        return {**update.payload, "upload": upload.to_json()}

    def _keep(self, update: OpenUpdate, content: bytes | Path, wanted: "WantedFile") -> Upload:
        """Keep what was fetched; a copy on this machine goes whatever comes of it, and is fetched anew."""
        try:
            size = len(content) if isinstance(content, bytes) else content.stat().st_size
            note = partial(note_fetched, inbox_id=update.id, size=size)
            run_unit(self._app, "inbox/file", note)
            return keep_received(self._app, content, wanted.use, wanted.account_id)
        finally:
            if isinstance(content, Path):
                content.unlink(missing_ok=True)

    def _forget(self, inbox_id: int) -> None:
        with self._lock:
            self._under_way.pop(inbox_id, None)


_FILES = select(func.count(), func.coalesce(func.sum(Inbox.file_bytes), 0)).where(
    Inbox.channel == bindparam("channel"),
    Inbox.subject == bindparam("subject"),
    Inbox.file_bytes.is_not(None),
    Inbox.received_at > bindparam("since", type_=Instant),
    Inbox.received_at <= bindparam("now", type_=Instant),
)


@dataclass(frozen=True)
class WantedFile:
    """What a file of a person would be taken for now."""

    use: FileUse
    account_id: int


def _allowed_use(
    request: Request, channel: str, subject: str, payload: dict[str, Any]
) -> WantedFile | FileFault | None:
    """Return what a file is wanted for; a fault where its person has sent more in a day than anybody may."""
    wanted = wanted_file(request, channel, subject, payload)
    return wanted if wanted is None or _is_within_a_day(request, channel, subject) else FileFault.TOO_MANY


def _is_within_a_day(request: Request, channel: str, subject: str) -> bool:
    limits = SETTINGS.of(request.registry).of(LimitsSettings)
    now = request.clock.now()
    values = {"channel": channel, "subject": subject, "since": now - dt.timedelta(days=1), "now": now}
    files, size = request.dbsession.execute(_FILES, values).one()
    return bool(files < limits.files_per_day and size < limits.megabytes_per_day * 1_000_000)


def wanted_file(request: Request, channel: str, subject: str, payload: dict[str, Any]) -> WantedFile | None:
    """Return what the file of an update would be taken for now; None where it would not be taken."""
    account = request.find_service(AccountService).find(channel, subject)
    if account is None:
        return None
    query = select(Dialog).where(Dialog.channel == channel, Dialog.account_id == account.id)
    dialog: Dialog | None = request.dbsession.scalar(query)
    arrival = channels_of(request.registry)[channel].read(request, dict(payload))
    if dialog is not None and isinstance(arrival, Arrival) and arrival.reply_to is not None:
        replied_to = find_replied(request, Visit(account, channel, arrival, dialog))
        if replied_to is not None:
            return WantedFile(FileUse.PRIVATE, account.id)
    use = None if dialog is None else dialog.wanted_file(specs_of(request.registry), request.clock.now())
    return None if use is None else WantedFile(use, account.id)
