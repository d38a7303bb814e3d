"""What a message says, of any kind that is carried: nothing of it names its sender."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from markupsafe import Markup, escape

from kalenner import richtext
from kalenner.characters import without_invisible
from kalenner.richtext import TextRefused
from kalenner.screens import Arrival, MessageKind
from kalenner.transfers import safe_file_name

MOST_NAME = 64
"""Characters of a contact's name, and of a place's."""


@dataclass(frozen=True)
class Content:
    """One message: the `text` or the caption, as it reads and, where it was formatted, in our tags.

    `name` is that of a file, a contact or a place. `upload` is the token of a file that nobody has taken
    yet, in drafts alone.
    """

    kind: MessageKind
    text: str = ""
    formatted: str = ""
    name: str = ""
    phone: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    upload: str = ""
    size: int = 0

    @property
    def markup(self) -> Markup:
        """The text as it is shown."""
        if self.formatted:
            return richtext.parse(self.formatted).chat()
        return escape(self.text)

    @property
    def searchable(self) -> str:
        """Everything in it that a person could look for."""
        return " ".join(part for part in (self.text, self.name, self.phone) if part)

    def to_bytes(self) -> bytes:
        """Return it as it is sealed."""
        values = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, sealed: bytes) -> "Content":
        """Return what :meth:`to_bytes` wrote."""
        values: dict[str, Any] = json.loads(sealed)
        return cls(**{**values, "kind": MessageKind(values["kind"])})

    def with_text(self, other: "Content") -> "Content":
        """Return it with the text or the caption of another."""
        return replace(self, text=other.text, formatted=other.formatted)


def content_of(arrival: Arrival) -> Content | None:
    """Return what a message says; None for what cannot be carried, and for what is empty."""
    text, formatted = _text_of(arrival)
    upload = arrival.upload
    if arrival.contact is not None:
        name = _one_line(arrival.contact.name)
        return Content(MessageKind.CONTACT, name=name, phone=arrival.contact.phone)
    if arrival.place is not None:
        place = arrival.place
        name = _one_line(arrival.place_name)
        return Content(MessageKind.PLACE, name=name, latitude=place.latitude, longitude=place.longitude)
    if upload is not None:
        if upload.refusal is not None:
            return None
        kind = arrival.kind if arrival.kind.is_file else MessageKind.DOCUMENT
        name, caption = safe_file_name(upload.name), without_invisible(upload.caption).strip()
        return Content(kind, caption, name=name, upload=upload.key, size=upload.size)
    if arrival.kind is not MessageKind.TEXT or not text:
        return None
    return Content(MessageKind.TEXT, text, formatted)


def _text_of(arrival: Arrival) -> tuple[str, str]:
    text = without_invisible(arrival.text or "").strip()
    if not text or not arrival.formatted:
        return text, ""
    try:
        read = richtext.parse(arrival.formatted)
    except TextRefused:  # such as a link that is not https: the words stay, its markup goes
        return text, ""
    return read.plain(), read.source


def _one_line(text: str) -> str:
    return " ".join(without_invisible(text).split())[:MOST_NAME]
