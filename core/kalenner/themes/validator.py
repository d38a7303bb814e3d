"""The sanitizer of rendered pages: allowed elements only, and no unknown address."""

import re
from collections.abc import Collection
from html.parser import HTMLParser

from kalenner.themes.elements import ELEMENTS, SVG_ELEMENTS, URL_ATTRIBUTES, loads, may_have

_ANCHOR = re.compile(r"#[A-Za-z][A-Za-z0-9_-]*")
_VOID = re.compile(r"<((?:br|hr|img|link|meta|source)\b[^<>]*)/>")


def validate_page(html: str, urls: Collection[str]) -> tuple[str, list[str]]:
    """Return the body of a page as HTML, and what is wrong with it; `urls` are all it may link to or load."""
    reader = _PageValidator(urls)
    reader.feed(html)
    reader.close()
    return as_html(html), reader.faults


def as_html(markup: str) -> str:
    """Return well-formed markup as HTML writes it: void elements without a slash."""
    return _VOID.sub(lambda match: f"<{match[1].rstrip()}>", markup)


class _PageValidator(HTMLParser):
    """Reads the markup as browsers do, and notes what may not be there."""

    def __init__(self, urls: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._urls = frozenset(urls)
        self._svg = 0
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check an element and its attributes."""
        if tag not in ELEMENTS or (tag in SVG_ELEMENTS - {"svg"} and not self._svg):
            self.faults.append(f"<{tag}> is not allowed")
        self._svg += tag == "svg"
        source = self.get_starttag_text() or ""
        if "<" in source[1:] or ">" in source[:-1]:
            self.faults.append(f"<{tag}>: markup or a bare < or > cannot stand in an attribute")
        for name, value in attrs:
            if not may_have(name) or loads(name, value or ""):
                self.faults.append(f"the attribute {name} is not allowed")
            elif name in URL_ATTRIBUTES and value not in self._urls and not _ANCHOR.fullmatch(value or ""):
                self.faults.append(f"{name}: {(value or '')[:80]!r} is no address that the page was given")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check an empty element."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note where a drawing ends."""
        self._svg -= tag == "svg"

    def handle_decl(self, decl: str) -> None:
        """Refuse a declaration."""
        self.faults.append(f"<!{decl[:20]}> is not allowed")

    def handle_pi(self, data: str) -> None:
        """Refuse a processing instruction."""
        self.faults.append(f"<?{data[:20]}> is not allowed")

    def unknown_decl(self, data: str) -> None:
        """Refuse a marked section."""
        self.faults.append(f"<![{data[:20]}]]> is not allowed")

    def handle_comment(self, data: str) -> None:
        """Refuse a comment, which browsers may read as something else."""
        self.faults.append(f"the comment {data[:40]!r} is not allowed")
