"""Themes made of a few texts, for tests."""

from pathlib import Path

from kalenner.themes import Theme, Themes
from kalenner.themes.data import NAMES

MANIFEST = """name = "T"
author = "A"
licence = "L"
[colours.light]
paper = "#ffffff"
surface = "#eeeeee"
ink = "#000000"
muted = "#333333"
line = "#dddddd"
accent = "#004433"
on-accent = "#ffffff"
"""
PAGE = '<main id="content"><h1 dir="auto">${profile.name}</h1></main>'
ALL_NAMES = tuple(NAMES)


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write a theme's folder: a manifest and a page that work, and these files."""
    for name, data in {"theme.toml": MANIFEST, "templates/page.pt": PAGE, **files}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(data, bytes):
            file.write_bytes(data)
        else:
            file.write_text(data, "utf-8")
    return folder


def themes_of(folder: Path, files: dict[str, str | bytes]) -> Themes:
    """Write a theme and read it by the name of its folder."""
    return Themes.read({folder.name: write(folder, files)})


def theme_of(folder: Path, files: dict[str, str | bytes]) -> Theme:
    """Write a theme that can be read, and return it."""
    return themes_of(folder, files).get(folder.name)
