"""Pages as visitors get them from the web process: headers, redirects, and no look at the database."""

import gzip

import pytest
from pyramid.request import Request
from pyramid.response import Response
from sqlalchemy import event
from tests.plugins.profiles.practice_page import LANGUAGES, Practice
from webtest import TestApp

from kalenner.database import SESSIONS
from kalenner.themes.page import POLICY
from kalenner.web.memory import answering_from_memory
from kalenner_profiles.publication_service import PublicationService

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def online(practice: Practice) -> Practice:
    """The practice, published."""
    practice.publish()
    return practice


@pytest.fixture
def web(online: Practice) -> TestApp:
    """A browser."""
    return online.web


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_given_in_each_language_with_its_headers(online: Practice, language: str) -> None:
    answer = online.web.get(f"/{language}/olga")

    assert answer.text == online.page(language)
    assert (answer.status_int, answer.content_type, answer.charset) == (200, "text/html", "utf-8")
    assert answer.headers["Content-Language"] == language
    assert answer.headers["Cache-Control"] == "public, max-age=300, stale-while-revalidate=3600"
    assert answer.headers["Content-Security-Policy"] == f"{POLICY}; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in answer.headers


def raw(practice: Practice, path: str, encoding: str) -> Response:
    """An answer as it is sent; WebTest's browser unpacks it."""
    return Request.blank(path, headers={"Accept-Encoding": encoding}).get_response(practice.stage.app)


def test_a_page_is_compressed_for_who_takes_that(online: Practice, web: TestApp) -> None:
    plain = web.get("/en/olga")
    packed = raw(online, "/en/olga", "br, gzip")
    refused = web.get("/en/olga", headers={"Accept-Encoding": "gzip;q=0, br"})

    assert gzip.decompress(packed.body).decode() == online.page() == plain.text
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in refused.headers
    assert plain.headers["ETag"] == refused.headers["ETag"] != packed.headers["ETag"]


def test_an_unchanged_page_is_not_sent_again(online: Practice, web: TestApp) -> None:
    for encoding in ("identity", "gzip"):
        headers = {"Accept-Encoding": encoding}
        tag = web.get("/en/olga", headers=headers).headers["ETag"]
        again = web.get("/en/olga", headers={**headers, "If-None-Match": f'"other", {tag}'}, status=304)
        other = web.get("/en/olga", headers={**headers, "If-None-Match": '"other"'})

        assert not tag.startswith("W/")
        assert (again.body, again.headers["ETag"]) == (b"", tag)
        assert again.headers["Cache-Control"].startswith("public, max-age=300")
        assert other.status_int == 200


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {}),
        ("GET", {"Accept-Encoding": "gzip"}),
        ("HEAD", {"Accept-Encoding": "gzip"}),
        ("GET", {"If-None-Match": "*"}),
        ("GET", {"If-None-Match": '"another"'}),
    ],
)
def test_what_is_remembered_is_answered_as_the_view_does_without_the_application(
    online: Practice, web: TestApp, method: str, headers: dict[str, str]
) -> None:
    def refuse(_environ: object, _start_response: object) -> list[bytes]:
        raise AssertionError("the application was asked")

    app = online.stage.app
    asked = Request.blank("/en/olga", method=method, headers=headers)
    by_the_view = asked.copy().get_response(app)
    refuse.registry = app.registry  # type: ignore[attr-defined]

    remembered = asked.copy().get_response(answering_from_memory(refuse))  # type: ignore[arg-type]

    assert remembered.status == by_the_view.status
    assert sorted(remembered.headerlist) == sorted(by_the_view.headerlist)
    assert remembered.body == by_the_view.body


def test_what_is_remembered_is_forgotten_when_the_page_changes(online: Practice, web: TestApp) -> None:
    browser = TestApp(answering_from_memory(online.stage.app))
    assert "t.me/kalenner_test_bot" not in browser.get("/en/olga").text

    online.invite()
    online.write()

    assert "t.me/kalenner_test_bot" in browser.get("/en/olga").text


def test_a_new_version_is_seen_at_once(online: Practice, web: TestApp) -> None:
    tag = web.get("/en/olga").headers["ETag"]
    online.invite()
    online.write()

    answer = web.get("/en/olga", headers={"If-None-Match": tag})
    assert answer.status_int == 200
    assert "t.me/kalenner_test_bot" in answer.text


def test_heads_are_asked_for(online: Practice, web: TestApp) -> None:
    answer, whole = web.head("/en/olga"), web.get("/en/olga")

    assert (answer.body, answer.headers["ETag"]) == (b"", whole.headers["ETag"])
    assert answer.headers["Content-Length"] == whole.headers["Content-Length"]


