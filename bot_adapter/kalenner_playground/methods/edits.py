"""Methods that change or delete messages."""

from kalenner_playground.errors import bad_request, forbidden
from kalenner_playground.fake_telegram import FakeTelegram
from kalenner_playground.keyboards import checked_inline
from kalenner_playground.messages import Message
from kalenner_playground.methods import method
from kalenner_playground.methods.content import read_caption, read_text
from kalenner_playground.methods.messages import read_item
from kalenner_playground.params import Params
from kalenner_playground.store import JsonObject

SECONDS_TO_DELETE = 48 * 3600
_MEDIA_KEYS = ("photo", "video", "document")


def _own_message(telegram: FakeTelegram, params: Params) -> Message:
    person = telegram.persons.chat_of(params.raw("chat_id"))
    number = params.message_id()
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    message = telegram.messages.find(person.id, number)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def _replace(
    telegram: FakeTelegram,
    message: Message,
    content: JsonObject,
    params: Params,
    without: tuple[str, ...] = (),
) -> JsonObject:
    """Store a message with other content and keyboard (none if the call names none)."""
    markup = checked_inline(params.json("reply_markup"))
    dropped = {"reply_markup", "edit_date", *without}
    body = {key: value for key, value in message.body.items() if key not in dropped} | content
    if markup:
        body["reply_markup"] = markup
    if body == {key: value for key, value in message.body.items() if key != "edit_date"}:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    body["edit_date"] = int(telegram.now().timestamp())
    changed = telegram.messages.replace(message, body)
    telegram.publish_message(changed)
    return changed.body


@method
def edit_message_text(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Change the text of a message, and its keyboard."""
    with telegram.store.transaction():
        message = _own_message(telegram, params)
        content = read_text(params)
        if "text" not in message.body:
            raise bad_request("there is no text in the message to edit")
        return _replace(telegram, message, content, params, ("text", "entities"))


@method
def edit_message_caption(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Change the caption of a message, and its keyboard."""
    with telegram.store.transaction():
        message = _own_message(telegram, params)
        caption = read_caption(params)
        if message.media is None:
            raise bad_request("there is no caption in the message to edit")
        return _replace(telegram, message, caption, params, ("caption", "caption_entities"))


@method
def edit_message_media(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Change the file of a message, its caption and keyboard."""
    with telegram.store.transaction():
        message = _own_message(telegram, params)
        if message.media is None and "text" not in message.body:
            raise bad_request("message can't be edited")
        content = read_item(telegram, params, params.json("media"))
        without = (*_MEDIA_KEYS, "caption", "caption_entities", "text", "entities")
        return _replace(telegram, message, content, params, without)


@method
def edit_message_reply_markup(telegram: FakeTelegram, params: Params) -> JsonObject:
    """Change the keyboard of a message only."""
    with telegram.store.transaction():
        return _replace(telegram, _own_message(telegram, params), {}, params)


@method
def delete_message(telegram: FakeTelegram, params: Params) -> bool:
    """Delete a message not older than 48 hours."""
    person = telegram.persons.chat_of(params.raw("chat_id"))
    with telegram.store.transaction():
        message = telegram.messages.find(person.id, params.message_id())
        if message is None:
            raise bad_request("message to delete not found")
        _delete(telegram, message)
    return True


@method
def delete_messages(telegram: FakeTelegram, params: Params) -> bool:
    """Delete up to 100 messages; missing ones are skipped."""
    person = telegram.persons.chat_of(params.raw("chat_id"))
    numbers = params.json("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad_request("1 to 100 message identifiers must be specified")
    with telegram.store.transaction():
        for number in numbers:
            message = telegram.messages.find(person.id, number) if isinstance(number, int) else None
            if message is not None:
                _delete(telegram, message)
    return True


def _delete(telegram: FakeTelegram, message: Message) -> None:
    if telegram.now().timestamp() - message.body["date"] > SECONDS_TO_DELETE:
        raise bad_request("message can't be deleted for everyone")
    telegram.messages.remove(message.chat, message.id)
    telegram.journal.publish("deleted", chat=message.chat, message=message.id)
