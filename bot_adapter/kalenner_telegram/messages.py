"""Turns screens into Telegram's messages: markup, limits of length, keyboards."""

import base64
import html
import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from pyramid.registry import Registry

from kalenner.drawings import Drawing, drawn
from kalenner.screens import Button, CopyText, Link, Press, Screen

MOST_TEXT = 4096
MOST_CAPTION = 1024
MOST_LABEL = 64
MOST_NOTICE = 200
MOST_FILE_NAME = 120
# Telegram refuses labels and texts of white space; this character is none, but looks empty.
BLANK = "\N{BRAILLE PATTERN BLANK}"


def plain(markup: str) -> str:
    """Return a text without its tags, as Telegram counts its length and as the fallback sends it."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def fitting(markup: Markup, most: int) -> str:
    """Return markup within Telegram's limit; a longer one is cut and loses its formatting."""
    text = str(markup)
    plain_text = plain(text)
    if _utf16_length(plain_text) <= most:
        return text
    cut = plain_text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", errors="ignore")
    return html.escape(cut, quote=False) + "…"


def notice_text(text: str) -> str:
    """Return a notice as plain text, short enough for the answer to a press."""
    plain_text = plain(text) if isinstance(text, Markup) else text
    return plain_text if len(plain_text) <= MOST_NOTICE else plain_text[: MOST_NOTICE - 1] + "…"


def file_name(name: str) -> str:
    """Return a file name without the characters at which Telegram's server cuts or changes it."""
    stem, dot, ending = re.sub(r'[\x00-\x1f\x7f-\x9f"\\;/]', "_", name.strip()).rpartition(".")
    return f"{stem[:MOST_FILE_NAME]}{dot}{ending[:MOST_FILE_NAME]}"


def content(screen: Screen, rows: list[list[dict[str, Any]]]) -> dict[str, Any]:
    """Return the text, keyboard, and picture or file of a screen."""
    has_caption = screen.picture or screen.attachment or screen.media
    text = fitting(screen.text, MOST_CAPTION if has_caption else MOST_TEXT)
    if screen.media:
        return {"text": text, "rows": rows, "media": screen.media, "is_silent": screen.is_silent}
    if screen.attachment:
        file = screen.attachment
        document = {
            "name": file_name(file.name),
            "media_type": file.media_type,
            "content": _portable(file.content),
        }
        return {"text": text, "rows": rows, "document": document}
    if screen.picture:
        return {"text": text, "rows": rows, "picture": _portable(screen.picture)}
    shown: dict[str, Any] = {"text": text if plain(text).strip() else BLANK, "rows": rows}
    return {**shown, "is_silent": True} if screen.is_silent else shown


def _portable(file: bytes | Drawing) -> str | dict[str, Any]:
    """Return the bytes as JSON holds them, or what they are to be drawn of."""
    if isinstance(file, Drawing):
        return {"drawer": file.drawer, "values": dict(file.values)}
    return base64.b64encode(file).decode()


def with_drawings(registry: Registry, payload: dict[str, Any]) -> dict[str, Any]:
    """Return a payload with the bytes of the files that are still to be drawn."""

    def made(file: str | dict[str, Any]) -> str:
        return file if isinstance(file, str) else base64.b64encode(drawn(registry, Drawing(**file))).decode()

    if "picture" in payload:
        return payload | {"picture": made(payload["picture"])}
    if "document" in payload:
        document = payload["document"]
        return payload | {"document": document | {"content": made(document["content"])}}
    return payload


def keyboard(
    screen: Screen, footer: tuple[Button, ...], data: Callable[[Press], str]
) -> list[list[dict[str, Any]]]:
    """Return the rows of buttons, the footer last."""
    rows = [*screen.rows, footer] if footer else list(screen.rows)
    return [[_button(button, data) for button in row] for row in rows]


def _button(button: Button, data: Callable[[Press], str]) -> dict[str, Any]:
    label = button.label if len(button.label) <= MOST_LABEL else button.label[: MOST_LABEL - 1] + "…"
    inline_button: dict[str, Any] = {"text": label if label.strip() else BLANK}
    if isinstance(button.target, Press):
        inline_button["callback_data"] = data(button.target)
    elif isinstance(button.target, Link):
        inline_button["url"] = button.target.url
    elif isinstance(button.target, CopyText):
        inline_button["copy_text"] = {"text": button.target.text[:256]}
    if button.style is not None:
        inline_button["style"] = str(button.style)
    return inline_button
