"""What a person writes with ``<b> <i> <u> <a href="https://…">``, and nothing else.

A text is read into runs of characters with their marks, and all that is shown is written anew from these: no
byte of the markup that came in comes through. It is read by rules of its own: the parsers of HTML repair what
is wrong, each in its way, while here it is refused by name.

Characters that cannot be seen are dropped, not refused: people paste them unknowingly and cannot find them.
Which these are is said in :mod:`kalenner.characters`. Dropped as well are more than four accents on one
letter, which would hang over the lines around.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from markupsafe import Markup

from kalenner.characters import without_invisible
from kalenner.links import LinkRefused, check_link

TAGS = ("b", "i", "u", "a")
MOST_ACCENTS = 4
MOST_NAMED = 20

_TAG = re.compile(r"<(?=[A-Za-z?]|/[A-Za-z]|!(?:--|\[|[A-Za-z]))")
_NAME = re.compile(r"<(/?)(!--|!\[\w*\[?|\?|[^\s/<>]+)")
_ATTRIBUTE = re.compile(
    r"""\s+([^\s<>/=]+)(?:\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'"""
    r"""|[“”„]([^“”„<>]*)[“”]|([^\s<>"'`“”„]+)))?"""  # telephones turn quotes into typographic ones
)
_END = re.compile(r"\s*>")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#39|nbsp);")
_REFERENCES = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'", "&nbsp;": "\xa0"}
_REL = ' rel="nofollow noopener noreferrer"'
_LINE_END = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_GAP = re.compile(r"\n\s*\n")
_BLANK = re.compile("[\u200c\u200d\ufe0e\ufe0f]")  # seen only beside other characters


class TextFault(StrEnum):
    """Why a text is refused."""

    TAG = "tag"
    ATTRIBUTE = "attribute"
    MALFORMED = "malformed"
    LINK = "link"
    UNCLOSED = "unclosed"
    UNOPENED = "unopened"
    CROSSED = "crossed"
    NESTED_LINK = "nested_link"


class TextRefused(Exception):
    """A text is not taken: `reason` says why.

    `detail` names what is wrong: the tag, the attribute, the end that comes too early. `other` names the tag
    of that attribute, or the tag that had to be closed before. A refused link is `link`.
    """

    def __init__(
        self, reason: TextFault, detail: str = "", *, other: str = "", link: LinkRefused | None = None
    ) -> None:
        self.reason = reason
        self.detail = detail
        self.other = other
        self.link = link
        super().__init__(f"{reason.value} {detail}".strip())


class Mark(NamedTuple):
    """One of the tags around a run; `href` is that of a link."""

    tag: str
    href: str = ""


class Run(NamedTuple):
    """Characters within the same tags, the outermost first."""

    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class RichText:
    """A text that was read; made by `parse`."""

    runs: tuple[Run, ...]

    @property
    def source(self) -> str:
        """The text as it would be typed, in its one form: `parse` makes this very text of it."""
        return _written(self.runs, _escaped)

    def plain(self) -> str:
        """Return the characters alone; their number is the text's length."""
        return "".join(run.text for run in self.runs)

    def chat(self) -> Markup:
        """Return the text as channels take it: the four tags, and of references ``&lt; &gt; &amp;`` alone."""
        return Markup(self.source)  # noqa: S704 -- every character is escaped, every link was checked

    def page(self) -> Markup:
        """Return the text as HTML: a paragraph between blank lines, a line where one was written."""
        html = "".join(
            f"<p>{_written(_cut(self.runs, start, end), _escaped_for_page, _REL)}</p>"
            for start, end in _paragraphs(self.plain())
        )
        return Markup(html)  # noqa: S704 -- every character is escaped, every link was checked


def parse(text: str) -> RichText:
    """Return the text read; raises TextRefused.

    ``&lt; &gt; &amp; &quot; &#39; &nbsp;`` are read as what they stand for; any other reference is text, as
    is a ``<`` with no letter behind it. A tag around nothing is dropped.
    """
    source = text
    while True:  # what is dropped may bring together what is dropped next; each time the text is shorter
        read = RichText(tuple(_Reading(_tidy(source)).read()))
        if read.source == source:
            return read
        source = read.source


def is_blank(text: str) -> bool:
    """Tell whether nothing of a text that was read can be seen."""
    return not _BLANK.sub("", text).strip()


