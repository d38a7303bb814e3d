"""Methods that change or delete messages."""

from kalenner_playground.errors import bad_request, forbidden
from kalenner_playground.ground import Json
from kalenner_playground.keyboards import checked_inline
from kalenner_playground.messages import Message
from kalenner_playground.methods import method
from kalenner_playground.methods.content import read_caption, read_text
from kalenner_playground.methods.sending import read_item
from kalenner_playground.params import Params
from kalenner_playground.world import World

SECONDS_TO_DELETE = 48 * 3600
_MEDIA_KEYS = ("photo", "video", "document")


def _own_message(world: World, params: Params) -> Message:
    card = world.persons.chat_of(params.raw("chat_id"))
    number = params.message_id()
    if card.blocked:
        raise forbidden("bot was blocked by the user")
    message = world.messages.find(card.id, number)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def _replace(
    world: World, message: Message, content: Json, params: Params, without: tuple[str, ...] = ()
) -> Json:
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
    body["edit_date"] = int(world.now().timestamp())
    changed = world.messages.replace(message, body)
    world.tell_message(changed)
    return changed.body


@method
def edit_message_text(world: World, params: Params) -> Json:
    """Change the text of a message, and its keyboard."""
    with world.ground.changing():
        message = _own_message(world, params)
        content = read_text(params)
        if "text" not in message.body:
            raise bad_request("there is no text in the message to edit")
        return _replace(world, message, content, params, ("text", "entities"))


@method
def edit_message_caption(world: World, params: Params) -> Json:
    """Change the caption of a message, and its keyboard."""
    with world.ground.changing():
        message = _own_message(world, params)
        caption = read_caption(params)
        if message.media is None:
            raise bad_request("there is no caption in the message to edit")
        return _replace(world, message, caption, params, ("caption", "caption_entities"))


@method
def edit_message_media(world: World, params: Params) -> Json:
    """Change the file of a message, its caption and keyboard."""
    with world.ground.changing():
        message = _own_message(world, params)
        if message.media is None and "text" not in message.body:
            raise bad_request("message can't be edited")
        content = read_item(world, params, params.json("media"))
        without = (*_MEDIA_KEYS, "caption", "caption_entities", "text", "entities")
        return _replace(world, message, content, params, without)


@method
def edit_message_reply_markup(world: World, params: Params) -> Json:
    """Change the keyboard of a message only."""
    with world.ground.changing():
        return _replace(world, _own_message(world, params), {}, params)


@method
def delete_message(world: World, params: Params) -> bool:
    """Delete a message not older than 48 hours."""
    card = world.persons.chat_of(params.raw("chat_id"))
    with world.ground.changing():
        message = world.messages.find(card.id, params.message_id())
        if message is None:
            raise bad_request("message to delete not found")
        _delete(world, message)
    return True


@method
def delete_messages(world: World, params: Params) -> bool:
    """Delete up to 100 messages; missing ones are skipped."""
    card = world.persons.chat_of(params.raw("chat_id"))
    numbers = params.json("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:
        raise bad_request("1 to 100 message identifiers must be specified")
    with world.ground.changing():
        for number in numbers:
            message = world.messages.find(card.id, number) if isinstance(number, int) else None
            if message is not None:
                _delete(world, message)
    return True


def _delete(world: World, message: Message) -> None:
    if world.now().timestamp() - message.body["date"] > SECONDS_TO_DELETE:
        raise bad_request("message can't be deleted for everyone")
    world.messages.remove(message.chat, message.id)
    world.journal.tell("deleted", chat=message.chat, message=message.id)
