"""Help on the web: the overview and a page for each topic, in four languages."""

import gzip
import json
import re

import pytest
from tests.conftest import MakeApp
from webtest import TestApp

from kalenner.i18n import LANGUAGES
from kalenner_help.library import library_of

MOST_BYTES = 14 * 1024
PUBLIC = {"web.public_url": "https://kalenner.example"}
TITLES = {"en": "Help", "fr": "Aide", "de": "Hilfe", "ru": "Помощь"}


@pytest.fixture
def web(make_application: MakeApp) -> TestApp:
    return TestApp(make_application(**PUBLIC))


@pytest.fixture
def topics(web: TestApp) -> list[str]:
    return [link["href"].rpartition("/")[2] for link in web.get("/en/help").html.select("main h2 a")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_names_every_question_with_its_place(web: TestApp, language: str) -> None:
    page = web.get(f"/{language}/help")

    assert page.html.h1.text == TITLES[language]
    links = [link["href"] for link in page.html.select("main li a")]
    assert len(links) == len(set(links)) == len(library_of(web.app.registry).names) >= 44
    places = [link.partition("#") for link in links]
    pages = {path: web.get(path).html for path in {path for path, _hash, _anchor in places}}
    assert [place for place in places if pages[place[0]].find(id=place[2]).h2 is None] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_topic_is_light_and_whole(web: TestApp, topics: list[str], language: str) -> None:
    styles = web.get(web.get("/en/help/services").html.find("link", href=re.compile("help"))["href"])
    for topic in topics:
        page = web.get(f"/{language}/help/{topic}")
        assert len(gzip.compress(page.body)) + len(gzip.compress(styles.body)) <= MOST_BYTES, topic
        assert page.html.html["lang"] == page.headers["Content-Language"] == language
        assert [answer.find("ol", class_="walk") is not None for answer in page.html.select(".answer")] == [
            True for _answer in page.html.select(".contents a")
        ]
        ids = [element["id"] for element in page.html.find_all(id=True)]
        assert len(ids) == len(set(ids))
        assert "${" not in page.text


def test_the_screens_are_bubbles_with_the_pressed_button_marked(web: TestApp) -> None:
    walk = web.get("/en/help/services").html.find(id="service-add").find("ol", class_="walk")
    pressed = [key.text for key in walk.select(".keys b")]

    assert pressed == ["⚙️ Settings", "Service settings", "Services", "➕ Add service"]
    assert walk.select(".bubble")[-1].text == "Send the name of the service."
    assert walk["aria-label"] == "What you see in the chat"


def test_what_is_typed_is_shown_without_its_code(web: TestApp) -> None:
    walk = web.get("/en/help/for-clients").html.find(id="client-first-steps").find("ol", class_="walk")

    assert [typed.text for typed in walk.select(".typed")] == [
        "https://t.me/kalenner_test_bot?start=…",
        "Ada",
        "Berlin",
    ]


def test_search_engines_read_questions_and_answers(web: TestApp) -> None:
    page = web.get("/de/help/services")
    (script,) = page.html.find_all("script")
    data = json.loads(script.string)

    assert script["type"] == "application/ld+json"
    assert data["@type"] == "FAQPage"
    assert [question["name"] for question in data["mainEntity"]] == [
        h2.text for h2 in page.html.select(".answer h2")
    ]
    assert all(question["acceptedAnswer"]["text"].startswith("<p>") for question in data["mainEntity"])
    assert "<" not in script.string


@pytest.mark.parametrize("path", ["/help", "/help/services"])
def test_pages_name_their_other_languages_and_are_in_the_sitemap(web: TestApp, path: str) -> None:
    page = web.get(f"/fr{path}")
    alternates = {link["hreflang"]: link["href"] for link in page.html.find_all("link", rel="alternate")}

    assert alternates == {
        **{code: f"https://kalenner.example/{code}{path}" for code in LANGUAGES},
        "x-default": f"https://kalenner.example/en{path}",
    }
    assert page.html.find("link", rel="canonical")["href"] == f"https://kalenner.example/fr{path}"
    assert f"<loc>https://kalenner.example/ru{path}</loc>" in web.get("/sitemap.xml").text


@pytest.mark.parametrize(
    "path", ["/en/help/none", "/en/help/organisations", "/en/help/Services", "/xx/help/services"]
)
def test_a_topic_without_answers_is_no_page(web: TestApp, path: str) -> None:
    web.get(path, status=404)


def test_pages_are_only_read(web: TestApp) -> None:
    assert web.post("/en/help/services", status=405).headers["Allow"] == "GET, HEAD"
