"""Bytes as HTTP gives them: compressed where that helps, sent again only where they changed."""

import gzip
import random

import pytest
from pyramid.request import Request

from kalenner.storage.media_types import HTML
from kalenner.web.representations import FOR_A_WHILE, Representation, respond

PAGE = b"<p>Hello</p>" * 100
NOISE = random.Random(1).randbytes(1000)


def ask(method: str = "GET", **headers: str) -> Request:
    """Make a request with headers, their names with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request.blank("/", method=method, headers=named)


@pytest.fixture
def page() -> Representation:
    return Representation(PAGE, HTML, cache_control=FOR_A_WHILE, headers={"Content-Language": "en"})


def test_the_headers_say_what_it_is_and_how_long_it_is_kept(page: Representation) -> None:
    headers = dict(page.response(ask()).headers)
    tag = headers.pop("ETag")

    assert headers == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Language": "en",
        "Content-Length": "1200",
        "Cache-Control": "public, max-age=300",
        "Vary": "Accept-Encoding",
    }
    assert tag.startswith('"')


@pytest.mark.parametrize(
    ("accepted", "is_compressed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("br", False), ("", False)],
)
def test_who_takes_it_gets_it_compressed(page: Representation, accepted: str, *, is_compressed: bool) -> None:
    answer = page.response(ask(Accept_Encoding=accepted))

    assert (answer.headers.get("Content-Encoding") == "gzip") is is_compressed
    assert (gzip.decompress(answer.body) if is_compressed else answer.body) == PAGE
    assert answer.content_length == len(answer.body)


@pytest.mark.parametrize("media_type", [HTML, "image/jpeg"])
def test_what_becomes_no_smaller_is_given_as_it_is(media_type: str) -> None:
    answer = Representation(NOISE, media_type, cache_control=FOR_A_WHILE).response(
        ask(Accept_Encoding="gzip")
    )

    assert (answer.body, answer.headers.get("Content-Encoding")) == (NOISE, None)


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_what_did_not_change_is_not_sent_again(page: Representation, encoding: str) -> None:
    tag = page.response(ask(Accept_Encoding=encoding)).headers["ETag"]
    again = page.response(ask(Accept_Encoding=encoding, If_None_Match=f'"other", {tag}'))

    assert (again.status_int, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert page.response(ask(If_None_Match='"other"')).status_int == 200


def test_plain_and_compressed_have_tags_of_their_own(page: Representation) -> None:
    tags = {page.response(ask(Accept_Encoding=encoding)).headers["ETag"] for encoding in ("identity", "gzip")}

    assert len(tags) == 2


def test_a_head_tells_the_length_and_no_more(page: Representation) -> None:
    answer = page.response(ask("HEAD"))

    assert (answer.headers["Content-Length"], b"".join(answer.app_iter)) == ("1200", b"")


def test_a_page_of_another_status_is_always_sent() -> None:
    tag = respond(ask(), PAGE, HTML, cache_control="no-store", status=404).headers["ETag"]
    again = respond(ask(If_None_Match=tag), PAGE, HTML, cache_control="no-store", status=404)

    assert (again.status_int, again.body) == (404, PAGE)
