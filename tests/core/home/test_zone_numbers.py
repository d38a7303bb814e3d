"""Buttons name a time zone by a number."""

from zoneinfo import available_timezones

from kalenner.home.zone import number_of
from kalenner.zones import is_zone


def test_every_zone_has_a_number_of_its_own() -> None:
    zones = [zone for zone in available_timezones() if is_zone(zone)]

    assert len({number_of(zone) for zone in zones}) == len(zones)


def test_number_of_a_zone_never_changes() -> None:
    assert number_of("Europe/Berlin") == 1229756374
