"""What people type for a time zone: misspelled, with a country, as a short name, or nonsense that costs little."""

import random
import sys
from typing import Any

import pytest

from kalenner.zones import find_zones
from kalenner.zones.spelling import MOST_COMPARED, SpellingIndex, closest
from tests.words import city, country

MOST_CALLS = 15_000
"""Of functions of Python or C in one search; with every name of a large city it took 58,000 to 137,000."""
_RANDOM = random.Random(4)
NONSENSE = [
    "zzzqqq",
    "sssssss",
    "x" * 60,
    "eaeaeaeaeaeaeaea",
    "q" * 4_096,
    "".join(_RANDOM.choices("abcdefghijklmnopqrstuvwxyz ", k=4_096)),
    "".join(_RANDOM.choices("еаоинтсрвл", k=60)),
    "".join(_RANDOM.choices("aeinorst", k=20)),
    " ".join("".join(_RANDOM.choices("abcdefghij", k=5)) for _ in range(200)),
    "".join(chr(_RANDOM.randrange(0x1F300, 0x1F600)) for _ in range(50)),
    ", ".join(_RANDOM.choices("abcdefghij", k=50)),
    ",".join("".join(_RANDOM.choices("aeinorst", k=6)) for _ in range(9)),
    "s " * 30,
    "ﷺ" * 60,
    "\u0301" * 60,
    "/" * 60,
    "+" * 60,
]


def zones(query: str, language: str = "en") -> list[str]:
    """Return the zones that are found."""
    return [match.zone for match in find_zones(query, language)]


def calls_of(query: str) -> int:
    """Return how many functions are called to search for the text."""
    calls = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    find_zones("zz qq", "en")  # loads the cities
    sys.setprofile(count)
    try:
        find_zones(query, "en")
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("query", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_takes_little_work(query: str) -> None:
    assert calls_of(query) < MOST_CALLS


def test_few_names_are_compared_letter_by_letter() -> None:
    index = SpellingIndex([f"s{number:05d}" for number in range(20_000)], 60)

    assert [len(index.similar(text)) for text in ("s00000", "sxyz", "zxy", "")] == [64, 64, 0, 0]
    assert MOST_COMPARED == 64
    assert closest("s1234", [index]) in index.similar("s1234")


def test_every_kind_of_slip_finds_the_name() -> None:
    index = SpellingIndex([*(f"berg {number}" for number in range(2_000)), "berlin", "berlinchen", ""], 60)

    for slip in ("berln", "berliin", "belrin", "berlyn", "berlin"):
        assert closest(slip, [index]) == "berlin", slip


def test_names_of_all_letters_are_in_an_index() -> None:
    names = ["ärzte", "zürich", "a", "東京", "москва", "😀"]
    index = SpellingIndex(names, 60)

    assert [index.similar(name) for name in names] == [[name] for name in names]
    assert SpellingIndex([], 60).similar("a") == []


@pytest.mark.parametrize(
    ("query", "zone"),
    [
        ("Berlni", "Europe/Berlin"),
        ("Munchen", "Europe/Berlin"),
        ("Sankt Peterburg", "Europe/Moscow"),
        ("Moskau", "Europe/Moscow"),
        ("Parsi", "America/New_York"),
        ("Praage", "Europe/Prague"),
        ("Lodnon", "Europe/London"),
        ("Rio de Janiero", "America/Sao_Paulo"),
        ("Краснояск", "Asia/Krasnoyarsk"),
        ("Germny", "Europe/Berlin"),
    ],
)
def test_misspelled_names_find_what_they_found_by_comparing_all(query: str, zone: str) -> None:
    assert zones(query)[0] == zone


@pytest.mark.parametrize(
    ("query", "zone"),
    [
        ("Berlin, Germany", "Europe/Berlin"),
        ("Berlin, Deutschland", "Europe/Berlin"),
        ("Berlin Germany", "Europe/Berlin"),
        ("Berlin (DE)", "Europe/Berlin"),
        ("Germany, Berlin", "Europe/Berlin"),
        ("Berlni, Germany", "Europe/Berlin"),
        ("Київ, Україна", "Europe/Kyiv"),
        ("Kyiv, Ukraine", "Europe/Kyiv"),
        ("Paris, France", "Europe/Paris"),
        ("Paris, Texas", "America/Chicago"),
        ("Paris Texas", "America/Chicago"),
        ("Portland, Oregon", "America/Los_Angeles"),
        ("Portland, ME", "America/New_York"),
        ("Portland, Texas, USA", "America/Chicago"),
        ("Saint Petersburg, FL", "America/New_York"),
        ("San Jose, Costa Rica", "America/Costa_Rica"),
        ("Birmingham, AL", "America/Chicago"),
        ("Birmingham, UK", "Europe/London"),
        ("Москва, Россия", "Europe/Moscow"),
        ("Luxembourg, Luxembourg", "Europe/Luxembourg"),
        ("Washington, D.C.", "America/New_York"),
        ("Berlin, Mitte", "Europe/Berlin"),
    ],
)
def test_country_or_state_after_a_city_chooses_among_its_namesakes(query: str, zone: str) -> None:
    assert zones(query) == [zone]


def test_unknown_place_after_a_city_leaves_its_namesakes() -> None:
    assert zones("London, Ontario") == zones("London") == ["Europe/London", "America/Toronto"]


@pytest.mark.parametrize(
    ("query", "language", "found"),
    [
        ("MSK", "en", ["Europe/Moscow"]),
        ("мск", "ru", ["Europe/Moscow"]),
        ("CEST", "en", ["Europe/Berlin"]),
        ("CEST", "fr", ["Europe/Paris"]),
        ("MESZ", "de", ["Europe/Berlin"]),
        ("BST", "en", ["Europe/London"]),
        ("EDT", "en", ["America/New_York"]),
        ("PT", "en", ["America/Los_Angeles"]),
        ("jst", "de", ["Asia/Tokyo"]),
        ("WEST", "en", ["Europe/Lisbon"]),
        ("UTC", "en", ["UTC"]),
        ("GMT", "en", ["UTC"]),
        ("UTC+3", "en", ["Etc/GMT-3"]),
        ("GMT+2", "en", ["Etc/GMT-2"]),
        ("Europe/Berlin", "en", ["Europe/Berlin"]),
    ],
)
def test_short_name_that_means_one_clock_finds_it(query: str, language: str, found: list[str]) -> None:
    assert zones(query, language) == found


@pytest.mark.parametrize(
    ("query", "among"),
    [
        ("CET", ["Europe/Berlin", "Africa/Algiers"]),
        ("EET", ["Europe/Kyiv", "Africa/Cairo", "Africa/Tripoli"]),
        ("EST", ["America/New_York", "America/Jamaica"]),
        ("PST", ["America/Los_Angeles", "Asia/Manila"]),
        ("CST", ["America/Chicago", "Asia/Shanghai", "America/Havana"]),
        ("IST", ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
        ("MST", ["America/Denver", "America/Phoenix"]),
    ],
)
def test_short_name_of_several_clocks_offers_a_zone_of_each(query: str, among: list[str]) -> None:
    found = zones(query)

    assert set(among) <= set(found)
    assert len(found) <= 8


def test_short_name_shows_city_and_country() -> None:
    match = find_zones("MSK", "de")[0]

    assert (match.city, match.country) == (city("Europe/Moscow", "de"), country("RU", "de"))
