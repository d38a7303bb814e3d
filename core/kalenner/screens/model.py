"""What a screen is made of; no channel's markup, limits or identifiers are known here."""

import dataclasses
import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from kalenner.drawings import Drawing
from kalenner.files import FileFault, StoredPicture
from kalenner.route import Press
from kalenner.screens.messages import Media, MessageKind, SharedContact


@dataclass(frozen=True)
class Link:
    """A web address that the channel opens."""

    url: str


@dataclass(frozen=True)
class CopyText:
    """A text that the channel puts on the clipboard."""

    text: str


class Style(enum.StrEnum):
    """What pressing means, for channels that can colour buttons."""

    PRIMARY = "primary"
    SUCCESS = "success"
    DANGER = "danger"


@dataclass(frozen=True)
class Button:
    """One button: its label and where it leads."""

    label: str
    target: Press | Link | CopyText
    style: Style | None = None


Row = tuple[Button, ...]


@dataclass(frozen=True)
class Notice:
    """A short word about what just happened; an alert waits until it is read."""

    text: str
    is_alert: bool = False


@dataclass(frozen=True)
class Attachment:
    """A file that a screen brings: the name it is kept under, its bytes or what they are drawn of, its type.

    The type is such as "text/calendar".

    Raises ValueError without a name or content, which no channel could send.
    """

    name: str
    content: bytes | Drawing
    media_type: str

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.content:
            raise ValueError("an attachment has a name and content")


@dataclass(frozen=True)
class Screen:
    """One page of the bot: text, rows of buttons, perhaps a picture or a file.

    `back` is where Back leads; `is_menu` marks a main menu, which has neither Back nor Menu;
    `is_card` marks the message of something that happened, which never becomes the menu;
    `has_question` says that a form waits for an answer; `at` is the place that shows it again.
    `is_kept` says that people keep or forward its message, such as a QR code: it stays in the chat, and what
    follows comes below it. With an `attachment` it is a card as well, and a message of its own even in
    answer to a press: what was pressed stays as it is. `media` is what a person has sent, such as a voice
    message, a place or a contact: of notifications alone, whose bytes are read when they are sent. One that
    `is_silent` does not ring. Raises ValueError for a picture beside an attachment.
    """

    text: Markup
    rows: tuple[Row, ...] = ()
    back: Press | None = None
    notice: Notice | None = None
    picture: bytes | Drawing | None = None
    is_menu: bool = False
    is_card: bool = False
    has_question: bool = False
    at: Press | None = None
    attachment: Attachment | None = None
    is_kept: bool = False
    media: "Media | Place | SharedContact | None" = None
    is_silent: bool = False

    def __post_init__(self) -> None:
        if self.media is not None:
            object.__setattr__(self, "is_card", True)
        if self.attachment is not None:
            if self.picture is not None:
                raise ValueError("a screen has a picture or an attachment")
            object.__setattr__(self, "is_card", True)
        # The one place where a plain text becomes markup.
        object.__setattr__(self, "text", escape(self.text))
        object.__setattr__(self, "rows", tuple(tuple(row) for row in self.rows if row))

    def replace(self, **changes: object) -> "Screen":
        """Return the same screen with some of its parts changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


def lines(*parts: str | Markup | None) -> Markup:
    """Join paragraphs' lines; None and empty ones are left out, plain text is escaped."""
    return Markup("\n").join(escape(part) for part in parts if part)


def paragraphs(*parts: str | Markup | None) -> Markup:
    """Join paragraphs with an empty line between them; empty ones are left out."""
    return Markup("\n\n").join(escape(part) for part in parts if part)


def in_rows(buttons: Sequence[Button], width: int) -> list[Row]:
    """Lay buttons out, `width` a row."""
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]


@dataclass(frozen=True)
class Upload:
    """A file that a person sent, as it was made into what it is wanted for; it came in `size` bytes.

    `key` finds it in the file store: a file as it came, or a logo's small file, else ""; of a private file it
    is the token. A `picture` stands there in its sizes; a `fault` says why there is none. `name` is the name
    that the file had where it came from, and `caption` the text that came with it, each "" without one; both
    may hold anything. `message` is the channel's number of the message that it came with, and `sent_at` when
    that was sent; None where it came otherwise.
    """

    key: str
    size: int
    picture: StoredPicture | None = None
    fault: FileFault | None = None
    name: str = ""
    caption: str = ""
    message: int | None = None
    sent_at: dt.datetime | None = None

    @property
    def is_too_big(self) -> bool:
        """Whether it has more bytes than are taken of a file; `size` is then that many and one."""
        return self.fault is FileFault.TOO_BIG

    @property
    def refusal(self) -> FileFault | None:
        """Why it is not taken; None where it is."""
        return self.fault

    def keys(self) -> list[str]:
        """Return the keys of all files in the store that belong to it."""
        sizes = self.picture.keys() if self.picture else ()
        return [key for key in (self.key, *sizes) if key]

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "key": self.key,
            "size": self.size,
            "picture": self.picture and self.picture.to_json(),
            "fault": self.fault,
            "name": self.name,
            "caption": self.caption,
            "message": self.message,
            "sent_at": self.sent_at and int(self.sent_at.timestamp()),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Upload":
        """Return what :meth:`to_json` wrote; raises KeyError for anything else."""
        picture, fault, sent_at = values.get("picture"), values.get("fault"), values.get("sent_at")
        return cls(
            values["key"],
            values["size"],
            StoredPicture.from_json(picture) if picture else None,
            FileFault(fault) if fault else None,
            values.get("name", ""),
            values.get("caption", ""),
            values.get("message"),
            dt.datetime.fromtimestamp(sent_at, dt.UTC) if sent_at else None,
        )


@dataclass(frozen=True)
class Place:
    """A place on Earth, in degrees (WGS 84): north and east are positive."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Arrival:
    """What a person did on a channel: a command, a press, a text, a file, a place or a contact.

    `press` is None for a press that cannot be read any more, or never could; `version` is the
    dialog's at the time the button was shown; `first_name` is what the channel calls the person.
    `formatted` is the text with what the channel shows bold, italic, underlined or as a link in the tags of
    :mod:`kalenner.richtext`, where there is any. `phone` is the number of a contact, with a + where it is
    certain to be an international one. Messages that were sent as one share their `album`; with `has_more`
    the next of them waits already, and the open question shows nothing until the last has been taken. One
    that is wanted whole is collected instead and arrives as `collected`; `upload` is the first.
    `message` is the channel's number of a message; `edits` that of one that was edited, whose new text or
    caption is the `text`. `kind` says what a message is, `reply_to` which one it replies to, and `sent_at`
    when it was sent, by the channel's clock. A `contact` comes with its name, a `place` perhaps with a
    `place_name`. One that `is_behind` came while another of its person was open; the answer goes after those
    to other people.
    """

    subject: str
    language: str | None = None
    first_name: str = ""
    command: str | None = None
    payload: str = ""
    is_press: bool = False
    press: Press | None = None
    version: int = 0
    text: str | None = None
    upload: Upload | None = None
    place: Place | None = None
    phone: str | None = None
    formatted: str | None = None
    message: int | None = None
    edits: int | None = None
    kind: MessageKind = MessageKind.TEXT
    reply_to: int | None = None
    sent_at: dt.datetime | None = None
    contact: SharedContact | None = None
    place_name: str = ""
    album: str | None = None
    has_more: bool = False
    is_behind: bool = False
    collected: tuple[Upload, ...] = ()

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """The files that were sent: one, those of a collected album, or none."""
        return self.collected or ((self.upload,) if self.upload is not None else ())
