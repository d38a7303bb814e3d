"""Public pages of plugins: their words, their addresses, the frame around them."""

import sys
import types

import pytest
from pyramid.response import Response
from tests.conftest import FEATURES

from kalenner.i18n import LANGUAGES
from kalenner.plugins import INVENTORY, LoadedPlugin, Plugin
from kalenner.web.layout import own, public_page
from kalenner.web.pages import public_pages, public_words

PUBLIC = {"web.public_url": "https://kalenner.example"}


@pytest.fixture
def plugin(monkeypatch):
    """Make a plugin of a name and its `includeme`."""

    def make(name, includeme) -> LoadedPlugin:
        package = types.ModuleType(f"public_{name}")
        package.includeme = includeme
        monkeypatch.setitem(sys.modules, package.__name__, package)
        includeme.__module__ = package.__name__
        return LoadedPlugin(Plugin(name, name, package.__name__, has_texts=False), object())

    return make


def shown(request) -> Response:
    return public_page(
        request, own("error"), title="Colours & <b>", description="All", message="Red", code=""
    )


def claim(word):
    def includeme(config):
        config.add_public_page(shown, word=word, title="Colours")

    return includeme


def test_a_public_page_is_there_in_every_language(make_web, plugin):
    web = make_web(plugin("one", claim("colours")), **PUBLIC)

    for language in LANGUAGES:
        page = web.get(f"/{language}/colours")
        assert page.html.html["lang"] == language
        assert (
            page.html.find("link", rel="canonical")["href"] == f"https://kalenner.example/{language}/colours"
        )
        default = page.html.find("link", hreflang="x-default")["href"]
        assert default == "https://kalenner.example/en/colours"
    assert web.get("/es/colours", status=404)
    assert web.get("/en/colours/more", status=404)


def test_a_public_page_is_led_to_from_every_page(make_web, plugin):
    web = make_web(plugin("one", claim("colours")), **PUBLIC)

    page = web.get("/fr/privacy").html
    header = [(link["href"], link.text) for link in page.header.find("nav", class_="pages").find_all("a")]

    assert ("/fr/colours", "Colours") in header
    assert "/fr/privacy" not in dict(header)
    assert {"/fr/colours", "/fr/privacy", "/fr/imprint"} <= {
        link["href"] for link in page.footer.find_all("a")
    }


def test_the_languages_of_a_page_lead_to_the_same_page(make_web, plugin):
    page = make_web(plugin("one", claim("colours"))).get("/de/colours?x=1").html

    links = page.header.find("nav", class_="languages").find_all("a")
    assert {link["hreflang"]: link["href"] for link in links} == {
        code: f"/{code}/colours" for code in LANGUAGES
    }
    assert [link["hreflang"] for link in links if link.get("aria-current")] == ["de"]


def test_a_title_is_escaped(make_web, plugin):
    page = make_web(plugin("one", claim("colours"))).get("/en/colours")

    assert "<title>Colours &amp; &lt;b&gt; · KALENNER</title>" in page.text
    assert '<meta property="og:title" content="Colours &amp; &lt;b&gt;">' in page.text


def test_a_public_page_answers_head_and_refuses_to_change(make_web, plugin):
    web = make_web(plugin("one", claim("colours")))

    assert web.head("/en/colours").body == b""
    for method in (web.post, web.put, web.delete):
        refused = method("/en/colours", status=405)
        assert (refused.headers["Allow"], refused.html.html["lang"]) == ("GET, HEAD", "en")


def aside(app):
    return [str(one) for one in INVENTORY.of(app.registry).aside]


def test_two_plugins_that_claim_one_word_are_refused(make_application, plugin):
    app = make_application(plugin("one", claim("colours")), plugin("two", claim("colours")), off=FEATURES)

    assert aside(app) == ["plugin two is set aside: plugin one claims the public word colours too"]


def test_a_word_of_the_core_is_refused(make_application, plugin):
    app = make_application(plugin("one", claim("privacy")), off=FEATURES)

    assert aside(app) == ["plugin one is set aside: the core claims the public word privacy too"]


@pytest.mark.parametrize("word", ["", "Colours", "a b", "a--b", "-a", "a/b", "{x}", "цвет", "de", "1a"])
def test_what_is_no_word_is_refused(make_application, plugin, word):
    (reason,) = aside(make_application(plugin("one", claim(word)), off=FEATURES))

    assert reason.startswith("plugin one is set aside: expected a public word of a-z")


def test_the_words_that_no_profile_may_be(make_application, plugin):
    registry = make_application(plugin("one", claim("colours"))).registry
    wanted = "colours privacy imprint help contact about login admin api static assets robots sitemap book terms design app"

    assert {*wanted.split(), *LANGUAGES} - public_words(registry) == set()
    assert {"anna", "maria-petrova", "salon-nord"} & public_words(registry) == set()
    assert ("colours", "Colours") in [(page.word, page.title) for page in public_pages(registry)]


def test_a_route_of_slugs_hides_no_page(make_web, plugin):
    def includeme(config):
        config.add_route("early.slugs", "/{language}/{slug}", public_slug=True)
        config.add_view(
            lambda request: Response(f"slug {request.matchdict['slug']}"), route_name="early.slugs"
        )
        config.add_public_page(shown, word="colours", title="Colours")

    web = make_web(plugin("early", includeme))

    assert web.get("/en/anna").text == "slug anna"
    assert "Red" in web.get("/en/colours").text
    assert web.get("/en/contact", status=404)
    assert web.get("/es/anna", status=404)


def test_the_reader_of_a_page_reads_its_language(make_web, plugin):
    def includeme(config):
        config.add_public_page(
            lambda request: Response(
                f"{request.page_language} {request.page_reader().language} {request.page_reader('ru').language} "
                f"{request.public_url('/x')}"
            ),
            word="colours",
            title="Colours",
        )

    answer = make_web(plugin("one", includeme), **PUBLIC).get(
        "/de/colours", headers={"Accept-Language": "fr"}
    )

    assert answer.text == "de de ru https://kalenner.example/x"
