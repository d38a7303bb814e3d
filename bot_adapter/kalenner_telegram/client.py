"""The connection to the Bot API: python-telegram-bot over our transport, and long polling."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from pyramid.router import Router
from telegram import Bot
from telegram.error import BadRequest, Conflict

from kalenner.delivery import Receipt
from kalenner_telegram.calls import Calls
from kalenner_telegram.connection import Connection
from kalenner_telegram.payload_sender import PayloadSender
from kalenner_telegram.profile import publish_profile
from kalenner_telegram.transport import AiohttpRequest, UpdatesRequest
from kalenner_telegram.updates import ALLOWED_UPDATES, MOST_FILE_BYTES, TelegramFile

log = logging.getLogger(__name__)

POLL_SECONDS = 25


class TelegramClient:
    """One bot's connection; `start` comes before any other call."""

    def __init__(self, app: Router, connection: Connection) -> None:
        self._app = app
        self._updates = UpdatesRequest(1)
        self._bot = Bot(
            connection.token,
            base_url=connection.base_url,
            base_file_url=connection.base_file_url,
            request=AiohttpRequest(),
            get_updates_request=self._updates,
        )
        self.payload_sender = PayloadSender(app, Calls(self._bot))

    async def start(self) -> tuple[int, str]:
        """Open the connection; return the bot's id and username."""
        await self._bot.initialize()
        return self._bot.id, self._bot.username

    async def stop(self) -> None:
        """Close the connection."""
        await self._bot.shutdown()

    async def publish_profile(self) -> None:
        """Publish the bot's commands and descriptions, if they have changed."""
        await publish_profile(self._app, self._bot)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Let Telegram post updates to `url`, with `secret` in a header."""
        await self._bot.set_webhook(url, allowed_updates=ALLOWED_UPDATES, secret_token=secret)

    async def fetch(self, file: TelegramFile) -> bytes | None:
        """Return a file's bytes; None if it is too big, since updates do not always tell the size."""
        try:
            remote = await self._bot.get_file(file.id)
        except BadRequest as error:
            if "too big" in error.message.lower():
                return None
            raise
        if (remote.file_size or 0) > MOST_FILE_BYTES:
            return None
        return bytes(await remote.download_as_bytearray())

    async def poll(self, take: Callable[[list[bytes]], Receipt]) -> None:
        """Receive until cancelled; updates are acknowledged only after `take` has returned."""
        await self._bot.delete_webhook()
        offset, failures, stuck = None, 0, 0
        while True:
            try:
                updates = await self._fetch_updates(offset)
                # The next call's offset acknowledges these updates, so they are committed first. After an
                # empty answer it has done its work; kept, it would hide ids that start anew.
                offset = (await asyncio.to_thread(take, updates)).offset
                failures = 0
                stuck = stuck + 1 if updates and offset is None else 0
            except Conflict:
                log.warning("another process receives updates for this bot; waiting")
                await asyncio.sleep(5)
            except Exception as error:  # noqa: BLE001 -- polling goes on after any error
                failures += 1
                log.warning("receiving failed, trying again: %s", error)
                await asyncio.sleep(min(2.0**failures / 2, 30))
            if stuck:
                # Updates without an id cannot be acknowledged: they come again until a later one has an id.
                await asyncio.sleep(min(2.0**stuck / 4, 5))

    async def _fetch_updates(self, offset: int | None) -> list[bytes]:
        """Return the text of each new update; the library would parse all of them or none."""
        values: dict[str, Any] = {"timeout": POLL_SECONDS, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if offset is not None:
            values["offset"] = offset
        url = f"{self._bot.base_url}/getUpdates?{urlencode(values)}"
        updates: Any = await self._updates.post(url, read_timeout=2 * POLL_SECONDS + 5)
        return list(updates)
