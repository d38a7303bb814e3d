"""Office → Calendar → a day: appointments and free times in order, and what blocks it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from pyramid.request import Request
from tests.conftest import MakeApp
from tests.plugins.scheduling.many_appointments import (
    HOUR,
    MOST_BUTTONS,
    buttons_of,
    labels_of,
    provider_of,
    shown,
    stand,
)
from tests.plugins.scheduling.people import People, tap

from kalenner.clock import FixedClock
from kalenner.hooks import hookimpl
from kalenner.hooks.scheduling import ClosedTime, Status
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing import Person, Stage, go
from kalenner_scheduling.catalogue.services import PreferencesService
from kalenner_scheduling.time_off.models import ClosureKind
from kalenner_scheduling.time_off.services import TimeOffService
from kalenner_scheduling.working_hours.services import WorkingHoursService

pytestmark = pytest.mark.slow_on_postgresql

NINE = dt.datetime(2026, 12, 2, 8, 0, tzinfo=dt.UTC)
"""Wednesday, 9:00 in Berlin."""
WEDNESDAY = dt.date(2026, 12, 2)
DAY = dt.timedelta(days=1)
WAYS = 2
"""The last rows of each day: Why not this time?, and the days beside it."""


def open_day(person: Person, day: dt.date = WEDNESDAY) -> list[list[str]]:
    """Show a day; return its rows of appointments and free times."""
    person.press_data(go("calendar.day", day=day))
    return person.labels[:-WAYS]


def work(people: People, person: Person, weekday: int, start: int, end: int) -> None:
    """Add working time, in hours of a weekday."""

    def add(request: Request) -> None:
        hours: WorkingHoursService = request.find_service(WorkingHoursService)
        hours.add_periods(provider_of(request, person), weekday, [(start * 60, end * 60)])

    people.stage.run(add)


def test_a_free_day(people: People):
    assert open_day(people.olga) == [["9:00", "9:30", "10:00", "10:30"], ["11:00"]]
    assert people.olga.screen.text == "<b>Wed 2 Dec 2026</b>"
    assert people.olga.labels[-WAYS:] == [["❔ Why not this time?"], ["‹ Tue 1 Dec", "Thu 3 Dec ›"]]


def test_appointments_stand_between_the_free_times(people: People):
    stand(people, [NINE + HOUR / 2], Status.PENDING, minutes=30)
    people.add_service(people.olga, "Nap", 30)
    stand(people, [NINE + 2 * HOUR], location="Room 3")

    assert open_day(people.olga) == [
        ["9:00"],
        ["🟡 9:30 · Ada · Massage"],
        ["10:00", "10:30"],
        ["🟢 11:00 · Ada · Massage 📍"],
    ]


def test_days_beside_are_turned_to(people: People):
    open_day(people.olga)
    tap(people.olga, "Thu 3 Dec ›")
    assert people.olga.screen.text == "<b>Thu 3 Dec 2026</b>"
    tap(people.olga, "‹ Wed 2 Dec")

    assert people.olga.screen.text == "<b>Wed 2 Dec 2026</b>"


def test_days_end_where_the_calendar_ends(people: People):
    people.olga.press_data(go("calendar.day", day=dt.date(1, 1, 1)))
    assert people.olga.labels[-1] == ["Wed 2 Dec ›"]
    people.olga.press_data(go("calendar.day", day=dt.date.max))

    assert people.olga.screen.text == "<b>Sun 31 Dec 2028</b>\n\nNo free times on this day."
    assert people.olga.labels[-1] == ["‹ Sat 30 Dec"]


def test_an_appointment_and_a_free_time_are_opened(people: People):
    appointment_ids = stand(people, [NINE + 2 * HOUR])
    open_day(people.olga)
    people.olga.press("Ada")
    assert people.olga.screen.at == go("appointments.card", appointment=appointment_ids[0])
    open_day(people.olga)
    tap(people.olga, "10:00")

    assert people.olga.screen.at == go("slot", starts_at=NINE + HOUR)


def test_past_times_are_not_free_and_past_days_keep_their_appointments(people: People, clock: FixedClock):
    stand(people, [NINE])
    clock.set(NINE + HOUR)
    assert open_day(people.olga) == [["🟢 9:00 · Ada · Massage"], ["10:30", "11:00"]]
    clock.set(NINE + DAY)

    assert open_day(people.olga) == [["🟢 9:00 · Ada · Massage"]]


def test_what_is_off_leaves_its_time_free(people: People):
    stand(people, [NINE + HOUR], Status.CANCELLED)
    stand(people, [NINE + HOUR], Status.DECLINED)

    assert open_day(people.olga) == [["9:00", "9:30", "10:00", "10:30"], ["11:00"]]


def test_what_blocks_the_day_is_named(people: People):
    def block(request: Request) -> None:
        provider = provider_of(request, people.olga)
        blocks: TimeOffService = request.find_service(TimeOffService)
        blocks.add_away(provider, NINE + HOUR, NINE + 2 * HOUR)
        blocks.add_away(provider, NINE + 5 * HOUR, NINE + DAY)
        blocks.add_closure(provider, ClosureKind.HOLIDAY, WEDNESDAY + DAY, WEDNESDAY + DAY)
        blocks.add_closure(provider, ClosureKind.VACATION, WEDNESDAY + DAY, WEDNESDAY + 3 * DAY)

    people.stage.run(block)

    assert open_day(people.olga) == [["9:00", "11:00"]]
    assert people.olga.screen.text == (
        "<b>Wed 2 Dec 2026</b>\n\nAway: Wed 2 Dec, 10:00–11:00\nAway: 2 Dec 14:00 – 3 Dec 9:00"
    )
    assert open_day(people.olga, WEDNESDAY + DAY) == []
    assert people.olga.screen.text == (
        "<b>Thu 3 Dec 2026</b>\n\nHoliday: Thu 3 Dec 2026\nVacation: 3 – 5 Dec 2026 (3 days)\n"
        "Away: 2 Dec 14:00 – 3 Dec 9:00\n\nNo free times on this day."
    )


def test_of_many_blocks_the_first_are_named(people: People):
    def block(request: Request) -> None:
        provider = provider_of(request, people.olga)
        blocks: TimeOffService = request.find_service(TimeOffService)
        for place in range(10):
            blocks.add_away(provider, NINE + place * HOUR, NINE + (place + 1) * HOUR)

    people.stage.run(block)
    open_day(people.olga)

    named = people.olga.screen.text.split("\n\n")[1].splitlines()
    assert (named[0], named[7:]) == (
        "Away: Wed 2 Dec, 9:00–10:00",
        ["Away: Wed 2 Dec, 16:00–17:00", "and 2 more"],
    )


class OtherCalendar:
    """Knows from another calendar that Olga is at the dentist's."""

    @hookimpl
    def scheduling_closed_times(self) -> list[ClosedTime]:
        return [ClosedTime(NINE + HOUR, NINE + 2 * HOUR, "calendar", "Dentist <Dr. Who>")]


