"""From Telegram's update to what a person did. Private chats alone concern us."""

from dataclasses import dataclass
from typing import Any

from kalenner.screens import Place

PICTURE_TYPES = ("image/jpeg", "image/png", "image/webp")
MOST_FILE_BYTES = 10 * 1024 * 1024
ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"]


@dataclass(frozen=True)
class Sender:
    """Who an update is from, as Telegram tells."""

    subject: str
    language: str | None
    first_name: str


@dataclass(frozen=True)
class File:
    """A picture in a message: Telegram's number of it, and its size in bytes if told."""

    id: str
    size: int


def sender_of(update: dict[str, Any]) -> Sender | None:
    """Return who an update of a private chat is from; None for any other update."""
    query, member, message = update.get("callback_query"), update.get("my_chat_member"), update.get("message")
    if query is not None:
        chat, person = (query.get("message") or {}).get("chat") or {"type": "private"}, query.get("from")
    else:
        holder = member or message or {}
        chat, person = holder.get("chat") or {}, holder.get("from")
    if not person or person.get("is_bot") or chat.get("type") != "private":
        return None
    return Sender(str(person["id"]), person.get("language_code"), str(person.get("first_name") or ""))


def command_of(text: str) -> tuple[str, str] | None:
    """Return the command and what follows it; None for a text that is no command."""
    if not text.startswith("/"):
        return None
    word, *rest = text[1:].split(maxsplit=1) or [""]
    return word.partition("@")[0].lower(), "".join(rest).strip()


def file_of(update: dict[str, Any]) -> File | None:
    """Return the picture a message carries, sent as a photo or as a file."""
    message = update.get("message") or {}
    if message.get("photo"):
        largest = max(message["photo"], key=lambda size: size.get("width", 0) * size.get("height", 0))
        return File(largest["file_id"], int(largest.get("file_size") or 0))
    document = message.get("document")
    if document:
        return File(document["file_id"], int(document.get("file_size") or 0))
    return None


def place_of(update: dict[str, Any]) -> Place | None:
    """Return the place a message carries, sent as a location or as a venue."""
    message = update.get("message") or {}
    found = message.get("location") or (message.get("venue") or {}).get("location") or {}
    latitude, longitude = found.get("latitude"), found.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return Place(float(latitude), float(longitude))


def without_place(update: dict[str, Any]) -> dict[str, Any]:
    """Return an update whose message does not tell any place."""
    message = {key: value for key, value in update["message"].items() if key not in {"location", "venue"}}
    return {**update, "message": message}


def pressed_message(update: dict[str, Any]) -> tuple[int, bool] | None:
    """Return the number of the message whose button was pressed, and whether it is a picture.

    None where Telegram says that the message is gone or too old to be edited, and for a file, which
    its reader keeps.
    """
    message = (update.get("callback_query") or {}).get("message")
    if not message or not message.get("date") or "document" in message:
        return None
    return int(message["message_id"]), "photo" in message
