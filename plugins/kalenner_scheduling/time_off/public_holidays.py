"""Public holidays of countries and their regions, from the library's rules; nothing here knows a provider."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from types import ModuleType

_LIBRARY_LANGUAGES = {"en": "en_US"}
"""How the library names a language where it does so otherwise."""
_CITIES: Mapping[str, Mapping[str, str]] = {
    "BR": {"São Paulo Capital": "São Paulo"},
    "CH": {"Stadt Zurich": "Zürich"},
    "DE": {"Augsburg": "Augsburg"},
    "ES": {"Barcelona": "Barcelona"},
    "IT": {city: city for city in ("Andria", "Barletta", "Cesena", "Forli", "Pesaro", "Trani", "Urbino")},
}
"""What stands among the library's regions of a country and is a single city: its name, by code."""


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the countries whose public holidays are known, as two letters (ISO 3166-1)."""
    return frozenset(
        code for code in _library().list_supported_countries(include_aliases=False) if len(code) == 2
    )


@lru_cache(maxsize=64)
def regions_of(country: str) -> Mapping[str, str]:
    """Return the regions of a country with holidays of their own, name by code; empty where there are none.

    The names are those of the country itself.
    """
    rules = _library().country_holidays(country)
    names: dict[str, str] = {}
    for name, code in getattr(rules, "subdivisions_aliases", {}).items():
        if len(name) > len(names.get(code, "")) and len(name) > len(code) and code in rules.subdivisions:
            names[code] = name
    return {code: names.get(code, code) for code in rules.subdivisions}


def city_of(country: str, region: str) -> str | None:
    """Return the name of the city that a region is; None where it is no single city with days of its own."""
    return _CITIES.get(country, {}).get(region)


@lru_cache(maxsize=256)
def public_holidays(country: str, region: str | None, year: int, language: str) -> Mapping[dt.date, str]:
    """Return the public holidays of a year by date, in that language or else in the country's.

    Raises KeyError for a country or a region that is not known.
    """
    if country not in countries() or (region is not None and region not in regions_of(country)):
        raise KeyError(f"{country} {region}")
    library = _library()
    wanted = _LIBRARY_LANGUAGES.get(language, language)
    there = library.country_holidays(country)
    if wanted not in there.supported_languages:
        wanted = there.default_language
    rules = library.country_holidays(country, subdiv=region, years=year, language=wanted)
    return dict(sorted((day, name) for day, name in rules.items() if day.year == year))


def holiday_name(
    day: dt.date, country: str | None, region: str | None, language: str, stored: str | None
) -> str | None:
    """Return the name of a public holiday in a language; the stored one where the library has none."""
    if country is None:
        return stored
    try:
        return public_holidays(country, region, day.year, language).get(day, stored)
    except KeyError:  # a region that the library has given up
        return stored


def _library() -> ModuleType:
    import holidays  # import here: slow library

    return holidays
