"""Health and readiness; and no screen of the bot can be reached by HTTP."""

from urllib.parse import quote

import pytest
from webtest import TestApp

from kalenner.database import SESSIONS
from kalenner.screens.registry import specs_of


@pytest.fixture
def web(app):
    return TestApp(app)


def test_health_answers(web):
    assert web.get("/-/health").text == "ok"


def test_ready_says_so(web):
    assert web.get("/-/ready").json == {"ready": True}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_not_ready_while_migrations_wait(web, app):
    engine = SESSIONS.of(app.registry).engine
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM scheduling_alembic_version")

    answer = web.get("/-/ready", status=503)

    assert answer.json == {"ready": False, "migrations_pending": ["scheduling"]}


def test_no_screen_can_be_reached_by_http(web, app):
    for spec in specs_of(app.registry).values():
        url = quote(spec.url)
        assert web.get(url, status=404).status_int == 404
        assert web.post(url, status=404).status_int == 404


@pytest.mark.parametrize(
    "path", ["/-/inbox/1", "/-/outbox/1", "/-/task/scheduling.expire", "/-/command/test"]
)
def test_no_unit_of_work_can_be_reached_by_http(web, path):
    assert web.get(path, status=404).status_int == 404
    assert web.post(path, status=404).status_int == 404
