"""A profile page in all its languages, from its content and a theme: HTML, styles, and what they load."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from chameleon import PageTemplateFile
from markupsafe import Markup

from kalenner.files.derived import DerivedPicture
from kalenner.files.variants import StoredVariant
from kalenner.hooks.themes import PageInvitation
from kalenner.i18n import Reader
from kalenner.themes.content import Content
from kalenner.themes.metadata import PageMetadata
from kalenner.themes.presenter import PagePresenter
from kalenner.themes.renderer import LIMITS, Limits, render
from kalenner.themes.styles import StyleSheet, style_of
from kalenner.themes.theme import Theme
from kalenner.themes.validator import as_html

POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""What a page's browser may load: our own pictures, styles and fonts; no script at all."""

_BLANK = re.compile(r"\n\s+")


class Addresses(Protocol):
    """Where things are once the page is published."""

    def page(self, language: str) -> str:
        """Return the whole address of the page in a language."""
        ...

    def home(self, language: str) -> str:
        """Return the address of the platform's home page."""
        ...

    def assets(self) -> str:
        """Return the path of the folder of styles and pictures, with its slash."""
        ...

    def whole(self, path: str) -> str:
        """Return the whole address of a path, for those who read the page elsewhere."""
        ...

    def start(self, payload: str) -> str | None:
        """Return the bot's link for a payload; None without a bot."""
        ...


@dataclass(frozen=True)
class RenderedPage:
    """Everything to publish: a page a language, the files beside it by name, and its pictures.

    `derived` are pictures that whoever publishes has to make of the others.
    """

    pages: dict[str, bytes]
    assets: dict[str, bytes]
    pictures: tuple[StoredVariant, ...]
    derived: tuple[DerivedPicture, ...] = ()


def render_page(
    theme: Theme,
    content: Content,
    readers: Mapping[str, Reader],
    addresses: Addresses,
    *,
    invitation: PageInvitation | None = None,
    limits: Limits = LIMITS,
    is_preview: bool = False,
    derives: bool = False,
) -> RenderedPage:
    """Render a page in the language of each reader; raises :class:`~kalenner.themes.ThemeFault`.

    With `derives` its icon and the picture for networks are among the result's `derived`.
    """
    theme = theme.accented(content.design.options)
    style = style_of(theme, addresses.assets())
    pages: dict[str, bytes] = {}
    cards: dict[str, bytes] = {}
    derived: set[DerivedPicture] = set()
    for language, reader in readers.items():
        presenter = PagePresenter(
            theme, content, reader, addresses, invitation, derives=derives, is_preview=is_preview
        )
        derived.update(filter(None, (presenter.derived("icon"), presenter.derived("shared"))))
        body = Markup(_BLANK.sub("\n", render(theme, presenter.data(), limits=limits)))  # noqa: S704 -- as it was
        if presenter.card is not None:
            cards.update([presenter.card])
        pages[language] = _framed(presenter, style, body, is_preview=is_preview).encode()
    pictures = tuple(variant for picture in content.pictures() for variant in picture.variants)
    return RenderedPage(pages, {style.name: style.css, **style.assets, **cards}, pictures, tuple(derived))


@lru_cache
def _frame() -> PageTemplateFile:
    return PageTemplateFile(str(Path(__file__).parent / "templates" / "frame.pt"))


def _framed(presenter: PagePresenter, style: StyleSheet, body: Markup, *, is_preview: bool) -> str:
    language = presenter.reader.language
    metadata = PageMetadata(presenter)
    html: str = _frame().render(
        language=language,
        title=metadata.title(),
        description=metadata.description(),
        policy=POLICY,
        style=f"{presenter.addresses.assets()}{style.name}",
        icon=_icon(presenter),
        colours=[presenter.theme.colours(scheme).get("paper") for scheme in ("light", "dark")],
        url=metadata.canonical(),
        locale=metadata.locale(),
        alternates=metadata.alternates(),
        picture=metadata.sharing_picture(),
        name=presenter.content.name,
        is_preview=is_preview,
        options=presenter.options,
        theme=presenter.theme.id,
        data=Markup(_json(metadata.structured())),  # noqa: S704 -- nothing in it can end the element
        body=body,
    )
    return as_html(html)


def _json(value: Any) -> str:
    """Return JSON that is safe within an element: `<`, `>` and `&` are written as escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _icon(presenter: PagePresenter) -> str:
    """Return the logo as an icon, else an address that holds one whole, so that no browser asks for it."""
    logo = presenter.derived("icon")
    if logo is not None:
        return f"{presenter.addresses.assets()}{logo.name}"
    colour = presenter.theme.colours("light").get("accent", "#1f6f5c").replace("#", "%23")
    return (
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E"
        f"%3Crect width='8' height='8' rx='2' fill='{colour}'/%3E%3C/svg%3E"
    ).replace(" ", "%20")