def test_what_other_plugins_know_to_be_closed_is_named(make_application: MakeApp):
    plugin = Plugin("neighbour", "Neighbour", "tests.core.hooks.empty_package", has_texts=False)
    people = People(Stage(make_application(LoadedPlugin(plugin, OtherCalendar()))))

    assert open_day(people.olga) == [["9:00", "11:00"]]
    assert people.olga.screen.text == (
        "<b>Wed 2 Dec 2026</b>\n\nWed 2 Dec, 10:00–11:00: Dentist &lt;Dr. Who&gt;"
    )


def test_practice_without_services_or_hours_is_told_what_is_missing(people: People):
    nora = people.add_professional("Nora", is_ready=False)

    assert open_day(nora) == [["➕ Add service"], ["Working hours"]]
    assert nora.screen.text == (
        "<b>Wed 2 Dec 2026</b>\n\nNobody can book a time yet: there are no services."
        "\n\nNobody can book a time yet: there are no working hours."
    )


def test_a_repeated_hour_is_shown_twice_with_its_offsets(people: People):
    work(people, people.olga, 6, 1, 4)
    sunday = dt.date(2027, 10, 31)
    second = dt.datetime(2027, 10, 31, 2, tzinfo=ZoneInfo("Europe/Berlin"), fold=1).astimezone(dt.UTC)

    assert open_day(people.olga, sunday) == [
        ["1:00", "1:30"],
        ["2:00 (+02:00)", "2:30 (+02:00)"],
        ["2:00 (+01:00)", "2:30 (+01:00)"],
        ["3:00"],
    ]
    stand(people, [second])
    assert open_day(people.olga, sunday) == [
        ["1:00", "1:30"],
        ["2:00 (+02:00)"],
        ["🟢 2:00 (+01:00) · Ada · Massage"],
        ["3:00"],
    ]
    tap(people.olga, "2:00 (+02:00)")
    assert people.olga.screen.at == go("slot", starts_at=second - HOUR)


