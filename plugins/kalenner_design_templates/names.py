"""What a theme is called, and what it is like in a sentence, in each language."""

from kalenner.i18n import DEFAULT_LANGUAGE
from kalenner.themes import Theme, ThemeFault
from kalenner.themes.theme import LANGUAGES_FOLDER, read_texts

NAME, SUMMARY = "theme_name", "theme_summary"


def name_of(theme: Theme, language: str) -> str:
    """Return the theme's own name in a language, else the one of its manifest."""
    return _own(theme, NAME, language) or theme.manifest.name


def summary_of(theme: Theme, language: str) -> str:
    """Return what the theme is like, in English where it does not say so in the language; may be empty."""
    return _own(theme, SUMMARY, language)


def _own(theme: Theme, key: str, language: str) -> str:
    """Return a text of the theme alone: one that it inherits speaks of another theme."""
    for code in dict.fromkeys((language, DEFAULT_LANGUAGE)):
        try:
            text = read_texts(theme.folder / LANGUAGES_FOLDER / f"{code}.toml").get(key)
        except ThemeFault:
            continue
        if text and text.strip():
            return " ".join(text.split())
    return ""
