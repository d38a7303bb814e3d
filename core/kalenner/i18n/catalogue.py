"""Catalogues: messages, and their texts in a language."""

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

from markupsafe import Markup
from pyramid.i18n import Localizer, TranslationString, TranslationStringFactory, make_localizer

from kalenner.languages import DEFAULT_LANGUAGE

_ = TranslationStringFactory("kalenner")

log = logging.getLogger(__name__)

# A text, or the id of one in the catalogues; Markup where it holds tags that a channel shows.
Translatable: TypeAlias = str | TranslationString | Markup
_MOST_NAMED = 1000
_named: set[str] = set()


def name_once(mistake: str) -> None:
    """Log a mistake in the texts, the first time that it is met in this process."""
    if mistake not in _named and len(_named) < _MOST_NAMED:
        _named.add(mistake)
        log.error("%s", mistake)


class Catalogue:
    """The texts of a language, and the English ones for messages that a plugin has not translated.

    What was looked up is kept, since a menu has dozens of texts and their ids are those in the code.
    """

    def __init__(self, localizers: Sequence[Localizer]) -> None:
        self._localizers = localizers
        self._texts: dict[tuple[str | None, str], str] = {}

    def find(self, message: TranslationString, count: object) -> str:
        """Return the text of a message, in the plural form of `count` where that is a number."""
        if isinstance(count, int):
            return self._look_up(message, lambda localizer: _plural(localizer, message, count))
        key = message.domain, str(message)
        text = self._texts.get(key)
        if text is None:
            plain = TranslationString(key[1], domain=message.domain)
            text = self._texts[key] = self._look_up(message, lambda localizer: localizer.translate(plain))
        return text

    def _look_up(self, message: TranslationString, ask: Callable[[Localizer], str]) -> str:
        text = next((text for text in map(ask, self._localizers) if text != message), str(message))
        if text == message and self._localizers:
            name_once(f"the text {message} of {message.domain} is in no catalogue")
        return str(text)


def _plural(localizer: Localizer, message: TranslationString, count: int) -> str:
    return str(localizer.pluralize(message, message, count, domain=message.domain))


def catalogue_faults(package: str) -> list[str]:
    """Return what is wrong with the compiled catalogues of a plugin's package.

    There must be one in English, and none may have another package's name, whose texts it would replace.
    """
    folder = Path(str(files(package))) / "locale"
    catalogues = sorted(folder.glob("*/LC_MESSAGES/*.mo"))
    faults = [
        f"the catalogue {path.relative_to(folder)} has the name of another package"
        for path in catalogues
        if path.stem != package
    ]
    if folder / DEFAULT_LANGUAGE / "LC_MESSAGES" / f"{package}.mo" not in catalogues:
        faults.append(
            f"there is no compiled catalogue locale/{DEFAULT_LANGUAGE}/LC_MESSAGES/{package}.mo "
            f"in its package: compile it before packing, or say has_texts=False"
        )
    return faults


@lru_cache(maxsize=64)
def _localizer(directories: tuple[str, ...], language: str) -> Localizer:
    return make_localizer(language, list(directories))


@lru_cache(maxsize=64)
def catalogue_of(directories: tuple[str, ...], language: str) -> Catalogue:
    """Return the texts of a language, with English behind it, in the catalogues of these folders."""
    languages = dict.fromkeys((language, DEFAULT_LANGUAGE))
    return Catalogue([_localizer(directories, code) for code in languages])