def test_nothing_can_be_sent_to_a_page(web: TestApp) -> None:
    name = next(iter(("/en/olga", "/olga")))

    assert web.post(name, status=405).headers["Allow"] == "GET, HEAD"
    assert web.post("/-/page/x.css", status=405).status_int == 405


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/en/olga/", "/en/olga"),
        ("/de/OLGA", "/de/olga"),
        ("/de/Olga/?from=card", "/de/olga?from=card"),
    ],
)
def test_other_spellings_lead_to_the_address(web: TestApp, asked: str, there: str) -> None:
    answer = web.get(asked, status=301)

    assert answer.location == f"http://127.0.0.1:6543{there}"


@pytest.mark.parametrize("host", ["[", "evil.example", "a?b/c"])
def test_where_a_redirect_leads_is_not_the_askers_to_say(web: TestApp, host: str) -> None:
    found = [web.get(path, headers={"Host": host}).location for path in ("/en/olga/", "/olga?from=card")]

    assert found == ["http://127.0.0.1:6543/en/olga", "http://127.0.0.1:6543/en/olga?from=card"]


@pytest.mark.parametrize(
    ("accepts", "language"), [("de-AT, en;q=0.5", "de"), ("pt", "en"), ("", "en"), ("ru, de", "ru")]
)
def test_without_a_language_the_browsers_is_chosen(web: TestApp, accepts: str, language: str) -> None:
    headers = {"Accept-Language": accepts} if accepts else {}
    answer = web.get("/Olga", headers=headers, status=302)

    assert answer.location == f"http://127.0.0.1:6543/{language}/olga"
    assert answer.headers["Vary"] == "Accept-Language"


def test_an_old_address_leads_to_the_present_one_in_its_language(online: Practice, web: TestApp) -> None:
    online.work(
        lambda request, provider: request.find_service(PublicationService).change_slug(provider, "anna")
    )
    online.write()

    assert {language: web.get(f"/{language}/olga", status=301).location for language in LANGUAGES} == {
        language: f"http://127.0.0.1:6543/{language}/anna" for language in LANGUAGES
    }
    old = web.get("/olga", status=302).follow(status=301)
    assert (old.location, old.headers["Cache-Control"]) == ("http://127.0.0.1:6543/en/anna", "no-cache")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_taken_down_is_missed_in_the_readers_language(
    online: Practice, web: TestApp, language: str
) -> None:
    online.work(lambda request, provider: request.find_service(PublicationService).unpublish(provider))
    online.write()

    answer = web.get(f"/{language}/olga", status=404)
    assert f'lang="{language}"' in answer.text
    assert web.get("/olga", status=404).status_int == 404


@pytest.mark.parametrize(
    "path",
    [
        "/en/nobody",
        "/nobody",
        "/xx/olga",
        "/en/olga/index.html",
        "/en/..%2Folga",
        "/-/page/..%2f..%2fkeys.json",
        "/-/page/.hidden",
        "/-/page/none.css",
        pytest.param(f"/-/page/{'a' * 300}.css", id="longer than a file can be called"),
    ],
)
def test_what_is_not_there_is_not_found(web: TestApp, path: str) -> None:
    assert web.get(path, status=404).status_int == 404


def test_words_of_the_platform_are_no_pages(web: TestApp) -> None:
    assert "olga" not in web.get("/en/privacy").text.lower()
    assert web.get("/design", status="*").status_int in {302, 303, 404}


def test_styles_are_kept_for_good(online: Practice, web: TestApp) -> None:
    style = next(name for name in online.files() if name.endswith(".css"))
    answer = raw(online, f"/-/page/{style}", "gzip")

    assert f'href="/-/page/{style}"' in online.page()
    assert gzip.decompress(answer.body) == (online.folder / "-" / "page" / style).read_bytes()
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/css"


def test_no_query_is_made_for_a_page(online: Practice, web: TestApp) -> None:
    asked: list[str] = []
    engine = SESSIONS.of(online.stage.app.registry).engine
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, text, *_rest: asked.append(text))
    for path in ("/en/olga", "/olga", "/en/olga/", "/en/nobody"):
        web.get(path, status="*")

    assert asked == []


def test_the_sitemap_lists_pages_with_their_languages(online: Practice, web: TestApp) -> None:
    before = web.get("/sitemap.xml").text
    online.work(lambda request, provider: request.find_service(PublicationService).unpublish(provider))

    url = "http://127.0.0.1:6543/en/olga"
    assert f"<loc>{url}</loc>" in before
    assert f'hreflang="en" href="{url}"' in before
    assert f'hreflang="x-default" href="{url}"' in before
    assert "/de/olga" not in before
    assert "olga" not in web.get("/sitemap.xml").text
