"""Reads Telegram's updates; only those of private chats concern us."""

from dataclasses import dataclass
from typing import Any

from kalenner.screens import Place

MOST_FILE_BYTES = 10 * 1024 * 1024
ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"]


@dataclass(frozen=True)
class TelegramUser:
    """Who an update is from."""

    subject: str
    language: str | None
    first_name: str


@dataclass(frozen=True)
class TelegramFile:
    """A picture in a message: its file id, and its size in bytes, 0 if unknown."""

    id: str
    size: int


def user_of(update: dict[str, Any]) -> TelegramUser | None:
    """Return who an update of a private chat is from; None for any other update."""
    query, member, message = update.get("callback_query"), update.get("my_chat_member"), update.get("message")
    if query is not None:
        chat, person = (query.get("message") or {}).get("chat") or {"type": "private"}, query.get("from")
    else:
        content = member or message or {}
        chat, person = content.get("chat") or {}, content.get("from")
    if not person or person.get("is_bot") or chat.get("type") != "private":
        return None
    return TelegramUser(str(person["id"]), person.get("language_code"), str(person.get("first_name") or ""))


def command_of(text: str) -> tuple[str, str] | None:
    """Return the command and what follows it; None for a text that is no command."""
    if not text.startswith("/"):
        return None
    name, *arguments = text[1:].split(maxsplit=1) or [""]
    return name.partition("@")[0].lower(), "".join(arguments).strip()


def file_of(update: dict[str, Any]) -> TelegramFile | None:
    """Return the picture a message carries, sent as a photo or as a file."""
    message = update.get("message") or {}
    if message.get("photo"):
        largest = max(message["photo"], key=lambda size: size.get("width", 0) * size.get("height", 0))
        return TelegramFile(largest["file_id"], int(largest.get("file_size") or 0))
    document = message.get("document")
    if document:
        return TelegramFile(document["file_id"], int(document.get("file_size") or 0))
    return None


def place_of(update: dict[str, Any]) -> Place | None:
    """Return the place a message carries, sent as a location or as a venue."""
    message = update.get("message") or {}
    location = message.get("location") or (message.get("venue") or {}).get("location") or {}
    latitude, longitude = location.get("latitude"), location.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return Place(float(latitude), float(longitude))


def without_place(update: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of an update without the place of its message."""
    message = {key: value for key, value in update["message"].items() if key not in {"location", "venue"}}
    return {**update, "message": message}


def pressed_message(update: dict[str, Any]) -> tuple[int, bool] | None:
    """Return the id of the message whose button was pressed, and whether it is a picture.

    None for a message that cannot be edited (deleted, or too old), and for one with a document, which stays.
    """
    message = (update.get("callback_query") or {}).get("message")
    if not message or not message.get("date") or "document" in message:
        return None
    return int(message["message_id"]), "photo" in message
