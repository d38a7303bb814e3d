"""What people do in their chat with the bot: write, press, send, block, open links."""

import secrets
from dataclasses import dataclass

from kalenner_playground.entities import Formatted, with_found
from kalenner_playground.errors import ApiError, NotPossible
from kalenner_playground.files import Upload
from kalenner_playground.ground import Json
from kalenner_playground.links import start_payload
from kalenner_playground.messages import Message
from kalenner_playground.persons import PersonCard
from kalenner_playground.presses import Press
from kalenner_playground.world import World

TEXT_AT_MOST = 4096
CAPTION_AT_MOST = 1024


@dataclass(frozen=True)
class Pressed:
    """What pressing a button led to: a press the bot will answer, a link to follow, or a text to copy."""

    press: Press | None = None
    link: str = ""
    copied: str = ""


def _writer(world: World, person: int) -> PersonCard:
    card = world.persons.get(person)
    if card.blocked:
        raise NotPossible(f"{card.first_name} has blocked the bot")
    return card


def _post(world: World, card: PersonCard, content: Json, reply_to: int | None = None) -> Message:
    body = {"from": card.as_user, "chat": card.as_chat, **content}
    if reply_to is not None:
        quoted = world.messages.find(card.id, reply_to)
        if quoted:
            body["reply_to_message"] = {k: v for k, v in quoted.body.items() if k != "reply_to_message"}
    if not card.started:
        world.persons.change(card.id, started=True)
        world.tell_person(card.id)
    message = world.messages.add(card.id, body, from_bot=False)
    world.updates.add("message", message.body)
    world.tell_message(message)
    return message


def _text(text: str) -> Json:
    found = with_found(Formatted(text))
    return {"text": text} | ({"entities": found.entities} if found.entities else {})


def send_text(world: World, person: int, text: str, reply_to: int | None = None) -> list[Message]:
    """Send a text; one above 4096 characters becomes several messages, as apps do. Raises `NotPossible`."""
    text = text.strip()
    if not text:
        raise NotPossible("an empty message cannot be sent")
    parts = [text[start : start + TEXT_AT_MOST] for start in range(0, len(text), TEXT_AT_MOST)]
    with world.ground.changing():
        return [
            _post(world, _writer(world, person), _text(part.strip()), reply_to)
            for part in parts
            if part.strip()
        ]


def edit_text(world: World, person: int, message: int, text: str) -> Message:
    """Change a text the person sent before; raises `NotPossible`."""
    with world.ground.changing():
        _writer(world, person)
        old = world.messages.find(person, message)
        if old is None or old.from_bot or "text" not in old.body:
            raise NotPossible("only an own text can be edited")
        body = {k: v for k, v in old.body.items() if k != "entities"}
        body |= {"edit_date": int(world.now().timestamp()), **_text(text.strip())}
        changed = world.messages.replace(old, body)
        world.updates.add("edited_message", changed.body)
        world.tell_message(changed)
        return changed


def send_files(
    world: World, person: int, kind: str, uploads: list[Upload], caption: str = ""
) -> list[Message]:
    """Send a photo, video or document, or several as an album; raises `NotPossible` for what apps refuse."""
    if kind not in {"photo", "video", "document"} or not 1 <= len(uploads) <= 10:
        raise NotPossible("1 to 10 files are sent as photo, video or document")
    sent = []
    with world.ground.changing():
        card = _writer(world, person)
        album = {"media_group_id": str(secrets.randbits(53))} if len(uploads) > 1 else {}
        for number, upload in enumerate(uploads):
            content = _file(world, kind, upload) | album
            if caption.strip() and number == 0:
                content |= {"caption": caption.strip()[:CAPTION_AT_MOST]}
            sent.append(_post(world, card, content))
    return sent


def _file(world: World, kind: str, upload: Upload) -> Json:
    try:
        if kind == "photo":
            return {"photo": world.files.add_picture(upload)}
        details = {"width": 640, "height": 360, "duration": 1} if kind == "video" else {}
        return {kind: world.files.add(kind, upload, details).details}
    except ApiError as reason:
        raise NotPossible(reason.description) from None


def send_contact(world: World, person: int, phone: str) -> Message:
    """Share the person's own contact."""
    with world.ground.changing():
        card = _writer(world, person)
        contact: Json = {"phone_number": phone, "first_name": card.first_name, "user_id": card.id}
        if card.last_name:
            contact["last_name"] = card.last_name
        return _post(world, card, {"contact": contact})


def send_location(world: World, person: int, latitude: float, longitude: float) -> Message:
    """Share a place, in degrees; raises `NotPossible` for one not on Earth."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise NotPossible("a latitude is -90 to 90, a longitude -180 to 180")
    with world.ground.changing():
        place = {"latitude": latitude, "longitude": longitude}
        return _post(world, _writer(world, person), {"location": place})


def press_button(world: World, person: int, message: int, row: int, column: int) -> Pressed:
    """Press the button in this place (from 0) of a message; raises `NotPossible` if there is none."""
    found = world.messages.find(person, message)
    if found is None or not (0 <= row < len(found.rows) and 0 <= column < len(found.rows[row])):
        raise NotPossible("there is no such button any more")
    button = found.rows[row][column]
    if "callback_data" in button:
        return Pressed(press=press_data(world, person, message, button["callback_data"]))
    if "copy_text" in button:
        return Pressed(copied=button["copy_text"]["text"])
    return Pressed(link=str(button.get("url", "")))


def press_data(world: World, person: int, message: int, data: str) -> Press:
    """Press with any data, as a forged client can; the message may be gone (then it is inaccessible)."""
    with world.ground.changing():
        card = _writer(world, person)
        found = world.messages.find(person, message)
        gone = {"chat": card.as_chat, "message_id": message, "date": 0}
        press = world.presses.add(person, message, data)
        query = {
            "id": str(press.id),
            "from": card.as_user,
            "message": found.body if found else gone,
            "chat_instance": str(-person),
            "data": data,
        }
        world.updates.add("callback_query", query)
        return press


def open_link(world: World, person: int, link: str) -> Message | None:
    """Follow a link to the bot, which sends `/start PAYLOAD`; None for a link that leads elsewhere."""
    payload = start_payload(link, world.username)
    if payload is None:
        return None
    with world.ground.changing():
        if world.persons.get(person).blocked:
            set_blocked(world, person, blocked=False)
        return send_text(world, person, f"/start {payload}".strip())[-1]


def set_blocked(world: World, person: int, *, blocked: bool) -> None:
    """Block the bot or take that back; the bot learns it as `my_chat_member`."""
    with world.ground.changing():
        card = world.persons.get(person)
        if card.blocked == blocked:
            return
        world.persons.change(person, blocked=blocked)
        states = ("member", "kicked") if blocked else ("kicked", "member")
        old, new = (
            {"user": world.bot, "status": state} | ({"until_date": 0} if state == "kicked" else {})
            for state in states
        )
        change = {"chat": card.as_chat, "from": card.as_user, "date": int(world.now().timestamp())}
        world.updates.add("my_chat_member", change | {"old_chat_member": old, "new_chat_member": new})
        world.tell_person(person)


def clear_chat(world: World, person: int) -> None:
    """Forget all messages of a chat and that the person ever started the bot; the bot is not told."""
    with world.ground.changing():
        for message in world.messages.list_chat(person):
            world.messages.remove(person, message.id)
        world.persons.change(person, started=False, blocked=False, keyboard=None)
        world.tell_person(person)
        world.journal.tell("cleared", chat=person)
