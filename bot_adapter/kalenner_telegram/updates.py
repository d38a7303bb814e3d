"""Reads Telegram's updates, with any JSON in any place; only those of private chats concern us."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from kalenner.screens import MessageKind, Place, SharedContact

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
_KINDS = ("callback_query", "my_chat_member", "message", "edited_message")
_END_OF_USER_IDS = 2**53
PLACES_AND_CONTACTS = {"location", "venue", "contact"}
"""Parts of messages that say where somebody is, or what somebody else's number is."""
_KEPT_OF_EDITS = ("message_id", "from", "chat", "date", "text", "caption", "entities")
_PHONE = re.compile(r"\+?[0-9 ()./-]{2,40}")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,35}")


class Unreadable(Exception):
    """Nobody can tell who an update is from; the text says why, in words of our own."""


@dataclass(frozen=True)
class TelegramUser:
    """Who an update is from."""

    subject: str
    language: str | None
    first_name: str


_FILE_KINDS = {
    "document": "file",
    "video": "video.mp4",
    "animation": "animation.mp4",
    "audio": "audio.mp3",
    "voice": "voice.ogg",
    "video_note": "video.mp4",
}
"""Where a message carries a file, in the order in which it is looked for, and its name where it has none."""


_KINDS_OF_MESSAGES = {
    "photo": MessageKind.PHOTO,
    "animation": MessageKind.ANIMATION,  # before the document that it also is
    "video": MessageKind.VIDEO,
    "voice": MessageKind.VOICE,
    "video_note": MessageKind.VIDEO_NOTE,
    "audio": MessageKind.AUDIO,
    "sticker": MessageKind.STICKER,
    "document": MessageKind.DOCUMENT,
    "location": MessageKind.PLACE,
    "venue": MessageKind.PLACE,
    "contact": MessageKind.CONTACT,
}
_END_OF_TIME = 2**33


@dataclass(frozen=True)
class TelegramFile:
    """A file in a message: its file id, its size in bytes, 0 if unknown, and its name, "" without one."""

    id: str
    size: int
    name: str = ""


def object_in(parent: object, name: str) -> dict[str, Any]:
    """Return the object of this name within another; an empty one where there is none."""
    value = parent.get(name) if isinstance(parent, dict) else None
    return value if isinstance(value, dict) else {}


def text_in(parent: dict[str, Any], name: str) -> str | None:
    """Return the text of this name within an object; None where there is none."""
    value = parent.get(name)
    return value if isinstance(value, str) else None


def number_in(parent: object, name: str) -> int:
    """Return the whole number from 0 of this name within an object; 0 where there is none."""
    value = parent.get(name) if isinstance(parent, dict) else None
    return value if type(value) is int and value > 0 else 0


def kind_of(update: dict[str, Any]) -> str:
    """Return the kind of an update; "" for one that does not concern us. Raises :class:`Unreadable`."""
    named = [kind for kind in _KINDS if kind in update]
    kind = next((kind for kind in named if isinstance(update[kind], dict)), "")
    if named and not kind:
        raise Unreadable(f"{named[0]} is no object")
    if kind == "edited_message" and "location" in update[kind]:
        return ""  # a place that is shared live is edited every few seconds
    return kind


def sender_of(update: dict[str, Any]) -> TelegramUser | None:
    """Return who an update of a private chat is from; None for any other. Raises :class:`Unreadable`."""
    kind = kind_of(update)
    if not kind or _type_of_chat(kind, update[kind]) != "private":
        return None
    person = update[kind].get("from")
    if not isinstance(person, dict):
        raise Unreadable("no sender")
    if person.get("is_bot"):
        return None
    number = person.get("id")
    if type(number) is not int or not 0 < number < _END_OF_USER_IDS:
        raise Unreadable("sender without an id")
    language = text_in(person, "language_code") or ""
    known = language if _LANGUAGE.fullmatch(language) else None
    return TelegramUser(str(number), known, text_in(person, "first_name") or "")


def _type_of_chat(kind: str, content: dict[str, Any]) -> str:
    if kind == "callback_query":
        message = object_in(content, "message")
        if message.get("chat") is None:
            return "private"  # below an inline message, or the message is not there any more
        chat = message["chat"]
    else:
        chat = content.get("chat")
    type_of_chat = chat.get("type") if isinstance(chat, dict) else None
    if not isinstance(type_of_chat, str):
        raise Unreadable("no chat")
    return type_of_chat


def without_edit(message: dict[str, Any]) -> dict[str, Any]:
    """Return of an edited message only which one it is, whose, when it was sent, and its text or caption."""
    return {name: message[name] for name in _KEPT_OF_EDITS if name in message}


def user_of(update: dict[str, Any]) -> TelegramUser | None:
    """Return who an update of a private chat is from; None for any other update."""
    try:
        return sender_of(update)
    except Unreadable:
        return None


