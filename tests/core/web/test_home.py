"""The home page in four languages, and what leads to it."""

import gzip

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from kalenner.i18n import LANGUAGES
from kalenner.qr import qr_svg

LINK = "https://t.me/kalenner_test_bot?start=p_"
OPEN = {
    "en": "Open in Telegram",
    "de": "In Telegram öffnen",
    "fr": "Ouvrir dans Telegram",
    "ru": "Открыть в Telegram",
}
PUBLIC = {"web.public_url": "https://kalenner.example"}
MOST_BYTES = 14 * 1024


def alternates(page) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in page.html.find_all("link", rel="alternate")}


def canonical(page) -> str:
    return page.html.find("link", rel="canonical")["href"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_an_address(web, language):
    page = web.get(f"/{language}", headers={"Accept-Language": "xx"})

    assert page.html.html["lang"] == page.headers["Content-Language"] == language
    assert page.html.find("a", class_="button").text == OPEN[language]
    assert "${" not in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_root_is_in_the_visitors_language(web, language):
    page = web.get("/", headers={"Accept-Language": f"{language}-XX,{language};q=0.9,en;q=0.1"})

    assert page.html.html["lang"] == language
    assert {"Accept-Language", "Accept-Encoding"} == set(page.vary)
    assert canonical(page).endswith(f"/{language}")


def test_an_unknown_language_reads_english(web):
    assert web.get("/", headers={"Accept-Language": "pt-BR"}).html.html["lang"] == "en"
    assert web.get("/").html.html["lang"] == "en"


def test_the_paths_language_counts_not_the_browsers(web):
    page = web.get("/de", headers={"Accept-Language": "fr"})

    assert page.html.html["lang"] == "de"
    assert page.vary == ("Accept-Encoding",)


def test_a_slash_at_the_end_is_the_same_page(web):
    assert canonical(web.get("/de/")) == canonical(web.get("/de"))


@pytest.mark.parametrize("path", ["/", "/en", "/ru/"])
def test_every_language_is_named_to_search_engines(make_web, path):
    page = make_web(**PUBLIC).get(path)

    assert alternates(page) == {
        "en": "https://kalenner.example/en",
        "fr": "https://kalenner.example/fr",
        "de": "https://kalenner.example/de",
        "ru": "https://kalenner.example/ru",
        "x-default": "https://kalenner.example/",
    }


def test_the_host_header_is_believed_nowhere(make_web):
    web = make_web(**PUBLIC)
    for path in ("/", "/en", "/en/privacy", "/robots.txt", "/sitemap.xml", "/nowhere"):
        answer = web.get(
            path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}, expect_errors=True
        )
        assert "evil.example" not in answer.text + str(answer.headers), path


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "http://127.0.0.1:6543/en"),
        ({"web.host": "0.0.0.0", "web.port": "8080"}, "http://localhost:8080/en"),
        ({"web.host": "::1"}, "http://[::1]:6543/en"),
        ({"web.public_url": "https://kalenner.example/"}, "https://kalenner.example/en"),
    ],
)
def test_links_are_made_of_the_settings(make_web, settings, expected):
    assert canonical(make_web(**settings).get("/en")) == expected


def test_the_page_can_be_shared(make_web):
    web = make_web(**PUBLIC)
    page = web.get("/de")
    shared = {
        meta["property"].removeprefix("og:"): meta["content"]
        for meta in page.html.find_all("meta", property=True)
    }

    assert (shared["url"], shared["site_name"], shared["locale"]) == (
        "https://kalenner.example/de",
        "KALENNER",
        "de",
    )
    assert shared["description"] == page.html.find("meta", attrs={"name": "description"})["content"]
    picture = web.get(shared["image"].removeprefix("https://kalenner.example"))
    assert (picture.content_type, picture.body[:4]) == ("image/png", b"\x89PNG")
    assert int.from_bytes(picture.body[16:20]) == int(shared["image:width"]) == 1200


def test_the_bots_link_is_a_button_and_a_code(web):
    page = web.get("/en")

    assert [
        link["href"] for link in page.html.find_all("a", class_="button") if "quiet" not in link["class"]
    ] == [LINK, LINK]
    assert str(qr_svg(LINK, label="QR code that opens the bot in Telegram")) in page.text


def test_the_code_can_be_scanned():
    svg = str(qr_svg(LINK))
    side = int(svg.split('viewBox="0 0 ')[1].split(maxsplit=1)[0])
    picture = Image.new("L", (side * 4, side * 4), 255)
    draw = ImageDraw.Draw(picture)
    for run in svg.split('<path d="')[1].split('"', maxsplit=1)[0].split("M")[1:]:
        x, y = run.split("h")[0].split()
        width = run.split("h")[1].split("v")[0]
        left, top = int(x) * 4, int(y) * 4
        draw.rectangle((left, top, left + int(width) * 4 - 1, top + 3), fill=0)

    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [LINK]


def test_what_a_screen_reader_says_of_a_code_is_escaped():
    assert 'aria-label="&lt;b&gt; &#34;x&#34;"' in qr_svg("x", label='<b> "x"')
    assert 'aria-hidden="true"' in qr_svg("x")


def test_without_a_bot_the_page_says_so(web, app, monkeypatch):
    monkeypatch.setitem(app.registry, "kalenner.channels", {})

    page = web.get("/en")

    assert page.html.find("p", class_="missing").text == "No bot is connected yet."
    assert "t.me" not in page.text


def test_root_location_is_where_the_root_leads_and_the_home_page_stays(web, app, monkeypatch):
    monkeypatch.setitem(app.registry, "kalenner.root_location", "/-/playground/")

    for host in ("localhost:6543", "evil.example"):
        assert (
            web.get("/", headers={"Host": host}, status=302).location == "http://127.0.0.1:6543/-/playground/"
        )
    assert web.get("/en").html.html["lang"] == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_light(web, language):
    """PERFORMANCE.md W3: HTML and styles in the first round trip of a slow connection."""
    page = web.get(f"/{language}")
    styles = web.get(page.html.find("link", rel="stylesheet")["href"])
    loaded = [
        *page.html.find_all("script"),
        *(picture for picture in page.html.find_all("img") if picture.get("loading") != "lazy"),
        *page.html.find_all("link", rel="stylesheet"),
    ]

    assert len(gzip.compress(page.body)) + len(gzip.compress(styles.body)) < MOST_BYTES
    assert len(loaded) == 1


@pytest.mark.parametrize(
    ("price", "shown"),
    [
        ("", "Whoever runs this server sets the price; please ask before you start."),
        ("free", "Free of charge"),
        ("Free", "Free of charge"),
        ("€5 a month", "€5 a month"),
    ],
)
def test_says_what_it_costs_as_the_operator_says_and_who_that_is(make_web, price, shown):
    page = make_web(**{"legal.price": price, "legal.operator": "Example Ltd"}).get("/en")
    terms = page.html.find("dl", class_="terms")

    assert [one.text for one in terms.find_all("dd")] == [shown, "Example Ltd"]
    assert terms.a["href"] == "/en/imprint"
