"""The actions of people in their chat with the bot: write, press, send, block, open links."""

import secrets
from dataclasses import dataclass

from kalenner.typed_values import start_payload
from kalenner_playground.entities import Formatted, with_detected
from kalenner_playground.errors import ApiError, NotPossible
from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.files import FileUpload
from kalenner_playground.links import opens_bot
from kalenner_playground.messages import Message
from kalenner_playground.persons import PlaygroundPerson
from kalenner_playground.presses import ButtonPress
from kalenner_playground.store import JsonObject

TEXT_AT_MOST = 4096
CAPTION_AT_MOST = 1024


@dataclass(frozen=True)
class Pressed:
    """What pressing a button led to: a press the bot will answer, a link to follow, or a text to copy."""

    press: ButtonPress | None = None
    link: str = ""
    copied: str = ""


def _writer(telegram: FakeTelegram, person_id: int) -> PlaygroundPerson:
    person = telegram.persons.get(person_id)
    if person.blocked:
        raise NotPossible(f"{person.first_name} has blocked the bot")
    return person


def _post(
    telegram: FakeTelegram, person: PlaygroundPerson, content: JsonObject, reply_to: int | None = None
) -> Message:
    body = {"from": person.as_user, "chat": person.as_chat, **content}
    if reply_to is not None:
        quoted = telegram.messages.find(person.id, reply_to)
        if quoted:
            body["reply_to_message"] = {k: v for k, v in quoted.body.items() if k != "reply_to_message"}
    if not person.started:
        telegram.persons.change(person.id, started=True)
        telegram.publish_person(person.id)
    message = telegram.messages.add(person.id, body, from_bot=False)
    telegram.updates.add("message", message.body)
    telegram.publish_message(message)
    return message


def _text(text: str) -> JsonObject:
    entities = with_detected(Formatted(text)).entities
    return {"text": text} | ({"entities": entities} if entities else {})


def send_text(
    telegram: FakeTelegram, person_id: int, text: str, reply_to: int | None = None
) -> list[Message]:
    """Send a text; one above 4096 characters becomes several messages, as apps do. Raises `NotPossible`."""
    text = text.strip()
    if not text:
        raise NotPossible("an empty message cannot be sent")
    parts = [text[start : start + TEXT_AT_MOST] for start in range(0, len(text), TEXT_AT_MOST)]
    with telegram.store.transaction():
        return [
            _post(telegram, _writer(telegram, person_id), _text(part.strip()), reply_to)
            for part in parts
            if part.strip()
        ]


def edit_text(telegram: FakeTelegram, person_id: int, message: int, text: str) -> Message:
    """Change a text the person sent before; raises `NotPossible`."""
    with telegram.store.transaction():
        _writer(telegram, person_id)
        old = telegram.messages.find(person_id, message)
        if old is None or old.from_bot or "text" not in old.body:
            raise NotPossible("only an own text can be edited")
        body = {k: v for k, v in old.body.items() if k != "entities"}
        body |= {"edit_date": int(telegram.now().timestamp()), **_text(text.strip())}
        changed = telegram.messages.replace(old, body)
        telegram.updates.add("edited_message", changed.body)
        telegram.publish_message(changed)
        return changed


def send_files(
    telegram: FakeTelegram, person_id: int, kind: str, uploads: list[FileUpload], caption: str = ""
) -> list[Message]:
    """Send a photo, video or document, or several as an album; raises `NotPossible` for what apps refuse."""
    if kind not in {"photo", "video", "document"} or not 1 <= len(uploads) <= 10:
        raise NotPossible("1 to 10 files are sent as photo, video or document")
    sent = []
    with telegram.store.transaction():
        person = _writer(telegram, person_id)
        album = {"media_group_id": str(secrets.randbits(53))} if len(uploads) > 1 else {}
        for number, upload in enumerate(uploads):
            content = _file(telegram, kind, upload) | album
            if caption.strip() and number == 0:
                content |= {"caption": caption.strip()[:CAPTION_AT_MOST]}
            sent.append(_post(telegram, person, content))
    return sent


