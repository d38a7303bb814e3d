"""Updates broken in every field, as a forged client, an old server or a new Bot API could send them."""

import copy
from collections.abc import Iterator
from typing import Any

GONE = object()
PLACE = {"latitude": 52.5, "longitude": 13.4}


def nested(levels: int) -> list[Any]:
    """Lists within lists."""
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


VALUES = (
    GONE,
    None,
    True,
    0,
    -1,
    10**30,
    float("inf"),
    float("nan"),
    "",
    "text",
    "a\0b",
    "\ud800",
    [],
    [1, None, {}],
    {},
    {"id": []},
    nested(200),
)


def samples(person: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a person can do in a private chat, without the id of the update."""
    chat = {"id": person["id"], "type": "private", "first_name": person["first_name"]}
    base = {"message_id": 3, "date": 1_800_000_000, "chat": chat, "from": person}
    size = {"file_id": "s", "width": 90, "height": 60, "file_size": 1000}
    yield {"message": {**base, "text": "hello"}}
    yield {"message": {**base, "photo": [size], "media_group_id": "7", "caption": "mine"}}
    yield {"message": {**base, "document": {"file_id": "d", "file_size": 3}}}
    yield {"message": {**base, "location": PLACE, "venue": {"location": PLACE, "title": "Library"}}}
    yield {"callback_query": {"id": "9", "from": person, "message": {**base, "text": "x"}, "data": "1abc"}}
    yield {
        "my_chat_member": {
            "chat": chat,
            "from": person,
            "date": 1_800_000_000,
            "new_chat_member": {"user": person, "status": "member"},
        }
    }


def stricter_than_telegram(person: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What Telegram does send, and the types of python-telegram-bot refuse."""
    chat = {"id": person["id"], "type": "private"}
    base = {"message_id": 3, "date": 1_800_000_000, "chat": chat, "from": person, "text": "hello"}
    yield {"message": {**base, "forward_origin": {"type": "hidden_user", "date": 1_500_000_000}}}
    yield {"message": {**base, "reply_to_story": {"id": 5}}}
    yield {"message": {**base, "poll": {"id": "1", "question": "?"}}}
    yield {"message": {**base, "from": {"id": person["id"]}}}


def broken(update: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a name and an update, for each field and each thing that can stand there instead."""
    for path in _paths(update):
        for number, value in enumerate(VALUES):
            changed = copy.deepcopy(update)
            parent = changed
            for step in path[:-1]:
                parent = parent[step]
            if value is not GONE:
                parent[path[-1]] = value
            elif isinstance(parent, dict):
                del parent[path[-1]]
            else:
                parent.pop(path[-1])
            yield f"{'.'.join(map(str, path))} {number}", changed


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inner:
        yield from _paths(child, (*path, key))
