"""Which links and names lead to a page of a network, and why the others are refused."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from setuptools import Distribution
from setuptools.command.build_py import build_py

from kalenner.links import LinkFault, LinkRefused
from kalenner.themes.validator import validate_page
from kalenner_social_links.networks import ICONS, NETWORKS, NoPage, check_page, icon

ROOT = Path(__file__).parents[3]
NOT_HTTPS, NOT_A_LINK, USERINFO, ODD_HOST, OTHER_HOST = LinkFault
NO_PAGE = "no page"

TAKEN = {
    "telegram": {
        "https://t.me/olga": "https://t.me/olga",
        " https://T.me/olga \n": "https://t.me/olga",
        "https://telegram.me/olga": "https://telegram.me/olga",
        "https://t.me/+AbCd-123": "https://t.me/+AbCd-123",
        "https://t.me/joinchat/AbCd": "https://t.me/joinchat/AbCd",
        "https://t.me/olga?start=page": "https://t.me/olga?start=page",
        "https://t.me/s/olga": "https://t.me/s/olga",
        "t.me/olga": "https://t.me/olga",
        "@olga_weber": "https://t.me/olga_weber",
        "olga": "https://t.me/olga",
    },
    "instagram": {
        "https://instagram.com/olga": "https://instagram.com/olga",
        "https://www.instagram.com/olga.weber/?igsh=1": "https://www.instagram.com/olga.weber/?igsh=1",
        "www.instagram.com/olga": "https://www.instagram.com/olga",
        "@olga.weber": "https://www.instagram.com/olga.weber",
        "@instagram.com": "https://www.instagram.com/instagram.com",
        "olga_weber": "https://www.instagram.com/olga_weber",
    },
    "tiktok": {
        "https://www.tiktok.com/@olga": "https://www.tiktok.com/@olga",
        "https://vm.tiktok.com/ZM1234/": "https://vm.tiktok.com/ZM1234/",
        "tiktok.com/@olga": "https://tiktok.com/@olga",
        "@olga.weber": "https://www.tiktok.com/@olga.weber",
        "olga": "https://www.tiktok.com/@olga",
    },
    "youtube": {
        "https://www.youtube.com/@olga": "https://www.youtube.com/@olga",
        "https://m.youtube.com/channel/UC1": "https://m.youtube.com/channel/UC1",
        "https://www.youtube.com/watch?v=1": "https://www.youtube.com/watch?v=1",
        "https://youtu.be/abc": "https://youtu.be/abc",
        "youtube.com/@olga": "https://youtube.com/@olga",
        "https://www.youtube.com/@ольга": "https://www.youtube.com/@%D0%BE%D0%BB%D1%8C%D0%B3%D0%B0",
    },
    "vk": {
        "https://vk.com/olga": "https://vk.com/olga",
        "https://m.vk.com/olga": "https://m.vk.com/olga",
        "https://vk.ru/id1": "https://vk.ru/id1",
        "vk.com/olga": "https://vk.com/olga",
        "https://vkvideo.ru/@olga": "https://vkvideo.ru/@olga",
        "vkvideo.ru/video-1_2": "https://vkvideo.ru/video-1_2",
    },
    "odnoklassniki": {
        "https://ok.ru/profile/1": "https://ok.ru/profile/1",
        "https://m.ok.ru/group/1": "https://m.ok.ru/group/1",
        "ok.ru/olga": "https://ok.ru/olga",
    },
    "rutube": {
        "https://rutube.ru/channel/1/": "https://rutube.ru/channel/1/",
        "https://rutube.ru/u/olga/": "https://rutube.ru/u/olga/",
        "Rutube.ru/u/olga": "https://rutube.ru/u/olga",
    },
}

HOSTILE = {
    "telegram": {
        "tg://resolve?domain=olga": NOT_HTTPS,
        "tg:resolve?domain=olga": NOT_HTTPS,
        "http://t.me/olga": NOT_HTTPS,
        "//t.me/olga": NOT_HTTPS,
        "javascript:alert(1)//t.me/olga": NOT_HTTPS,
        "java\tscript:alert(1)": NOT_HTTPS,
        "data:text/html,t.me": NOT_HTTPS,
        "@ольга": NOT_HTTPS,
        "@olga/../iv": NOT_HTTPS,
        "abc": NOT_HTTPS,
        "https:t.me/olga": NOT_A_LINK,
        "https:\\\\t.me\\olga": NOT_A_LINK,
        "https://t.me\\.evil.com/olga": NOT_A_LINK,
        "https://t.me/ol\tga": NOT_A_LINK,
        "https://t.me/ol\u200bga": NOT_A_LINK,
        "t.me/olga\nhttps://evil.com": NOT_A_LINK,
        "https://a@t.me/olga": USERINFO,
        "https://t.me@evil.com/olga": USERINFO,
        "https://t.me:8443/olga": ODD_HOST,
        "https://т.me/olga": ODD_HOST,
        "https://t.me.evil.com/olga": OTHER_HOST,
        "https://evil.com/t.me/olga": OTHER_HOST,
        "https://olga.t.me/": OTHER_HOST,
        "https://telegram.org/": OTHER_HOST,
        "https://t.me": NO_PAGE,
        "https://t.me/?olga": NO_PAGE,
        "https://t.me/iv?url=https://evil.com": NO_PAGE,
        "https://t.me/IV?url=https://evil.com": NO_PAGE,
        "https://t.me/%69v?url=https://evil.com": NO_PAGE,
        "https://t.me//iv?url=https://evil.com": NO_PAGE,
        "https://t.me/olga/../iv?url=https://evil.com": NO_PAGE,
        "https://t.me/olga/%2e%2E/iv?url=https://evil.com": NO_PAGE,
        "https://t.me/proxy?server=evil.com&port=1": NO_PAGE,
        "https://t.me/socks?server=evil.com&port=1": NO_PAGE,
        "https://t.me/share/url?url=https://evil.com": NO_PAGE,
        "share": NO_PAGE,
    },
    "instagram": {
        "olga.weber": NOT_HTTPS,
        "https://instаgram.com/olga": ODD_HOST,
        "https://instagràm.com/olga": ODD_HOST,
        "https://l.instagram.com/?u=https://evil.com": OTHER_HOST,
        "https://instagram.com.evil.com/olga": OTHER_HOST,
        "https://t.me/olga": OTHER_HOST,
        "instagram.com": NO_PAGE,
        "https://www.instagram.com/oauth/authorize?redirect_uri=https://evil.com": NO_PAGE,
    },
    "tiktok": {
        "https://tiktok.com.evil.com/@olga": OTHER_HOST,
        "https://www.tiktok.com/link/v2?target=https://evil.com": NO_PAGE,
    },
    "youtube": {
        "@olga": NOT_HTTPS,
        "https://www.youtube.com/redirect?q=https://evil.com": NO_PAGE,
        "https://www.youtube.com/attribution_link?u=/x": NO_PAGE,
    },
    "vk": {
        "olga": NOT_HTTPS,
        "https://ѵк.com/olga": ODD_HOST,
        "https://away.vk.com/away.php": OTHER_HOST,
        "https://vk.com/away.php?to=https://evil.com": NO_PAGE,
    },
    "odnoklassniki": {
        "https://ok.ru.com/profile/1": OTHER_HOST,
        "https://ok.ru/dk?st.link=https://evil.com": NO_PAGE,
    },
    "rutube": {
        "https://rutube.ru@evil.com/": USERINFO,
        "https://rutube.ru/": NO_PAGE,
    },
}


def network(key: str):
    return next(one for one in NETWORKS if one.key == key)


def each(table: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(key, text, meant) for key, links in table.items() for text, meant in links.items()]


def test_networks_are_in_their_order():
    assert [one.label for one in NETWORKS] == [
        "Telegram",
        "Instagram",
        "TikTok",
        "YouTube",
        "VK",
        "Odnoklassniki",
        "Rutube",
    ]


@pytest.mark.parametrize(("key", "text", "link"), each(TAKEN), ids=ascii)
def test_what_is_taken_is_kept_as_a_link(key, text, link):
    assert check_page(network(key), text) == link
    assert check_page(network(key), link) == link


@pytest.mark.parametrize(("key", "text", "reason"), each(HOSTILE), ids=ascii)
def test_what_leads_to_nobodys_page_is_refused(key, text, reason):
    with pytest.raises((LinkRefused, NoPage)) as refused:
        check_page(network(key), text)

    assert (refused.value.reason if isinstance(refused.value, LinkRefused) else NO_PAGE) == reason


def test_every_network_takes_its_example():
    assert [check_page(one, one.example) for one in NETWORKS] == [one.example for one in NETWORKS]


def test_every_network_has_an_icon_of_one_path():
    assert {path.stem for path in ICONS.glob("*.svg")} == {one.key for one in NETWORKS}
    for one in NETWORKS:
        text = (ICONS / f"{one.key}.svg").read_text("utf-8")
        drawing = ET.fromstring(text)
        assert [child.tag.rpartition("}")[2] for child in drawing] == ["title", "path"]
        assert drawing.attrib == {"role": "img", "viewBox": "0 0 24 24"}
        assert drawing[0].text == one.label
        assert list(drawing[1].attrib) == ["d"]
        assert re.fullmatch(r"[MmLlHhVvCcSsQqTtAaZz0-9 .,-]+", drawing[1].attrib["d"])
        assert icon(one.key) == f'<path d="{drawing[1].attrib["d"]}"/>'
        assert validate_page(f"<svg>{icon(one.key)}</svg>", ())[1] == []


def test_icons_and_their_notice_are_in_the_wheel():
    build = build_py(Distribution())
    build.distribution.parse_config_files([str(ROOT / "setup.cfg")])
    build.finalize_options()
    build.manifest_files = {}  # those of a source distribution

    carried = build.find_data_files("kalenner_social_links", str(ICONS.parent))

    assert {Path(name) for name in carried} >= {*ICONS.glob("*.svg"), ICONS / "LICENCE.md"}
