"""What pages load, what every answer carries, and what no page has."""

import gzip

import pytest
from webob import Request, Response

from kalenner.web.protection import HEADERS, HTTPS_ONLY

PAGES = ("/", "/en", "/de/privacy", "/ru/imprint")
OTHERS = ("/-/health", "/robots.txt", "/sitemap-9.xml", "/favicon.ico", "/-/static/kalenner/page.css")
PUBLIC = {"web.public_url": "https://kalenner.example"}


def loaded(page) -> list[str]:
    return [
        link["href"] for link in page.html.find_all("link", rel=["stylesheet", "icon", "apple-touch-icon"])
    ]


@pytest.mark.parametrize("path", [*PAGES, *OTHERS, "/nowhere", "/%ff"])
def test_every_answer_carries_the_headers(web, path):
    headers = web.get(path, expect_errors=True).headers

    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "Strict-Transport-Security" not in headers
    assert "Set-Cookie" not in headers


def test_https_alone_is_asked_for_where_the_public_address_is_https(make_web):
    assert (
        make_web(**PUBLIC).get("/en").headers["Strict-Transport-Security"]
        == HTTPS_ONLY["Strict-Transport-Security"]
    )
    assert (
        "Strict-Transport-Security"
        not in make_web(**{"web.public_url": "http://k.example"}).get("/en").headers
    )


@pytest.mark.parametrize("path", [*PAGES, "/nowhere"])
def test_pages_run_nothing_and_load_nothing_from_elsewhere(web, path):
    page = web.get(path, expect_errors=True)

    assert "<script" not in page.text
    assert "style=" not in page.text
    assert page.html.find_all(["iframe", "form", "style"]) == []
    assert all(image["src"].startswith("/-/design/") for image in page.html.find_all("img"))
    assert all(place.startswith("/-/static/kalenner/") for place in loaded(page))


def test_what_is_loaded_is_kept_for_good(web):
    for place in loaded(web.get("/en")):
        answer = web.get(place)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", place
        assert web.get(place, headers={"If-None-Match": answer.headers["ETag"]}, status=304).body == b""


@pytest.mark.parametrize("name", ["page.css", "page.00000000.css"])
def test_another_name_gives_what_there_is_now_for_a_while(web, name):
    """A page that was kept from before an update still finds its styles."""
    answer = web.get(f"/-/static/kalenner/{name}")

    assert (answer.content_type, answer.headers["Cache-Control"]) == ("text/css", "public, max-age=300")


@pytest.mark.parametrize(
    "name", ["none.css", "..%2fviews.py", "%2e%2e/pages.py", "page", ".css", "page.css/x"]
)
def test_what_is_no_asset_is_not_there(web, name):
    assert web.get(f"/-/static/kalenner/{name}", status=404)


@pytest.mark.parametrize("path", ["/en", "/fr/privacy", "/-/static/kalenner/page.css"])
def test_answers_are_compressed_for_who_takes_it(app, path):
    def ask(**headers: str) -> Response:
        return Request.blank(path, headers=headers).get_response(app)

    plain, packed = ask(), ask(**{"Accept-Encoding": "br, gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in ask(**{"Accept-Encoding": "gzip;q=0"}).headers


def test_a_page_that_did_not_change_is_not_sent_again(web):
    tag = web.get("/en").headers["ETag"]

    assert web.get("/en", headers={"If-None-Match": tag}, status=304).body == b""


def test_a_browser_finds_an_icon_unbidden(web):
    assert web.get("/favicon.ico").body[:4] == b"\0\0\1\0"
