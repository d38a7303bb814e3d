"""Long polling: updates as raw text, acknowledged after they are stored; it never takes over a webhook."""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode, urlsplit

from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError

from kalenner.delivery import ChannelRefused, Receipt
from kalenner.failures import Failures
from kalenner_telegram.transport import UpdatesRequest
from kalenner_telegram.updates import ALLOWED_UPDATES

log = logging.getLogger(__name__)

POLL_SECONDS = 25
CONFLICT_PAUSE = 5.0

Take = Callable[[list[bytes]], Receipt]


class Polling:
    """Receives for one bot. A webhook at `own_webhook` may be removed, with `adopts` any other as well."""

    def __init__(
        self, bot: Bot, updates: UpdatesRequest, take: Take, *, own_webhook: str = "", adopts: bool = False
    ) -> None:
        self._bot = bot
        self._updates = updates
        self._take = take
        self._own_webhook = own_webhook
        self._adopts = adopts
        self._failures = Failures("receiving")

    async def run(self) -> None:
        """Receive until cancelled. Raises ChannelRefused where updates go to somebody's webhook."""
        await self._remove_webhook(adopts=self._adopts)
        offset, stuck = None, 0
        while True:
            try:
                updates = await self._fetch(offset)
                # The next call's offset acknowledges these updates, so they are committed first. After an
                # empty answer it has done its work; kept, it would hide ids that start anew.
                offset = (await asyncio.to_thread(self._take, updates)).offset
                stuck = stuck + 1 if updates and offset is None else 0
                self._failures.clear()
            except InvalidToken:
                raise
            except Exception as error:  # noqa: BLE001 -- logged by `_recover`; polling goes on
                await self._recover(error)
            if stuck:
                # Updates without an id cannot be acknowledged: they come again until a later one has an id.
                await asyncio.sleep(min(2.0 ** min(stuck, 6) / 4, 5))

    async def _recover(self, error: Exception) -> None:
        """Wait before the next try."""
        if isinstance(error, Conflict):
            with suppress(NetworkError):
                await self._remove_webhook(adopts=False)
            self._failures.note(error, reason="another process receives updates for this bot")
            await asyncio.sleep(CONFLICT_PAUSE)
        else:
            await asyncio.sleep(self._failures.note(error))

    async def _fetch(self, offset: int | None) -> list[bytes]:
        """Return the text of each new update; the library would parse all of them or none."""
        values: dict[str, Any] = {"timeout": POLL_SECONDS, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if offset is not None:
            values["offset"] = offset
        url = f"{self._bot.base_url}/getUpdates?{urlencode(values)}"
        updates: Any = await self._updates.post(url, read_timeout=2 * POLL_SECONDS + 5)
        return list(updates)

    async def _remove_webhook(self, *, adopts: bool) -> None:
        """Remove a webhook of our own; raise ChannelRefused for that of somebody else."""
        url = (await self._bot.get_webhook_info()).url
        if not url:
            return
        if url != self._own_webhook and not adopts:
            raise ChannelRefused(
                f"telegram.mode: updates of this bot go to a webhook at {urlsplit(url).hostname}; stop what "
                "runs there, set telegram.mode to webhook, or start once with --adopt, which removes it"
            )
        log.warning("removing the webhook at %s, because telegram.mode is polling", urlsplit(url).hostname)
        await self._bot.delete_webhook()
