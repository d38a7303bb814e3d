"""People, messages and presses as JSON for the page, without any HTML."""

from typing import Any

from kalenner_playground.bot_description import BotDescription
from kalenner_playground.entities import tree
from kalenner_playground.messages import MEDIA, Message
from kalenner_playground.persons import PlaygroundPerson
from kalenner_playground.presses import ButtonPress
from kalenner_playground.store import JsonObject

_URL_KINDS = ("url", "web_app", "login_url")


def person_json(person: PlaygroundPerson, profile: BotDescription) -> JsonObject:
    """Return a person with the commands and words the bot has for their language."""
    return {
        "id": person.id,
        "name": f"{person.first_name} {person.last_name}".strip(),
        "username": person.username,
        "language": person.language,
        "started": person.started,
        "blocked": person.blocked,
        "keyboard": person.keyboard,
        "commands": profile.commands_of(person.id, person.language),
        "bot_name": _words(profile, "name", person.language),
        "bot_description": _words(profile, "description", person.language),
        "bot_short_description": _words(profile, "short_description", person.language),
    }


def _words(profile: BotDescription, kind: str, language: str) -> str:
    short = language[:2]
    return profile.words(kind, short if short.isascii() and short.isalpha() else "")


def message_json(message: Message) -> JsonObject:
    """Return a message as nested text, media, and rows of buttons."""
    body = message.body
    return {
        "id": message.id,
        "chat": message.chat,
        "from_bot": message.from_bot,
        "date": body["date"],
        "edited": "edit_date" in body,
        "album": body.get("media_group_id"),
        "protected": body.get("has_protected_content", False),
        "text": tree(message.formatted),
        "media": _media(message),
        "contact": body.get("contact"),
        "location": body.get("location"),
        "reply_to": _quoted(body.get("reply_to_message")),
        "rows": [[_button(button) for button in row] for row in message.rows],
    }


def press_json(press: ButtonPress) -> JsonObject:
    """Return what the page needs to end the waiting of a pressed button."""
    answer = press.answer or {}
    return {
        "id": press.id,
        "chat": press.person_id,
        "message": press.message,
        "text": answer.get("text", ""),
        "alert": answer.get("show_alert", False),
        "url": answer.get("url"),
    }


def _media(message: Message) -> JsonObject | None:
    kind = message.media
    if kind is None:
        return None
    media: Any = message.body[kind]
    file: JsonObject = media[-1] if kind == "photo" else media
    return {
        "kind": kind if kind in {"photo", "video"} else "document",
        "file": file["file_id"],
        "name": file.get("file_name", ""),
        "mime": file.get("mime_type", "image/jpeg"),
        "size": file.get("file_size", 0),
        "width": file.get("width"),
        "height": file.get("height"),
    }


def _quoted(body: JsonObject | None) -> JsonObject | None:
    if body is None:
        return None
    kind = next((kind for kind in (*MEDIA, "contact", "location") if kind in body), "")
    return {
        "id": body["message_id"],
        "text": (body.get("text") or body.get("caption") or "")[:120],
        "kind": kind,
    }


def _button(button: JsonObject) -> JsonObject:
    label = {"text": button["text"], "style": button.get("style")}
    if "callback_data" in button:
        return label | {"kind": "press"}
    if "copy_text" in button:
        return label | {"kind": "copy", "copy": button["copy_text"]["text"]}
    for kind in _URL_KINDS:
        if kind in button:
            target = button[kind]
            return label | {
                "kind": "url",
                "url": target if isinstance(target, str) else target.get("url", ""),
            }
    return label | {"kind": "other"}
