"""Texts of a page in one reader's language, else in the professional's."""

from collections.abc import Iterable
from dataclasses import dataclass

from kalenner.hooks.themes import Translations
from kalenner.i18n import LANGUAGES


@dataclass(frozen=True)
class LocalizedText:
    """A text, and the code of its language where that is another than the reader's."""

    text: str
    language: str | None = None


@dataclass(frozen=True)
class Localizer:
    """Chooses among the languages of a text; `main` is that of the original, empty if unknown."""

    main: str
    language: str

    def choose(self, field: str, text: str, translations: Translations) -> LocalizedText:
        """Return the field in the reader's language, else `text`, which is in the main one."""
        if self.language != self.main:
            translated = translations.get(self.language, {}).get(field, "")
            if translated:
                return LocalizedText(translated)
            if text and self.main:
                return LocalizedText(text, self.main)
        return LocalizedText(text)


def in_order(main: str, codes: Iterable[str] = LANGUAGES) -> list[str]:
    """Return languages with the professional's first, the others as the platform orders them."""
    return sorted(codes, key=lambda code: (code != main, list(LANGUAGES).index(code)))
