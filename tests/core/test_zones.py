"""Time zones as people meet them: found by what they type, called what they call them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from kalenner.zones import (
    Region,
    ZoneChoice,
    ZoneMatch,
    find_zones,
    is_zone,
    likely_zones,
    regions,
    utc_offset_label,
    zone_label,
    zones_of,
)

LANGUAGES = ["en", "de", "fr", "ru"]
BERLIN = ZoneMatch("Europe/Berlin", "Berlin", "Germany")


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
    ("query", "language", "city"),
    [
        ("Moscow", "de", "Moskau"),
        ("Moscow", "fr", "Moscou"),
        ("Moscow", "ru", "Москва"),
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
def test_a_city_is_shown_as_the_reader_calls_it(query, language, city):
    assert first(query, language).city == city


def test_exact_names_come_before_longer_ones_and_large_cities_before_small_ones():
    assert [(match.city, match.country) for match in find_zones("paris", "en", limit=2)] == [
        ("Paris", "France"),
        ("Paris", "United States"),
    ]
    assert first("pari", "en").city == "Paris"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Berlin", ["Europe/Berlin Germany"]),
        ("Paris", ["Europe/Paris France", "America/Chicago United States"]),
        ("Lyon", ["Europe/Paris France"]),
        ("Moscow", ["Europe/Moscow Russia", "America/Los_Angeles United States"]),
        ("New York", ["America/New_York United States"]),
        ("Odessa", ["Europe/Kyiv Ukraine", "America/Chicago United States"]),
        ("Köln", ["Europe/Berlin Germany"]),
    ],
)
def test_districts_and_namesakes_of_one_zone_are_one_row(query, found):
    assert [f"{match.zone} {match.country}" for match in find_zones(query, "en")] == found


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
    assert first("Deutschland", "de") == ZoneMatch("Europe/Berlin", "Berlin", "Deutschland")
    assert [match.zone for match in find_zones("Russland", "de", limit=2)] == [
        "Europe/Moscow",
        "Asia/Novosibirsk",
    ]


@pytest.mark.parametrize(
    ("query", "city"), [("Berln", "Berlin"), ("Mscow", "Moscow"), ("Frankfrut", "Frankfurt am Main")]
)
def test_a_misspelled_city_is_found(query, city):
    assert first(query, "en").city == city


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
        ("+5:30", "Asia/Kolkata", "Kolkata"),
        ("gmt-9:30", "Pacific/Marquesas", "Marquesas"),
        ("america/new york", "America/New_York", "New York"),
        ("US/Eastern", "America/New_York", "New York"),
        ("Europe/Kiev", "Europe/Kyiv", "Kyiv"),
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
        Region("002", "Afrika"),
        Region("AQ", "Antarktis"),
        Region("142", "Asien"),
        Region("150", "Europa"),
        Region("003", "Nordamerika"),
        Region("009", "Ozeanien"),
        Region("005", "Südamerika"),
        Region("UTC", "UTC"),
    ]


def test_zones_of_a_region_are_named_and_sorted_in_the_language():
    labels = [choice.label for choice in zones_of("150", "ru")]
    assert labels[:4] == ["Азорские о-ва", "Амстердам", "Андорра", "Астрахань"]
    assert ZoneChoice("Europe/Moscow", "Москва") in zones_of("150", "ru")
    assert ZoneChoice("Asia/Novosibirsk", "Новосибирск") in zones_of("142", "ru")
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
        ("Europe/Berlin", "de", "Berlin"),
        ("Europe/Berlin", "ru", "Берлин"),
        ("Europe/Kyiv", "de", "Kiew"),
        ("Europe/Kiev", "de", "Kiew"),
        ("Asia/Calcutta", "fr", "Calcutta"),
        ("America/Argentina/Ushuaia", "en", "Ushuaia"),
        ("America/Indiana/Knox", "en", "Knox, Indiana"),
        ("America/New_York", "xx", "New York"),
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
        assert first("Berlin", language).country == Locale.parse(language).territories["DE"]
