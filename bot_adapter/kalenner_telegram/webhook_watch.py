"""The watch over the webhook: set again when it is gone; what Telegram says of its deliveries is noted."""

import asyncio
import datetime as dt
import logging
from functools import partial
from urllib.parse import urlsplit

from pyramid.request import Request
from pyramid.router import Router
from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken

from kalenner.failures import Failures
from kalenner.units import run_unit
from kalenner_telegram.models import BotProfile
from kalenner_telegram.updates import ALLOWED_UPDATES

log = logging.getLogger(__name__)

MANY_PENDING = 50


class WebhookWatch:
    """Sets the webhook of one bot to `url`, and looks every `seconds` whether it is still there."""

    def __init__(self, app: Router, bot: Bot, url: str, secret: str, seconds: float) -> None:
        self._app = app
        self._bot = bot
        self._url = url
        self._secret = secret
        self._seconds = seconds
        self._error_at: dt.datetime | None = None

    async def run(self) -> None:
        """Set the webhook, then watch it until cancelled."""
        info = await self._bot.get_webhook_info()
        self._error_at = info.last_error_date
        if info.url and info.url != self._url:
            log.warning("the webhook was at %s and is taken over", urlsplit(info.url).hostname)
        await self._set()
        failures = Failures("looking at the webhook")
        while True:
            await asyncio.sleep(self._seconds)
            try:
                await self._look()
                failures.clear()
            except InvalidToken:
                raise
            except Exception as error:  # noqa: BLE001 -- logged by `note`; watching goes on
                failures.note(error)

    async def _set(self) -> None:
        await self._bot.set_webhook(self._url, allowed_updates=ALLOWED_UPDATES, secret_token=self._secret)

    async def _look(self) -> None:
        info = await self._bot.get_webhook_info()
        if info.url != self._url:
            found = f"is at {urlsplit(info.url).hostname}, another server's" if info.url else "is gone"
            log.warning("the webhook %s; it is set again. Does a second installation have this token?", found)
            await self._set()
        is_new_error = info.last_error_date is not None and info.last_error_date != self._error_at
        if is_new_error or info.pending_update_count >= MANY_PENDING:
            log.warning(
                "the webhook: %s updates wait at Telegram; its last error: %s",
                info.pending_update_count,
                info.last_error_message or "none",
            )
        self._error_at = info.last_error_date
        note = partial(_note, bot_id=self._bot.id, info=info)
        await asyncio.to_thread(run_unit, self._app, "command/telegram", note)


def _note(request: Request, bot_id: int, info: WebhookInfo) -> None:
    """Keep what Telegram said last, for whoever asks how the deliveries go."""
    profile = request.dbsession.get(BotProfile, bot_id)
    if profile is not None:
        profile.webhook_checked_at = request.clock.now()
        profile.webhook_pending = info.pending_update_count
        profile.webhook_error = info.last_error_message
        profile.webhook_error_at = info.last_error_date
