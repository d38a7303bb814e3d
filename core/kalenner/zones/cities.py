"""Every city of 15,000 people or more by all its names, in a few megabytes: to find the zone of a place.

The data is that of GeoNames, in the folder ``geonames`` beside this file; `make cities` writes it.
"""

import gzip
import re
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from threading import Lock

from kalenner.zones.folding import fold
from kalenner.zones.names import zone_countries, zone_label

DATA = files("kalenner.zones") / "geonames" / "cities.tsv.gz"
"""A line for each city: zone, country, population, its names as written, and folded; see `city_line`."""

_MARK = "\x02"
_WORDS = re.compile(rb"[\x02 ](?=[^\x02 ])")
# Words that begin with the same so many bytes stand in no order.
_ORDERED_BYTES = 16
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
        self.zone_people: Counter[str] = Counter()
        self._folded = bytearray()
        self._written = bytearray()
        self._folded_ends = array("I")
        self._written_ends = array("I")
        self._words = array("I")

    def add(self, city: City, spellings: str, folded: str) -> None:
        """Add a city and its names, both ways joined as by `city_line`.

        The city with most people among those a zone is named after becomes the zone's own.
        """
        self._folded += folded.encode()
        self._written += spellings.encode()
        self._folded_ends.append(len(self._folded))
        self._written_ends.append(len(self._written))
        self.zone_people[city.zone] += city.population
        named_after = f"{_MARK}{_zone_tail(city.zone)}{_MARK}"
        largest = self.zone_cities.get(city.zone)
        if named_after in folded and (largest is None or self.cities[largest].population < city.population):
            self.zone_cities[city.zone] = len(self.cities)
        self.cities.append(city)

    def order(self) -> None:
        """Sort the words of all names, so that they are found; call it once, after the last city."""
        folded = bytes(self._folded)
        starts = [separator.start() for separator in _WORDS.finditer(folded)]
        starts.sort(key=lambda start: folded[start + 1 : start + 1 + _ORDERED_BYTES])
        self._words = array("I", starts)

    def starting_with(self, text: str) -> Iterator[tuple[int, bool, bool]]:
        """Yield each city that has a name starting with the folded text.

        With it come whether a name is just the text, and whether it is the city's English name that fits.
        """
        begin, whole = f"{_MARK}{text}".encode(), f"{_MARK}{text}{_MARK}".encode()
        for number in self._with_words(begin):
            start, end = self._range(number)
            exact = self._folded.find(whole, start, end) >= 0
            yield number, exact, self._folded.startswith(whole if exact else begin, start, end)

    def with_word(self, text: str) -> Iterator[int]:
        """Yield each city that has a name with a later word starting with the folded text."""
        yield from self._with_words(f" {text}".encode())

    def names_of(self, number: int) -> list[tuple[str, str]]:
        """Return all names of a city, folded and as written, its English one first."""
        folded = self._slice(self._folded, self._folded_ends, number)[1:-1].split(_MARK)
        spellings = self._slice(self._written, self._written_ends, number).split(_MARK)
        return list(zip(folded, spellings, strict=True))

    def _range(self, number: int) -> tuple[int, int]:
        """Return where the folded names of a city begin and end."""
        return self._folded_ends[number - 1] if number else 0, self._folded_ends[number]

    def _with_words(self, needle: bytes) -> list[int]:
        """Return each city whose folded names contain the bytes, of which the first is a mark or a space."""
        folded, beginning = self._folded, needle[1 : 1 + _ORDERED_BYTES]

        def ordered_part(start: int) -> bytes:
            return bytes(folded[start + 1 : start + 1 + len(beginning)])

        first = bisect_left(self._words, beginning, key=ordered_part)
        last = bisect_right(self._words, beginning, lo=first, key=ordered_part)
        places = (start for start in self._words[first:last] if folded.startswith(needle, start))
        return sorted({bisect_right(self._folded_ends, place) for place in places})

    @staticmethod
    def _slice(text: bytearray, ends: "array[int]", number: int) -> str:
        return text[ends[number - 1] if number else 0 : ends[number]].decode()


def city_index() -> CityIndex:
    """Return the index; the first call loads it, in a second or less, and others wait for it."""
    with _building:
        return _city_index()


@cache
def _city_index() -> CityIndex:
    index = CityIndex()
    for line in gzip.decompress(DATA.read_bytes()).decode().rstrip("\n").split("\n"):
        zone, country, population, spellings, folded = line.split("\t")
        name = spellings.partition(_MARK)[0]
        index.add(City(name, sys.intern(zone), sys.intern(country), int(population)), spellings, folded)
    for zone, country in zone_countries().items():
        if zone not in index.zone_cities:
            label = zone_label(zone, "en")
            index.add(City(label, zone, country, 0), *_joined(_names(label, [_place_in(zone)])))
    index.order()
    return index


def city_line(city: City, other_names: Iterable[str]) -> str:
    """Return the line of `DATA` for a city with these names beside its English one."""
    return "\t".join(
        (city.zone, city.country, str(city.population), *_joined(_names(city.name, other_names)))
    )


def _names(name: str, other_names: Iterable[str]) -> list[str]:
    """Return the names people write; "mynkhn" is what is left of one in another script."""
    return [name, *(other_name for other_name in other_names if not "a" <= other_name[:1] <= "z")]


def _joined(names: list[str]) -> tuple[str, str]:
    """Return the names in one string, as written, and folded with a mark before and after each."""
    folded = fold(_MARK + _MARK.join(names) + _MARK).replace(f" {_MARK}", _MARK).replace(f"{_MARK} ", _MARK)
    return _MARK.join(names), folded


@cache
def _zone_tail(zone: str) -> str:
    return fold(_place_in(zone))


def _place_in(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
