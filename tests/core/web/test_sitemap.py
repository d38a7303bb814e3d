"""What search engines are told."""

import datetime as dt
import sys
import types
import xml.etree.ElementTree as ET
from urllib.robotparser import RobotFileParser

import pytest

from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.web.sitemap import ENTRIES_AT_ONCE, SitemapEntry

PUBLIC = {"web.public_url": "https://kalenner.example"}
SITE = "https://kalenner.example"
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def listing(monkeypatch):
    """Make a plugin that lists pages."""

    def make(entries) -> LoadedPlugin:
        package = types.ModuleType("listing_plugin")
        package.includeme = lambda config: config.add_sitemap(lambda _request: iter(entries))
        monkeypatch.setitem(sys.modules, package.__name__, package)
        return LoadedPlugin(Plugin("listing", "Listing", package.__name__, has_texts=False), object())

    return make


def locations(answer) -> list[str]:
    return [place.text for place in ET.fromstring(answer.body).findall(".//s:loc", SPACES)]


def test_robots_read_pages_and_their_styles_and_nothing_technical(make_web):
    answer = make_web(**PUBLIC).get("/robots.txt")
    robots = RobotFileParser()
    robots.parse(answer.text.splitlines())

    assert answer.content_type == "text/plain"
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]
    paths = ("/", "/en/anna", "/-/static/kalenner/page.css", "/-/page/a.css", "/-/health", "/-/playground/")
    assert [robots.can_fetch("any", path) for path in paths] == [True, True, True, True, False, False]


def test_every_page_is_listed_in_every_language_with_the_others(make_web):
    answer = make_web(**PUBLIC).get("/sitemap.xml")
    listed = {
        url.find("s:loc", SPACES).text: {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", SPACES)
        }
        for url in ET.fromstring(answer.body)
    }

    assert answer.content_type == "application/xml"
    assert {
        f"{SITE}/{code}{rest}" for code in ("en", "fr", "de", "ru") for rest in ("", "/privacy", "/imprint")
    } <= set(listed)
    assert listed[f"{SITE}/de"] == {
        **{code: f"{SITE}/{code}" for code in ("en", "fr", "de", "ru")},
        "x-default": f"{SITE}/",
    }
    assert listed[f"{SITE}/ru/privacy"]["x-default"] == f"{SITE}/en/privacy"


def test_plugins_list_more(make_web, listing):
    entry = SitemapEntry("/a&b", dt.datetime(2026, 12, 1, 11, tzinfo=dt.UTC))
    answer = make_web(listing([entry]), **PUBLIC).get("/sitemap.xml")

    assert [place for place in locations(answer) if "a&b" in place] == [
        f"{SITE}/{code}/a&b" for code in ("en", "fr", "de", "ru")
    ]
    assert {time.text for time in ET.fromstring(answer.body).findall(".//s:lastmod", SPACES)} == {
        "2026-12-01"
    }


def test_many_pages_are_parted(make_web, listing):
    web = make_web(listing([SitemapEntry(f"/p{number}") for number in range(ENTRIES_AT_ONCE)]), **PUBLIC)

    index = web.get("/sitemap.xml")
    parts = [web.get(place.removeprefix(SITE)) for place in locations(index)]

    assert locations(index) == [f"{SITE}/sitemap-1.xml", f"{SITE}/sitemap-2.xml"]
    places = [place for part in parts for place in locations(part)]
    assert len(places) == len(set(places)) >= 4 * (ENTRIES_AT_ONCE + 3)
    assert {f"{SITE}/en", f"{SITE}/en/p0", f"{SITE}/ru/p{ENTRIES_AT_ONCE - 1}"} <= set(places)
    assert web.get("/sitemap-3.xml", status=404)
    assert web.get("/sitemap-0.xml", status=404)
