"""The languages of the product, the one list of them, and what a language tag says of its reader."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages

LANGUAGES = {"en": "English", "fr": "Français", "de": "Deutsch", "ru": "Русский"}
"""Each language's own name by its IETF tag."""
DEFAULT_LANGUAGE = "en"
FORMATS = {"en": "en_GB"}
"""English here is written as in Europe: day before month, the week begins on Monday."""
WHOLE_WITH_ZEROS = frozenset({"en"})
"""The languages that write a round sum with its zeros, as £50.00; the others write 50 €."""


def language_of(code: str | None) -> str:
    """Return the supported language of an IETF tag such as ``pt-br``; English where there is none."""
    language = (code or "").replace("_", "-").split("-")[0].lower()
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


def territory_of(code: str | None) -> str | None:
    """Return the territory that an IETF tag names, such as "US" of ``en-us``; None where it names none."""
    subtags = (code or "").replace("_", "-").split("-")[1:]
    return next((subtag.upper() for subtag in subtags if len(subtag) == 2 and subtag.isalpha()), None)


@lru_cache(maxsize=300)
def first_weekday_of(territory: str | None) -> int:
    """Return the weekday with which weeks begin in a territory; Monday is 0, and the answer for None."""
    for language in (*get_official_languages(territory or ""), "en"):
        try:
            return int(Locale(language, territory).first_week_day) if territory else 0
        except UnknownLocaleError:
            continue
    return 0


def territorial(language: str) -> str:
    """Return a supported language with the territory that it is written for, such as "de_DE"."""
    likely = get_global("likely_subtags")[language].split("_")
    return FORMATS.get(language, f"{likely[0]}_{likely[-1]}")