def command_of(text: str) -> tuple[str, str] | None:
    """Return the command and what follows it; None for a text that is no command."""
    if not text.startswith("/"):
        return None
    name, *arguments = text[1:].split(maxsplit=1) or [""]
    return name.partition("@")[0].lower(), "".join(arguments).strip()


def file_of(update: dict[str, Any]) -> TelegramFile | None:
    """Return the file a message carries: a photo in its largest size, or any other kind of file."""
    message = object_in(update, "message")
    sizes = message.get("photo")
    files = [size for size in sizes if isinstance(size, dict)] if isinstance(sizes, list) else []
    files.sort(key=lambda size: number_in(size, "width") * number_in(size, "height"), reverse=True)
    found = [(file, "photo.jpg") for file in files]
    found += [(object_in(message, kind), name) for kind, name in _FILE_KINDS.items()]
    found.append((object_in(message, "sticker"), _sticker_name(object_in(message, "sticker"))))
    for file, name in found:
        if file_id := text_in(file, "file_id"):
            return TelegramFile(file_id, number_in(file, "file_size"), text_in(file, "file_name") or name)
    return None


def _sticker_name(sticker: dict[str, Any]) -> str:
    if sticker.get("is_animated") is True:
        return "sticker.tgs"
    return "sticker.webm" if sticker.get("is_video") is True else "sticker.webp"


def message_kind_of(message: dict[str, Any]) -> MessageKind:
    """Return what a message is; a place that is shared live is OTHER, and so is whatever we do not know."""
    if text_in(message, "text") is not None:
        return MessageKind.TEXT
    if any(part in message for part in ("paid_media", "story", "poll", "invoice", "game", "checklist")):
        return MessageKind.OTHER
    for part, kind in _KINDS_OF_MESSAGES.items():
        if message.get(part):
            is_live = kind is MessageKind.PLACE and "live_period" in object_in(message, "location")
            return MessageKind.OTHER if is_live else kind
    return MessageKind.OTHER


def contact_of(update: dict[str, Any]) -> SharedContact | None:
    """Return the name and the number of a contact, and whether it is the sender's own; nothing else of it."""
    message = object_in(update, "message")
    contact, phone = object_in(message, "contact"), phone_of(update)
    if phone is None:
        return None
    names = (text_in(contact, "first_name"), text_in(contact, "last_name"))
    user_id = number_in(contact, "user_id")
    is_own = bool(user_id) and user_id == number_in(object_in(message, "from"), "id")
    return SharedContact(" ".join(name for name in names if name), phone, is_own)


def sent_at_of(message: dict[str, Any]) -> dt.datetime | None:
    """Return when a message was sent; None where it does not say so."""
    seconds = number_in(message, "date")
    return dt.datetime.fromtimestamp(seconds, dt.UTC) if 0 < seconds < _END_OF_TIME else None


def place_of(update: dict[str, Any]) -> Place | None:
    """Return the place a message carries, sent as a location or as a venue."""
    message = object_in(update, "message")
    location = object_in(message, "location") or object_in(object_in(message, "venue"), "location")
    latitude, longitude = location.get("latitude"), location.get("longitude")
    if not _is_degrees(latitude, 90) or not _is_degrees(longitude, 180):
        return None
    return Place(float(latitude), float(longitude))  # type: ignore[arg-type]  # numbers


def phone_of(update: dict[str, Any]) -> str | None:
    """Return the number of the contact that a message carries, with a + where it is one of Telegram's people.

    Telegram leaves it out of theirs; others are as they stand in the sender's address book.
    """
    contact = object_in(object_in(update, "message"), "contact")
    number = (text_in(contact, "phone_number") or "").strip()
    if not _PHONE.fullmatch(number):
        return None
    return f"+{number}" if number_in(contact, "user_id") and not number.startswith("+") else number


def _is_degrees(value: object, most: int) -> bool:
    return type(value) in {int, float} and -most <= value <= most  # type: ignore[operator]  # a number


def without_place(update: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of an update without the place or the contact of its message."""
    message = {
        key: value for key, value in object_in(update, "message").items() if key not in PLACES_AND_CONTACTS
    }
    return {**update, "message": message}


def press_id_of(update: dict[str, Any]) -> str:
    """Return the id by which a press is answered; "" if it is no press, or has none."""
    return text_in(object_in(update, "callback_query"), "id") or ""


class PressedMessage(NamedTuple):
    """The message whose button was pressed; `date` is when it was sent, in seconds since 1970."""

    id: int
    is_picture: bool
    date: int


def pressed_message(update: dict[str, Any]) -> PressedMessage | None:
    """Return the message whose button was pressed.

    None for a message that cannot be edited (deleted, or too old), and for one with a document, which stays.
    """
    message = object_in(object_in(update, "callback_query"), "message")
    number = number_in(message, "message_id")
    date = number_in(message, "date")
    if not number or not date or "document" in message:
        return None
    return PressedMessage(number, "photo" in message, date)
