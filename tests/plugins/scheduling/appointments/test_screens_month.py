"""Office → Calendar: the month, and which of its days can be pressed."""

import datetime as dt

import pytest
from pyramid.request import Request
from tests.plugins.scheduling.many_appointments import (
    HOUR,
    MOST_BUTTONS,
    buttons_of,
    provider_of,
    shown,
    stand,
)
from tests.plugins.scheduling.people import People, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.testing import Person, go
from kalenner_scheduling.time_off.models import ClosureKind
from kalenner_scheduling.time_off.services import TimeOffService

pytestmark = pytest.mark.slow_on_postgresql

NINE = dt.datetime(2026, 12, 2, 8, 0, tzinfo=dt.UTC)
"""Wednesday, 9:00 in Berlin."""
DAY = dt.timedelta(days=1)


def open_month(person: Person) -> None:
    person.send("/menu")
    person.press("Office")
    person.press("Calendar")


def days_of(person: Person) -> list[list[str]]:
    """Return the rows of days without the heading and the weekdays; days of other months are dots too."""
    return [[label.strip() for label in row] for row in person.labels[2:] if len(row) == 7]


def test_days_with_free_times_are_plain_and_all_others_dots(people: People):
    open_month(people.olga)

    assert people.olga.screen.text == (
        "<b>Calendar</b>\nA day with • has appointments, one without has free times, – stands for neither."
    )
    assert people.olga.labels[0] == [" ", "December 2026", "›"]
    assert days_of(people.olga) == [
        ["", "–", "2", "3", "4", "–", "–"],
        ["7", "8", "9", "10", "11", "–", "–"],
        ["14", "15", "16", "17", "18", "–", "–"],
        ["21", "22", "23", "24", "25", "–", "–"],
        ["28", "29", "30", "31", "", "", ""],
    ]


def test_days_with_appointments_are_marked_whether_or_not_they_have_free_times(people: People):
    stand(people, [NINE - DAY + 4 * HOUR, NINE, NINE + 3 * DAY])
    stand(people, [NINE + DAY + place * HOUR for place in range(3)])
    open_month(people.olga)

    assert days_of(people.olga)[0] == ["", "1•", "2•", "3•", "4", "5•", "–"]


@pytest.mark.parametrize("status", Status)
def test_what_is_off_marks_no_day(people: People, status: Status):
    stand(people, [NINE + 3 * DAY], status)
    open_month(people.olga)

    is_off = status in {Status.DECLINED, Status.CANCELLED, Status.OFFERED}
    assert days_of(people.olga)[0][5] == ("–" if is_off else "5•")


def test_a_day_with_neither_cannot_be_opened(people: People):
    open_month(people.olga)
    tap(people.olga, "–")

    assert notice_of(people.olga) == "No free times on this day."
    assert people.olga.labels[0][1] == "December 2026"


def test_a_day_is_opened(people: People):
    open_month(people.olga)
    tap(people.olga, "4")

    assert people.olga.screen.at == go("calendar.day", day=dt.date(2026, 12, 4))


def test_past_days_with_appointments_open_too(people: People):
    stand(people, [NINE - 13 * DAY], Status.COMPLETED)
    open_month(people.olga)
    tap(people.olga, "‹")
    assert people.olga.labels[0] == [" ", "November 2026", "›"]
    assert [label for row in days_of(people.olga) for label in row if label not in {"", "–"}] == ["19•"]
    tap(people.olga, "19•")

    assert people.olga.labels[0] == ["✅ 9:00 · Ada · Massage"]


def test_a_day_is_shown_as_free_where_the_shortest_service_fits(people: People):
    people.add_service(people.olga, "Nap", 30)
    stand(people, [NINE + HOUR / 2], minutes=150)
    open_month(people.olga)
    assert days_of(people.olga)[0][2] == "2•"
    stand(people, [NINE + DAY, NINE + DAY + 2 * HOUR], minutes=50)
    tap(people.olga, "2•")

    assert people.olga.labels[0] == ["9:00"]


def test_closed_days_are_dots(people: People):
    def close(request: Request) -> None:
        provider, day = provider_of(request, people.olga), NINE.date()
        blocks: TimeOffService = request.find_service(TimeOffService)
        blocks.add_closure(provider, ClosureKind.VACATION, day, day + DAY)
        blocks.add_away(provider, NINE + 2 * DAY, NINE + 2 * DAY + 3 * HOUR)

    people.stage.run(close)
    open_month(people.olga)

    assert days_of(people.olga)[0] == ["", "–", "–", "–", "–", "–", "–"]


def test_months_can_be_turned_for_two_years_and_back_to_the_first_appointment(
    people: People, clock: FixedClock
):
    stand(people, [NINE - 40 * DAY], Status.DECLINED)
    open_month(people.olga)
    tap(people.olga, "‹")
    tap(people.olga, "‹")
    assert people.olga.labels[0] == [" ", "October 2026", "›"]
    for _month in range(26):
        tap(people.olga, "›")
    assert people.olga.labels[0] == ["‹", "December 2028", " "]
    clock.set(dt.datetime(2028, 2, 29, 12, tzinfo=dt.UTC))
    people.olga.press_data(go("calendar.month", month=dt.date(9999, 12, 31)))
    assert people.olga.labels[0][1] == "February 2030"
    people.olga.press_data(go("calendar.month", month=dt.date(1, 1, 1)))

    assert people.olga.labels[0][1] == "October 2026"


def test_practice_without_services_or_hours_is_told_what_is_missing(people: People):
    nora = people.add_professional("Nora", is_ready=False)
    open_month(nora)
    assert nora.screen.text.endswith(
        "\n\nNobody can book a time yet: there are no services."
        "\n\nNobody can book a time yet: there are no working hours."
    )
    assert nora.labels[-2:] == [["➕ Add service"], ["Working hours"]]
    people.add_service(nora, "Advice")
    open_month(nora)

    assert nora.labels[-1] == ["Working hours"]
    assert "no services" not in nora.screen.text


@pytest.mark.parametrize(
    ("zone", "first", "day"),
    [
        ("Pacific/Kiritimati", "2026-11-30T10:00", "1•"),
        ("Pacific/Pago_Pago", "2026-12-01T11:00", "1•"),
        ("Australia/Lord_Howe", "2026-11-30T13:00", "1•"),
        ("Pacific/Chatham", "2026-11-30T10:15", "1•"),
    ],
)
def test_days_begin_at_the_professionals_midnight(people: People, zone: str, first: str, day: str):
    berta = people.add_professional("Berta", zone)
    people.connect(people.ada, berta)
    stand(people, [dt.datetime.fromisoformat(first).replace(tzinfo=dt.UTC)], of=berta)
    open_month(berta)

    booked = [label for row in days_of(berta) for label in row if label.endswith("•")]
    assert booked == [day]


@pytest.mark.parametrize("number", [0, 1, 9, 500])
def test_a_month_takes_nine_statements_however_full(people: People, number: int):
    stand(people, [NINE + place * HOUR for place in range(number)])

    screen, statements = shown(people.olga, go("calendar.month", month=dt.date(2026, 12, 1)))

    # first appointment, services, rules, hours, closed days, what is held, starts, whether there are hours
    assert statements == 9
    assert buttons_of(screen) <= MOST_BUTTONS
