"""Error pages: in the language of the path, with nothing of the fault, and in no search engine."""

import logging

import pytest
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from kalenner.i18n import LANGUAGES

NOT_FOUND = {
    "en": "Page not found",
    "de": "Seite nicht gefunden",
    "fr": "Page introuvable",
    "ru": "Страница не найдена",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_not_there_says_so_in_its_language(web, language):
    by_path = web.get(f"/{language}/no/where", status=404, headers={"Accept-Language": "pt"})
    by_browser = web.get("/nowhere", status=404, headers={"Accept-Language": language})

    for page in (by_path, by_browser):
        assert (page.html.html["lang"], page.html.h1.text) == (language, NOT_FOUND[language])
        assert page.html.main.find("a", class_="button")["href"] == f"/{language}"


def test_the_path_counts_before_the_browser(web):
    page = web.get("/de/nowhere", status=404, headers={"Accept-Language": "fr"})

    assert page.html.html["lang"] == "de"


def test_error_pages_are_in_no_search_engine_and_no_cache(web):
    page = web.get("/en/nowhere", status=404)

    assert page.html.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.html.find_all("link", rel=["canonical", "alternate"]) == []
    assert page.html.find("meta", property="og:url") is None
    assert page.headers["Cache-Control"] == "no-store"


def test_the_address_is_not_repeated(web):
    page = web.get("/nowhere/%3Cscript%3E", status=404)

    assert "<script" not in page.text
    assert "nowhere" not in page.text


@pytest.mark.parametrize(("path", "language"), [("/%ff", "en"), ("/de/%ff", "de"), ("/%c3%28/x", "en")])
def test_an_address_that_is_no_utf8_is_refused(web, path, language):
    page = web.get(path, status=400)

    assert page.html.html["lang"] == language
    assert "Traceback" not in page.text


def test_a_form_from_elsewhere_is_refused_not_a_fault(web, app, caplog):
    page = web.post("/", {"x": "1"}, status=405)

    assert page.html.html["lang"] == "en"
    assert caplog.records == []


def test_a_fault_shows_a_code_and_nothing_else(web, app, monkeypatch, caplog):
    monkeypatch.setitem(app.registry, "kalenner.root_location", object())  # a redirect to this raises

    page = web.get("/", status=500, headers={"Accept-Language": "de"})

    code = caplog.records[-1].getMessage().split()[1]
    assert code in page.html.main.text
    assert page.html.html["lang"] == "de"
    assert "Traceback" not in page.text
    assert "object" not in page.text


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("SELECT secret", {}, Exception("the server closed the connection")),
        InterfaceError("SELECT secret", {}, Exception("connection already closed")),
        NoConnectionFree("QueuePool limit reached"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_database_that_does_not_answer_is_503(web, app, monkeypatch, caplog, error):
    class Broken:
        def start_link(self, request, payload):
            raise error

    monkeypatch.setitem(app.registry, "kalenner.channels", {"broken": Broken()})

    page = web.get("/en", status=503)

    record = caplog.records[-1]
    assert record.levelno == logging.ERROR
    assert record.getMessage().split()[1] in page.html.main.text
    assert page.headers["Retry-After"] == "30"
    assert "secret" not in page.text and "QueuePool" not in page.text
