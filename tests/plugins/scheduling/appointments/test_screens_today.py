"""Office → Today: what takes place today, in order."""

import datetime as dt

import pytest
from tests.plugins.scheduling.many_appointments import MOST_BUTTONS, buttons_of, labels_of, shown, stand
from tests.plugins.scheduling.people import People, tap

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.testing import go

pytestmark = pytest.mark.slow_on_postgresql

MIDNIGHT = dt.datetime(2026, 11, 30, 23, tzinfo=dt.UTC)
"""The beginning of Tuesday, 1 December, in Berlin."""
HOUR = dt.timedelta(hours=1)


def open_today(people: People) -> None:
    people.olga.send("/menu")
    people.olga.press("Office")
    people.olga.press("Today")


def test_office_begins_with_today_and_the_calendar(people: People):
    people.olga.send("/menu")
    people.olga.press("Office")

    assert people.olga.labels[:2] == [["☀️ Today", "📅 Calendar"], ["🗓️ Appointments", "📄 Documents"]]


def test_day_without_appointments(people: People):
    open_today(people)

    assert people.olga.screen.text == (
        "<b>Today</b>, Tue 1 Dec 2026\nNo appointments today. They will stand here in order of time."
    )
    assert people.olga.labels == [["Free times today"]]


def test_appointments_stand_in_order_with_their_marks(people: People):
    stand(people, [MIDNIGHT + 15 * HOUR], Status.PENDING)
    stand(people, [MIDNIGHT + 9 * HOUR], Status.COMPLETED)
    stand(people, [MIDNIGHT + 10 * HOUR], Status.MISSED)
    stand(people, [MIDNIGHT + 14 * HOUR], location="Room 3")
    open_today(people)

    assert people.olga.screen.text == "<b>Today</b>, Tue 1 Dec 2026"
    assert people.olga.labels == [
        ["✅ 9:00 · Ada · Massage"],
        ["⭕ 10:00 · Ada · Massage"],
        ["🟢 14:00 · Ada · Massage 📍"],
        ["🟡 15:00 · Ada · Massage"],
        ["Free times today"],
    ]


def test_what_is_off_and_other_days_are_left_out(people: People):
    stand(people, [MIDNIGHT - HOUR, MIDNIGHT + 24 * HOUR])
    stand(people, [MIDNIGHT + 9 * HOUR], Status.DECLINED)
    stand(people, [MIDNIGHT + 10 * HOUR], Status.CANCELLED)
    open_today(people)

    assert people.olga.labels == [["Free times today"]]


def test_the_day_is_that_of_the_professionals_clock(people: People, clock: FixedClock):
    stand(people, [MIDNIGHT, MIDNIGHT + 24 * HOUR])
    clock.set(MIDNIGHT + 24 * HOUR)
    open_today(people)

    assert people.olga.labels == [["🟢 0:00 · Ada · Massage"], ["Free times today"]]


def test_a_row_opens_the_appointment(people: People):
    stand(people, [MIDNIGHT + 14 * HOUR])
    open_today(people)
    people.olga.press("14:00")

    assert people.olga.screen.at == go("appointments.card", appointment=1)


def test_free_times_lead_to_the_day(people: People):
    open_today(people)
    tap(people.olga, "Free times today")

    assert people.olga.screen.at == go("calendar.day", day=dt.date(2026, 12, 1))


@pytest.mark.parametrize(("number", "rows", "pages"), [(0, 0, 1), (1, 1, 1), (9, 8, 2), (500, 8, 63)])
def test_long_days_have_pages_and_take_as_many_statements(people: People, number: int, rows: int, pages: int):
    stand(people, [MIDNIGHT + place * dt.timedelta(minutes=2) for place in range(number)], minutes=2)

    screen, statements = shown(people.olga, go("today"))

    assert len(screen.rows) == rows + (pages > 1) + 1
    assert buttons_of(screen) <= MOST_BUTTONS
    assert statements == 1
    if pages > 1:
        assert labels_of(screen)[-2] == ["‹", f"1/{pages}", "›"]


def test_pages_are_turned(people: People):
    stand(people, [MIDNIGHT + place * HOUR for place in range(9)])
    open_today(people)
    tap(people.olga, "›")

    assert people.olga.labels == [["🟢 8:00 · Ada · Massage"], ["‹", "2/2", "›"], ["Free times today"]]
