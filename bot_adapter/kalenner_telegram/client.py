"""The connection to Telegram: python-telegram-bot's calls over our transport, and receiving by polling."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from pyramid.router import Router
from telegram import Bot
from telegram.error import BadRequest, Conflict

from kalenner_telegram.calls import Calls
from kalenner_telegram.connection import Connection
from kalenner_telegram.payload_sender import Carrier
from kalenner_telegram.profile import tell_profile
from kalenner_telegram.transport import AiohttpRequest
from kalenner_telegram.updates import ALLOWED_UPDATES, MOST_FILE_BYTES, File

log = logging.getLogger(__name__)

POLL_SECONDS = 25


class TelegramClient:
    """One bot's connection; it is started before anything else is called."""

    def __init__(self, app: Router, connection: Connection) -> None:
        self._app = app
        self._bot = Bot(
            connection.token,
            base_url=connection.base_url,
            base_file_url=connection.base_file_url,
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(1),
        )
        self.carrier = Carrier(app, Calls(self._bot))

    async def start(self) -> tuple[int, str]:
        """Open the connection; return the bot's id and username."""
        await self._bot.initialize()
        return self._bot.id, self._bot.username

    async def stop(self) -> None:
        """Close the connection."""
        await self._bot.shutdown()

    async def tell_profile(self) -> None:
        """Tell Telegram our commands and descriptions, where they have changed."""
        await tell_profile(self._app, self._bot)

    async def ask_for_deliveries(self, url: str, secret: str) -> None:
        """Let Telegram deliver updates to `url`, with `secret` in a header."""
        await self._bot.set_webhook(url, allowed_updates=ALLOWED_UPDATES, secret_token=secret)

    async def fetch(self, file: File) -> bytes | None:
        """Return a file's bytes; None for one that is too big, which Telegram does not always tell before."""
        try:
            found = await self._bot.get_file(file.id)
        except BadRequest as error:
            if "too big" in error.message.lower():
                return None
            raise
        if (found.file_size or 0) > MOST_FILE_BYTES:
            return None
        return bytes(await found.download_as_bytearray())

    async def poll(self, keep: Callable[[list[dict[str, Any]]], None]) -> None:
        """Receive for ever; updates are confirmed only after `keep`, which stores them, has returned."""
        await self._bot.delete_webhook()
        offset, failures = None, 0
        while True:
            try:
                updates = await self._bot.get_updates(
                    offset=offset,
                    timeout=POLL_SECONDS,
                    allowed_updates=ALLOWED_UPDATES,
                    read_timeout=POLL_SECONDS + 5,
                )
                # The next offset is what acknowledges: only after these have been committed.
                await asyncio.to_thread(keep, [update.to_dict() for update in updates])
                # An empty answer has confirmed the offset; kept, it could hide a count that began anew.
                offset = max(update.update_id for update in updates) + 1 if updates else None
                failures = 0
            except Conflict:
                log.warning("another process receives updates for this bot; waiting")
                await asyncio.sleep(5)
            except Exception as error:  # noqa: BLE001 -- whatever happens, we go on receiving
                failures += 1
                log.warning("receiving failed, trying again: %s", error)
                await asyncio.sleep(min(2.0**failures / 2, 30))
