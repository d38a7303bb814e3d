"""Methods that send: texts, files, albums, places, contacts, copies."""

import secrets
from typing import Any

from kalenner_playground.errors import bad_request
from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.methods import method
from kalenner_playground.methods.content import post, read_caption, read_file, read_text
from kalenner_playground.params import Params
from kalenner_playground.store import JsonObject

_ACTIONS = frozenset(
    f"{verb}_{noun}" for verb in ("record", "upload") for noun in ("video", "voice", "video_note")
) | {"typing", "upload_photo", "upload_document", "choose_sticker", "find_location"}
_NOT_COPIED = frozenset(
    {"message_id", "date", "edit_date", "from", "chat", "reply_markup", "reply_to_message"}
    | {"has_protected_content", "media_group_id"}
)


@method
def send_message(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Send a text."""
    person = telegram.persons.reachable(params.raw("chat_id"))
    return post(telegram, person, read_text(params), params).body


def _send_file(telegram: FakeTelegram, params: Params, kind: str) -> JsonObject:
    person = telegram.persons.reachable(params.raw("chat_id"))
    caption = read_caption(params)
    return post(telegram, person, read_file(telegram, params, kind, params.raw(kind)) | caption, params).body


@method
def send_photo(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Send a picture."""
    return _send_file(telegram, params, "photo")


@method
def send_document(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Send any file."""
    return _send_file(telegram, params, "document")


@method
def send_video(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Send a video."""
    return _send_file(telegram, params, "video")


@method
def send_animation(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Send a video without sound."""
    return _send_file(telegram, params, "animation")


@method
def send_audio(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Send music."""
    return _send_file(telegram, params, "audio")


@method
def send_voice(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Send a voice message."""
    return _send_file(telegram, params, "voice")


@method
def send_video_note(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Send a round video message."""
    return _send_file(telegram, params, "video_note")


@method
def send_sticker(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Send a sticker."""
    return _send_file(telegram, params, "sticker")


@method
def send_media_group(telegram: FakeTelegram, params: Params) -> list[JsonObject]:
    """Send an album."""
    person = telegram.persons.reachable(params.raw("chat_id"))
    items = params.json("media")
    if not isinstance(items, list) or not 2 <= len(items) <= 10:
        raise bad_request("group send failed: 2 to 10 media must be sent as an album")
    kinds = {item.get("type") if isinstance(item, dict) else None for item in items}
    if not (kinds <= {"photo", "video"} or kinds == {"document"}):
        raise bad_request("group send failed: wrong types of media in one album")
    album = {"media_group_id": str(secrets.randbits(53))}
    with telegram.store.transaction():
        contents = [read_item(telegram, params, item) | album for item in items]
        return [post(telegram, person, content, params).body for content in contents]


def read_item(telegram: FakeTelegram, params: Params, item: Any) -> JsonObject:
    """Return media and caption of an `InputMedia`; raises `ApiError`."""
    if not isinstance(item, dict) or item.get("type") not in {"photo", "video", "document"}:
        raise bad_request("can't parse InputMedia: type of media is unknown")
    own = Params(item, params.uploads)
    return read_file(telegram, params, item["type"], item.get("media")) | read_caption(own)


@method
def send_location(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Send a place."""
    person = telegram.persons.reachable(params.raw("chat_id"))
    place = {"latitude": params.number("latitude"), "longitude": params.number("longitude")}
    if not (-90 <= place["latitude"] <= 90 and -180 <= place["longitude"] <= 180):
        raise bad_request("wrong latitude or longitude specified")
    return post(telegram, person, {"location": place}, params).body


@method
def send_contact(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Send a contact."""
    person = telegram.persons.reachable(params.raw("chat_id"))
    contact = {
        name: params.text(name) for name in ("phone_number", "first_name", "last_name") if params.text(name)
    }
    if "phone_number" not in contact or "first_name" not in contact:
        raise bad_request("a contact has a phone_number and a first_name")
    return post(telegram, person, {"contact": contact}, params).body


@method
def send_chat_action(telegram: FakeTelegram, params: Params) -> bool:
    """Show that the bot is busy."""
    person = telegram.persons.reachable(params.raw("chat_id"))
    if params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    telegram.journal.publish("action", chat=person.id, action=params.text("action"))
    return True


@method
def copy_message(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Send what another message says, as an own one."""
    person = telegram.persons.reachable(params.raw("chat_id"))
    source = telegram.persons.chat_of(params.raw("from_chat_id"))
    message = telegram.messages.find(source.id, params.message_id())
    if message is None:
        raise bad_request("message to copy not found")
    if message.body.get("has_protected_content"):
        raise bad_request("the message can't be copied")
    content = {key: value for key, value in message.body.items() if key not in _NOT_COPIED}
    if params.raw("caption") is not None and message.media:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= read_caption(params)
    return {"message_id": post(telegram, person, content, params).id}
