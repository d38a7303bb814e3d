"""Texts, captions, keyboards and files of a message, read from the parameters of a call."""

from typing import Any

from kalenner_playground.entities import Formatted, checked_entities, trimmed, with_detected
from kalenner_playground.errors import bad_request
from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.files import PHOTO_BYTES_AT_MOST, FileUpload
from kalenner_playground.html_text import parse_html
from kalenner_playground.keyboards import checked_markup
from kalenner_playground.messages import Message
from kalenner_playground.params import Params
from kalenner_playground.persons import PlaygroundPerson
from kalenner_playground.store import JsonObject

TEXT_AT_MOST = 4096
CAPTION_AT_MOST = 1024


def read_formatted(text: str, parse_mode: str, entities: Any) -> Formatted:
    """Return a text with its entities, as Telegram will keep it; raises `ApiError`."""
    mode = parse_mode.lower()
    if mode == "html":
        formatted = parse_html(text)
    elif mode:
        raise bad_request("unsupported parse_mode (the playground reads HTML only)")
    else:
        formatted = checked_entities(text, entities) if entities else Formatted(text)
    return with_detected(trimmed(formatted))


def read_text(params: Params) -> JsonObject:
    """Return `text` and `entities` of a message; raises `ApiError` for an empty or too long one."""
    formatted = read_formatted(params.text("text"), params.text("parse_mode"), params.json("entities"))
    if not formatted.text:
        raise bad_request("message text is empty")
    if len(formatted.text) > TEXT_AT_MOST:
        raise bad_request("message is too long")
    return {"text": formatted.text} | ({"entities": formatted.entities} if formatted.entities else {})


def read_caption(params: Params) -> JsonObject:
    """Return `caption` and `caption_entities`, nothing for an empty one; raises `ApiError`."""
    formatted = read_formatted(
        params.text("caption"), params.text("parse_mode"), params.json("caption_entities")
    )
    if len(formatted.text) > CAPTION_AT_MOST:
        raise bad_request("message caption is too long")
    if not formatted.text:
        return {}
    return {"caption": formatted.text} | (
        {"caption_entities": formatted.entities} if formatted.entities else {}
    )


_SEEN = {"width": 640, "height": 360}
_DETAILS: dict[str, JsonObject] = {
    "video": {**_SEEN, "duration": 1},
    "animation": {**_SEEN, "duration": 1},
    "sticker": {**_SEEN, "type": "regular", "is_animated": False, "is_video": False},
    "video_note": {"length": 240, "duration": 1},
    "voice": {"duration": 1},
    "audio": {"duration": 1},
}
"""What Telegram says of a file of a kind besides its name and size."""


def read_file(telegram: FakeTelegram, params: Params, kind: str, value: Any) -> JsonObject:
    """Return the media field of a message (`{"photo": …}`) for an upload or the id of a known file.

    Raises `ApiError`; an address is refused, as the playground fetches nothing.
    """
    upload = _uploaded(params, kind, value)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        if kind == "photo":
            return {"photo": telegram.files.add_picture(upload)}
        details = _DETAILS.get(kind, {})
        return {kind: telegram.files.add(kind, upload, details).details}
    if not isinstance(value, str) or not value:
        raise bad_request(f"there is no {kind} in the request")
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = telegram.files.find(value)
    if stored is None:
        raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
    if (kind == "photo") != ("width" in stored.details and "mime_type" not in stored.details):
        raise bad_request(
            f"can't use file of type {stored.path.split('s/')[0].capitalize()} as {kind.capitalize()}"
        )
    if kind == "photo" and stored.size > PHOTO_BYTES_AT_MOST:
        raise bad_request("file is too big")
    return {kind: [stored.details] if kind == "photo" else stored.details}


def _uploaded(params: Params, kind: str, value: Any) -> FileUpload | None:
    if isinstance(value, str) and value.startswith("attach://"):
        name = value.removeprefix("attach://")
        if name not in params.uploads:
            raise bad_request(f'attached file "{name}" not found')
        return params.uploads[name]
    return params.uploads.get(kind) if value is None else None


def post(telegram: FakeTelegram, person: PlaygroundPerson, content: JsonObject, params: Params) -> Message:
    """Store a new message of the bot with its keyboard and quotation, and show it."""
    inline, below = checked_markup(params.json("reply_markup"))
    body = {"from": telegram.bot, "chat": person.as_chat, **content}
    if inline:
        body["reply_markup"] = inline
    if params.flag("protect_content"):
        body["has_protected_content"] = True
    body |= _quotation(telegram, person, params.json("reply_parameters"))
    with telegram.store.transaction():
        message = telegram.messages.add(person.id, body, from_bot=True)
        if below is not None and "force_reply" not in below:
            telegram.persons.change(person.id, keyboard=below if "keyboard" in below else None)
            telegram.publish_person(person.id)
        telegram.publish_message(message)
    return message


def _quotation(telegram: FakeTelegram, person: PlaygroundPerson, reply: Any) -> JsonObject:
    if not reply:
        return {}
    number = reply.get("message_id") if isinstance(reply, dict) else None
    quoted = telegram.messages.find(person.id, number) if isinstance(number, int) else None
    if quoted is None:
        if isinstance(reply, dict) and reply.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {
        "reply_to_message": {key: value for key, value in quoted.body.items() if key != "reply_to_message"}
    }
