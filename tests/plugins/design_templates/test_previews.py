"""Previews: a sample or one's own page in any design, for the gallery's frames and for nobody else's."""

import re
from pathlib import Path

import pytest
from pyramid.request import Request
from tests.conftest import MakeApp
from tests.core.home.people import provider_of
from tests.plugins.design_templates.designer import INSTALLED, Designer, photo, theme
from webtest import TestApp

from kalenner.clock import FixedClock
from kalenner.file_use import FileUse
from kalenner.files import FILES, make_picture, store_variants
from kalenner.i18n import LANGUAGES
from kalenner.themes import Themes, samples
from kalenner_design_templates.web.previews import PREVIEWS
from kalenner_invitations.models import PROFILE
from kalenner_invitations.services import InvitationService
from kalenner_profiles.content import ContentService

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LOADED = re.compile(r"/-/design/[^\s\"',]+")


def gallery_photo(designer: Designer) -> bytes:
    """Give Olga's gallery a photo; return its largest JPEG."""
    store = FILES.of(designer.stage.app.registry)
    picture = store_variants(store, make_picture(photo(size=(600, 400)), FileUse.PICTURE).sizes)

    def add(request: Request) -> None:
        request.find_service(ContentService).add_photo(provider_of(request, designer.olga), picture)

    designer.stage.run(add)
    data: bytes = store.get(picture.fallbacks[-1].key)
    return data


@pytest.mark.parametrize("name", INSTALLED)
def test_a_design_shows_the_sample_in_every_language(designer: Designer, name: str) -> None:
    for language in LANGUAGES:
        page = designer.web.get(f"/{language}/design/{name}")

        assert (page.html.html["lang"], page.html.body["class"]) == (language, [f"theme-{name}"])
        assert page.html.h1 is not None
        shown = samples.sample("practice", language, Themes.find().get(name).trade)
        assert shown.name.casefold() in page.html.text.casefold()
        assert shown.line in page.html.text


def test_everything_a_preview_loads_is_there_for_good(designer: Designer) -> None:
    page = designer.web.get("/en/design/calm")
    loaded = sorted(set(LOADED.findall(page.text)))

    assert {path.rpartition(".")[2] for path in loaded} >= {"css", "jpg", "webp"}
    for path in loaded:
        file = designer.web.get(path)
        assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert len(file.body) > 100


@pytest.mark.parametrize("name", INSTALLED)
def test_what_the_style_of_a_design_loads_is_there(designer: Designer, name: str) -> None:
    page = designer.web.get(f"/en/design/{name}")
    style = designer.web.get(page.html.select_one('link[rel="stylesheet"]')["href"])

    assert style.content_type == "text/css"
    for path in set(re.findall(r"url\(\"?(/-/design/[^)\"]+)", style.text)):
        assert designer.web.get(path).status_int == 200


def test_a_preview_is_framed_by_this_server_alone_and_in_no_search_engine(designer: Designer) -> None:
    page = designer.web.get("/en/design/calm")

    assert page.headers["Content-Security-Policy"].endswith("; frame-ancestors 'self'")
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.html.find("meta", {"name": "robots"})["content"] == "noindex"
    assert page.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("banner", "yes"),
        ("header", "narrow"),
        ("gallery", "2x"),
        ("gallery", "3x"),
        ("services", "list"),
        ("buttons", "no"),
    ],
)
def test_options_are_tried_out(designer: Designer, option: str, value: str) -> None:
    page = designer.web.get(f"/en/design/calm?{option}={value}")

    assert page.html.body[f"data-{option}"] == value


def test_buttons_of_the_sample_lead_back_to_the_gallery(designer: Designer) -> None:
    page = designer.web.get("/en/design/calm?gallery=2x")

    assert "/en/design?gallery=2x#calm" in {one["href"] for one in page.html.select("a.button")}
    assert "t.me/kalenner_test_bot" not in page.text


def test_other_languages_of_a_preview_are_previews_too(designer: Designer) -> None:
    page = designer.web.get("/en/design/calm?gallery=2x")

    assert "/de/design/calm?gallery=2x" in {one["href"] for one in page.html.find_all("a")}


def test_a_professional_sees_the_page_as_it_would_be(designer: Designer) -> None:
    designer.work(lambda service, olga: service.configure(olga, {"gallery": "3x", "header": "narrow"}))
    page = designer.web.get(f"/en/design/studio?t={designer.token()}&header=wide")

    assert "Olga" in page.html.h1.text
    assert (page.html.body["data-gallery"], page.html.body["data-header"]) == ("3x", "wide")
    assert page.headers["Cache-Control"] == "private, no-cache"


def test_a_professional_may_see_the_sample_instead(designer: Designer) -> None:
    page = designer.web.get(f"/en/design/studio?t={designer.token()}&content=sample")

    assert "Olga" not in page.html.h1.text


