"""How messages are put into words, the same on every screen."""

import datetime as dt
from collections.abc import Sequence
from itertools import accumulate

from markupsafe import Markup
from pyramid.i18n import TranslationString
from pyramid.request import Request

from kalenner.home.clients import name_shown
from kalenner.i18n import Reader
from kalenner.screens import MessageKind
from kalenner_chat import _
from kalenner_chat.content import Content
from kalenner_chat.relations import Relation

LONG_TEXT, LONG_CAPTION = 3_600, 800
"""Characters beyond which the name does not stand in the same message as the text."""
SHOWN, QUOTED = 220, 60
"""Characters of a message that a list and a quote show."""
PAGE_TEXT = 3_600
"""Characters of messages that one screen shows, so that what stands above and below them has room."""
STORED, TAKEN = "✔", "✔✔"

_KINDS: dict[MessageKind, TranslationString] = {
    MessageKind.PHOTO: _("kind-photo"),
    MessageKind.VIDEO: _("kind-video"),
    MessageKind.VOICE: _("kind-voice"),
    MessageKind.VIDEO_NOTE: _("kind-video-note"),
    MessageKind.ANIMATION: _("kind-animation"),
    MessageKind.STICKER: _("kind-sticker"),
    MessageKind.AUDIO: _("kind-audio"),
    MessageKind.PLACE: _("kind-place"),
}


def needs_name_line(content: Content) -> bool:
    """Tell whether the sender's name comes in a message of its own, before a message."""
    if content.kind is MessageKind.TEXT:
        return len(content.text) > LONG_TEXT
    return not content.kind.has_caption or len(content.text) > LONG_CAPTION


def other_name(request: Request, relation: Relation) -> str:
    """Return the name of the other side."""
    if relation.other.erased_at is not None:
        return request.label(_("deleted-account"))
    return relation.other_name or name_shown(request, None)


def kind_text(labels: Request | Reader, content: Content) -> str:
    """Return what a message without a text of its own is."""
    if content.kind is MessageKind.DOCUMENT:
        return f"📄 {content.name}"
    if content.kind is MessageKind.CONTACT:
        return f"👤 {content.name} {content.phone}".rstrip()
    if content.kind is MessageKind.PLACE and content.name:
        return f"📍 {content.name}"
    message = _KINDS.get(content.kind)
    return "" if message is None else str(labels.label(message))


def summary(request: Request, content: Content, most: int) -> str:
    """Return a message as plain text of at most `most` characters."""
    parts = (kind_text(request, content), content.text)
    text = " ".join(part for part in parts if part)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def newest_fitting(texts: Sequence[Markup]) -> int:
    """Return how many of the last texts have room on one screen."""
    lengths = accumulate(len(text.striptags()) for text in reversed(texts))
    return sum(length <= PAGE_TEXT for length in lengths)


def moment(request: Request, instant: dt.datetime) -> str:
    """Return when something was written: today the time alone."""
    reader, now = request.reader, request.clock.now()
    if reader.local(instant).date() == reader.local(now).date():
        time: str = reader.time(instant)
        return time
    return str(reader.short_moment(instant))
