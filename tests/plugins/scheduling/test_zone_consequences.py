"""A professional moves to another time zone: what is said before, and what is where afterwards."""

import datetime as dt

import pytest
from pyramid.request import Request
from tests.plugins.scheduling.many_appointments import is_sqlite, provider_of, shown, stand
from tests.plugins.scheduling.people import People, tap

from kalenner.home.zone import number_of
from kalenner.testing import Person, go
from kalenner_scheduling.time_off.models import ClosureKind
from kalenner_scheduling.time_off.services import TimeOffService
from kalenner_scheduling.working_hours.services import WorkingHoursService

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
"""Wednesday, 10:00 in Berlin, 4:00 in New York, 9:00 in London."""
HOUR = dt.timedelta(hours=1)
ONE_DAY = dt.timedelta(days=1)
NEW_YORK = "America/New_York"


def ask(person: Person, zone: str) -> list[str]:
    """Choose a zone, and return the lines that stand before the question."""
    person.press_data(go("zone.confirm", then=0, zone=number_of(zone)))
    return [line for line in person.screen.text.splitlines() if line]


def named(person: Person, zone: str) -> list[str]:
    """Return what is said of appointments there."""
    lines = ask(person, zone)
    return [line for line in lines if line[0] in "🟡🟢" or "working time:" in line or "more" in line]


def move(person: Person, zone: str) -> None:
    ask(person, zone)
    tap(person, "Yes")


def times_of(client: Person, day: dt.date) -> list[str]:
    client.press_data(go("book.times", service=1, day=day, page=0))
    return [label for row in client.labels for label in row if ":" in label]


def close(people: People, first: dt.date, last: dt.date) -> None:
    def work(request: Request) -> None:
        provider = provider_of(request, people.olga)
        request.find_service(TimeOffService).add_closure(provider, ClosureKind.VACATION, first, last)

    people.stage.run(work)


def test_hook_platform_zone_consequences_names_what_would_lie_outside(people: People):
    stand(people, [TEN, TEN + HOUR])

    assert named(people.olga, NEW_YORK) == [
        "2 appointments would no longer be within your working time:",
        "🟢 Wed 2 Dec, 4:00 · Ada · Massage",
        "🟢 Wed 2 Dec, 5:00 · Ada · Massage",
    ]


def test_one_alone_is_said_so(people: People):
    stand(people, [TEN - HOUR, TEN])

    assert named(people.olga, "Europe/London") == [
        "1 appointment would no longer be within your working time:",
        "🟢 Wed 2 Dec, 8:00 · Ada · Massage",
    ]


def test_nothing_is_said_where_everything_stays_within(people: People):
    stand(people, [TEN, TEN + HOUR])

    assert named(people.olga, "Europe/London") == []
    assert named(people.olga, "Europe/Paris") == []


def test_what_lies_outside_already_is_no_consequence(people: People):
    stand(people, [TEN + 10 * HOUR])

    assert named(people.olga, NEW_YORK) == []


def test_eight_are_named_and_the_rest_is_counted(people: People):
    stand(people, [TEN + number * HOUR / 6 for number in range(11)], minutes=10)
    lines = named(people.olga, NEW_YORK)

    assert lines[0] == "11 appointments would no longer be within your working time:"
    assert lines[8:] == ["🟢 Wed 2 Dec, 5:10 · Ada · Massage", "and 3 more"]


def test_a_vacation_keeps_its_dates_and_may_cover_what_it_did_not(people: People):
    """Wednesday 9:00 in Berlin is Tuesday 22:00 in Honolulu; she works in the evening as well."""

    def work_at_night(request: Request) -> None:
        hours = request.find_service(WorkingHoursService)
        for weekday in range(7):
            hours.add_periods(provider_of(request, people.olga), weekday, [(20 * 60, 24 * 60)])

    people.stage.run(work_at_night)
    stand(people, [TEN - HOUR])
    assert named(people.olga, "Pacific/Honolulu") == []

    close(people, dt.date(2026, 12, 1), dt.date(2026, 12, 1))
    assert named(people.olga, "Pacific/Honolulu") == [
        "1 appointment would no longer be within your working time:",
        "🟢 Tue 1 Dec, 22:00 · Ada · Massage",
    ]


