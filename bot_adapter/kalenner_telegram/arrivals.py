"""What a person did, read from an update; presses are read by the channel, which has the keys."""

from dataclasses import asdict
from typing import Any

from kalenner.delivery import Reachability
from kalenner.screens import Arrival, Upload
from kalenner_telegram.entities import formatted_text
from kalenner_telegram.updates import (
    TelegramUser,
    command_of,
    contact_of,
    file_of,
    kind_of,
    message_kind_of,
    number_in,
    object_in,
    phone_of,
    place_of,
    sent_at_of,
    text_in,
)


def arrival_of(payload: dict[str, Any], user: TelegramUser) -> Arrival | Reachability | None:
    """Return what `user` did by an update that is no press; None for an edit that names no message."""
    kind = kind_of(payload)
    message = payload[kind]
    if kind == "my_chat_member":
        status = object_in(message, "new_chat_member").get("status")
        return Reachability(is_reachable=status == "member")
    if kind == "edited_message":
        return _edit(message, user)
    text = text_in(message, "text")
    command = command_of(text) if text else None
    if command is not None:
        return Arrival(**asdict(user), command=command[0], payload=command[1])
    return Arrival(
        **asdict(user),
        text=text,
        upload=_upload(payload, message),
        place=place_of(payload),
        phone=phone_of(payload),
        formatted=formatted_text(message),
        message=_message_id(message),
        album=text_in(message, "media_group_id"),
        kind=message_kind_of(message),
        reply_to=_message_id(object_in(message, "reply_to_message")),
        sent_at=sent_at_of(message),
        contact=contact_of(payload),
        place_name=text_in(object_in(message, "venue"), "title") or "",
    )


def _edit(message: dict[str, Any], user: TelegramUser) -> Arrival | None:
    number = _message_id(message)
    if number is None:
        return None
    return Arrival(
        **asdict(user),
        edits=number,
        text=text_in(message, "text") or text_in(message, "caption"),
        formatted=formatted_text(message),
        sent_at=sent_at_of(message),
    )


def _upload(payload: dict[str, Any], message: dict[str, Any]) -> Upload | None:
    upload, file = payload.get("upload"), file_of(payload)
    if not upload:
        return None
    if file is not None:
        upload = {
            **upload,
            "name": file.name,
            "caption": text_in(message, "caption") or "",
            "message": _message_id(message),
            "sent_at": number_in(message, "date"),
        }
    return Upload.from_json(upload)


def _message_id(message: dict[str, Any]) -> int | None:
    return number_in(message, "message_id") or None
