"""The calls to the Bot API: what each sends, and what its refusals mean."""

import base64
import logging
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputFile, InputMediaPhoto, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from kalenner.delivery import Refused, TryLater, Unreachable
from kalenner_telegram.outgoing import plain

log = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Calls:
    """Sends for one bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def answer(self, payload: dict[str, Any]) -> None:
        """Answer a press; one that is too old, or was answered already, is nothing to mind."""
        try:
            await self._bot.answer_callback_query(
                payload["id"], text=payload.get("text"), show_alert=payload.get("alert")
            )
        except BadRequest as error:
            log.info("a press could not be answered: %s", error.message)

    async def send(self, address: str, payload: dict[str, Any]) -> int:
        """Send a message of its own; return its number."""
        try:
            message = await self._send(address, payload, payload["text"], ParseMode.HTML)
        except BadRequest as error:
            if "can't parse entities" not in error.message.lower():
                raise
            log.error("Telegram could not read our markup; sent as plain text: %s", error.message)
            message = await self._send(address, payload, plain(payload["text"]), None)
        return message.message_id

    async def _send(
        self, address: str, payload: dict[str, Any], text: str, parse_mode: str | None
    ) -> Message:
        chat, markup = int(address), _markup(payload)
        if "picture" in payload:
            return await self._bot.send_photo(
                chat, _picture(payload), caption=text, parse_mode=parse_mode, reply_markup=markup
            )
        return await self._bot.send_message(
            chat, text, parse_mode=parse_mode, reply_markup=markup, link_preview_options=NO_PREVIEW
        )

    async def edit(self, address: str, payload: dict[str, Any]) -> int:
        """Show a screen in the message that was pressed; where that cannot be, in a new one."""
        message, was_picture = payload["message"], payload["was_picture"]
        if was_picture != ("picture" in payload):
            number = await self.send(address, payload)
            await self._remove(address, message)
            return number
        try:
            await self._edit(address, payload, payload["text"], ParseMode.HTML)
        except BadRequest as error:
            reason = error.message.lower()
            if "not modified" in reason:
                return int(message)
            if "can't parse entities" in reason:
                log.error("Telegram could not read our markup; shown as plain text: %s", error.message)
                await self._edit(address, payload, plain(payload["text"]), None)
            elif _is_gone(reason):
                return await self.send(address, payload)
            else:
                raise
        return int(message)

    async def _edit(self, address: str, payload: dict[str, Any], text: str, parse_mode: str | None) -> None:
        chat, message, markup = int(address), payload["message"], _markup(payload)
        if "picture" in payload:
            media = InputMediaPhoto(_picture(payload), caption=text, parse_mode=parse_mode)
            await self._bot.edit_message_media(media, chat_id=chat, message_id=message, reply_markup=markup)
            return
        await self._bot.edit_message_text(
            text,
            chat_id=chat,
            message_id=message,
            parse_mode=parse_mode,
            reply_markup=markup,
            link_preview_options=NO_PREVIEW,
        )

    async def take_keyboard_off(self, address: str, message: int) -> None:
        """Leave an old menu's text without its buttons."""
        try:
            await self._bot.edit_message_reply_markup(chat_id=int(address), message_id=message)
        except BadRequest as error:
            log.debug("an old menu kept its buttons: %s", error.message)

    async def _remove(self, address: str, message: int) -> None:
        try:
            await self._bot.delete_message(int(address), message)
        except BadRequest as error:
            log.debug("an old message stayed: %s", error.message)


def _is_gone(reason: str) -> bool:
    signs = ("message to edit not found", "can't be edited", "there is no text", "message_id_invalid")
    return any(sign in reason for sign in signs)


def _picture(payload: dict[str, Any]) -> InputFile:
    return InputFile(base64.b64decode(payload["picture"]), filename="picture.png")


def _markup(payload: dict[str, Any]) -> InlineKeyboardMarkup | None:
    rows = payload.get("rows")
    return InlineKeyboardMarkup.de_json({"inline_keyboard": rows}) if rows else None


def as_delivery(error: TelegramError) -> Exception:
    """Return what a fault of the Bot API means for delivery."""
    if isinstance(error, RetryAfter):
        seconds = error.retry_after
        return TryLater(float(seconds if isinstance(seconds, int) else seconds.total_seconds()))
    if isinstance(error, Forbidden):
        return Unreachable(error.message)
    if isinstance(error, BadRequest):
        gone = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
        is_gone = any(sign in error.message.lower() for sign in gone)
        return Unreachable(error.message) if is_gone else Refused(error.message)
    if isinstance(error, NetworkError):
        return TryLater(None)
    return Refused(error.message)
