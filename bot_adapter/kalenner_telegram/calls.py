"""The calls to the Bot API: what each sends, and what its refusals mean."""

import base64
import logging
import os
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from telegram import Bot, InlineKeyboardMarkup, InputFile, InputMediaPhoto, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from kalenner.delivery import Refused, TryLater, Unreachable
from kalenner_telegram.messages import plain

log = logging.getLogger(__name__)

T = TypeVar("T")

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
TOKEN_PAUSE = (
    30.0  # seconds; a token that was revoked is replaced by the operator, and nothing is lost till then
)

UPLOAD_SECONDS = 120.0  # a file of many megabytes takes long; one that is broken off arrives twice

# The library's way to ask for spans of time as such, without a warning at each look at one.
os.environ.setdefault("PTB_TIMEDELTA", "true")


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
        message = await self._forgiven(partial(self._send, address), payload)
        return message.message_id

    async def _send(self, address: str, payload: dict[str, Any], parse_mode: str | None) -> Message:
        chat, text, markup = int(address), payload["text"], _markup(payload)
        if "picture" in payload:
            return await self._bot.send_photo(
                chat, _picture(payload), caption=text, parse_mode=parse_mode, reply_markup=markup
            )
        if "document" in payload:
            return await self._bot.send_document(
                chat,
                _document(payload["document"]),
                caption=text,
                parse_mode=parse_mode,
                reply_markup=markup,
                disable_content_type_detection=True,
                read_timeout=UPLOAD_SECONDS,
            )
        return await self._bot.send_message(
            chat, text, parse_mode=parse_mode, reply_markup=markup, link_preview_options=NO_PREVIEW
        )

    async def edit(self, address: str, payload: dict[str, Any]) -> int:
        """Show a screen in the message that was pressed; where that cannot be, in a new one."""
        message = int(payload["message"])
        if payload["was_picture"] != ("picture" in payload):
            number = await self.send(address, payload)
            await self._tidy(self._bot.delete_message(int(address), message))
            return number
        try:
            await self._forgiven(partial(self._edit, address), payload)
        except BadRequest as error:
            reason = error.message.lower()
            if "not modified" in reason:
                return message
            if _is_gone(reason):
                return await self.send(address, payload)
            raise
        return message

    async def _forgiven(
        self, call: Callable[[dict[str, Any], str | None], Awaitable[T]], payload: dict[str, Any]
    ) -> T:
        """Show a payload; what Telegram cannot read of it is left out the second time."""
        try:
            return await call(payload, ParseMode.HTML)
        except BadRequest as error:
            simpler = _simpler(payload, error.message.lower())
            if simpler is None:
                raise
            log.error("Telegram refused a part of a message, which is shown without it: %s", error.message)
            return await call(*simpler)

    async def _edit(self, address: str, payload: dict[str, Any], parse_mode: str | None) -> None:
        chat, message, text, markup = int(address), payload["message"], payload["text"], _markup(payload)
        if "picture" in payload:
            media = InputMediaPhoto(_picture(payload, attach=True), caption=text, parse_mode=parse_mode)
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
        await self._tidy(self._bot.edit_message_reply_markup(chat_id=int(address), message_id=message))

    async def _tidy(self, call: Awaitable[object]) -> None:
        """Make a call that nothing depends on; were its failure told, what went before would come twice."""
        try:
            await call
        except TelegramError as error:
            log.debug("an old message stayed as it was: %s", error.message)


def _simpler(payload: dict[str, Any], reason: str) -> tuple[dict[str, Any], str | None] | None:
    """Return what is left of a payload without the part that was refused, and how it is marked up."""
    if "can't parse entities" in reason:
        return {**payload, "text": plain(payload["text"])}, None
    if "button" in reason or "wrong http url" in reason:
        rows = [[button for button in row if "callback_data" in button] for row in payload.get("rows", ())]
        return {**payload, "rows": [row for row in rows if row]}, ParseMode.HTML
    if "picture" in payload and ("photo" in reason or "image" in reason):
        return {key: value for key, value in payload.items() if key != "picture"}, ParseMode.HTML
    return None


def _is_gone(reason: str) -> bool:
    signs = ("message to edit not found", "can't be edited", "there is no text", "message_id_invalid")
    return any(sign in reason for sign in signs)


def _picture(payload: dict[str, Any], *, attach: bool = False) -> InputFile:
    return InputFile(base64.b64decode(payload["picture"]), filename="picture.png", attach=attach)


def _document(document: dict[str, str]) -> InputFile:
    file = InputFile(base64.b64decode(document["content"]), filename=document["name"])
    file.mimetype = document["media_type"]
    return file


def _markup(payload: dict[str, Any]) -> InlineKeyboardMarkup | None:
    rows = payload.get("rows")
    return InlineKeyboardMarkup.de_json({"inline_keyboard": rows}) if rows else None


def as_delivery(error: TelegramError) -> Exception:
    """Return what a fault of the Bot API means for delivery; only Telegram's own word ends a message."""
    if isinstance(error, RetryAfter):
        seconds = error.retry_after
        return TryLater(float(seconds if isinstance(seconds, int) else seconds.total_seconds()))
    if isinstance(error, InvalidToken):
        return TryLater(TOKEN_PAUSE, is_for_all=True)
    if isinstance(error.__cause__, TelegramError):
        # What answered did not speak JSON: something in between, such as a proxy.
        return TryLater(None)
    if isinstance(error, Forbidden):
        return Unreachable(error.message)
    if isinstance(error, BadRequest):
        gone = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
        is_gone = any(sign in error.message.lower() for sign in gone)
        return Unreachable(error.message) if is_gone else Refused(error.message)
    if "entity too large" in error.message.lower():
        return Refused(error.message)
    return TryLater(None)
