"""The calls that send what people have sent: files as what they were, places and contacts made anew."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputFile, Message

from kalenner.screens import Media, MessageKind, Place

UPLOAD_SECONDS = 120.0  # an upload that times out may have arrived, and arrives again with the retry
NAMELESS = "…"
"""A contact has a first name, or Telegram refuses it."""


class MediaCalls:
    """Sends media for one bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(
        self, chat: int, payload: dict[str, Any], parse_mode: str | None, markup: InlineKeyboardMarkup | None
    ) -> Message:
        """Send a file with its caption, a place or a contact."""
        media, is_silent = payload["media"], payload.get("is_silent")
        options: dict[str, Any] = {"reply_markup": markup, "disable_notification": is_silent}
        if isinstance(media, Media):
            if media.kind.has_caption:
                options |= {"caption": payload["text"] or None, "parse_mode": parse_mode}
            return await self._send_file(chat, media, options)
        if isinstance(media, Place):
            return await self._bot.send_location(chat, media.latitude, media.longitude, **options)
        name = media.name or NAMELESS
        return await self._bot.send_contact(chat, phone_number=media.phone, first_name=name, **options)

    async def _send_file(self, chat: int, media: Media, options: dict[str, Any]) -> Message:
        file = InputFile(await asyncio.to_thread(media.read), filename=media.name)
        calls: dict[MessageKind, Callable[..., Awaitable[Message]]] = {
            MessageKind.PHOTO: self._bot.send_photo,
            MessageKind.VIDEO: self._bot.send_video,
            MessageKind.VOICE: self._bot.send_voice,
            MessageKind.VIDEO_NOTE: self._bot.send_video_note,
            MessageKind.ANIMATION: self._bot.send_animation,
            MessageKind.STICKER: self._bot.send_sticker,
            MessageKind.AUDIO: self._bot.send_audio,
        }
        if media.kind in calls:
            return await calls[media.kind](chat, file, read_timeout=UPLOAD_SECONDS, **options)
        return await self._bot.send_document(
            chat, file, disable_content_type_detection=True, read_timeout=UPLOAD_SECONDS, **options
        )
