"""Links to maps: those that are made, those that are taken, and why the others are refused."""

from urllib.parse import parse_qs, urlsplit

import pytest

from kalenner.hooks.platform import MapLink
from kalenner.links import LinkFault, LinkRefused, check_link
from kalenner.screens import Place
from kalenner.themes.validator import validate_page
from kalenner_maps.maps import ICON, MAPS, NoPlace, check_map_link, map_links

NOT_HTTPS, NOT_A_LINK, USERINFO, ODD_HOST, OTHER_HOST = LinkFault
NO_PLACE = "no place"

TAKEN = {
    "google": {
        "https://www.google.com/maps/place/Berlin/@52.5,13.4,17z/data=!3m1!4b1": "",
        "https://www.google.com/maps/search/?api=1&query=Berlin": "",
        "https://google.de/maps?q=Berlin": "",
        "https://www.google.co.uk/maps/dir//Berlin": "",
        "https://maps.google.com/?cid=123": "",
        "https://maps.google.com.tr/maps?q=Ankara": "",
        "https://maps.app.goo.gl/AbC123?g_st=ic": "",
        "https://goo.gl/maps/AbC123": "",
        "https://share.google/diIxnYa8dIA6dZfpy": "",
        "https://g.page/praxis-olga": "",
        "https://g.page/r/CabcDEF/review": "",
        "https://g.co/kgs/AbC123": "",
        " HTTPS://Maps.App.Goo.gl/AbC123 ": "https://maps.app.goo.gl/AbC123",
        "https://www.google.com/maps/place/Café/": "https://www.google.com/maps/place/Caf%C3%A9/",
    },
    "apple": {
        "https://maps.apple.com/?address=Berlin": "",
        "https://maps.apple.com/place?place-id=I123": "",
        "https://maps.apple/p/AbC123": "",
    },
    "yandex": {
        "https://yandex.com/maps/?text=Berlin": "",
        "https://yandex.ru/maps/-/CCUabc": "",
        "https://yandex.by/maps/org/salon/123/": "",
        "https://www.yandex.kz/maps/?ll=1,2": "",
        "https://yandex.uz/maps/10335/tashkent/": "",
        "https://yandex.com.tr/maps/?text=Ankara": "",
        "https://yandex.com.tr/harita/org/salon/123/": "",
        "https://maps.yandex.ru/?text=Berlin": "",
        "https://maps.yandex.ru/-/CCUabc": "",
        "https://maps.yandex.ru/213/moscow/": "",
    },
}
"""What is kept is the same where nothing is said."""

HOSTILE = {
    "google": {
        "": NOT_HTTPS,
        "Berlin": NOT_HTTPS,
        "geo:52.5,13.4": NOT_HTTPS,
        "comgooglemaps://?q=Berlin": NOT_HTTPS,
        "http://maps.google.com/?q=Berlin": NOT_HTTPS,
        "//www.google.com/maps/place/x": NOT_HTTPS,
        "www.google.com/maps/place/x": NOT_HTTPS,
        "javascript:alert(1)//google.com/maps/": NOT_HTTPS,
        "java\nscript:alert(1)": NOT_HTTPS,
        "data:text/html,google.com/maps/": NOT_HTTPS,
        "https:www.google.com/maps/place/x": NOT_A_LINK,
        "https://www.google.com\\.evil.com/maps/x": NOT_A_LINK,
        "https://www.google.com/maps/a b": NOT_A_LINK,
        "https://www.google.com/maps/a\tb": NOT_A_LINK,
        "https://www.google.com/maps/\u202egpj": NOT_A_LINK,
        "https://www.google.com%2fmaps/x": NOT_A_LINK,
        "https://a@www.google.com/maps/x": USERINFO,
        "https://www.google.com@evil.com/maps/x": USERINFO,
        "https://www.google.com:8443/maps/x": ODD_HOST,
        "https://www.gооgle.com/maps/x": ODD_HOST,
        "https://www.googlé.com/maps/x": ODD_HOST,
        "https://maps.gооgle.de/?q=x": ODD_HOST,
        "https://maps.app.gоо.gl/x": ODD_HOST,
        "https://127.0.0.1/maps/x": ODD_HOST,
        "https://www.google.com.evil.com/maps/x": NO_PLACE,
        "https://evilgoogle.com/maps/x": NO_PLACE,
        "https://google.ml/maps/x": NO_PLACE,
        "https://google.maps/maps/x": NO_PLACE,
        "https://evil.com/google.com/maps/x": NO_PLACE,
        "https://sites.google.com/maps/x": NO_PLACE,
        "https://www.google.com/url?q=https://evil.com": NO_PLACE,
        "https://www.google.com/": NO_PLACE,
        "https://www.google.com/maps": NO_PLACE,
        "https://www.google.com/maps/": NO_PLACE,
        "https://www.google.com/mapsevil/x": NO_PLACE,
        "https://www.google.com//maps/x": NO_PLACE,
        "https://www.google.com/#/maps/x": NO_PLACE,
        "https://www.google.com/maps/../url?q=https://evil.com": NO_PLACE,
        "https://www.google.com/maps/%2e%2e/url?q=https://evil.com": NO_PLACE,
        "https://www.google.com/maps/..%2Furl?q=https://evil.com": NO_PLACE,
        "https://maps.google.com/url?q=https://evil.com": NO_PLACE,
        "https://maps.app.goo.gl/?link=https://evil.com": NO_PLACE,
        "https://goo.gl/AbC123": NO_PLACE,
        "https://g.co/doodle/AbC123": NO_PLACE,
        "https://share.google/": NO_PLACE,
        "https://share.google/../AbC123": NO_PLACE,
        "https://g.page/": NO_PLACE,
        "https://evil.app.goo.gl/AbC123": NO_PLACE,
        "https://maps.apple.com/?q=x": NO_PLACE,
    },
    "apple": {
        "maps://?q=Berlin": NOT_HTTPS,
        "https://maps.аpple.com/?q=x": ODD_HOST,
        "https://maps.apple.com.evil.com/?q=x": NO_PLACE,
        "https://apple.com/maps/x": NO_PLACE,
        "https://www.apple/p/x": NO_PLACE,
        "https://maps.apple.com/": NO_PLACE,
    },
    "yandex": {
        "yandexmaps://maps.yandex.com/?text=x": NOT_HTTPS,
        "https://уandex.ru/maps/x": ODD_HOST,
        "https://yandex.ru.evil.com/maps/x": NO_PLACE,
        "https://yandex.evil/maps/x": NO_PLACE,
        "https://yandex.ru/navi/?text=x": NO_PLACE,
        "https://yandex.ru/": NO_PLACE,
        "https://yandex.ru/maps": NO_PLACE,
        "https://yandex.ru/maps/../clck/jsredir?url=https://evil.com": NO_PLACE,
        "https://clck.yandex.ru/maps/x": NO_PLACE,
        "https://maps.yandex.ru/clck/jsredir?url=https://evil.com": NO_PLACE,
        "https://maps.yandex.ru/": NO_PLACE,
    },
}

