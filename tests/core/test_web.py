"""The web's own pages: health, home, errors, headers; and nothing of the bot is within reach of HTTP."""

import pytest
from webtest import TestApp

from kalenner.screens.registry import specs_of
from kalenner.web import HEADERS

LEADS = {
    "en": "Appointments by Telegram",
    "de": "Termine",
    "fr": "rendez-vous",
    "ru": "Запис",
}


@pytest.fixture
def web(app):
    return TestApp(app)


def test_health_answers(web):
    assert web.get("/-/health").text == "ok"


def test_ready_says_so(web):
    assert web.get("/-/ready").json == {"ready": True}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_not_ready_while_migrations_wait(web, app):
    engine = app.registry["kalenner.sessions"].engine
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM scheduling_alembic_version")

    answer = web.get("/-/ready", status=503)

    assert answer.json == {"ready": False, "migrations_pending": ["scheduling"]}


@pytest.mark.parametrize("language", LEADS)
def test_home_is_in_the_visitors_language(web, language):
    page = web.get("/", headers={"Accept-Language": f"{language}-XX,{language};q=0.9,en;q=0.1"})

    assert page.html.html["lang"] == language
    assert LEADS[language] in page.text
    assert "${" not in page.text
    assert page.html.find("a", class_="button")["href"] == "https://t.me/kalenner_test_bot?start=p_"


def test_an_unknown_language_reads_english(web):
    assert web.get("/", headers={"Accept-Language": "pt-BR"}).html.html["lang"] == "en"


def test_a_page_that_is_not_there_says_so(web):
    page = web.get("/nowhere/%3Cscript%3E", status=404, headers={"Accept-Language": "de"})

    assert page.html.html["lang"] == "de"
    assert "<script" not in page.text


def test_every_answer_carries_the_headers(web):
    for path, status in (
        ("/", 200),
        ("/-/health", 200),
        ("/nowhere", 404),
        ("/-/static/kalenner/page.css", 200),
    ):
        headers = web.get(path, status=status).headers
        assert {name: headers.get(name) for name in HEADERS} == HEADERS, path


def test_a_fault_shows_a_code_and_nothing_else(web, app, monkeypatch, caplog):
    monkeypatch.setitem(app.registry, "kalenner.front_door", object())  # a redirect to this raises

    page = web.get("/", status=500)

    code = caplog.records[-1].getMessage().split()[1]
    assert code in page.text
    assert "Traceback" not in page.text
    assert "object" not in page.text


def test_no_screen_can_be_reached_by_http(web, app):
    for spec in specs_of(app.registry).values():
        url = spec.url(dict.fromkeys(spec.args, 1))
        assert web.get(url, status=404).status_int == 404
        assert web.post(url, status=404).status_int == 404


@pytest.mark.parametrize(
    "path", ["/-/inbox/1", "/-/outbox/1", "/-/task/scheduling.expire", "/-/command/test"]
)
def test_no_unit_of_work_can_be_reached_by_http(web, path):
    assert web.get(path, status=404).status_int == 404
    assert web.post(path, status=404).status_int == 404
