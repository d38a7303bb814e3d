"""What is wrong with the structure of a page: nesting, names, headings, pictures, languages.

This is not a validator. It finds what templates get wrong, in milliseconds and without any other program;
``make check-pages`` runs the Nu checker and axe.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from kalenner.themes.elements import SVG_ELEMENTS

VOID = {"br", "hr", "img", "link", "meta", "source"}
_PHRASING_ONLY = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "span",
    "a",
    "b",
    "i",
    "u",
    "strong",
    "em",
    "small",
    "dt",
}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "section", "ul",
}  # fmt: skip
_PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "summary": {"details"},
    "source": {"picture"},
    "figcaption": {"figure"},
}
_CHILDREN = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "picture": {"source", "img"}}
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str]
    source: str
    texts: list[str] = field(default_factory=list)
    has_children: bool = False


def structure_faults(html: str, language: str) -> list[str]:
    """Return what is wrong with a whole page in a language, each mistake once."""
    reader = _PageParser(language)
    reader.feed(html)
    reader.close()
    return list(dict.fromkeys([*reader.faults, *reader.remaining()]))


class _PageParser(HTMLParser):
    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._language = language
        self._open: list[_Element] = []
        self._ids: set[str] = set()
        self._named: list[tuple[str, str]] = []
        self._headings: list[int] = []
        self._mains = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check an element where it begins."""
        attributes = {name: value or "" for name, value in attrs}
        element = _Element(tag, attributes, (self.get_starttag_text() or "")[:90])
        if len(attributes) != len(attrs):
            self.faults.append(f"{element.source}: an attribute stands twice")
        self._note(element)
        self.faults += _misplaced(element, self._open)
        self.faults += _lacking(element)
        if self._open:
            self._open[-1].has_children = True
        if tag == "img" and attributes.get("alt"):
            self._say(attributes["alt"])
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check an element that is written as empty."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            if tag not in SVG_ELEMENTS:
                self.faults.append(f"<{tag}/>: HTML knows no such ending; write <{tag}></{tag}>")
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check an element where it ends."""
        if not self._open or self._open[-1].tag != tag:
            inner = f" inside <{self._open[-1].tag}>" if self._open else ""
            self.faults.append(f"</{tag}>{inner} ends what is not open")
            return
        element = self._open.pop()
        name = " ".join(element.texts).strip() or element.attributes.get("aria-label", "")
        if tag in {"a", "summary", "h1", "h2", "h3", "h4", "h5", "h6"} and not (
            name or "aria-labelledby" in element.attributes
        ):
            self.faults.append(f"{element.source}: nobody hears what it is; give it a text or an aria-label")
        if self._open and "aria-hidden" not in element.attributes:
            self._open[-1].texts += [name, *element.texts]

    def handle_data(self, data: str) -> None:
        """Note what is said, and whether its direction is."""
        if not data.strip() or not self._open:
            return
        self._say(data.strip())
        parent = self._open[-1]
        if parent.tag in _CHILDREN:
            self.faults.append(
                f"{parent.source}: a text cannot stand in <{parent.tag}>: {data.strip()[:30]!r}"
            )
        is_undirected = not any("dir" in element.attributes for element in self._open)
        if is_undirected and _RIGHT_TO_LEFT.search(data) and parent.tag not in {"title", "script"}:
            self.faults.append(f'{parent.source}: text of people needs dir="auto": it may run to the left')

    def remaining(self) -> Iterator[str]:
        """Yield the faults that are known only at the end of the page."""
        for element in self._open:
            yield f"{element.source} is never closed"
        for source, name in self._named:
            if name not in self._ids:
                yield f"{source}: there is no id {name!r} on the page"
        if self._headings.count(1) != 1:
            yield f"the page has {self._headings.count(1)} h1; it needs exactly one"
        for before, after in zip(self._headings, self._headings[1:], strict=False):
            if after > before + 1:
                yield f"h{after} follows h{before}; headings leave no level out"
        if self._mains != 1:
            yield f"the page has {self._mains} <main>; it needs exactly one"

    def _say(self, text: str) -> None:
        self._open[-1].texts.append(text)

    def _note(self, element: _Element) -> None:
        id_ = element.attributes.get("id")
        if id_ is not None:
            if id_ in self._ids or not id_:
                self.faults.append(f"{element.source}: the id {id_!r} is not the only one")
            self._ids.add(id_)
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            self._named += [(element.source, word) for word in element.attributes.get(name, "").split()]
        href = element.attributes.get("href", "")
        if href.startswith("#"):
            self._named.append((element.source, href[1:]))
        if re.fullmatch("h[1-6]", element.tag):
            self._headings.append(int(element.tag[1]))
        self._mains += element.tag == "main"
        if element.tag == "html" and element.attributes.get("lang") != self._language:
            self.faults.append(f'{element.source}: expected lang="{self._language}"')


def _misplaced(element: _Element, parents: list[_Element]) -> Iterator[str]:
    parent = parents[-1].tag if parents else ""
    if element.tag in _PARENTS and parent not in _PARENTS[element.tag]:
        expected = " or ".join(sorted(_PARENTS[element.tag]))
        yield f"{element.source}: expected within {expected}, not within {parent}"
    if parent in _CHILDREN and element.tag not in _CHILDREN[parent]:
        yield f"{element.source}: cannot stand directly in <{parent}>"
    phrasing = next(
        (ancestor.tag for ancestor in reversed(parents) if ancestor.tag in _PHRASING_ONLY - {"a"}), None
    )
    if element.tag in _BLOCKS and phrasing:
        yield f"{element.source}: cannot stand within <{phrasing}>"
    if element.tag in {"a", "summary", "details"} and any(
        ancestor.tag in {"a", "summary"} for ancestor in parents
    ):
        yield f"{element.source}: cannot stand within a link or a summary"


def _lacking(element: _Element) -> Iterator[str]:
    has = element.attributes
    if element.tag == "img":
        for name in ("alt", "width", "height"):
            if name not in has:
                yield f"{element.source}: {name} is missing"
    if element.tag == "a" and not has.get("href"):
        yield f"{element.source}: a link needs an href"
    if element.tag == "nav" and not (has.get("aria-label") or has.get("aria-labelledby")):
        yield f"{element.source}: needs an aria-label, so that it can be told from others"
    if has.get("target") == "_blank" and "noopener" not in has.get("rel", ""):
        yield f'{element.source}: target="_blank" needs rel="noopener"'
    if has.get("aria-hidden") == "true" and element.tag == "a" and has.get("tabindex") != "-1":
        yield f"{element.source}: can be reached by keyboard and is hidden"