def test_what_touches_two_periods_in_a_row_lies_within(people: People):
    """9:00-12:00 and 12:00-13:00 in Berlin; 11:30-12:30 there is 10:30-11:30 in London."""
    people.olga.send("/settings")
    for label in ("Schedule settings", "Working hours", "Wed", "Add period"):
        people.olga.press(label)
    people.olga.send("12-13")
    stand(people, [TEN + 1.5 * HOUR])

    assert named(people.olga, "Europe/London") == []
    assert named(people.olga, NEW_YORK)[1:] == ["🟢 Wed 2 Dec, 5:30 · Ada · Massage"]


def test_a_client_is_told_nothing(people: People):
    stand(people, [TEN])

    assert named(people.ada, NEW_YORK) == []


@pytest.mark.parametrize("number", [1, 9, 500])
def test_statements_do_not_grow(people: People, number: int):
    stand(people, [TEN + count * HOUR / 4 for count in range(number)], minutes=15)
    press = go("zone.confirm", then=0, zone=number_of(NEW_YORK))
    screen, statements = shown(people.olga, press)

    # the coming ones, the hours, the days off; on PostgreSQL the savepoint of a hook that reads
    savepoint = 0 if is_sqlite(people.stage) else 2
    assert (len(screen.text.splitlines()) <= 15, statements) == (True, 3 + savepoint)


def test_hours_keep_the_wall_clock_appointments_and_away_their_instants_days_off_their_dates(people: People):
    olga, ada = people.olga, people.ada
    stand(people, [TEN])
    close(people, dt.date(2026, 12, 4), dt.date(2026, 12, 4))

    def go_away(request: Request) -> None:
        provider = provider_of(request, olga)
        away = TEN + ONE_DAY + 5 * HOUR  # Thursday, 15:00 to 16:00 in Berlin: 9:00 to 10:00 in New York
        request.find_service(TimeOffService).add_away(provider, away, away + HOUR)

    people.stage.run(go_away)
    assert times_of(ada, dt.date(2026, 12, 2)) == ["9:00", "11:00"]
    move(olga, NEW_YORK)

    olga.send("/settings")
    olga.press("Schedule settings")
    olga.press("Working hours")
    assert "The times are those of New York." in olga.screen.text
    assert olga.labels[2] == ["Wed: 9:00–12:00"]
    # 9:00 to 12:00 in New York is 15:00 to 18:00 in Berlin, and the appointment at 10:00 there is out of it
    assert times_of(ada, dt.date(2026, 12, 2)) == ["15:00", "15:30", "16:00", "16:30", "17:00"]
    assert times_of(ada, dt.date(2026, 12, 3)) == ["16:00", "16:30", "17:00"]
    assert times_of(ada, dt.date(2026, 12, 4)) == []
    olga.press_data(go("appointments.card", appointment=1))
    assert olga.screen.text.splitlines()[2] == "Wed 2 Dec 2026, 4:00 (New York) · 10:00 (Berlin)"
    olga.press_data(go("away.list", page=0))
    assert olga.labels[0] == ["🗑️ Thu 3 Dec, 9:00–10:00"]
    olga.press_data(go("closures.list", kind=1, page=0))
    assert olga.labels[0] == ["🗑️ Fri 4 Dec 2026"]


def test_a_vacation_begins_and_ends_with_the_days_of_the_new_zone(people: People):
    close(people, dt.date(2026, 12, 4), dt.date(2026, 12, 4))
    move(people.olga, "Pacific/Auckland")

    # 9:00 to 12:00 in Auckland is 21:00 to 24:00 the evening before in Berlin
    assert len(times_of(people.ada, dt.date(2026, 12, 2))) == 5
    assert times_of(people.ada, dt.date(2026, 12, 3)) == []
    assert len(times_of(people.ada, dt.date(2026, 12, 6))) == 5
