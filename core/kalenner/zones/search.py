"""From what somebody types to the zone they mean: a city in any language, a country, a zone, an offset."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Thread

from kalenner.zones.cities import CityIndex, city_index
from kalenner.zones.folding import fold
from kalenner.zones.likely import likely_zones
from kalenner.zones.names import UTC_ZONE, canonical, known_zones, locale_of, zone_countries, zone_label
from kalenner.zones.places import Reading, readings
from kalenner.zones.short_names import same_clock, zones_called
from kalenner.zones.spelling import SpellingIndex, closest

LONGEST_QUERY = 60
_OFFSET = re.compile(r"(?:utc|gmt)?\s*(?:([+\-−–])\s*(\d{1,2})(?::?(\d{2}))?)?", re.IGNORECASE)
# Places that keep such an offset all year, for the offsets that have no Etc zone.
_BROKEN_OFFSETS = {
    -570: "Pacific/Marquesas",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    390: "Asia/Yangon",
    525: "Australia/Eucla",
    570: "Australia/Darwin",
}
# Only cities of this size are looked through for names spelled nearly so.
_LARGE = 100_000
_AIRPORT_CODE_LENGTH = 4
# A name of one letter is none, but one ideograph can be; the first of them comes here.
_IDEOGRAPHS = "\u2e80"

# How well a name fits; lower comes first. A city called so by all counts as one of eight times its size among
# those that were once called so: York is not Toronto, but Odesa comes before the Odessa in Texas.
_EXACT, _COUNTRY, _PREFIX, _OTHER_PREFIX, _COUNTRY_PREFIX = range(5)
_OWN_NAME_WEIGHT = 8


@dataclass(frozen=True, slots=True)
class ZoneMatch:
    """A zone that was found, the city it was found by, and its country, in the reader's words if known."""

    zone: str
    city: str
    country: str


def load_in_background(languages: Iterable[str]) -> Thread:
    """Load in a thread what `find_zones` needs for these languages; a search meanwhile waits for it."""

    def load() -> None:
        city_index()
        _spellings_of_cities()
        for language in languages:
            _spellings(language)
            zones_called("", language)
            readings("", language)

    thread = Thread(target=load, name="cities", daemon=True)
    thread.start()
    return thread


def find_zones(query: str, language: str, limit: int = 8) -> list[ZoneMatch]:
    """Return the zones somebody may mean, the likeliest first; none for an empty query.

    Names that are just what was typed come before names that start with it, large cities before small ones.
    There is one for each zone and country, and just one where all have one zone.
    What clocks are called for short finds their zones, and a country or state after a city chooses which.
    If nothing fits, words inside of names count, and if that fails too, a name spelled nearly so.
    """
    query = "".join(letter if letter.isprintable() else " " for letter in query[:LONGEST_QUERY]).strip()
    zone = _zone_named(query) if query else None
    if zone:
        return [
            ZoneMatch(zone, zone_label(zone, language), _country(zone_countries().get(zone, ""), language))
        ]
    index = city_index()
    numbers, name = _find(index, query, language)
    chosen = _distinct(index, numbers, limit)
    return [_match(index, number, name, language) for number in chosen]


def _find(index: CityIndex, query: str, language: str) -> tuple[list[int], str]:
    """Return the cities that are meant, best first, and the name that they were found by."""
    folded = fold(query)[:LONGEST_QUERY]
    if not _is_name(folded):
        return [], ""
    numbers = _called_for_short(index, query, language) or _fitting(index, folded, language)
    if numbers:
        return numbers, query
    ways = [reading for reading in readings(query, language) if _is_name(reading.city)]
    for reading in ways:
        numbers = _within(index, reading, reading.city, language)
        if numbers:
            return numbers, reading.city
    numbers = sorted(index.with_word(folded), key=lambda number: -index.cities[number].population)
    if numbers:
        return numbers, query
    whole = Reading(folded, (), is_certain=True)
    for reading in ways if ways and ways[0].is_certain else [*ways[:1], whole]:
        name = closest(reading.city, (_spellings_of_cities(), _spellings(language)))
        numbers = _within(index, reading, name, language) if name else []
        if numbers:
            return numbers, name
    return [], ""


def _is_name(folded: str) -> bool:
    return len(folded) > 1 or folded > _IDEOGRAPHS


def _called_for_short(index: CityIndex, query: str, language: str) -> list[int]:
    """Return a city for each way that clocks of this name go, then those that are just called so."""
    likely = likely_zones(language)

    def rank(number: int) -> tuple[int, int]:
        city = index.cities[number]
        place = likely.index(city.zone) if city.zone in likely else len(likely)
        return place, -index.zone_people[city.zone]

    groups = [[index.zone_cities[zone] for zone in zones] for zones in zones_called(query, language)]
    cities = sorted((min(numbers, key=rank) for numbers in groups), key=rank)
    if not cities:
        return []
    zones = [index.cities[number].zone for number in cities]
    namesakes = [number for number, exact, own in index.starting_with(fold(query)) if exact and own]
    return cities + [
        number
        for number in sorted(namesakes, key=rank)
        if not any(same_clock(index.cities[number].zone, zone) for zone in zones)
    ]


def _within(index: CityIndex, reading: Reading, name: str, language: str) -> list[int]:
    """Return the cities with a name that starts so, in the places that are named with it, best first.

    Where a comma makes certain that they are places, cities elsewhere are better than none.
    """
    return _fitting(index, name, language, reading) or (
        _fitting(index, name, language) if reading.is_certain else []
    )


