"""Holidays → Public holidays: country, region, the year's list, and what is offered in December."""

import datetime as dt

import pytest
from sqlalchemy import select
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.tasks import run_task, tasks_of
from kalenner.testing import Person, go
from kalenner_scheduling.time_off.models import Closure

pytestmark = pytest.mark.slow_on_postgresql

TODAY = dt.datetime(2026, 12, 1, 11, tzinfo=dt.UTC)
CHRISTMAS = dt.datetime(2026, 12, 25, 9, tzinfo=dt.UTC)
"""10:00 in Berlin, a Friday."""


@pytest.fixture
def olga(people: People) -> Person:
    open_list(people.olga)
    return people.olga


def open_list(person: Person) -> None:
    person.send("/settings")
    person.press("Schedule settings")
    person.press("Holidays")


def choose_region(olga: Person, country: str, region: str) -> None:
    tap(olga, "Public holidays")
    tap(olga, country)
    assert is_asked(olga, f"Which part of <b>{country}</b>?")
    tap(olga, region)


def offer(people: People) -> None:
    """Run the task, and deliver what follows from it."""
    app = people.stage.app
    run_task(app, next(task for task in tasks_of(app) if task.name == "scheduling.holidays"))
    people.stage.settle()


def stored(people: People) -> list[tuple[str, str, str | None]]:
    columns = select(Closure.first_day, Closure.country, Closure.region).order_by(Closure.first_day)
    rows = people.read(lambda request: request.dbsession.execute(columns).all())
    return [(f"{day:%d.%m.%Y}", country, region) for day, country, region in rows]


def test_country_of_the_zone_is_proposed_and_its_regions_follow(olga: Person):
    tap(olga, "Public holidays")
    assert is_asked(olga, "Whose public holidays?")
    assert olga.labels[0] == ["Germany"]
    tap(olga, "Germany")
    assert is_asked(olga, "Which part of <b>Germany</b>?")
    regions = [label for row in olga.labels for label in row]
    assert regions[0] == "Whole country"
    assert {"Baden-Württemberg", "Bayern", "Thüringen"} < set(regions)
    assert "City of Augsburg" in regions[-2:]
    assert "Augsburg" not in regions


def test_the_years_list_is_added_without_what_is_left_out(people: People, olga: Person, clock: FixedClock):
    clock.set(dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC))
    open_list(olga)
    choose_region(olga, "Germany", "Baden-Württemberg")
    assert olga.screen.text == (
        "<b>Public holidays 2026</b>\nGermany, Baden-Württemberg\n\nA press on a day leaves it out."
    )
    assert olga.labels == [
        ["☑ Fri 25 Dec · Christmas Day"],
        ["☑ Sat 26 Dec · Second Day of Christmas"],
        ["Add (2)"],
        ["Other country or region", "2027"],
    ]
    tap(olga, "☑ Sat 26 Dec · Second Day of Christmas")
    assert olga.labels[1:3] == [["☐ Sat 26 Dec · Second Day of Christmas"], ["Add (1)"]]
    tap(olga, "Add (1)")

    assert notice_of(olga) == "1 holiday added"
    assert olga.labels[0] == ["🗑️ Fri 25 Dec 2026 · Christmas Day"]
    assert stored(people) == [("25.12.2026", "DE", "BW")]
    tap(olga, "Public holidays")
    assert olga.labels[:2] == [["☑ Sat 26 Dec · Second Day of Christmas"], ["Add (1)"]]


def test_in_december_the_rest_of_the_year_comes_first_and_then_the_next(olga: Person):
    choose_region(olga, "Germany", "Bayern")
    assert "<b>Public holidays 2026</b>" in olga.screen.text
    tap(olga, "Add (2)")
    tap(olga, "Public holidays")

    assert "<b>Public holidays 2027</b>" in olga.screen.text


def test_next_year_holds_what_a_region_has(people: People, olga: Person):
    choose_region(olga, "Germany", "Bayern")
    tap(olga, "2027")
    names = [row[0] for row in olga.labels]
    assert "<b>Public holidays 2027</b>" in olga.screen.text
    assert names[0] == "☑ Fri 1 Jan · New Year's Day"
    assert any("Epiphany" in name for name in names)
    tap(olga, "Other country or region")
    tap(olga, "Germany")
    tap(olga, "Whole country")

    assert not any("Epiphany" in row[0] for row in olga.labels)
    people.olga.press("Add (")
    assert {(country, region) for _day, country, region in stored(people)} == {("DE", None)}


@pytest.mark.parametrize("name", ["France", "FR", "france", " Fr "])
def test_country_is_found_by_its_name(olga: Person, name: str):
    tap(olga, "Public holidays")
    olga.send("Atlantis")
    assert is_asked(olga, "This country is not known here.")
    olga.send(name)

    assert is_asked(olga, "Which part of <b>France</b>?")


def test_country_without_regions_leads_straight_to_its_list(olga: Person):
    tap(olga, "Public holidays")
    olga.send("Luxembourg")

    assert olga.screen.text.startswith("<b>Public holidays 2026</b>\nLuxembourg\n\n")


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Christmas Day"), ("de", "Erster Weihnachtstag"), ("ru", "Erster Weihnachtstag")],
)
def test_names_are_the_readers_or_else_the_countrys(people: People, language: str, name: str):
    nora = people.add_professional("Nora", language=language)
    nora.press_data(go("closures.public.country", year=2027))
    nora.send("DE")
    nora.follow(nora.screen.rows[0][0])

    assert any(row[0].endswith(f" · {name}") for row in nora.labels)


def test_added_days_are_closed_and_appointments_within_are_named_before(people: People, olga: Person):
    people.request(CHRISTMAS)
    people.olga.press_data(go("closures.public.country", year=2026))
    olga.send("DE")
    olga.follow(olga.screen.rows[0][0])
    assert "Ada" in olga.screen.text
    olga.press("Add (")
    people.ada.press_data(go("book.days", service=1, month=dt.date(2026, 12, 1)))

    days = [label for row in people.ada.labels for label in row]
    assert "24" in days and "25" not in days


@pytest.mark.parametrize("year", [2025, 2028, 0])
def test_other_years_are_not_offered(olga: Person, year: int):
    olga.press_data(go("closures.public", year=year))

    assert notice_of(olga) == "Not available."


def test_next_years_list_is_offered_once_in_december(people: People, olga: Person, clock: FixedClock):
    offer(people)
    assert people.olga.cards == []  # nothing was chosen yet
    choose_region(olga, "Germany", "Bayern")
    clock.set(dt.datetime(2026, 11, 30, 11, tzinfo=dt.UTC))
    offer(people)
    assert people.olga.cards == []
    clock.set(TODAY)
    for _time in range(3):
        offer(people)

    assert [card.text for card in people.olga.cards] == [
        "<b>Public holidays 2027</b>\nClose these days in time, before clients book them.\nGermany, Bayern"
    ]
    people.olga.press("Public holidays 2027", on=people.olga.cards[-1])
    assert people.olga.labels[0] == ["☑ Fri 1 Jan · New Year's Day"]
    clock.set(TODAY + dt.timedelta(days=365))
    offer(people)
    assert len(people.olga.cards) == 2
