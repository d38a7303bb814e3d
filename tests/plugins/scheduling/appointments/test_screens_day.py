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
from tests.plugins.scheduling.town import Town, tap

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


def work(town: Town, person: Person, weekday: int, start: int, end: int) -> None:
    """Add working time, in hours of a weekday."""

    def add(request: Request) -> None:
        hours: WorkingHoursService = request.find_service(WorkingHoursService)
        hours.add_periods(provider_of(request, person), weekday, [(start * 60, end * 60)])

    town.stage.run(add)


def test_a_free_day(town: Town):
    assert open_day(town.olga) == [["09:00", "09:30", "10:00", "10:30"], ["11:00"]]
    assert town.olga.screen.text == "<b>Wed 2 Dec 2026</b>"
    assert town.olga.labels[-WAYS:] == [["❔ Why not this time?"], ["‹ Tue 1 Dec", "Thu 3 Dec ›"]]


def test_appointments_stand_between_the_free_times(town: Town):
    stand(town, [NINE + HOUR / 2], Status.PENDING, minutes=30)
    town.add_service(town.olga, "Nap", 30)
    stand(town, [NINE + 2 * HOUR], location="Room 3")

    assert open_day(town.olga) == [
        ["09:00"],
        ["🟡 09:30 · Ada · Massage"],
        ["10:00", "10:30"],
        ["🟢 11:00 · Ada · Massage 📍"],
    ]


def test_days_beside_are_turned_to(town: Town):
    open_day(town.olga)
    tap(town.olga, "Thu 3 Dec ›")
    assert town.olga.screen.text == "<b>Thu 3 Dec 2026</b>"
    tap(town.olga, "‹ Wed 2 Dec")

    assert town.olga.screen.text == "<b>Wed 2 Dec 2026</b>"


def test_days_end_where_the_calendar_ends(town: Town):
    town.olga.press_data(go("calendar.day", day=dt.date(1, 1, 1)))
    assert town.olga.labels[-1] == ["Wed 2 Dec ›"]
    town.olga.press_data(go("calendar.day", day=dt.date.max))

    assert town.olga.screen.text == "<b>Sun 31 Dec 2028</b>\n\nNo free times on this day."
    assert town.olga.labels[-1] == ["‹ Sat 30 Dec"]


def test_an_appointment_and_a_free_time_are_opened(town: Town):
    appointment_ids = stand(town, [NINE + 2 * HOUR])
    open_day(town.olga)
    town.olga.press("Ada")
    assert town.olga.screen.at == go("appointments.card", appointment=appointment_ids[0])
    open_day(town.olga)
    tap(town.olga, "10:00")

    assert town.olga.screen.at == go("slot", starts_at=NINE + HOUR)


def test_past_times_are_not_free_and_past_days_keep_their_appointments(town: Town, clock: FixedClock):
    stand(town, [NINE])
    clock.set(NINE + HOUR)
    assert open_day(town.olga) == [["🟢 09:00 · Ada · Massage"], ["10:30", "11:00"]]
    clock.set(NINE + DAY)

    assert open_day(town.olga) == [["🟢 09:00 · Ada · Massage"]]


def test_what_is_off_leaves_its_time_free(town: Town):
    stand(town, [NINE + HOUR], Status.CANCELLED)
    stand(town, [NINE + HOUR], Status.DECLINED)

    assert open_day(town.olga) == [["09:00", "09:30", "10:00", "10:30"], ["11:00"]]


def test_what_blocks_the_day_is_named(town: Town):
    def block(request: Request) -> None:
        provider = provider_of(request, town.olga)
        blocks: TimeOffService = request.find_service(TimeOffService)
        blocks.add_away(provider, NINE + HOUR, NINE + 2 * HOUR)
        blocks.add_away(provider, NINE + 5 * HOUR, NINE + DAY)
        blocks.add_closure(provider, ClosureKind.HOLIDAY, WEDNESDAY + DAY, WEDNESDAY + DAY)
        blocks.add_closure(provider, ClosureKind.VACATION, WEDNESDAY + DAY, WEDNESDAY + 3 * DAY)

    town.stage.run(block)

    assert open_day(town.olga) == [["09:00", "11:00"]]
    assert town.olga.screen.text == (
        "<b>Wed 2 Dec 2026</b>\n\nAway: Wed 2 Dec, 10:00 – 11:00\nAway: 2 Dec 14:00 – 3 Dec 09:00"
    )
    assert open_day(town.olga, WEDNESDAY + DAY) == []
    assert town.olga.screen.text == (
        "<b>Thu 3 Dec 2026</b>\n\nHoliday: Thu 3 Dec 2026\nVacation: 3 – 5 Dec 2026 (3 days)\n"
        "Away: 2 Dec 14:00 – 3 Dec 09:00\n\nNo free times on this day."
    )


def test_of_many_blocks_the_first_are_named(town: Town):
    def block(request: Request) -> None:
        provider = provider_of(request, town.olga)
        blocks: TimeOffService = request.find_service(TimeOffService)
        for place in range(10):
            blocks.add_away(provider, NINE + place * HOUR, NINE + (place + 1) * HOUR)

    town.stage.run(block)
    open_day(town.olga)

    named = town.olga.screen.text.split("\n\n")[1].splitlines()
    assert (named[0], named[7:]) == (
        "Away: Wed 2 Dec, 09:00 – 10:00",
        ["Away: Wed 2 Dec, 16:00 – 17:00", "and 2 more"],
    )


