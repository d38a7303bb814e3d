"""Formatting of a message: Telegram's entities, whose places count UTF-16 units, as the tags that we know."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from kalenner.formatting import Span, with_tags
from kalenner_telegram.updates import number_in, text_in

_TAGS = {"bold": "b", "italic": "i", "underline": "u", "text_link": "a"}


def formatted_text(message: dict[str, Any]) -> str | None:
    """Return the text of a message with its bold, italic, underlined and linked parts in tags.

    None where there are none. What Telegram has besides, such as spoilers, stays plain text.
    """
    text, entities = text_in(message, "text"), message.get("entities")
    if not text or not isinstance(entities, list):
        return None
    spans = list(_spans(text, entities))
    return with_tags(text, spans) if spans else None


def _spans(text: str, entities: list[Any]) -> Iterator[Span]:
    # Where each character begins, and behind the last one the end: those beyond U+FFFF take two units.
    starts = list(accumulate((1 + (ord(character) > 0xFFFF) for character in text), initial=0))
    for entity in entities:
        if not isinstance(entity, dict):
            continue
        tag = _TAGS.get(text_in(entity, "type") or "")
        start, length = number_in(entity, "offset"), number_in(entity, "length")
        if tag is None or not length or start >= starts[-1]:
            continue
        end = min(start + length, starts[-1])
        yield Span(
            bisect_right(starts, start) - 1, bisect_left(starts, end), tag, text_in(entity, "url") or ""
        )
