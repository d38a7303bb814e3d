"""What people send each other: kinds of messages, and media that a screen brings."""

import enum
from collections.abc import Callable
from dataclasses import dataclass


class MessageKind(enum.StrEnum):
    """What a message is; OTHER is whatever cannot be kept and sent again, such as a poll."""

    TEXT = "text"
    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    VIDEO_NOTE = "video_note"
    ANIMATION = "animation"
    STICKER = "sticker"
    AUDIO = "audio"
    DOCUMENT = "document"
    PLACE = "place"
    CONTACT = "contact"
    OTHER = "other"

    @property
    def is_file(self) -> bool:
        """Whether a file belongs to it."""
        return self not in {
            MessageKind.TEXT,
            MessageKind.PLACE,
            MessageKind.CONTACT,
            MessageKind.OTHER,
        }

    @property
    def has_caption(self) -> bool:
        """Whether a text can stand below it in the same message."""
        return self.is_file and self not in {MessageKind.STICKER, MessageKind.VIDEO_NOTE}


@dataclass(frozen=True)
class Media:
    """A file to be sent as what it was: `read` gives its bytes, outside of every transaction.

    `size` is their number; `name` is shown where the kind has one.
    """

    kind: MessageKind
    name: str
    size: int
    read: Callable[[], bytes]


@dataclass(frozen=True)
class SharedContact:
    """A contact: the name and the number as they were sent; `is_own` where it is the sender's own."""

    name: str
    phone: str
    is_own: bool = False
