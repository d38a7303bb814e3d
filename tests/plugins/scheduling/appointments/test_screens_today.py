"""Office → Today: what takes place today, in order."""

import datetime as dt

import pytest
from tests.plugins.scheduling.many_appointments import MOST_BUTTONS, buttons_of, labels_of, shown, stand
from tests.plugins.scheduling.town import Town, tap

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.testing import go

pytestmark = pytest.mark.slow_on_postgresql

MIDNIGHT = dt.datetime(2026, 11, 30, 23, tzinfo=dt.UTC)
"""The beginning of Tuesday, 1 December, in Berlin."""
HOUR = dt.timedelta(hours=1)


def open_today(town: Town) -> None:
    town.olga.send("/menu")
    town.olga.press("Office")
    town.olga.press("Today")


def test_office_begins_with_today_and_the_calendar(town: Town):
    town.olga.send("/menu")
    town.olga.press("Office")

    assert town.olga.labels[:2] == [["☀️ Today", "📅 Calendar"], ["🗓️ Appointments"]]


def test_day_without_appointments(town: Town):
    open_today(town)

    assert town.olga.screen.text == (
        "<b>Today</b>, Tue 1 Dec 2026\nNo appointments today. They will stand here in order of time."
    )
    assert town.olga.labels == [["Free times today"]]


def test_appointments_stand_in_order_with_their_marks(town: Town):
    stand(town, [MIDNIGHT + 15 * HOUR], Status.PENDING)
    stand(town, [MIDNIGHT + 9 * HOUR], Status.COMPLETED)
    stand(town, [MIDNIGHT + 10 * HOUR], Status.MISSED)
    stand(town, [MIDNIGHT + 14 * HOUR], location="Room 3")
    open_today(town)

    assert town.olga.screen.text == "<b>Today</b>, Tue 1 Dec 2026"
    assert town.olga.labels == [
        ["✅ 09:00 · Ada · Massage"],
        ["⭕ 10:00 · Ada · Massage"],
        ["🟢 14:00 · Ada · Massage 📍"],
        ["🟡 15:00 · Ada · Massage"],
        ["Free times today"],
    ]


def test_what_is_off_and_other_days_are_left_out(town: Town):
    stand(town, [MIDNIGHT - HOUR, MIDNIGHT + 24 * HOUR])
    stand(town, [MIDNIGHT + 9 * HOUR], Status.DECLINED)
    stand(town, [MIDNIGHT + 10 * HOUR], Status.CANCELLED)
    open_today(town)

    assert town.olga.labels == [["Free times today"]]


def test_the_day_is_that_of_the_professionals_clock(town: Town, clock: FixedClock):
    stand(town, [MIDNIGHT, MIDNIGHT + 24 * HOUR])
    clock.set(MIDNIGHT + 24 * HOUR)
    open_today(town)

    assert town.olga.labels == [["🟢 00:00 · Ada · Massage"], ["Free times today"]]


def test_a_row_opens_the_appointment(town: Town):
    stand(town, [MIDNIGHT + 14 * HOUR])
    open_today(town)
    town.olga.press("14:00")

    assert town.olga.screen.at == go("appointments.card", appointment=1)


def test_free_times_lead_to_the_day(town: Town):
    open_today(town)
    tap(town.olga, "Free times today")

    assert town.olga.screen.at == go("calendar.day", day=dt.date(2026, 12, 1))


@pytest.mark.parametrize(("number", "rows", "pages"), [(0, 0, 1), (1, 1, 1), (9, 8, 2), (500, 8, 63)])
def test_long_days_have_pages_and_take_as_many_statements(town: Town, number: int, rows: int, pages: int):
    stand(town, [MIDNIGHT + place * dt.timedelta(minutes=2) for place in range(number)], minutes=2)

    screen, statements = shown(town.olga, go("today"))

    assert len(screen.rows) == rows + (pages > 1) + 1
    assert buttons_of(screen) <= MOST_BUTTONS
    assert statements == 1
    if pages > 1:
        assert labels_of(screen)[-2] == ["‹", f"1/{pages}", "›"]


def test_pages_are_turned(town: Town):
    stand(town, [MIDNIGHT + place * HOUR for place in range(9)])
    open_today(town)
    tap(town.olga, "›")

    assert town.olga.labels == [["🟢 08:00 · Ada · Massage"], ["‹", "2/2", "›"], ["Free times today"]]
