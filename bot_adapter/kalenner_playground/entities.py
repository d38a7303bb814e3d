"""Texts as Telegram keeps them: plain text and entities, whose places are counted in UTF-16 units."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from kalenner_playground.errors import bad_request
from kalenner_playground.links import WrongLink, checked_link

Entity = dict[str, Any]
Node = str | dict[str, Any]

_PLAIN_KINDS = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
_MARKED_KINDS = {
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
}
_RICH_KINDS = {"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"}
KINDS = frozenset(_PLAIN_KINDS | _MARKED_KINDS | _RICH_KINDS)
_DETECTED = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"]*[^\s<>\".,;:!?'»)\]}…]|(?<![\w@./])(?:t\.me|telegram\.me)/[\w?=&/+-]*[\w/])"
    r"|(?P<email>(?<![\w.@])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{4,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w`])@[A-Za-z]\w{3,31}\b)",
    re.IGNORECASE,
)
_HTML_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
}


@dataclass(frozen=True)
class Formatted:
    """A text without markup, and its entities in the shape of the Bot API."""

    text: str
    entities: list[Entity] = field(default_factory=list)


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Telegram counts places."""
    return len(text) + sum(character > "\uffff" for character in text)


def piece(text: str, offset: int, length: int) -> str:
    """Return the part of a text an entity covers; places in UTF-16 units."""
    wide = text.encode("utf-16-le")
    return wide[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def trimmed(formatted: Formatted) -> Formatted:
    """Return the text without blanks at its ends, the entities moved and cut to fit."""
    bare = formatted.text.lstrip()
    cut = units(formatted.text) - units(bare)
    bare = bare.rstrip()
    end = units(bare)
    entities = []
    for entity in formatted.entities:
        start = max(entity["offset"] - cut, 0)
        stop = min(entity["offset"] + entity["length"] - cut, end)
        if stop > start:
            entities.append(entity | {"offset": start, "length": stop - start})
    return Formatted(bare, ordered(entities))


def ordered(entities: list[Entity]) -> list[Entity]:
    """Return entities as Telegram orders them: by place, the longer first."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"], entity["type"]))


def with_detected(formatted: Formatted) -> Formatted:
    """Return the text with the addresses, commands and names that Telegram detects."""
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in formatted.entities
        if entity["type"] in {"text_link", "code", "pre", "url", "bot_command", "mention", "email"}
    ]
    detected = []
    for match in _DETECTED.finditer(formatted.text):
        offset = units(formatted.text[: match.start()])
        stop = offset + units(match[0])
        if not any(start < stop and offset < end for start, end in taken):
            detected.append({"type": str(match.lastgroup), "offset": offset, "length": stop - offset})
    return Formatted(formatted.text, ordered(formatted.entities + detected))


def checked_entities(text: str, entities: Any) -> Formatted:
    """Return a text with the entities a bot gave for it; raises `ApiError` for malformed ones."""
    if not isinstance(entities, list):
        raise bad_request("can't parse entities: Expected an Array of MessageEntity")
    checked = []
    for entity in entities:
        if not isinstance(entity, dict) or entity.get("type") not in KINDS:
            raise bad_request("can't parse entities: Unsupported type specified")
        offset, length = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(length, int) or offset < 0 or length < 1:
            raise bad_request("can't parse entities: Wrong offset or length of an entity")
        if offset + length > units(text):
            raise bad_request(f"entity beginning at UTF-16 offset {offset} ends after the end of the text")
        checked.append(_with_checked_link(entity))
    return Formatted(text, ordered(checked))


def _with_checked_link(entity: Entity) -> Entity:
    if entity["type"] != "text_link":
        return entity
    try:
        return entity | {"url": checked_link(str(entity.get("url", "")))}
    except WrongLink as reason:
        raise bad_request(f"entity URL '{entity.get('url', '')}' is invalid: {reason}") from None


def tree(formatted: Formatted) -> list[Node]:
    """Return a text as nested pieces: strings, and objects with `type`, `children` and what it needs."""
    return _nodes(formatted.text, list(formatted.entities), 0, units(formatted.text))


def _nodes(text: str, entities: list[Entity], start: int, stop: int) -> list[Node]:
    nodes: list[Node] = []
    while entities:
        first = entities.pop(0)
        offset, end = first["offset"], min(first["offset"] + first["length"], stop)
        if offset > start:
            nodes.append(piece(text, start, offset - start))
        inside = []
        while entities and entities[0]["offset"] < end:
            inside.append(entities.pop(0))
        # An entity that sticks out of the one before it goes on behind it, as Telegram splits it.
        entities[:0] = [_rest(entity, end) for entity in inside if entity["offset"] + entity["length"] > end]
        children = _nodes(text, inside, offset, end)
        nodes.append({**_node(first, piece(text, offset, end - offset)), "children": children})
        start = end
    if stop > start:
        nodes.append(piece(text, start, stop - start))
    return nodes


def _rest(entity: Entity, start: int) -> Entity:
    return entity | {"offset": start, "length": entity["offset"] + entity["length"] - start}


def _node(entity: Entity, covered: str) -> dict[str, Any]:
    node = {key: value for key, value in entity.items() if key not in {"offset", "length"}}
    if entity["type"] == "url":
        try:
            node["url"] = checked_link(covered)
        except WrongLink:
            return {"type": "plain"}
    return node


def to_html(formatted: Formatted) -> str:
    """Return a text as the HTML a bot would send to get it."""
    return "".join(_html(node) for node in tree(formatted))


def _html(node: Node) -> str:
    if isinstance(node, str):
        return html.escape(node, quote=False)
    inner = "".join(_html(child) for child in node["children"])
    kind = node["type"]
    if kind == "text_link":
        return f'<a href="{html.escape(node["url"])}">{inner}</a>'
    if kind == "date_time":
        form = f' format="{html.escape(node["date_time_format"])}"' if node.get("date_time_format") else ""
        return f'<tg-time unix="{node["unix_time"]}"{form}>{inner}</tg-time>'
    if kind == "custom_emoji":
        return f'<tg-emoji emoji-id="{node["custom_emoji_id"]}">{inner}</tg-emoji>'
    if kind == "expandable_blockquote":
        return f"<blockquote expandable>{inner}</blockquote>"
    if kind == "pre" and node.get("language"):
        return f'<pre><code class="language-{html.escape(node["language"])}">{inner}</code></pre>'
    tag = _HTML_TAGS.get(kind)
    return f"<{tag}>{inner}</{tag}>" if tag else inner