ADDRESSES = [
    "Lindenstraße 12\n10969 Berlin",
    "ул. Пушкина, 1",
    "東京都千代田区丸の内一丁目" * 20,
    "👩‍⚕️" * 100,
    "<b>\"'&?#%/\\@",
    "../../url?q=https://evil.com",
    "{latitude} {0} %s",
    "https://evil.com/",
]


def the(key: str):
    return next(one for one in MAPS if one.key == key)


def each(table: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(key, text, meant) for key, links in table.items() for text, meant in links.items()]


@pytest.mark.parametrize(("key", "text", "kept"), each(TAKEN), ids=ascii)
def test_link_to_a_place_is_taken(key, text, kept):
    link = check_map_link(the(key), text)

    assert link == (kept or text)
    assert check_map_link(the(key), link) == link


@pytest.mark.parametrize(("key", "text", "reason"), each(HOSTILE), ids=ascii)
def test_link_that_leads_elsewhere_is_refused(key, text, reason):
    with pytest.raises((LinkRefused, NoPlace)) as refused:
        check_map_link(the(key), text)

    assert (refused.value.reason if isinstance(refused.value, LinkRefused) else NO_PLACE) == reason


def test_an_address_is_looked_for_on_each_map_by_weight():
    assert map_links("Lindenstraße  12\n\n10969 Berlin ") == [
        MapLink(
            "google",
            "Google Maps",
            "https://www.google.com/maps/search/?api=1&query=Lindenstra%C3%9Fe%2012%2C%2010969%20Berlin",
            10,
        ),
        MapLink(
            "apple",
            "Apple Maps",
            "https://maps.apple.com/?q=Lindenstra%C3%9Fe%2012%2C%2010969%20Berlin",
            11,
        ),
        MapLink(
            "yandex",
            "Yandex Maps",
            "https://yandex.com/maps/?text=Lindenstra%C3%9Fe%2012%2C%2010969%20Berlin",
            12,
        ),
    ]


def test_a_place_is_shown_where_it_is():
    assert [map_link.url for map_link in map_links(Place(52.517037, -13.38886))] == [
        "https://www.google.com/maps/search/?api=1&query=52.517037%2C-13.388860",
        "https://maps.apple.com/?ll=52.517037,-13.388860&q=52.517037,-13.388860",
        "https://yandex.com/maps/?pt=-13.388860,52.517037&z=17",
    ]


@pytest.mark.parametrize("address", ["", " \n\t\n"])
def test_an_address_without_a_word_is_nowhere(address):
    assert map_links(address) == []


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda text: ascii(text)[:40])
def test_whatever_the_address_is_the_link_leads_to_the_map_and_looks_for_it(address):
    for one, made in zip(MAPS, map_links(address), strict=True):
        assert check_map_link(one, made.url) == made.url == check_link(made.url)
        (searched,) = list(parse_qs(urlsplit(made.url).query).values())[-1]
        assert ", ".join(address.splitlines()).startswith(searched)
        assert searched


def test_the_pin_passes_the_gate():
    assert validate_page(f"<svg>{ICON}</svg>", ())[1] == []
