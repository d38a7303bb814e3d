"""The gallery: every design in four languages, for anybody and for the professional who came from the bot."""

from urllib.parse import parse_qs, urlsplit

import pytest
from pyramid.request import Request
from tests.conftest import MakeApp
from tests.core.home.people import provider_of
from tests.plugins.design_templates.designer import INSTALLED, Designer, theme
from webtest import TestApp

from kalenner.app import make_app
from kalenner.clock import FixedClock
from kalenner.database import SESSIONS
from kalenner.i18n import LANGUAGES
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner.testing import Stage
from kalenner.themes import Themes
from kalenner.themes.discovery import THEMES
from kalenner.web.pages import public_words

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

BOT = "https://t.me/kalenner_test_bot?start="
NOTHING_IS_LOST = (
    "Nothing is lost: open the bot and press Settings → General settings → Choose design for a new link."
)


def words(element) -> str:
    return " ".join(element.text.split())


def designs(page):
    return page.html.select("li.design")


def link(element, label: str) -> str:
    return str(next(one["href"] for one in element.find_all("a") if words(one) == label))


def chips(page) -> dict[str, str]:
    """Where each chip leads, those that are on in capitals."""
    return {
        words(one).upper() if one.get("aria-current") else words(one): one["href"]
        for one in page.html.select(".options .chips a")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_design_is_there_in_every_language(designer: Designer, language: str) -> None:
    page = designer.web.get(f"/{language}/design")

    assert page.html.html["lang"] == language
    assert [design["id"] for design in designs(page)] == INSTALLED
    assert [len(design.select("h2")) == 1 and bool(words(design.h2)) for design in designs(page)] == [
        True
    ] * len(INSTALLED)
    assert "${" not in page.text
    assert [one["href"] for one in page.html.find_all("link", rel="alternate")] == [
        f"http://127.0.0.1:6543/{code}/design" for code in ("en", "fr", "de", "ru", "en")
    ]


def test_each_is_shown_live_on_both_screens_and_only_when_it_comes_into_view(designer: Designer) -> None:
    frames = [
        (one["src"], one["width"], one["loading"])
        for one in designer.web.get("/en/design").html.find_all("iframe")
    ]

    assert frames == [
        (f"/en/design/{name}", width, "lazy") for name in INSTALLED for width in ("1280", "390")
    ]


def test_a_design_says_what_it_is_like_and_can_be_opened_and_applied(designer: Designer) -> None:
    calm = designs(designer.web.get("/en/design"))[0]

    assert words(calm.h2) == "Calm"
    assert len(words(calm.select_one(".summary"))) > 20
    assert link(calm, "Open in browser") == "/en/design/calm"
    assert link(calm, "Apply to my profile") == f"{BOT}w_design-calm"


def test_the_page_works_without_script_and_shows_frames_of_this_server_alone(designer: Designer) -> None:
    page = designer.web.get("/en/design")
    policy = dict(one.split(" ", 1) for one in page.headers["Content-Security-Policy"].split("; "))

    assert page.html.find_all("script") == []
    assert policy["frame-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["default-src"] == "'none'"
    assert "script-src" not in policy


def test_everything_the_page_loads_is_there(designer: Designer) -> None:
    page = designer.web.get("/en/design")
    loaded = [one["href"] for one in page.html.select('link[rel="stylesheet"]')]

    assert [designer.web.get(path).content_type for path in loaded] == ["text/css", "text/css"]


def test_it_is_in_the_sitemap_and_kept_for_a_while(designer: Designer) -> None:
    assert "<loc>http://127.0.0.1:6543/de/design</loc>" in designer.web.get("/sitemap.xml").text
    assert designer.web.get("/en/design").headers["Cache-Control"] == "public, max-age=300"


def test_nothing_can_be_sent_to_it(designer: Designer) -> None:
    assert designer.web.post("/en/design", status=405).headers["Allow"] == "GET, HEAD"


def test_options_are_tried_out_by_links(designer: Designer) -> None:
    page = designer.web.get("/en/design")
    # Yes and No of Buttons are named as those of Banner.
    assert list(chips(page)) == [
        *("Yes", "No", "Wide", "Narrow", "Slider", "2x", "3x", "Cards", "Fold-out list", "As designed"),
        *("🔴 Red", "🟠 Orange", "🟡 Gold", "🟢 Green", "🔵 Blue", "🟣 Violet", "🟤 Brown", "⚫ Graphite"),
    ]
    assert page.html.details.get("open") is None

    page = designer.web.get(chips(page)["3x"])
    page = designer.web.get(chips(page)["Fold-out list"])

    assert page.request.path_qs == "/en/design?gallery=3x&services=list"
    assert page.html.details.get("open") == "open"
    assert page.html.iframe["src"] == "/en/design/calm?gallery=3x&services=list"
    assert chips(page)["FOLD-OUT LIST"] == "/en/design?gallery=3x"
    assert link(page.html, "Show every design as it comes") == "/en/design"


def test_pages_that_only_try_something_out_are_in_no_search_engine(designer: Designer) -> None:
    page = designer.web.get("/en/design?gallery=3x")

    assert page.html.find("meta", {"name": "robots"})["content"] == "noindex"
    assert page.html.find("link", rel="canonical") is None


@pytest.mark.parametrize("query", ["gallery=4x", "colour=red", "gallery=%3Cscript%3E", "t=", "content=mine"])
def test_what_an_address_should_not_say_is_left_out(designer: Designer, query: str) -> None:
    assert designer.web.get(f"/en/design?{query}").html.iframe["src"] == "/en/design/calm"


def test_a_professional_sees_the_own_page_and_the_design_it_has(designer: Designer) -> None:
    designer.work(lambda service, olga: service.choose(olga, "studio"))
    token = designer.token()
    page = designer.web.get(f"/en/design?t={token}")

    assert words(page.html.select_one(".guest p")) == "You are choosing for the page of Olga."
    assert [words(design.h2) for design in designs(page) if design.select(".chosen")] == ["Studio"]
    studio = next(design for design in designs(page) if design.select(".chosen"))
    assert "Apply to my profile" not in words(studio)
    assert page.html.iframe["src"] == f"/en/design/calm?t={token}"
    assert link(designs(page)[0], "Apply to my profile") == f"/en/design/calm/apply?t={token}"
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_professional_can_look_at_the_sample_too(designer: Designer) -> None:
    token = designer.token()
    page = designer.web.get(link(designer.web.get(f"/en/design?t={token}").html, "Sample page"))

    assert page.html.iframe["src"] == f"/en/design/calm?t={token}&content=sample"
    assert link(page.html, "My page") == f"/en/design?t={token}"


def test_another_language_knows_the_professional_too(designer: Designer) -> None:
    token = designer.token()
    page = designer.web.get(f"/en/design?t={token}&gallery=2x")
    german = page.html.select_one(".languages a[lang=de]")["href"]

    assert parse_qs(urlsplit(german).query) == {"t": [token], "gallery": ["2x"]}
    assert len(designer.web.get(german).html.select(".guest")) == 1


def test_a_link_that_has_expired_says_how_to_get_a_new_one(designer: Designer, clock: FixedClock) -> None:
    token = designer.token()
    clock.move(600)
    page = designer.web.get(f"/en/design?t={token}")

    assert words(page.html.select_one(".missing p")) == f"This link has expired. {NOTHING_IS_LOST}"
    assert link(page.html, "Open the bot") == f"{BOT}p_"
    assert page.html.iframe["src"] == "/en/design/calm"
    assert link(designs(page)[0], "Apply to my profile") == f"{BOT}w_design-calm"


@pytest.mark.parametrize("token", ["x", "a.b", "%3Cscript%3E", "x" * 3000])
def test_a_link_that_was_made_up_is_not_valid(designer: Designer, token: str) -> None:
    page = designer.web.get(f"/en/design?t={token}")

    assert words(page.html.select_one(".missing p")) == f"This link is not valid. {NOTHING_IS_LOST}"
    assert (page.html.select(".guest"), page.html.find_all("script")) == ([], [])


def test_an_odd_nickname_is_text(designer: Designer) -> None:
    def rename(request: Request) -> None:
        provider_of(request, designer.olga).nickname = "<i>O'Hara</i> & Co"

    designer.stage.run(rename)
    page = designer.web.get(f"/en/design?t={designer.token()}")

    assert words(page.html.select_one(".guest p")) == "You are choosing for the page of <i>O'Hara</i> & Co."
    assert page.html.select(".guest i") == []


def test_names_and_sentences_of_designs_are_text(make_application: MakeApp, tmp_path) -> None:
    said = 'theme_name = "<script>x</script>"\ntheme_summary = "<b>&amp;</b>"\n'
    theme(tmp_path / "themes", "odd", locale_en=said)
    page = TestApp(make_application(**{"themes.folder": str(tmp_path / "themes")})).get("/en/design")
    odd = page.html.find(id="odd")

    assert (words(odd.h2), words(odd.select_one(".summary"))) == ("<script>x</script>", "<b>&amp;</b>")
    assert page.html.find_all("script") == []


def test_a_server_without_a_bot_says_that_nothing_can_be_applied(database_url: str, tmp_path) -> None:
    source = Source({"kalenner.data_dir": str(tmp_path), "database.url": database_url}, environ={})
    app = make_app(source, loaded=load_plugins(off=("telegram", "playground")))
    page = TestApp(app).get("/en/design")
    SESSIONS.of(app.registry).engine.dispose()

    assert "Designs cannot be applied now, as this server has no bot yet." in page.text
    assert "Apply to my profile" not in page.text
    assert len(designs(page)) == len(INSTALLED)


def test_a_server_without_designs_says_so(make_application: MakeApp) -> None:
    app = make_application()
    THEMES.put(app.registry, Themes.read({}))
    page = TestApp(app).get("/en/design")

    assert words(page.html.select_one(".missing")) == "There are no designs on this server."
    assert designs(page) == []


def test_home_leads_to_the_gallery(designer: Designer) -> None:
    assert link(designer.web.get("/en").html.header, "Designs") == "/en/design"


def test_no_page_of_a_person_can_be_called_design(stage: Stage) -> None:
    assert "design" in public_words(stage.app.registry)


def test_an_address_that_is_no_text_is_no_visit(designer: Designer) -> None:
    for path in ("/en/design", "/en/design/calm"):
        assert designer.web.get(f"{path}?t=%ff").status_int == 200
