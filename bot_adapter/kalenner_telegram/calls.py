"""The calls to the Bot API, and what its errors mean for delivery."""

import base64
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from telegram import Bot, InlineKeyboardMarkup, InputFile, InputMediaPhoto, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from kalenner.delivery import Refused, TryLater, Unreachable
from kalenner.screens import Media, MessageKind
from kalenner_telegram.media import MediaCalls
from kalenner_telegram.messages import plain

log = logging.getLogger(__name__)

T = TypeVar("T")

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
TOKEN_PAUSE = 30.0  # seconds between tries while the token is refused, until the operator replaces it
UPLOAD_SECONDS = 120.0  # an upload that times out may have arrived, and arrives again with the retry

# Makes the library return time spans as timedelta, without a deprecation warning at each access.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class Calls:
    """Sends for one bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._media = MediaCalls(bot)

    async def answer(self, payload: dict[str, Any]) -> None:
        """Answer a press; it is no error that it is too old or has been answered already."""
        try:
            await self._bot.answer_callback_query(
                payload["id"], text=payload.get("text"), show_alert=payload.get("alert")
            )
        except BadRequest as error:
            log.info("a press could not be answered: %s", error.message)

    async def send(self, address: str, payload: dict[str, Any]) -> int:
        """Send a new message; return its id."""
        message = await self._with_fallback(partial(self._send, address), payload)
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
        if "media" in payload:
            return await self._media.send(chat, payload, parse_mode, markup)
        return await self._bot.send_message(
            chat,
            text,
            parse_mode=parse_mode,
            reply_markup=markup,
            link_preview_options=NO_PREVIEW,
            disable_notification=payload.get("is_silent"),
        )

    async def edit(self, address: str, payload: dict[str, Any]) -> int:
        """Show a screen in the pressed message, or else in a new one; return the message's id.

        Only the menu is taken away for a new message; a picture that is no menu stays, such as a QR code.
        """
        message = int(payload["message"])
        is_menu, is_picture = message == payload.get("old_menu"), "picture" in payload
        if payload["was_picture"] and not is_menu:
            return await self.send(address, payload)
        if payload.get("is_kept") or payload["was_picture"] != is_picture:
            number = await self.send(address, payload)
            if is_menu:
                await self._take_away(address, message, can_delete=payload.get("can_delete", True))
            return number
        try:
            await self._with_fallback(partial(self._edit, address), payload)
        except BadRequest as error:
            reason = error.message.lower()
            if "not modified" in reason:
                return message
            if _is_gone(reason):
                return await self.send(address, payload)
            raise
        return message

    async def _with_fallback(
        self, call: Callable[[dict[str, Any], str | None], Awaitable[T]], payload: dict[str, Any]
    ) -> T:
        """Make a call; if Telegram refuses a part of the payload, once more without that part."""
        try:
            return await call(payload, ParseMode.HTML)
        except BadRequest as error:
            fallback = _fallback(payload, error.message.lower())
            if fallback is None:
                raise
            log.error("Telegram refused a part of a message, which is shown without it: %s", error.message)
            return await call(*fallback)

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

    async def edit_caption(self, address: str, payload: dict[str, Any]) -> None:
        """Change the text below a file; one that says the same already, or is gone, is no error."""
        number, markup = int(payload["message"]), _markup(payload)
        call = partial(self._bot.edit_message_caption, int(address), number, reply_markup=markup)
        try:
            await call(caption=payload["text"], parse_mode=ParseMode.HTML)
        except BadRequest as error:
            reason = error.message.lower()
            if "not modified" not in reason and not _is_gone(reason):
                raise

    async def remove(self, address: str, messages: list[int]) -> None:
        """Delete messages of a chat; those that Telegram keeps, such as old ones, stay."""
        await self._best_effort(self._bot.delete_messages(int(address), messages))

    async def _take_away(self, address: str, message: int, *, can_delete: bool) -> None:
        if can_delete:
            await self._best_effort(self._bot.delete_message(int(address), message))
        else:
            await self.remove_keyboard(address, message)

    async def remove_keyboard(self, address: str, message: int) -> None:
        """Remove the buttons of an old menu."""
        await self._best_effort(self._bot.edit_message_reply_markup(chat_id=int(address), message_id=message))

    async def _best_effort(self, call: Awaitable[object]) -> None:
        """Make a call whose error is only logged, because a retry would send the message before it again."""
        try:
            await call
        except TelegramError as error:
            log.debug("an old message stayed as it was: %s", error.message)


def _fallback(payload: dict[str, Any], reason: str) -> tuple[dict[str, Any], str | None] | None:
    """Return the payload without the part that was refused, and its parse mode; None for another error."""
    if "can't parse entities" in reason:
        return {**payload, "text": plain(payload["text"])}, None
    if "button" in reason or "wrong http url" in reason:
        rows = [[button for button in row if "callback_data" in button] for row in payload.get("rows", ())]
        return {**payload, "rows": [row for row in rows if row]}, ParseMode.HTML
    if "media" in payload and isinstance(payload["media"], Media):
        if payload["media"].kind is MessageKind.DOCUMENT:
            return None
        return {**payload, "media": replace(payload["media"], kind=MessageKind.DOCUMENT)}, ParseMode.HTML
    if "picture" in payload and ("photo" in reason or "image" in reason):
        return {key: value for key, value in payload.items() if key != "picture"}, ParseMode.HTML
    return None


def _is_gone(reason: str) -> bool:
    phrases = ("message to edit not found", "can't be edited", "there is no text", "message_id_invalid")
    return any(phrase in reason for phrase in phrases)


def _picture(payload: dict[str, Any], *, attach: bool = False) -> InputFile:
    return InputFile(base64.b64decode(payload["picture"]), filename="picture.png", attach=attach)


def _document(document: dict[str, str]) -> InputFile:
    file = InputFile(base64.b64decode(document["content"]), filename=document["name"])
    file.mimetype = document["media_type"]
    return file


def _markup(payload: dict[str, Any]) -> InlineKeyboardMarkup | None:
    rows = payload.get("rows")
    return InlineKeyboardMarkup.de_json({"inline_keyboard": rows}) if rows else None


def delivery_error(error: TelegramError) -> Exception:
    """Return the exception of delivery for an error of the Bot API; only Telegram itself may refuse."""
    if isinstance(error, RetryAfter):
        seconds = error.retry_after
        return TryLater(float(seconds if isinstance(seconds, int) else seconds.total_seconds()))
    if isinstance(error, InvalidToken):
        return TryLater(TOKEN_PAUSE, is_for_all=True)
    if isinstance(error.__cause__, TelegramError):
        # The answer was no JSON, so it came from something in between, such as a proxy.
        return TryLater(None)
    if isinstance(error, Forbidden):
        return Unreachable(error.message)
    if isinstance(error, BadRequest):
        phrases = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
        is_gone = any(phrase in error.message.lower() for phrase in phrases)
        return Unreachable(error.message) if is_gone else Refused(error.message)
    if "entity too large" in error.message.lower():
        return Refused(error.message)
    return TryLater(None)