class Neighbour:
    """Knows from another calendar that Olga is at the dentist's."""

    @hookimpl
    def scheduling_closed_times(self) -> list[ClosedTime]:
        return [ClosedTime(NINE + HOUR, NINE + 2 * HOUR, "calendar", "Dentist <Dr. Who>")]


def test_what_other_plugins_know_to_be_closed_is_named(make_application: MakeApp):
    plugin = Plugin("neighbour", "Neighbour", "tests.core.hooks.empty_package", has_texts=False)
    town = Town(Stage(make_application(LoadedPlugin(plugin, Neighbour()))))

    assert open_day(town.olga) == [["09:00", "11:00"]]
    assert town.olga.screen.text == (
        "<b>Wed 2 Dec 2026</b>\n\nWed 2 Dec, 10:00 – 11:00: Dentist &lt;Dr. Who&gt;"
    )


def test_practice_without_services_or_hours_is_told_what_is_missing(town: Town):
    nora = town.add_professional("Nora", is_ready=False)

    assert open_day(nora) == [["➕ Add service"], ["Working hours"]]
    assert nora.screen.text == (
        "<b>Wed 2 Dec 2026</b>\n\nNobody can book a time yet: there are no services."
        "\n\nNobody can book a time yet: there are no working hours."
    )


def test_a_repeated_hour_is_shown_twice_with_its_offsets(town: Town):
    work(town, town.olga, 6, 1, 4)
    sunday = dt.date(2027, 10, 31)
    second = dt.datetime(2027, 10, 31, 2, tzinfo=ZoneInfo("Europe/Berlin"), fold=1).astimezone(dt.UTC)

    assert open_day(town.olga, sunday) == [
        ["01:00", "01:30"],
        ["02:00 (+02:00)", "02:30 (+02:00)"],
        ["02:00 (+01:00)", "02:30 (+01:00)"],
        ["03:00"],
    ]
    stand(town, [second])
    assert open_day(town.olga, sunday) == [
        ["01:00", "01:30"],
        ["02:00 (+02:00)"],
        ["🟢 02:00 (+01:00) · Ada · Massage"],
        ["03:00"],
    ]
    tap(town.olga, "02:00 (+02:00)")
    assert town.olga.screen.at == go("slot", starts_at=second - HOUR)


@pytest.mark.parametrize(
    ("zone", "day", "hours", "times"),
    [
        # no midnight: the clocks go from 23:59:59 of the day before to 1:00
        ("America/Santiago", "2027-09-05", (0, 4), ["01:00", "01:30", "02:00", "02:30", "03:00"]),
        ("Africa/Cairo", "2027-04-30", (0, 3), ["01:00", "01:30", "02:00"]),
        # half an hour is left out, or repeated
        ("Australia/Lord_Howe", "2027-10-03", (1, 4), ["01:00", "01:30", "02:30", "03:00"]),
        ("Pacific/Chatham", "2027-09-26", (2, 5), ["02:00", "02:30", "04:00"]),
        ("Europe/Berlin", "2027-03-28", (1, 4), ["01:00", "01:30", "03:00"]),
    ],
)
def test_days_on_which_the_clocks_change(
    town: Town, zone: str, day: str, hours: tuple[int, int], times: list[str]
):
    berta = town.add_professional("Berta", zone)
    date = dt.date.fromisoformat(day)
    for weekday in range(5):
        town.stage.run(
            lambda request, weekday=weekday: request.find_service(WorkingHoursService).take_day_off(
                provider_of(request, berta), weekday
            )
        )
    work(town, berta, date.weekday(), *hours)

    assert [label for row in open_day(berta, date) for label in row] == times


def test_long_days_have_pages_that_a_message_can_hold(town: Town):
    def every_five_minutes(request: Request) -> None:
        provider = provider_of(request, town.olga)
        request.find_service(PreferencesService).change_step(provider, 5)

    town.stage.run(every_five_minutes)
    work(town, town.olga, 2, 12, 24)
    work(town, town.olga, 2, 0, 9)

    rows = open_day(town.olga)
    assert (rows[0][0], rows[9][-1], rows[10]) == ("00:00", "03:15", ["‹", "1/7", "›"])
    assert buttons_of(town.olga.screen) <= MOST_BUTTONS
    tap(town.olga, "‹")
    assert town.olga.labels[-WAYS - 1] == ["‹", "7/7", "›"]
    assert town.olga.labels[-WAYS - 2][-1] == "23:00"


@pytest.mark.parametrize(("number", "pages"), [(0, 1), (1, 1), (9, 1), (500, 13)])
def test_a_day_takes_ten_statements_however_full(town: Town, number: int, pages: int):
    begin = NINE - 9 * HOUR
    stand(town, [begin + place * dt.timedelta(minutes=2) for place in range(number)], minutes=2)

    screen, statements = shown(town.olga, go("calendar.day", day=WEDNESDAY))

    assert statements == 10
    assert buttons_of(screen) <= MOST_BUTTONS
    turn = [row for row in labels_of(screen) if row[0] == "‹"]
    assert turn == ([["‹", f"1/{pages}", "›"]] if pages > 1 else [])
