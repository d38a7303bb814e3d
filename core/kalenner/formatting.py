"""Formatting that a channel keeps beside a text, as the tags of :mod:`kalenner.richtext`.

Spans may lie within each other, overlap, or cut through an emoji. Tags that were typed in the text stay, and
no span reaches over one of them: it is divided there, so all tags are closed in the right order.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

MOST_SPANS = 200

_TYPED_TAG = re.compile(r"</?[A-Za-z](?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*>")
_ORDER = "abiu"
_JOINER = "\N{ZERO WIDTH JOINER}"
_SKIN_TONES = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True)
class Span:
    """The characters from `start` to before `end` of a text are in a tag: b, i, u, or a with its `href`."""

    start: int
    end: int
    tag: str
    href: str = ""


def with_tags(text: str, spans: Sequence[Span]) -> str:
    """Return a text with its spans as tags around each piece; which are accepted is not decided here."""
    whole = [_around_characters(text, span) for span in spans[:MOST_SPANS]]
    pieces: list[str] = []
    place = links = 0
    for typed in _TYPED_TAG.finditer(text):
        pieces += _tagged(text, whole, place, typed.start(), is_in_link=links > 0)
        pieces.append(typed[0])
        place = typed.end()
        if re.match(r"<a[\s>]", typed[0], re.IGNORECASE):
            links += 1
        elif re.match(r"</a[\s>]", typed[0], re.IGNORECASE):
            links -= 1
    pieces += _tagged(text, whole, place, len(text), is_in_link=links > 0)
    return "".join(pieces)


def _tagged(text: str, spans: Sequence[Span], start: int, end: int, *, is_in_link: bool) -> Iterator[str]:
    """Yield the part of a text from `start` to `end` in pieces, each within the tags of its spans."""
    ends = {place for span in spans for place in (span.start, span.end) if start < place < end}
    places = sorted({start, end} | ends)
    for begin, stop in pairwise(places):
        tags: dict[str, str] = {}
        for span in spans:
            if span.start <= begin and stop <= span.end and not (span.tag == "a" and is_in_link):
                tags.setdefault(span.tag, span.href)
        ordered = sorted(tags, key=_ORDER.index)
        yield "".join(_opening(tag, tags[tag]) for tag in ordered)
        yield text[begin:stop]
        yield "".join(f"</{tag}>" for tag in reversed(ordered))


def _opening(tag: str, href: str) -> str:
    if tag != "a":
        return f"<{tag}>"
    escaped = href.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return f'<a href="{escaped}">'


def _around_characters(text: str, span: Span) -> Span:
    """Return the span with both ends moved out of the characters that they cut through."""
    start, end = max(0, span.start), min(len(text), span.end)
    while 0 < start < len(text) and _is_cut(text, start):
        start -= 1
    while 0 < end < len(text) and _is_cut(text, end):
        end += 1
    return Span(start, end, span.tag, span.href)


def _is_cut(text: str, place: int) -> bool:
    """Tell whether the characters before and behind a place are seen as one."""
    following = text[place]
    is_part = unicodedata.category(following) in {"Mn", "Me"} or ord(following) in _SKIN_TONES
    return is_part or following == _JOINER or text[place - 1] == _JOINER
