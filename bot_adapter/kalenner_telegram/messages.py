"""From a screen to what Telegram is sent: markup, lengths and keyboards are known here alone."""

import base64
import html
import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from kalenner.screens import Button, CopyText, Link, Press, Screen

MOST_TEXT = 4096
MOST_CAPTION = 1024
MOST_LABEL = 64
MOST_NOTICE = 200
MOST_FILE_NAME = 120
# Telegram refuses a label or a text of spaces; this one is no space, and as empty.
BLANK = "\N{BRAILLE PATTERN BLANK}"


def plain(markup: str) -> str:
    """Return a text without its tags, as Telegram counts and, after a refusal, shows it."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def fitting(markup: Markup, most: int) -> str:
    """Return markup that Telegram takes; one that is too long loses its formatting and its end."""
    text = str(markup)
    bare = plain(text)
    if _utf16_length(bare) <= most:
        return text
    cut = bare.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", errors="ignore")
    return html.escape(cut, quote=False) + "…"


def notice_text(text: str) -> str:
    """Return a notice short enough for the answer to a press; only markup holds tags."""
    bare = plain(text) if isinstance(text, Markup) else text
    return bare if len(bare) <= MOST_NOTICE else bare[: MOST_NOTICE - 1] + "…"


def file_name(name: str) -> str:
    """Return a name that arrives whole; Telegram's server reads a header up to the first semicolon."""
    stem, dot, ending = re.sub(r'[\x00-\x1f\x7f-\x9f"\\;/]', "_", name.strip()).rpartition(".")
    return f"{stem[:MOST_FILE_NAME]}{dot}{ending[:MOST_FILE_NAME]}"


def content(screen: Screen, rows: list[list[dict[str, Any]]]) -> dict[str, Any]:
    """Return the text, keyboard, and picture or file of a screen."""
    text = fitting(screen.text, MOST_CAPTION if screen.picture or screen.attachment else MOST_TEXT)
    if screen.attachment:
        file = screen.attachment
        document = {
            "name": file_name(file.name),
            "media_type": file.media_type,
            "content": base64.b64encode(file.content).decode(),
        }
        return {"text": text, "rows": rows, "document": document}
    if screen.picture:
        return {"text": text, "rows": rows, "picture": base64.b64encode(screen.picture).decode()}
    return {"text": text if plain(text).strip() else BLANK, "rows": rows}


def keyboard(
    screen: Screen, footer: tuple[Button, ...], data: Callable[[Press], str]
) -> list[list[dict[str, Any]]]:
    """Return the rows of buttons, the footer last."""
    rows = [*screen.rows, footer] if footer else list(screen.rows)
    return [[_button(button, data) for button in row] for row in rows]


def _button(button: Button, data: Callable[[Press], str]) -> dict[str, Any]:
    label = button.label if len(button.label) <= MOST_LABEL else button.label[: MOST_LABEL - 1] + "…"
    made: dict[str, Any] = {"text": label if label.strip() else BLANK}
    if isinstance(button.target, Press):
        made["callback_data"] = data(button.target)
    elif isinstance(button.target, Link):
        made["url"] = button.target.url
    elif isinstance(button.target, CopyText):
        made["copy_text"] = {"text": button.target.text[:256]}
    if button.style is not None:
        made["style"] = str(button.style)
    return made
