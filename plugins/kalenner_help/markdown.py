"""Markdown of answers: as HTML of a page, and as the tags that a chat shows."""

from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from kalenner import richtext

_TAGS = {
    "strong_open": "<b>",
    "strong_close": "</b>",
    "em_open": "<i>",
    "em_close": "</i>",
    "link_close": "</a>",
}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


@cache
def _parser() -> MarkdownIt:
    """Return the parser: CommonMark in which HTML is text, and without pictures."""
    return MarkdownIt("commonmark", {"html": False}).disable("image")


def to_html(source: str) -> Markup:
    """Return Markdown as HTML."""
    return Markup(_parser().render(source))  # noqa: S704 -- the parser escapes what is no Markdown, HTML included


def to_chat(source: str) -> Markup:
    """Return Markdown as a text for channels; raises :class:`kalenner.richtext.TextRefused` for a wrong link.

    Paragraphs and the entries of lists are kept; a heading is a paragraph.
    """
    return richtext.parse("".join(_blocks(_parser().parse(source)))).chat()


def bold_texts(source: str) -> list[str]:
    """Return what stands between ``**``, in its order; an answer writes labels like that."""
    texts, depth = [], 0
    for block in _parser().parse(source):
        for token in block.children or ():
            depth += {"strong_open": 1, "strong_close": -1}.get(token.type, 0)
            if token.type == "strong_open":
                texts.append("")
            elif depth:
                texts[-1] += token.content
    return texts


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the blocks with what parts them: an empty line, or a new one between the entries of a list."""
    numbers: list[int | None] = []
    is_entry, gap = False, ""
    for token in tokens:
        if token.type == "bullet_list_open":
            numbers.append(None)
        elif token.type == "ordered_list_open":
            numbers.append(int(token.attrGet("start") or 1))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            numbers.pop()
            gap = "\n\n"
        elif token.type == "list_item_open":
            is_entry = True
        elif token.type == "inline":
            number = numbers[-1] if numbers else None
            marker = ("• " if number is None else f"{number}. ") if is_entry else ""
            if is_entry and number is not None:
                numbers[-1] = number + 1
            yield gap + marker + "".join(_inline(token.children or ()))
            is_entry, gap = False, "\n" if numbers else "\n\n"


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "code_inline":
            yield f"<b>{escape(token.content)}</b>"
        elif token.type == "link_open":
            yield f'<a href="{escape(token.attrGet("href") or "")}">'
        else:
            yield _TAGS.get(token.type) or _BREAKS.get(token.type) or str(escape(token.content))
