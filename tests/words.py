"""Words of CLDR and of the telephone numbers' data, for tests to expect: they change with each of its releases."""

import datetime as dt

import phonenumbers
from babel import Locale
from babel.core import get_global
from babel.dates import format_date

LOCALES = {"en": "en_GB"}
"""The locale of our English; of the other languages it is the language itself."""


def written(day: str | dt.date, pattern: str, language: str = "en") -> str:
    """Return a day in a pattern of ours with the library's words: ``EEE d MMM y``."""
    date = day if isinstance(day, dt.date) else dt.date.fromisoformat(day)
    return str(format_date(date, pattern, locale=LOCALES.get(language, language)))


def city(zone: str, language: str = "en") -> str:
    """Return what CLDR calls the city of a zone; where it has no word, the zone's own name says it.

    A zone that was renamed may be known by an older name.
    """
    older = [old for old, present in get_global("zone_aliases").items() if present == zone]
    cities = Locale.parse(language).time_zones
    named = [cities[name]["city"] for name in (zone, *older) if "city" in cities.get(name, {})]
    return str(named[0]) if named else zone.rpartition("/")[2].replace("_", " ")


def country(code: str, language: str = "en") -> str:
    """Return what CLDR calls a country."""
    return str(Locale.parse(language).territories[code])


def abroad(number: str) -> str:
    """Return a telephone number as people in another country write it."""
    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(phonenumbers.parse(number), form))
