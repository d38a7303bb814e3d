"""Which zones there are, and how people call them: from the tz database, worded by CLDR."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from kalenner.zones.folding import fold

UTC_ZONE = "UTC"
_NOT_FOR_PEOPLE = {"Factory", "localtime", "posixrules"}
_UTC_NAMES = {"UTC", "GMT", "Etc/UTC", "Etc/GMT"}

# The region of a zone is the first part of its name where that is a continent; elsewhere (America, Atlantic,
# Indian, Pacific, Arctic) it is the continent of its country. The values are territories of CLDR.
_REGION_OF_AREA = {"Africa": "002", "Antarctica": "AQ", "Asia": "142", "Australia": "009", "Europe": "150"}
_REGION_OF_CONTINENT = {
    "AF": "002",
    "AN": "AQ",
    "AS": "142",
    "EU": "150",
    "NA": "003",
    "OC": "009",
    "SA": "005",
}


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the world to choose zones from: a CLDR territory such as "150", or "UTC"."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class ZoneChoice:
    """A zone, and what it is called in the language asked for."""

    zone: str
    label: str


def is_zone(name: str) -> bool:
    """Say whether times can be shown in a zone of this name; older names of zones count."""
    return name in known_zones()


def zone_label(zone: str, language: str) -> str:
    """Return what people call a zone: its best-known city, or "UTC+3" for one that is only an offset."""
    zone = canonical(zone)
    if zone in _UTC_NAMES:
        return UTC_ZONE
    if zone.startswith("Etc/GMT"):
        # POSIX counts westwards: Etc/GMT-3 is three hours ahead of UTC.
        return "UTC" + zone.removeprefix("Etc/GMT").translate({ord("+"): "-", ord("-"): "+"})
    for locale in (locale_of(language), Locale("en")):
        for name in (zone, *_names_in_cldr().get(zone, ())):
            city = locale.time_zones.get(name, {}).get("city")
            if city:
                return str(city)
    return zone.rpartition("/")[2].replace("_", " ")


def utc_offset_label(instant: datetime, zone: str) -> str:
    """Return how far clocks of the zone are from UTC at an aware instant: "UTC+02:00".

    Raise `ValueError` for a naive one.
    """
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs an offset: {instant}")
    return "UTC" + instant.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")[16:]


def regions(language: str) -> list[Region]:
    """Return the regions, sorted by their names in the language; UTC comes last."""
    territories = locale_of(language).territories
    named_regions = [Region(key, territories[key]) for key in _zones_by_region() if key != UTC_ZONE]
    return [*sorted(named_regions, key=lambda region: fold(region.label)), Region(UTC_ZONE, UTC_ZONE)]


def zones_of(region: str, language: str) -> list[ZoneChoice]:
    """Return the zones of a region's key, sorted by their names; raise `KeyError` for another key."""
    zones = _zones_by_region()[region]
    choices = [ZoneChoice(zone, zone_label(zone, language)) for zone in zones]
    return sorted(choices, key=lambda choice: fold(choice.label))


@lru_cache(maxsize=256)
def locale_of(language: str) -> Locale:
    """Return the CLDR locale that is closest to a language code such as "pt-br"; English if there is none."""
    parts = language.replace("-", "_").split("_")
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:length]))
        except (ValueError, UnknownLocaleError):
            continue
    return Locale("en")


def canonical(zone: str) -> str:
    """Return the present name of a zone: "Europe/Kyiv" for "Europe/Kiev"."""
    return zone if zone in zone_countries() else _targets().get(zone, zone)


def country_of(zone: str) -> str | None:
    """Return the code of the country whose people live by a zone; None for an offset, or an unknown name."""
    return zone_countries().get(canonical(zone))


@cache
def zone_countries() -> Mapping[str, str]:
    """Return every zone people live by, with the code of its country; the aliases are not among them."""
    lines = _tz_file("zone.tab").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {row[2]: row[0] for row in rows}


@cache
def _zones_by_region() -> dict[str, list[str]]:
    continents = _continents()
    by_region: dict[str, list[str]] = defaultdict(list)
    for zone, country in zone_countries().items():
        area = zone.partition("/")[0]
        region = _REGION_OF_AREA.get(area) or _REGION_OF_CONTINENT[continents[country]]
        by_region[region].append(zone)
    return {**by_region, UTC_ZONE: [UTC_ZONE]}


def _continents() -> dict[str, str]:
    """Map the code of each country to GeoNames' code of its continent."""
    lines = (files("kalenner.zones") / "geonames" / "continents.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


@cache
def known_zones() -> frozenset[str]:
    """Return every name the tz database has for a zone, older ones and bare offsets included."""
    return frozenset(available_timezones() - _NOT_FOR_PEOPLE)


@cache
def _targets() -> dict[str, str]:
    """Map every alias to the zone it stands for, by the link lines of the tz database: L target alias."""
    links = [line.split() for line in _tz_file("tzdata.zi").splitlines() if line.startswith("L ")]
    return {alias: target for _, target, alias in links}


@cache
def _names_in_cldr() -> dict[str, list[str]]:
    """Map a zone to the older names by which CLDR may know it."""
    older_names: dict[str, list[str]] = defaultdict(list)
    for older, present in get_global("zone_aliases").items():
        older_names[present].append(older)
    return dict(older_names)


def _tz_file(name: str) -> str:
    return (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
