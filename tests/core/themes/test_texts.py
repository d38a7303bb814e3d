"""What people write stays text: 150 hostile strings in every field make no element, attribute or link."""

import json
import re
from dataclasses import replace
from functools import cache
from html import escape
from html.parser import HTMLParser

import pytest
from tests.figures import RecordFigure
from tests.hostile_strings import HOSTILE

from kalenner import richtext
from kalenner.hooks.themes import PageBanner
from kalenner.themes import Theme, Themes, render_page
from kalenner.themes.content import Content
from kalenner.themes.samples import INVITATION, SampleAddresses, readers, sample

READER = {"en": readers()["en"]}
SAID = {"title", "aria-label", "alt", "content"}
"""Attributes that say what people wrote; of all others the values count."""
THEMES = Themes.find().list_designs()
IN_THE_SUITE = ("calm", "lawyer")  # those that differ most in their macros; the others by `make test-slow`


class Skeleton(HTMLParser):
    """The elements of a page with their attributes, and the data for search engines, without what is said."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[object] = []
        self.data = ""
        self._is_data = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, [(name, "" if name in SAID else value) for name, value in attrs]))
        self._is_data = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(tag)
        self._is_data = False

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.data += data

    def handle_comment(self, data: str) -> None:
        self.parts.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.parts.append(("instruction", data))


def harmless(text: str) -> str:
    """A text of as many lines and words, in which nothing means anything."""
    return re.sub(r"\S", "x", text)


@cache
def practice() -> Content:
    return sample("practice", "en")


def said(text: str, about: str) -> Content:
    """The practice with a text in every field that people write."""
    content = practice()
    banner = content.design.banner
    assert banner is not None
    return replace(
        content,
        name=text,
        about=escape(about, quote=False),
        services=tuple(replace(one, name=text, description=text) for one in content.services),
        contact=replace(content.contact, address=text),
        links=tuple(replace(one, label=text) for one in content.links),
        design=replace(
            content.design, options={"banner": "yes"}, banner=PageBanner(text, text, text, banner.url)
        ),
    )


_CARD = re.compile(r"contact\.[0-9a-f]{16}\.vcf")
"""The contact card's name tells its content, which differs with the texts."""


def page(theme: Theme, content: Content) -> Skeleton:
    made = render_page(theme, content, READER, SampleAddresses(), invitation=INVITATION)
    return Skeleton(_CARD.sub("contact.vcf", made.pages["en"].decode()))


@pytest.mark.figure("F11")
@pytest.mark.parametrize(
    "theme",
    [
        pytest.param(one, marks=() if one.id in IN_THE_SUITE else pytest.mark.slow, id=one.id)
        for one in THEMES
    ],
)
def test_hostile_strings_stay_text(theme: Theme, record_figure: RecordFigure) -> None:
    changed = []
    for text in HOSTILE:
        plain = richtext.parse(escape(text, quote=False)).plain()

        hostile = page(theme, said(text, text))
        expected = page(theme, said(harmless(text), harmless(plain)))

        if (hostile.parts, json.loads(hostile.data)["name"]) != (expected.parts, text):
            changed.append(text)

    record_figure(
        "F11", len(HOSTILE), f"texts in every field of a page of {theme.id}", broke_out=len(changed)
    )
    assert changed == []
