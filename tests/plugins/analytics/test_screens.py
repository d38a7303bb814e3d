"""Analytics as a professional uses them: words, pictures, the page, tables, the monthly summary."""

import csv
import io
from urllib.parse import urlsplit

import openpyxl
import pytest
from sqlalchemy import event
from tests.conftest import MakeApp
from tests.plugins.analytics.steps import fill
from webtest import TestApp

from kalenner.database import SESSIONS
from kalenner.screens import Screen
from kalenner.testing import Person, Stage
from kalenner.testing.practice import client_of, professional
from kalenner_analytics.summary import tell_due

PUBLIC = {"web.public_url": "https://kalenner.example"}


@pytest.fixture
def stage(make_application: MakeApp) -> Stage:
    return Stage(make_application(**PUBLIC))


@pytest.fixture
def olga(stage: Stage) -> Person:
    """A professional who has worked for a week: four appointments of two clients, one of them paid in part."""
    person = professional(stage)
    for number, name in enumerate(("Ada", "=Ben")):
        client_of(person, name)
        fill(stage, person, stage.people[str(number + 2)], number)
    person.send("/menu")
    return person


def open_analytics(olga: Person) -> Screen:
    olga.send("/menu")
    olga.press("Office")
    return olga.press("Analytics")


def test_the_figures_of_a_period_are_said(olga: Person) -> None:
    text = open_analytics(olga).text

    assert "Appointments: 4" in text
    assert "✅ 2 · ⭕ 2" in text
    assert "Missed rate: 50 % (–)" in text
    assert "Booked: 4 h of 40 h working hours, 10 %" in text
    assert "Booked ahead by: 3 days" in text
    assert "Clients: 2</b> – new: 2, returning: 0" in text
    assert "Paid: €20.00 (€0.00)" in text
    assert "Outstanding now: =Ben €50.50, Ada €30.50" in text
    assert "Massage 0: 2 · €50.50" in text


def test_another_period_is_chosen_and_typed(olga: Person) -> None:
    open_analytics(olga)

    assert "Appointments: 0" in olga.press("This month").text or "Nothing happened" in olga.screen.text
    assert "Appointments: 4" in olga.press("Last month").text
    olga.press("Own dates")
    olga.send("24.11.")
    assert "Appointments: 4" in olga.send("today").text
    olga.press("Own dates")
    olga.send("24.11.2026")
    assert "Appointments: 4" in olga.send("24.11.2026").text


def test_charts_are_pictures_with_words(stage: Stage, olga: Person) -> None:
    open_analytics(olga)
    olga.press("Busiest hours")

    assert "most of them, 1: Tuesday, 10:00" in olga.screen.text
    shown = olga.screens[-1]
    assert shown.picture is not None
    assert olga.screen.picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert olga.press("Dark").picture != olga.press("Light").picture


def test_the_page_names_no_client_and_nobody_else_sees_it(stage: Stage, olga: Person) -> None:
    open_analytics(olga)
    olga.press("Page and tables")
    address = urlsplit(olga.screen.rows[0][0].target.url).path  # type: ignore[union-attr]
    browser = TestApp(stage.app)

    answer = browser.get(address)

    assert "Missed rate" in answer.text
    assert "<svg" in answer.text
    assert "<script" not in answer.text
    assert "Ada" not in answer.text
    assert "Ben" not in answer.text
    assert len(answer.body) < 50_000
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    stage.clock.move(601)
    assert browser.get(address, status=404)


def download(stage: Stage, olga: Person, label: str) -> bytes:
    open_analytics(olga)
    olga.press("Page and tables")
    button = next(row[0] for row in olga.screen.rows if label in row[0].label)
    return TestApp(stage.app).get(urlsplit(button.target.url).path).body  # type: ignore[union-attr]


def test_tables_are_read_back_with_the_same_sums(stage: Stage, olga: Person) -> None:
    rows = list(csv.reader(io.StringIO(download(stage, olga, "CSV").decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(download(stage, olga, "XLSX"))).active
    cells = list(sheet.iter_rows(values_only=True))

    assert rows[1][0] == "2026-11-24T10:00+01:00"
    assert [row[4] for row in rows[1:]] == ["Ada", "Ada", "'=Ben", "'=Ben"]
    assert [row[4] for row in cells[1:]] == ["Ada", "Ada", "'=Ben", "'=Ben"]
    assert sum(float(row[5]) for row in rows[1:]) == sum(row[5] for row in cells[1:]) == 202.0


def test_nothing_of_one_practice_is_in_anothers(stage: Stage, olga: Person) -> None:
    other = professional(stage, "Rival")

    text = open_analytics(other).text

    assert "Nothing happened" in text
    assert "Ada" not in text


def test_a_month_is_told_once_to_who_wants_it(stage: Stage, olga: Person) -> None:
    open_analytics(olga)
    olga.press("Monthly summary")
    tell_due(stage.app)
    stage.settle()
    assert not any("Analytics" in card.text for card in olga.cards)

    stage.clock.move(31 * 24 * 3600)
    for _time in range(2):
        tell_due(stage.app)
        stage.settle()

    told = [card for card in olga.cards if "Analytics" in card.text]
    assert len(told) == 1
    assert "1 Dec – Thu 31 Dec 2026" in told[0].text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_year_takes_as_many_statements_as_a_week(stage: Stage, olga: Person) -> None:
    open_analytics(olga)
    engine, counts = SESSIONS.of(stage.app.registry).engine, []

    def note(*_arguments: object) -> None:
        counts[-1] += 1

    event.listen(engine, "before_cursor_execute", note)
    for label in ("7 days", "365 days"):
        counts.append(0)
        olga.press(label)
    event.remove(engine, "before_cursor_execute", note)

    assert counts[0] <= counts[1] <= counts[0] + 4  # a week without clients asks nothing of them
