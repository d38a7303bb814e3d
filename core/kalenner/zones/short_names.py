"""Zones by what clocks are called for short: "MSK", "CEST", in German also "MESZ"."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from kalenner.zones.names import locale_of, zone_countries

# A year by the rules as they are known now, however the clocks went before.
_YEAR = 2037
_WEEKS = [dt.datetime(_YEAR, 1, 3, tzinfo=dt.UTC) + dt.timedelta(weeks=week) for week in range(52)]
_WRITTEN_OTHERWISE = {"мск": "msk"}

Clock = tuple[tuple[str, int], ...]
"""How clocks of a zone go in a year: their name and offset, week by week."""


def zones_called(name: str, language: str) -> list[list[str]]:
    """Return the zones whose clocks are called so for short: those that go alike are together.

    "EST" is New York's, and Jamaica's that has no summer time; the second is not the first.
    """
    name = name.casefold()
    return _zones_by_short_name(language).get(_WRITTEN_OTHERWISE.get(name, name), [])


def same_clock(zone: str, other: str) -> bool:
    """Say whether clocks of two zones go alike."""
    return _clock(zone) == _clock(other)


@lru_cache(maxsize=16)
def _zones_by_short_name(language: str) -> Mapping[str, list[list[str]]]:
    by_name: dict[str, dict[Clock, list[str]]] = defaultdict(lambda: defaultdict(list))
    for zone in zone_countries():
        clock = _clock(zone)
        names = {name for name, _offset in clock if name[0] not in "+-"}
        if names:
            for name in {name.casefold() for name in names | _names_in_cldr(zone, language)}:
                by_name[name][clock].append(zone)
    return {name: list(by_clock.values()) for name, by_clock in by_name.items()}


def _names_in_cldr(zone: str, language: str) -> set[str]:
    """Return what readers of the language, and of English, call the clocks of a zone for short."""
    kind = get_global("meta_zones").get(zone, "")
    changes = len({offset for _name, offset in _clock(zone)}) > 1
    return {
        name
        for locale in (locale_of(language), locale_of("en"))
        for when, name in locale.meta_zones.get(kind, {}).get("short", {}).items()
        if changes or when == "standard"
    }


@cache
def _clock(zone: str) -> Clock:
    moments = [week.astimezone(ZoneInfo(zone)) for week in _WEEKS]
    return tuple(
        (moment.tzname() or "", int((moment.utcoffset() or dt.timedelta()).total_seconds()))
        for moment in moments
    )