def test_pictures_that_are_not_published_are_for_this_visit_alone(
    designer: Designer, clock: FixedClock
) -> None:
    sent = gallery_photo(designer)
    page = designer.web.get(f"/en/design/calm?t={designer.token()}")
    path = page.html.select_one("main img")["src"]

    answer = designer.web.get(path)
    assert (answer.body, answer.content_type) == (sent, "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, max-age=600, immutable"
    other = "B" if path[-5] == "A" else "A"
    designer.web.get(f"{path[:-5]}{other}.jpg", status=404)
    clock.move(600)
    designer.web.get(path, status=404)


def test_a_token_of_the_gallery_opens_no_picture(designer: Designer) -> None:
    designer.web.get(f"/-/design/calm/{designer.token()}.jpg", status=404)


def test_an_expired_or_forged_link_shows_the_sample(designer: Designer, clock: FixedClock) -> None:
    token = designer.token()
    clock.move(600)

    assert "Olga" not in designer.web.get(f"/en/design/calm?t={token}").html.h1.text
    assert "Olga" not in designer.web.get("/en/design/calm?t=a.b").html.h1.text


@pytest.mark.parametrize(
    "path",
    [
        "/en/design/nothing",
        "/en/design/base",
        "/en/design/Calm",
        "/en/design/calm/",
        "/en/design/..%2fbase",
        "/xx/design/calm",
        "/-/design/base/x.css",
        "/-/design/calm/x.css",
        "/-/design/calm/theme.toml",
        "/-/design/calm/..%2f..%2ftheme.toml",
    ],
)
def test_what_is_not_there_says_so(designer: Designer, path: str) -> None:
    designer.web.get(path, status=404)


@pytest.mark.parametrize(
    "template",
    [
        "<p>${profile.nothing}</p>",
        "<p>${open('x')}</p>",
        '<script src="https://example.com/"></script>',
        '<p tal:repeat="a services"><metal:use use-macro="macros.page" /></p>',
        "<p>",
    ],
)
def test_a_design_that_fails_says_so_politely(make_application: MakeApp, tmp_path, template: str) -> None:
    theme(tmp_path / "themes", "broken", page=template)
    web = TestApp(make_application(**{"themes.folder": str(tmp_path / "themes")}))
    page = web.get("/en/design/broken")

    assert page.html.h1.text == "No preview"
    assert "This design cannot be shown at the moment." in page.text
    assert page.headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert str(tmp_path) not in page.text
    assert web.get("/en/design").html.find(id="broken") is not None


def test_a_design_with_a_broken_style_fails_as_politely(make_application: MakeApp, tmp_path) -> None:
    theme(tmp_path / "themes", "broken")
    (tmp_path / "themes" / "broken" / "styles").mkdir()
    (tmp_path / "themes" / "broken" / "styles" / "a.css").write_text(
        "@import url(https://example.com/x.css);"
    )
    web = TestApp(make_application(**{"themes.folder": str(tmp_path / "themes")}))

    assert web.get("/en/design/broken").html.h1.text == "No preview"
    web.get("/-/design/broken/x.css", status=404)


def test_a_preview_is_rendered_once(make_application: MakeApp, tmp_path: Path) -> None:
    theme(tmp_path / "themes", "brief", page="<h1>${profile.name}</h1>")
    app = make_application(**{"themes.folder": str(tmp_path / "themes")})
    web, cache = TestApp(app), PREVIEWS.of(app.registry)

    for query in ("", "", "?t=", "?junk=1", "?gallery=99x", "?content=sample"):
        web.get(f"/en/design/brief{query}")
    assert len(cache) == 1

    web.get("/en/design/brief?gallery=2x")
    web.get("/de/design/brief")
    assert len(cache) == 3


def test_a_changed_file_of_a_theme_shows_at_once(make_application: MakeApp, tmp_path: Path) -> None:
    theme(tmp_path / "themes", "brief", page="<h1>before</h1>")
    web = TestApp(make_application(**{"themes.folder": str(tmp_path / "themes")}))
    assert web.get("/en/design/brief").html.h1.text == "before"

    (tmp_path / "themes" / "brief" / "templates" / "page.pt").write_text("<h1>afterwards</h1>")

    assert web.get("/en/design/brief").html.h1.text == "afterwards"


def test_changed_content_shows_at_once(designer: Designer) -> None:
    path = f"/en/design/calm?t={designer.token()}"
    before = designer.web.get(path)
    designer.work(lambda service, olga: service.configure(olga, {"banner": "yes"}))
    designer.work(lambda service, olga: service.set_banner(olga, heading="<b>Open & day</b>"))

    after = designer.web.get(path)

    assert "Open & day" not in before.html.text
    assert "<b>Open & day</b>" in after.html.text


def test_a_browser_asks_again_and_is_told_that_nothing_has_changed(designer: Designer) -> None:
    path = f"/en/design/calm?t={designer.token()}"
    tag = designer.web.get(path).headers["ETag"]

    assert designer.web.get(path, headers={"If-None-Match": tag}, status=304).body == b""


def test_the_professionals_own_buttons_lead_into_the_bot(designer: Designer) -> None:
    def invite(request: Request) -> str:
        service = request.find_service(InvitationService)
        made = service.create(provider_of(request, designer.olga), PROFILE, days=365, is_single_use=False)
        return str(service.payload(made))

    payload = designer.stage.run(invite)
    page = designer.web.get(f"/en/design/calm?t={designer.token()}")

    assert f"https://t.me/kalenner_test_bot?start={payload}" in {
        one["href"] for one in page.html.select("a.button")
    }


def test_an_address_that_asks_for_too_many_previews_waits_a_minute(
    make_application: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    web = TestApp(make_application(**{"limits.requests_per_minute": "10"}))
    path, proxy = "/en/design/calm", {"REMOTE_ADDR": "203.0.113.9"}

    statuses = [web.get(path, status="*", extra_environ=proxy).status_int for _ in range(11)]
    refused = web.get(path.replace("en", "de", 1), status=429, extra_environ=proxy)

    assert statuses == [200] * 10 + [429]
    assert (refused.html.h1.text, refused.headers["Retry-After"]) == ("Zu viele Anfragen", "60")
    assert web.get(path, extra_environ={"REMOTE_ADDR": "203.0.113.10"}).status_int == 200
    assert web.get("/en", extra_environ=proxy).status_int == 200
    (line,) = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert line == "refused: request beyond limits.requests_per_minute of its address: 1, 1 in all"
