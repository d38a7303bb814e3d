"""The connection to the Bot API: python-telegram-bot over our transport."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyramid.router import Router
from telegram import Bot
from telegram.error import BadRequest, InvalidToken

from kalenner.delivery import ChannelRefused
from kalenner_telegram.calls import Calls
from kalenner_telegram.connection import Connection
from kalenner_telegram.payload_sender import PayloadSender
from kalenner_telegram.polling import Polling, Take
from kalenner_telegram.profile import publish_profile
from kalenner_telegram.transport import DEFAULT_TIMEOUT, AiohttpRequest, UpdatesRequest
from kalenner_telegram.updates import TelegramFile
from kalenner_telegram.webhook_watch import WebhookWatch

LOCAL_SECONDS = 600.0
"""How long a server of one's own may take to get a file from Telegram before it answers."""


class LocalFileFault(Exception):
    """A Bot API server of one's own has put a file where it is not read."""


class TelegramClient:
    """One bot's connection; `start` comes before any other call."""

    def __init__(self, app: Router, connection: Connection, *, files_folder: Path | None = None) -> None:
        self._app = app
        self._files_folder = files_folder
        self._updates = UpdatesRequest(1)
        self._bot = Bot(
            connection.token,
            base_url=connection.base_url,
            base_file_url=connection.base_file_url,
            request=AiohttpRequest(),
            get_updates_request=self._updates,
        )
        self.payload_sender = PayloadSender(Calls(self._bot))

    async def start(self) -> str:
        """Open the connection; return the bot's username."""
        with _refusing():
            await self._bot.initialize()
        return self._bot.username

    async def stop(self) -> None:
        """Close the connection."""
        await self._bot.shutdown()

    async def publish_profile(self) -> None:
        """Publish the bot's commands and descriptions, if they have changed."""
        await publish_profile(self._app, self._bot)

    async def fetch(self, file: TelegramFile, most: int) -> bytes | Path | None:
        """Return a file's bytes, or where a Bot API server of one's own has put them.

        None for more than `most` bytes, since updates do not always tell the size. Raises LocalFileFault.
        """
        seconds = DEFAULT_TIMEOUT if self._files_folder is None else LOCAL_SECONDS
        try:
            remote = await self._bot.get_file(file.id, read_timeout=seconds)
        except BadRequest as error:
            if "too big" in error.message.lower():
                return None
            raise
        if self._files_folder is not None:
            return _local_file(self._files_folder, remote.file_path or "", most)
        if (remote.file_size or 0) > most:
            return None
        return bytes(await remote.download_as_bytearray())

    async def poll(self, take: Take, *, own_webhook: str = "", adopts: bool = False) -> None:
        """Receive until cancelled; updates are acknowledged only after `take` has returned."""
        with _refusing():
            await Polling(self._bot, self._updates, take, own_webhook=own_webhook, adopts=adopts).run()

    async def watch_webhook(self, url: str, secret: str, seconds: float) -> None:
        """Let Telegram post updates to `url`, with `secret` in a header, and see to it until cancelled."""
        with _refusing():
            await WebhookWatch(self._app, self._bot, url, secret, seconds).run()


def _local_file(folder: Path, path: str, most: int) -> Path | None:
    """Return a file of a server of one's own; None where it is larger than `most`, and gone with that."""
    file = Path(path).resolve()
    if not path.startswith("/") or not file.is_relative_to(folder.resolve()) or not file.is_file():
        raise LocalFileFault(f"telegram.files_folder: the Bot API server's file is not in {folder}")
    if file.stat().st_size <= most:
        return file
    file.unlink()
    return None


@contextmanager
def _refusing() -> Iterator[None]:
    """Say in one line what an operator has to mend."""
    try:
        yield
    except InvalidToken:
        raise ChannelRefused(
            "telegram.token: Telegram refuses it; it was revoked or mistyped. Ask BotFather for the token"
        ) from None