def _zone_named(query: str) -> str | None:
    """Return the zone if the query is the name of one, or an offset such as "GMT+3"."""
    offset = _OFFSET.fullmatch(query)
    if offset is None:
        zone = _zones_by_name().get(query.casefold().replace(" ", "_"))
        return canonical(zone) if zone else None
    sign, hours, minutes = offset.groups(default="0")
    ahead = (int(hours) * 60 + int(minutes)) * (1 if sign == "+" else -1)
    if ahead == 0:
        return UTC_ZONE
    # POSIX counts westwards: Etc/GMT-3 is three hours ahead of UTC.
    posix = f"Etc/GMT{-ahead // 60:+d}"
    return posix if ahead % 60 == 0 and posix in known_zones() else _BROKEN_OFFSETS.get(ahead)


def _fitting(index: CityIndex, folded: str, language: str, within: Reading | None = None) -> list[int]:
    """Return the cities with a name that starts with the text, in certain places or anywhere, best first.

    After a city that is called just that, none is meant that has it only among its other names.
    """
    ranks: dict[int, tuple[int, int]] = {}
    exact_cities = set()

    def rate(number: int, fit: int, weight: int = 1) -> None:
        city = index.cities[number]
        if within is None or within.has(city):
            rank = (fit, -weight * city.population)
            ranks[number] = min(ranks.get(number, rank), rank)

    for number, exact, own in index.starting_with(folded):
        if exact:
            rate(number, _EXACT, _OWN_NAME_WEIGHT if own else 1)
            exact_cities |= {number} if own else set()
        else:
            rate(number, _PREFIX if own else _OTHER_PREFIX)
    for name, zone, is_country in _names_for(language):
        if name == folded:
            rate(index.zone_cities[zone], _COUNTRY if is_country else _EXACT, _OWN_NAME_WEIGHT)
            exact_cities |= set() if is_country else {index.zone_cities[zone]}
        elif name.startswith(folded):
            rate(index.zone_cities[zone], _COUNTRY_PREFIX if is_country else _PREFIX)
    ordered = sorted(ranks, key=lambda number: ranks[number])
    first = next((place for place, number in enumerate(ordered) if number in exact_cities), len(ordered))
    meant = {_COUNTRY, _PREFIX}
    less_likely = [
        number for number in ordered[first:] if number in exact_cities or ranks[number][0] in meant
    ]
    return ordered[:first] + less_likely


@cache
def _spellings_of_cities() -> SpellingIndex:
    """Return the index of the names of large cities, some 2 MB."""
    index = city_index()
    large = (number for number, city in enumerate(index.cities) if city.population >= _LARGE)
    return SpellingIndex((name for number in large for name, _ in index.names_of(number)), LONGEST_QUERY)


@lru_cache(maxsize=16)
def _spellings(language: str) -> SpellingIndex:
    """Return the index of what zones and countries are called."""
    return SpellingIndex((name for name, _, _ in _names_for(language)), LONGEST_QUERY)


def _match(index: CityIndex, number: int, query: str, language: str) -> ZoneMatch:
    city = index.cities[number]
    if index.zone_cities.get(city.zone) == number:
        label = zone_label(city.zone, language)
        name = city.name if fold(label) == fold(city.name) else label
    else:
        name = _name_of(index.names_of(number), query, language)
    return ZoneMatch(city.zone, name, _country(city.country, language))


def _name_of(names: list[tuple[str, str]], query: str, language: str) -> str:
    """Choose the name to show: the English one, or another that was typed and looks like the reader's own.

    Which language a name belongs to is not recorded; its script is what there is to go by.
    """
    folded, locale = fold(query), locale_of(language)
    english_folded, english = names[0]
    if locale.language == "en" or english_folded == folded:
        return english
    script = _script(locale.get_language_name(locale.language) or english)
    own = [
        (name, spelling) for name, spelling in names if _script(spelling) == script and not _is_code(spelling)
    ]
    exact = [spelling for name, spelling in own if name == folded]
    if exact:
        return max(
            exact, key=lambda spelling: (not spelling.isascii(), spelling.casefold() == query.casefold())
        )
    begun = [spelling for name, spelling in own if name.startswith(folded) and script != "LATIN"]
    return min(begun, key=len, default=english)


def _distinct(index: CityIndex, numbers: Iterable[int], limit: int) -> list[int]:
    """Return the best city of each zone and country; just the best where all have one zone."""
    best_of: dict[tuple[str, str], int] = {}
    for number in numbers:
        if len(best_of) >= limit:
            break
        city = index.cities[number]
        best_of.setdefault((city.zone, city.country), number)
    is_one_zone = len({zone for zone, _country in best_of}) == 1
    return list(best_of.values())[: 1 if is_one_zone else limit]


def _country(code: str, language: str) -> str:
    return str(locale_of(language).territories.get(code, code))


def _is_code(name: str) -> bool:
    return len(name) <= _AIRPORT_CODE_LENGTH and name.isascii() and name.isupper()


def _script(text: str) -> str:
    """Return the script of the first letter, as Unicode calls it: "LATIN", "CYRILLIC"; "" without one."""
    letter = next(filter(str.isalpha, text), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


@lru_cache(maxsize=16)
def _names_for(language: str) -> list[tuple[str, str, bool]]:
    """Return what zones and their countries are called, also in English: folded, zone, is it a country."""
    names = []
    for locale in {language, "en"}:
        territories = locale_of(locale).territories
        for zone, country in zone_countries().items():
            names.append((fold(zone_label(zone, locale)), zone, False))
            if country in territories:
                names.append((fold(territories[country]), zone, True))
    return names


@cache
def _zones_by_name() -> dict[str, str]:
    """Find names of zones whatever their case, but not "Japan" and "EST", which are no zones to people."""
    return {zone.casefold(): zone for zone in known_zones() if "/" in zone}
