"""Telegram's HTML, read by Telegram's rules: what it does not know it refuses, naming the byte.

The wording of the refusals and the order of the checks follow `parse_html` of TDLib.
"""

import re
from dataclasses import dataclass
from typing import NoReturn

from kalenner_playground.entities import Entity, Formatted, ordered, units
from kalenner_playground.errors import bad_request
from kalenner_playground.links import WrongLink, checked_link

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot)(?![A-Za-z]));?", re.IGNORECASE)
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"[^\s=>]*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_BLANK = re.compile(r"\s*")
_TIME_FORMAT = re.compile(r"^(?:r|w?[dD]?[tT]?)$")


@dataclass
class _OpenTag:
    tag: str
    attributes: dict[str, str]
    offset: int
    place: int


def parse_html(source: str) -> Formatted:
    """Return the text and entities of HTML as a bot sends it; raises `ApiError` "can't parse entities"."""
    return _HtmlReader(source).read()


class _HtmlReader:
    """Walks once over the source; `at` is the place reached, `offset` the UTF-16 units written so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.offset = 0
        self.written: list[str] = []
        self.open: list[_OpenTag] = []
        self.entities: list[Entity] = []

    def read(self) -> Formatted:
        while self.at < len(self.source):
            if self.source[self.at] != "<":
                self._write(self._character())
            elif self.source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            self._refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return Formatted("".join(self.written), ordered(self.entities))

    def _refuse(self, reason: str, place: int | None = None) -> NoReturn:
        where = "" if place is None else f" at byte offset {len(self.source[:place].encode())}"
        raise bad_request(f"can't parse entities: {reason}{where}")

    def _write(self, text: str) -> None:
        self.written.append(text)
        self.offset += units(text)

    def _character(self) -> str:
        """Return the character at the place reached, a reference like `&lt;` read as what it stands for."""
        match = _REFERENCE.match(self.source, self.at) if self.source[self.at] == "&" else None
        if match and match[3] and match[3] in _NAMED:
            self.at = match.end()
            return _NAMED[match[3]]
        code = int(match[1], 16) if match and match[1] else int(match[2]) if match and match[2] else 0
        if match and 0 < code < 0x10FFFF:
            if 0xD800 <= code <= 0xDFFF:
                self._refuse(
                    "Text contains invalid Unicode characters after decoding HTML entities, "
                    "check for unmatched surrogate code units"
                )
            self.at = match.end()
            return chr(code)
        self.at += 1
        return self.source[self.at - 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        taken = match[0] if match else ""
        self.at += len(taken)
        return taken

    def _ended(self) -> bool:
        return self.at >= len(self.source)

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._take(_NAME).lower()
        if self._ended():
            self._refuse("Unclosed start tag", begin)
        if tag not in _TAGS:
            self._refuse(f'Unsupported start tag "{tag}"', begin)
        attributes = {}
        while True:
            self._take(_BLANK)
            if self.source[self.at : self.at + 1] == ">":
                break
            if self._ended():
                self._refuse("Unclosed start tag", begin)
            name, value = self._attribute(tag, begin)
            attributes[name] = value
        self.at += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._refuse('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_OpenTag(tag, attributes, self.offset, len(self.written)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._take(_ATTRIBUTE)
        if not name:
            self._refuse(f'Empty attribute name in the tag "{tag}"', begin)
        self._take(_BLANK)
        if self._ended():
            self._refuse(f'Unclosed start tag "{tag}"', begin)
        if self.source[self.at] != "=":
            if tag == "blockquote" and name == "expandable":
                return name, ""
            self._refuse(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
        self.at += 1
        self._take(_BLANK)
        if self._ended():
            self._refuse(f'Unclosed start tag "{tag}"', begin)
        return name, self._value(begin)

    def _value(self, begin: int) -> str:
        quote = self.source[self.at]
        if quote not in "'\"":
            start = self.at
            token = self._take(_TOKEN).lower()
            if self._ended() or not (self.source[self.at].isspace() or self.source[self.at] == ">"):
                self._refuse("Unexpected end of name token", start)
            return token
        self.at += 1
        value = []
        while not self._ended() and self.source[self.at] != quote:
            value.append(self._character())
        self.at += 1
        if self._ended():
            self._refuse("Unclosed start tag", begin)
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            self._refuse("Unexpected end tag", begin)
        self.at += 2
        tag = self._take(_NAME)
        self._take(_BLANK)
        if self._ended() or self.source[self.at] != ">":
            self._refuse("Unclosed end tag", begin)
        self.at += 1
        opened = self.open.pop()
        if tag and tag.lower() != opened.tag:
            reason = f"Unmatched end tag at byte offset {len(self.source[:begin].encode())}, "
            self._refuse(f'{reason}expected "</{opened.tag}>", found "</{tag}>"')
        if self.offset > opened.offset:
            entity = {"offset": opened.offset, "length": self.offset - opened.offset}
            self._finish(opened, entity)

    def _finish(self, opened: _OpenTag, entity: Entity) -> None:
        kind = _TAGS[opened.tag]
        if kind == "text_link":
            covered = "".join(self.written[opened.place :])
            try:
                entity["url"] = checked_link(opened.attributes.get("href") or covered)
            except WrongLink:
                return  # Telegram shows the text and forgets the link
        elif kind == "code" and opened.attributes.get("class", "").startswith("language-"):
            entity["language"] = opened.attributes["class"].removeprefix("language-")
        elif kind == "pre" and self.entities and self._is_same_code(entity):
            entity["language"] = self.entities.pop()["language"]
        elif kind == "blockquote" and "expandable" in opened.attributes:
            kind = "expandable_blockquote"
        elif kind == "custom_emoji":
            entity["custom_emoji_id"] = self._number(opened, "emoji-id", "custom emoji identifier")
        elif kind == "date_time":
            self._finish_time(opened, entity)
        self.entities.append({"type": kind, **entity})

    def _is_same_code(self, entity: Entity) -> bool:
        last = self.entities[-1]
        return (
            "language" in last
            and last["type"] == "code"
            and last["offset"] == entity["offset"]
            and (last["length"] == entity["length"])
        )

    def _finish_time(self, opened: _OpenTag, entity: Entity) -> None:
        entity["unix_time"] = int(self._number(opened, "unix", "date"))
        form = opened.attributes.get("format", "")
        if not _TIME_FORMAT.match(form):
            self._refuse("Invalid date format specified")
        if form:
            entity["date_time_format"] = form

    def _number(self, opened: _OpenTag, attribute: str, meaning: str) -> str:
        value = opened.attributes.get(attribute, "")
        if not value.isascii() or not value.isdigit():
            self._refuse(f"Invalid {meaning} specified")
        return value