def _tidy(text: str) -> str:
    """Return a text without what cannot be seen; of several empty lines one remains."""
    text = without_invisible(_LINE_END.sub("\n", text).replace("\t", " "))
    characters, accents = [], 0
    for character in unicodedata.normalize("NFC", text):
        accents = accents + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if accents <= MOST_ACCENTS:
            characters.append(character)
    lines = [line.rstrip() for line in "".join(characters).strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


@dataclass
class _Open:
    """An open tag; `runs` is the number of runs before it."""

    mark: Mark
    runs: int


class _Reading:
    """Walks once over the source; `at` is the place reached."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.open: list[_Open] = []
        self.runs: list[Run] = []

    def read(self) -> list[Run]:
        """Return the runs; raises TextRefused."""
        while tag := _TAG.search(self.source, self.at):
            self._write(self.source[self.at : tag.start()])
            self.at = tag.start()
            self._read_tag()
        self._write(self.source[self.at :])
        if self.open:
            raise TextRefused(TextFault.UNCLOSED, f"<{self.open[-1].mark.tag}>")
        return self.runs

    def _write(self, text: str) -> None:
        if text:
            marks = dict.fromkeys(opened.mark for opened in self.open)  # <b> within <b> adds nothing
            self.runs.append(Run(_without_references(text), tuple(marks)))

    def _read_tag(self) -> None:
        name = _NAME.match(self.source, self.at)
        assert name is not None  # noqa: S101 -- _TAG found its beginning
        tag = name[2].lower()
        if tag not in TAGS:
            ending = ">" if name[2][0].isalpha() or name[2][1:2].isalpha() else ""
            raise TextRefused(TextFault.TAG, f"<{name[2][:MOST_NAMED]}{ending}")
        self.at = name.end()
        if name[1]:
            self._take_end(f"</{tag}>")
            self._close(tag)
        else:
            self._start(tag)

    def _take_end(self, element: str) -> None:
        end = _END.match(self.source, self.at)
        if end is None:
            raise TextRefused(TextFault.MALFORMED, element)
        self.at = end.end()

    def _start(self, tag: str) -> None:
        href: str | None = None
        while attribute := _ATTRIBUTE.match(self.source, self.at):
            name = attribute[1]
            if tag != "a" or name.lower() != "href":
                raise TextRefused(TextFault.ATTRIBUTE, name[:MOST_NAMED], other=f"<{tag}>")
            if href is not None or attribute.lastindex == 1:
                raise TextRefused(TextFault.MALFORMED, "<a>")
            href = attribute[attribute.lastindex or 1]
            self.at = attribute.end()
        self._take_end(f"<{tag}>")
        mark = Mark(tag, self._link(href) if tag == "a" else "")
        self.open.append(_Open(mark, len(self.runs)))

    def _link(self, href: str | None) -> str:
        if href is None:
            raise TextRefused(TextFault.MALFORMED, "<a>")
        if any(opened.mark.tag == "a" for opened in self.open):
            raise TextRefused(TextFault.NESTED_LINK, "<a>")
        try:
            return check_link(_without_references(href))
        except LinkRefused as refused:
            raise TextRefused(TextFault.LINK, "<a>", link=refused) from refused

    def _close(self, tag: str) -> None:
        if all(opened.mark.tag != tag for opened in self.open):
            raise TextRefused(TextFault.UNOPENED, f"</{tag}>")
        last = self.open.pop()
        if last.mark.tag != tag:
            raise TextRefused(TextFault.CROSSED, f"</{tag}>", other=f"<{last.mark.tag}>")
        within = self.runs[last.runs :]
        if tag == "a" and all(is_blank(run.text) for run in within):  # a link that nobody sees
            self.runs[last.runs :] = [Run(text, _without(marks, last.mark)) for text, marks in within]


def _without(marks: tuple[Mark, ...], gone: Mark) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if mark != gone)


def _without_references(text: str) -> str:
    return _REFERENCE.sub(lambda match: _REFERENCES[match[0]], text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escaped_for_page(text: str) -> str:
    return _escaped(text).replace("\xa0", "&nbsp;").replace("\n", "<br>")


def _written(runs: Iterable[Run], text: Callable[[str], str], rel: str = "") -> str:
    """Return runs as markup; what neighbours have in common stays open between them."""
    markup: list[str] = []
    open_marks: tuple[Mark, ...] = ()
    for run in (*runs, Run("", ())):
        common = 0
        while common < min(len(open_marks), len(run.marks)) and open_marks[common] == run.marks[common]:
            common += 1
        markup += [f"</{mark.tag}>" for mark in reversed(open_marks[common:])]
        markup += [
            f'<a href="{_escaped(mark.href)}"{rel}>' if mark.tag == "a" else f"<{mark.tag}>"
            for mark in run.marks[common:]
        ]
        markup.append(text(run.text))
        open_marks = run.marks
    return "".join(markup)


def _paragraphs(plain: str) -> list[tuple[int, int]]:
    """Return where the paragraphs of a text begin and end, without the white space around them."""
    spans, start = [], 0
    for end, following in [*(gap.span() for gap in _GAP.finditer(plain)), (len(plain), len(plain))]:
        part = plain[start:end]
        if part.strip():
            begin = start + len(part) - len(part.lstrip())
            spans.append((begin, begin + len(part.strip())))
        start = following
    return spans


def _cut(runs: Iterable[Run], start: int, end: int) -> list[Run]:
    """Return the runs of the characters from `start` to `end`."""
    runs_within, at = [], 0
    for run in runs:
        part = run.text[max(0, start - at) : max(0, end - at)]
        if part:
            runs_within.append(Run(part, run.marks))
        at += len(run.text)
    return runs_within