@pytest.mark.parametrize(
    ("zone", "day", "hours", "times"),
    [
        # no midnight: the clocks go from 23:59:59 of the day before to 1:00
        ("America/Santiago", "2027-09-05", (0, 4), ["1:00", "1:30", "2:00", "2:30", "3:00"]),
        ("Africa/Cairo", "2027-04-30", (0, 3), ["1:00", "1:30", "2:00"]),
        # half an hour is left out, or repeated
        ("Australia/Lord_Howe", "2027-10-03", (1, 4), ["1:00", "1:30", "2:30", "3:00"]),
        ("Pacific/Chatham", "2027-09-26", (2, 5), ["2:00", "2:30", "4:00"]),
        ("Europe/Berlin", "2027-03-28", (1, 4), ["1:00", "1:30", "3:00"]),
    ],
)
def test_days_on_which_the_clocks_change(
    people: People, zone: str, day: str, hours: tuple[int, int], times: list[str]
):
    berta = people.add_professional("Berta", zone)
    date = dt.date.fromisoformat(day)
    for weekday in range(5):
        people.stage.run(
            lambda request, weekday=weekday: request.find_service(WorkingHoursService).take_day_off(
                provider_of(request, berta), weekday
            )
        )
    work(people, berta, date.weekday(), *hours)

    assert [label for row in open_day(berta, date) for label in row] == times


def test_long_days_have_pages_that_a_message_can_hold(people: People):
    def every_five_minutes(request: Request) -> None:
        provider = provider_of(request, people.olga)
        request.find_service(PreferencesService).change_step(provider, 5)

    people.stage.run(every_five_minutes)
    work(people, people.olga, 2, 12, 24)
    work(people, people.olga, 2, 0, 9)

    rows = open_day(people.olga)
    assert (rows[0][0], rows[9][-1], rows[10]) == ("0:00", "3:15", ["‹", "1/7", "›"])
    assert buttons_of(people.olga.screen) <= MOST_BUTTONS
    tap(people.olga, "‹")
    assert people.olga.labels[-WAYS - 1] == ["‹", "7/7", "›"]
    assert people.olga.labels[-WAYS - 2][-1] == "23:00"


@pytest.mark.parametrize(("number", "pages"), [(0, 1), (1, 1), (9, 1), (500, 13)])
def test_a_day_takes_eleven_statements_however_full(people: People, number: int, pages: int):
    begin = NINE - 9 * HOUR
    stand(people, [begin + place * dt.timedelta(minutes=2) for place in range(number)], minutes=2)

    screen, statements = shown(people.olga, go("calendar.day", day=WEDNESDAY))

    assert statements == 11
    assert buttons_of(screen) <= MOST_BUTTONS
    turn = [row for row in labels_of(screen) if row[0] == "‹"]
    assert turn == ([["‹", f"1/{pages}", "›"]] if pages > 1 else [])
