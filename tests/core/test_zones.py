"""Time zones as people meet them: found by what they type, called what they call them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel.localedata import locale_identifiers

from kalenner.zones import (
    Region,
    ZoneChoice,
    ZoneMatch,
    find_zones,
    is_zone,
    likely_zones,
    load_in_background,
    regions,
    utc_offset_label,
    zone_label,
    zones_of,
)
from kalenner.zones.cities import city_index
from kalenner.zones.folding import fold
from kalenner.zones.names import zone_countries
from tests.words import city, country

LANGUAGES = ["en", "de", "fr", "ru"]
REGIONS = ["002", "AQ", "142", "150", "003", "009", "005"]
"""Territories of CLDR."""
BERLIN = ZoneMatch("Europe/Berlin", city("Europe/Berlin"), country("DE"))


def first(query: str, language: str) -> ZoneMatch | None:
    return next(iter(find_zones(query, language)), None)


@pytest.mark.parametrize(
    "query", ["Berlin", "berlin", " BERLIN ", "Берлин", "ベルリン", "Berli", "Europe/Berlin"]
)
def test_a_city_is_found_however_it_is_typed(query):
    assert first(query, "en") == BERLIN


@pytest.mark.parametrize(
    ("query", "zone"),
    [
        ("Sao Paulo", "America/Sao_Paulo"),
        ("são paulo", "America/Sao_Paulo"),
        ("nyc", "America/New_York"),
        ("new york", "America/New_York"),
        ("нью йорк", "America/New_York"),
        ("Moskau", "Europe/Moscow"),
        ("Kiew", "Europe/Kyiv"),
        ("St. Petersburg", "Europe/Moscow"),
        ("東京", "Asia/Tokyo"),
        ("Lord Howe", "Australia/Lord_Howe"),
        ("Kiritimati", "Pacific/Kiritimati"),
        ("Kathmandu", "Asia/Kathmandu"),
        ("Odessa", "Europe/Kyiv"),
        ("York", "Europe/London"),
    ],
)
def test_the_likeliest_zone_of_a_city_comes_first(query, zone):
    assert first(query, "de").zone == zone


@pytest.mark.parametrize(
    ("query", "language", "shown"),
    [
        ("Moscow", "de", city("Europe/Moscow", "de")),
        ("Moscow", "fr", city("Europe/Moscow", "fr")),
        ("Moscow", "ru", city("Europe/Moscow", "ru")),
        ("Мюнхен", "ru", "Мюнхен"),
        ("мюнх", "ru", "Мюнхен"),
        ("Мюнхен", "de", "Munich"),
        ("munchen", "de", "München"),
        ("Munich", "de", "Munich"),
        ("MUC", "de", "Munich"),
        ("München", "en", "Munich"),
        ("Genf", "de", "Genf"),
    ],
)
def test_a_city_is_shown_as_the_reader_calls_it(query, language, shown):
    assert first(query, language).city == shown


def test_exact_names_come_before_longer_ones_and_large_cities_before_small_ones():
    assert [(match.city, match.country) for match in find_zones("paris", "en", limit=2)] == [
        ("Paris", country("FR")),
        ("Paris", country("US")),
    ]
    assert first("pari", "en").city == "Paris"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Berlin", ["Europe/Berlin DE"]),
        ("Paris", ["Europe/Paris FR", "America/Chicago US"]),
        ("Lyon", ["Europe/Paris FR"]),
        ("Moscow", ["Europe/Moscow RU", "America/Los_Angeles US"]),
        ("New York", ["America/New_York US"]),
        ("Odessa", ["Europe/Kyiv UA", "America/Chicago US"]),
        ("Köln", ["Europe/Berlin DE"]),
    ],
)
def test_districts_and_namesakes_of_one_zone_are_one_row(query, found):
    rows = [tuple(row.split()) for row in found]
    assert [(match.zone, match.country) for match in find_zones(query, "en")] == [
        (zone, country(code)) for zone, code in rows
    ]


def test_a_city_is_listed_once():
    matches = find_zones("springfield", "en", limit=50)
    assert len(set(matches)) == len(matches)
    assert [match.zone for match in matches if match.city == "Springfield"] == [
        "America/Chicago",
        "America/New_York",
        "America/Los_Angeles",
    ]


def test_no_more_are_found_than_asked_for():
    assert len(find_zones("san", "en")) == 8
    assert len(find_zones("san", "en", limit=3)) == 3


def test_a_country_leads_to_its_zones():
    germany = country("DE", "de")
    assert first(germany, "de") == ZoneMatch("Europe/Berlin", city("Europe/Berlin", "de"), germany)
    assert [match.zone for match in find_zones(country("RU", "de"), "de", limit=2)] == [
        "Europe/Moscow",
        "Asia/Novosibirsk",
    ]


@pytest.mark.parametrize(
    ("query", "meant"), [("Berln", "Berlin"), ("Mscow", "Moscow"), ("Frankfrut", "Frankfurt am Main")]
)
def test_a_misspelled_city_is_found(query, meant):
    assert first(query, "en").city == meant


def test_a_word_inside_of_a_name_is_found():
    assert first("Novgorod", "en").zone == "Europe/Moscow"
    assert first("Köpenick", "de").zone == "Europe/Berlin"


@pytest.mark.parametrize("query", ["", "  ", "'", "x", "zzzqqq", "\x02", "UTC+15", "+3:07", "x" * 5000])
def test_what_means_nothing_finds_nothing(query):
    assert find_zones(query, "en") == []


@pytest.mark.parametrize(
    ("query", "zone", "label"),
    [
        ("UTC", "UTC", "UTC"),
        ("gmt", "UTC", "UTC"),
        ("GMT+3", "Etc/GMT-3", "UTC+3"),
        ("UTC +03:00", "Etc/GMT-3", "UTC+3"),
        ("-10", "Etc/GMT+10", "UTC-10"),
        ("utc−5", "Etc/GMT+5", "UTC-5"),
        ("+0", "UTC", "UTC"),
        ("UTC+14", "Etc/GMT-14", "UTC+14"),
        ("+5:30", "Asia/Kolkata", city("Asia/Kolkata")),
        ("gmt-9:30", "Pacific/Marquesas", city("Pacific/Marquesas")),
        ("america/new york", "America/New_York", city("America/New_York")),
        ("US/Eastern", "America/New_York", city("America/New_York")),
        ("Europe/Kiev", "Europe/Kyiv", city("Europe/Kyiv")),
    ],
)
def test_an_offset_or_a_zone_is_found_as_such(query, zone, label):
    assert [(match.zone, match.city) for match in find_zones(query, "en")] == [(zone, label)]


@pytest.mark.parametrize(
    "query", [f"UTC{hours:+d}" for hours in range(-12, 15)] + ["+3:30", "+5:45", "+8:45", "-9:30"]
)
def test_an_offset_finds_a_zone_that_keeps_it_all_year(query):
    zone = first(query, "en").zone
    hours, _, minutes = query.removeprefix("UTC").partition(":")
    sign = "-" if hours.startswith("-") else "+"
    expected = f"UTC{sign}{abs(int(hours)):02d}:{minutes or '00'}"
    labels = {utc_offset_label(datetime(2027, month, 15, tzinfo=UTC), zone) for month in (1, 4, 7, 10)}
    assert labels == {expected}


@pytest.mark.parametrize(
    ("language", "zones"),
    [
        ("de", ["Europe/Berlin", "Europe/Vienna", "Europe/Zurich"]),
        ("ru", ["Europe/Moscow", "Asia/Yekaterinburg", "Asia/Novosibirsk"]),
        ("fr", ["Europe/Paris", "Europe/Brussels", "America/Toronto"]),
        ("en", ["Europe/London", "America/New_York", "America/Los_Angeles"]),
        ("en-US", ["America/New_York", "America/Chicago", "America/Los_Angeles"]),
        ("pt-br", ["America/Sao_Paulo", "America/Manaus", "America/Fortaleza"]),
        ("uk", ["Europe/Kyiv", "Europe/Warsaw", "Europe/Berlin"]),
        ("ja", ["Asia/Tokyo", "Europe/London", "America/New_York"]),
        ("zh-hans", ["Asia/Shanghai", "Asia/Taipei", "Asia/Hong_Kong"]),
        ("sr-Latn-RS", ["Europe/Belgrade", "Europe/London", "America/New_York"]),
        ("de-IT", ["Europe/Rome", "Europe/Berlin", "Europe/Vienna"]),
        ("", ["Europe/London", "America/New_York", "Asia/Singapore"]),
        ("no such language", ["Europe/London", "America/New_York", "Asia/Singapore"]),
    ],
)
def test_three_zones_are_likely_for_a_language(language, zones):
    assert likely_zones(language) == zones


def test_every_language_of_the_world_has_three_likely_zones():
    for language in locale_identifiers():
        zones = likely_zones(language)
        assert [len(set(zones)), *map(is_zone, zones)] == [3, True, True, True], language


def test_regions_are_named_and_sorted_in_the_language():
    assert regions("de") == [
        *sorted((Region(key, country(key, "de")) for key in REGIONS), key=lambda one: fold(one.label)),
        Region("UTC", "UTC"),
    ]


def test_zones_of_a_region_are_named_and_sorted_in_the_language():
    labels = [choice.label for choice in zones_of("150", "ru")]
    assert labels == sorted(labels, key=fold)
    assert ZoneChoice("Europe/Moscow", city("Europe/Moscow", "ru")) in zones_of("150", "ru")
    assert ZoneChoice("Asia/Novosibirsk", city("Asia/Novosibirsk", "ru")) in zones_of("142", "ru")
    assert zones_of("UTC", "ru") == [ZoneChoice("UTC", "UTC")]


def test_an_unknown_region_is_refused():
    with pytest.raises(KeyError):
        zones_of("999", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_regions_hold_every_clock_in_the_world_once(language):
    chosen = [choice.zone for region in regions(language) for choice in zones_of(region.key, language)]
    assert len(chosen) == len(set(chosen))
    moments = [datetime(2027, month, 1, tzinfo=UTC) for month in range(1, 13)]

    def clock(zone: str) -> tuple[object, ...]:
        return tuple(moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in moments)

    nowhere = {"CET", "EET", "EST5EDT", "CST6CDT", "Factory", "MET", "MST7MDT", "PST8PDT", "WET", "localtime"}
    everywhere = {clock(zone) for zone in available_timezones() - nowhere if not zone.startswith("Etc/")}
    assert everywhere - {clock(zone) for zone in chosen} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_zones_of_a_region_are_called_the_same(language):
    for region in regions(language):
        labels = [choice.label for choice in zones_of(region.key, language)]
        assert len(labels) == len(set(labels)), region


@pytest.mark.parametrize(
    ("zone", "language", "label"),
    [
        ("Europe/Berlin", "de", city("Europe/Berlin", "de")),
        ("Europe/Berlin", "ru", city("Europe/Berlin", "ru")),
        ("Europe/Kyiv", "de", city("Europe/Kyiv", "de")),
        ("Europe/Kiev", "de", city("Europe/Kyiv", "de")),
        ("Asia/Calcutta", "fr", city("Asia/Calcutta", "fr")),
        ("America/Argentina/Ushuaia", "en", city("America/Argentina/Ushuaia")),
        ("America/Indiana/Knox", "en", city("America/Indiana/Knox")),
        ("America/New_York", "xx", city("America/New_York")),
        ("Etc/GMT+10", "en", "UTC-10"),
        ("Etc/UTC", "de", "UTC"),
        ("Zulu", "de", "UTC"),
    ],
)
def test_a_zone_is_called_after_its_city(zone, language, label):
    assert zone_label(zone, language) == label


@pytest.mark.parametrize(
    ("instant", "zone", "label"),
    [
        ("2027-07-01T12:00+00:00", "Europe/Berlin", "UTC+02:00"),
        ("2027-01-01T12:00+00:00", "Europe/Berlin", "UTC+01:00"),
        ("2027-01-01T12:00+00:00", "Asia/Kathmandu", "UTC+05:45"),
        ("2027-01-01T12:00+00:00", "America/St_Johns", "UTC-03:30"),
        ("2027-01-01T12:00+05:00", "UTC", "UTC+00:00"),
    ],
)
def test_how_far_a_clock_is_from_utc(instant, zone, label):
    assert utc_offset_label(datetime.fromisoformat(instant), zone) == label


def test_a_naive_instant_is_refused():
    with pytest.raises(ValueError, match="an instant needs an offset"):
        utc_offset_label(datetime(2027, 1, 1), "UTC")  # noqa: DTZ001


@pytest.mark.parametrize("name", ["Europe/Berlin", "Europe/Kiev", "UTC", "Etc/GMT-3"])
def test_names_of_zones(name):
    assert is_zone(name)


@pytest.mark.parametrize(
    "name", ["", "Europe/Atlantis", "../etc/passwd", "europe/berlin", "Factory", "localtime"]
)
def test_names_that_are_no_zones(name):
    assert not is_zone(name)


def test_a_country_is_named_in_the_language_of_the_reader():
    for language in LANGUAGES:
        assert first("Berlin", language).country == country("DE", language)


def test_cities_are_loaded_once_and_a_search_meanwhile_waits_for_them():
    loading = load_in_background(LANGUAGES)
    assert first("Berlin", "en") == BERLIN
    loading.join()

    assert city_index() is city_index()


def test_names_of_cities_are_folded_as_what_is_typed():
    """Else they were folded by other rules, and `make cities` folds them anew."""
    index = city_index()
    names = [pair for number in range(0, len(index.cities), 40) for pair in index.names_of(number)]

    assert len(names) > 5_000
    assert [written for folded, written in names if fold(written) != folded] == []


@pytest.mark.parametrize(
    ("name", "zone", "code"),
    [
        ("Shanghai", "Asia/Shanghai", "CN"),
        ("les Escaldes", "Europe/Andorra", "AD"),
        ("Gaza", "Asia/Gaza", "PS"),
        ("Yelizovo", "Asia/Kamchatka", "RU"),
    ],
)
def test_cities_of_the_index_have_zone_and_country(name, zone, code):
    assert (zone, code) in {(one.zone, one.country) for one in city_index().cities if one.name == name}


def test_every_zone_people_live_by_has_a_city():
    index = city_index()
    assert set(zone_countries()) <= set(index.zone_cities)
    assert len(index.cities) > 30_000
