"""People, messages and presses as the page gets them: only what it shows, nothing it would have to trust."""

from typing import Any

from kalenner_playground.entities import tree
from kalenner_playground.ground import Json
from kalenner_playground.messages import MEDIA, Message
from kalenner_playground.persons import PersonCard
from kalenner_playground.presses import Press
from kalenner_playground.profile import Profile

_URL_KINDS = ("url", "web_app", "login_url")


def shown_person(card: PersonCard, profile: Profile) -> Json:
    """Return a person with the commands and words the bot has for their language."""
    return {
        "id": card.id,
        "name": f"{card.first_name} {card.last_name}".strip(),
        "username": card.username,
        "language": card.language,
        "started": card.started,
        "blocked": card.blocked,
        "keyboard": card.keyboard,
        "commands": profile.commands_of(card.id, card.language),
        "bot_name": _words(profile, "name", card.language),
        "bot_description": _words(profile, "description", card.language),
        "bot_short_description": _words(profile, "short_description", card.language),
    }


def _words(profile: Profile, kind: str, language: str) -> str:
    short = language[:2]
    return profile.words(kind, short if short.isascii() and short.isalpha() else "")


def shown_message(message: Message) -> Json:
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


def shown_press(press: Press) -> Json:
    """Return what the page needs to end the waiting of a pressed button."""
    answer = press.answer or {}
    return {
        "id": press.id,
        "chat": press.person,
        "message": press.message,
        "text": answer.get("text", ""),
        "alert": answer.get("show_alert", False),
        "url": answer.get("url"),
    }


def _media(message: Message) -> Json | None:
    kind = message.media
    if kind is None:
        return None
    found: Any = message.body[kind]
    about: Json = found[-1] if kind == "photo" else found
    return {
        "kind": kind,
        "file": about["file_id"],
        "name": about.get("file_name", ""),
        "mime": about.get("mime_type", "image/jpeg"),
        "size": about.get("file_size", 0),
        "width": about.get("width"),
        "height": about.get("height"),
    }


def _quoted(body: Json | None) -> Json | None:
    if body is None:
        return None
    kind = next((kind for kind in (*MEDIA, "contact", "location") if kind in body), "")
    return {
        "id": body["message_id"],
        "text": (body.get("text") or body.get("caption") or "")[:120],
        "kind": kind,
    }


def _button(button: Json) -> Json:
    shown = {"text": button["text"], "style": button.get("style")}
    if "callback_data" in button:
        return shown | {"kind": "press"}
    if "copy_text" in button:
        return shown | {"kind": "copy", "copy": button["copy_text"]["text"]}
    for kind in _URL_KINDS:
        if kind in button:
            target = button[kind]
            return shown | {
                "kind": "url",
                "url": target if isinstance(target, str) else target.get("url", ""),
            }
    return shown | {"kind": "other"}
