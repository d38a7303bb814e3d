"""The designs on the home page: a small picture of each that leads to the gallery."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup
from pyramid.request import Request

from kalenner.storage import hashed_name
from kalenner.themes import Theme, Themes
from kalenner.themes.discovery import THEMES
from kalenner.themes.theme import COVER, LANGUAGE_COVERS, own_file
from kalenner.web.layout import template
from kalenner.web.pages import page_language, page_reader
from kalenner_design_templates import _
from kalenner_design_templates.names import name_of

COVER_SIZE = (390, 700)
"""Width and height in pixels of the first screen that a cover shows."""


@dataclass(frozen=True)
class Cover:
    """A design on the home page; without a picture of its own its colours stand for it."""

    theme: Theme
    name: str
    picture: str | None


def section(request: Request) -> Markup:
    """Return the section of the home page; nothing where there are no designs."""
    language, reader = page_language(request), page_reader(request)
    themes: Themes = THEMES.of(request.registry)
    covers = [
        Cover(theme, name_of(theme, language), cover_name(theme, language))
        for theme in themes.list_all()
        if not theme.manifest.is_hidden
    ]
    if not covers:
        return Markup()
    html: str = template(Path(__file__).parents[1] / "templates" / "covers.pt").render(
        covers=covers, label=reader.label, language=language, ours=_, size=COVER_SIZE
    )
    return Markup(html)  # noqa: S704 -- a template of ours, which escapes what it is given


def cover_name(theme: Theme, language: str) -> str | None:
    """Return the name under which a theme's cover in a language is served; None without any cover.

    The name tells the content. A theme without a picture in the language shows the one it has.
    """
    for file in (theme.folder / LANGUAGE_COVERS[language], theme.folder / COVER):
        if file.is_file():
            return _name(file, file.stat().st_mtime_ns)
    return None


def read_cover(theme: Theme, name: str) -> bytes | None:
    """Return the cover of a theme that is served under a name; None where it has none of this name.

    Raises :class:`~kalenner.themes.ThemeFault` where a link leads elsewhere.
    """
    for file in (theme.folder / own for own in (COVER, *LANGUAGE_COVERS.values())):
        if file.is_file() and _name(file, file.stat().st_mtime_ns) == name:
            return own_file(theme.folder, file).read_bytes()
    return None


@lru_cache(maxsize=256)
def _name(file: Path, changed: int) -> str:
    """Return the name of a file that was changed at this time, in nanoseconds."""
    del changed
    return hashed_name(file.name, file.read_bytes())