def _file(telegram: FakeTelegram, kind: str, upload: FileUpload) -> JsonObject:
    try:
        if kind == "photo":
            return {"photo": telegram.files.add_picture(upload)}
        details = {"width": 640, "height": 360, "duration": 1} if kind == "video" else {}
        return {kind: telegram.files.add(kind, upload, details).details}
    except ApiError as reason:
        raise NotPossible(reason.description) from None


def send_contact(telegram: FakeTelegram, person_id: int, phone: str) -> Message:
    """Share the person's own contact."""
    with telegram.store.transaction():
        person = _writer(telegram, person_id)
        contact: JsonObject = {"phone_number": phone, "first_name": person.first_name, "user_id": person.id}
        if person.last_name:
            contact["last_name"] = person.last_name
        return _post(telegram, person, {"contact": contact})


def send_location(telegram: FakeTelegram, person_id: int, latitude: float, longitude: float) -> Message:
    """Share a place, in degrees; raises `NotPossible` for one not on Earth."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise NotPossible("a latitude is -90 to 90, a longitude -180 to 180")
    with telegram.store.transaction():
        place = {"latitude": latitude, "longitude": longitude}
        return _post(telegram, _writer(telegram, person_id), {"location": place})


def press_button(telegram: FakeTelegram, person_id: int, message: int, row: int, column: int) -> Pressed:
    """Press the button in this place (from 0) of a message; raises `NotPossible` if there is none."""
    shown = telegram.messages.find(person_id, message)
    if shown is None or not (0 <= row < len(shown.rows) and 0 <= column < len(shown.rows[row])):
        raise NotPossible("there is no such button any more")
    button = shown.rows[row][column]
    if "callback_data" in button:
        return Pressed(press=press_data(telegram, person_id, message, button["callback_data"]))
    if "copy_text" in button:
        return Pressed(copied=button["copy_text"]["text"])
    return Pressed(link=str(button.get("url", "")))


def press_data(telegram: FakeTelegram, person_id: int, message: int, data: str) -> ButtonPress:
    """Press with any data, as a forged client can; the message may be gone (then it is inaccessible)."""
    with telegram.store.transaction():
        person = _writer(telegram, person_id)
        pressed = telegram.messages.find(person_id, message)
        inaccessible = {"chat": person.as_chat, "message_id": message, "date": 0}
        press = telegram.presses.add(person_id, message, data)
        query = {
            "id": str(press.id),
            "from": person.as_user,
            "message": pressed.body if pressed else inaccessible,
            "chat_instance": str(-person_id),
            "data": data,
        }
        telegram.updates.add("callback_query", query)
        return press


def open_link(telegram: FakeTelegram, person_id: int, link: str) -> Message | None:
    """Follow a link to the bot, which sends `/start PAYLOAD`; None for a link that leads elsewhere."""
    if not opens_bot(link, telegram.username):
        return None
    payload = start_payload(link) or ""
    with telegram.store.transaction():
        if telegram.persons.get(person_id).blocked:
            set_blocked(telegram, person_id, blocked=False)
        return send_text(telegram, person_id, f"/start {payload}".strip())[-1]


def set_blocked(telegram: FakeTelegram, person_id: int, *, blocked: bool) -> None:
    """Block the bot or take that back; the bot learns it as `my_chat_member`."""
    with telegram.store.transaction():
        person = telegram.persons.get(person_id)
        if person.blocked == blocked:
            return
        telegram.persons.change(person_id, blocked=blocked)
        states = ("member", "kicked") if blocked else ("kicked", "member")
        old, new = (
            {"user": telegram.bot, "status": state} | ({"until_date": 0} if state == "kicked" else {})
            for state in states
        )
        change = {"chat": person.as_chat, "from": person.as_user, "date": int(telegram.now().timestamp())}
        telegram.updates.add("my_chat_member", change | {"old_chat_member": old, "new_chat_member": new})
        telegram.publish_person(person_id)


def clear_chat(telegram: FakeTelegram, person_id: int) -> None:
    """Forget all messages of a chat and that the person ever started the bot; the bot is not told."""
    with telegram.store.transaction():
        for message in telegram.messages.list_chat(person_id):
            telegram.messages.remove(person_id, message.id)
        telegram.persons.change(person_id, started=False, blocked=False, keyboard=None)
        telegram.publish_person(person_id)
        telegram.journal.publish("cleared", chat=person_id)
