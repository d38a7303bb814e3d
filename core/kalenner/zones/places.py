"""What people add to a city to say which one they mean: its country, or its state of the United States."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from kalenner.languages import LANGUAGES
from kalenner.zones.cities import City
from kalenner.zones.folding import fold
from kalenner.zones.names import locale_of

STATES = files("kalenner.zones") / "geonames" / "states.tsv"
"""A line for each state of the United States: code, name, zones of its cities; `make cities` writes it."""

_SHORT_NAMES = {"usa": "US", "u s a": "US", "u s": "US", "uk": "GB", "uae": "AE", "сша": "US"}
_CODE_LENGTH = 2
_BETWEEN = re.compile(r"[,;/()|،、]")
_MOST_PLACES, _MOST_CITIES = 4, 2


@dataclass(frozen=True, slots=True)
class Area:
    """A country, or the part of it that keeps these zones."""

    country: str
    zones: frozenset[str] | None = None

    def has(self, city: City) -> bool:
        """Say whether a city may lie in it."""
        return city.country == self.country and (self.zones is None or city.zone in self.zones)


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read what was typed: a city's folded name, and for each other place what areas it may mean."""

    city: str
    places: tuple[tuple[Area, ...], ...]
    is_certain: bool
    """Whether something stood between the two, so that the rest is no part of the city's name."""

    def has(self, city: City) -> bool:
        """Say whether a city may lie in all of the places."""
        return all(any(area.has(city) for area in areas) for areas in self.places)


def readings(query: str, language: str) -> list[Reading]:
    """Return the ways to read a query that names more than a city, the likeliest first."""
    areas = _areas(language)
    parts = [part for part in map(fold, _BETWEEN.split(query)) if part][:_MOST_PLACES]
    if len(parts) > 1:
        # "Україна, Київ" is written as well, and "Luxembourg, Luxembourg".
        cities = [part for part in parts if part not in areas] or parts[:1]
        return [
            Reading(city, tuple(areas[part] for part in parts if part in areas and part != city), True)
            for city in cities[:_MOST_CITIES]
        ]
    words = fold(query).split(" ")
    lengths = range(1, min(_MOST_PLACES, len(words) - 1) + 1)
    splits = [(words[:-length], words[-length:]) for length in lengths]
    splits += [(words[length:], words[:length]) for length in lengths]
    found = [(" ".join(city), areas.get(" ".join(place))) for city, place in splits]
    return [Reading(city, (place,), False) for city, place in found if place is not None][:_MOST_CITIES]


@lru_cache(maxsize=16)
def _areas(language: str) -> Mapping[str, tuple[Area, ...]]:
    """Return what a folded name or code may mean: "me" is Montenegro and Maine."""
    areas: dict[str, set[Area]] = defaultdict(set)
    # Names of countries in the product's languages are read whatever language the reader has.
    for locale in map(locale_of, {language, *LANGUAGES}):
        for code, name in locale.territories.items():
            if len(code) == _CODE_LENGTH:
                areas[fold(name)].add(Area(code))
                areas[code.lower()].add(Area(code))
    for name, code in _SHORT_NAMES.items():
        areas[name].add(Area(code))
    for line in STATES.read_text(encoding="utf-8").splitlines():
        code, name, zones = line.split("\t")
        state = Area("US", frozenset(zones.split(" ")))
        areas[code.lower()].add(state)
        areas[fold(name)].add(state)
    return {name: tuple(found) for name, found in areas.items()}
