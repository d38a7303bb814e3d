"""A free time from which on the professional is away: how long, and the appointments that stay."""

import datetime as dt
from functools import partial

import pytest
from pyramid.request import Request
from tests.plugins.scheduling.many_appointments import (
    HOUR,
    NINE,
    TEN,
    labels_of,
    open_slot,
    provider_of,
    stand,
    times,
    times_away,
)
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap

from kalenner.hooks.scheduling import Status
from kalenner.testing import act, go
from kalenner_scheduling.working_hours.services import WorkingHoursService

pytestmark = pytest.mark.slow_on_postgresql


def test_ways_to_be_away(people: People):
    open_slot(people.olga)
    people.olga.press("Away")

    assert people.olga.screen.text == (
        "<b>Wed 2 Dec 2026, 10:00</b>\nHow long are you away from this time on?"
    )
    assert people.olga.labels == [["This slot", "1 h", "2 h"], ["Until end of day", "Until …"]]


@pytest.mark.parametrize(
    ("label", "minutes", "end", "free"),
    [
        ("This slot", 30, "10:30", [["9:00", "9:30", "10:30", "11:00"], ["11:30", "16:00", "16:30"]]),
        ("1 h", 60, "11:00", [["9:00", "9:30", "11:00", "11:30"], ["16:00", "16:30"]]),
        ("2 h", 120, "12:00", [["9:00", "9:30", "16:00", "16:30"]]),
        ("Until end of day", 420, "17:00", [["9:00", "9:30"]]),
    ],
)
def test_a_time_is_blocked(people: People, label: str, minutes: int, end: str, free: list[list[str]]):
    """The shortest service says how long a slot is, the last working period when the day ends."""
    people.add_service(people.olga, "Nap", 30)

    def work_again(request: Request) -> None:
        hours: WorkingHoursService = request.find_service(WorkingHoursService)
        hours.add_periods(provider_of(request, people.olga), 2, [(16 * 60, 17 * 60)])

    people.stage.run(work_again)
    open_slot(people.olga)
    people.olga.press("Away")
    tap(people.olga, label)

    assert notice_of(people.olga) == f"Away until {end}"
    assert times(people.olga) == free
    assert times_away(people) == [(TEN, TEN + dt.timedelta(minutes=minutes))]


@pytest.mark.parametrize(
    ("typed", "end"), [("11:30", TEN + 1.5 * HOUR), ("24:00", TEN + 14 * HOUR), ("0:00", TEN + 14 * HOUR)]
)
def test_until_a_time_that_is_typed(people: People, typed: str, end: dt.datetime):
    open_slot(people.olga)
    people.olga.press("Away")
    tap(people.olga, "Until …")
    assert is_asked(people.olga, "<b>Wed 2 Dec 2026, 10:00</b>: until when on that day are you away?")
    people.olga.send(typed)

    assert times_away(people) == [(TEN, end)]
    assert times(people.olga)[0] == ["9:00"]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("10:00", "The end must be after the start."),
        ("9:30", "The end must be after the start."),
        ("soon", "That is not a time. Send for example 17:00."),
        ("25:00", "That is not a time. Send for example 17:00."),
    ],
)
def test_a_time_that_cannot_be_the_end_is_asked_again(people: People, typed: str, reason: str):
    people.olga.press_data(go("slot.away_until", starts_at=TEN))
    people.olga.send(typed)
    assert people.olga.screen.text.startswith(f"❗ {reason}\n")
    people.olga.send("11:00")

    assert times_away(people) == [(TEN, TEN + HOUR)]


@pytest.mark.parametrize("typed", [False, True])
def test_appointments_further_on_are_named_and_stay(people: People, typed: bool):
    (appointment_id,) = stand(people, [TEN + HOUR], Status.PENDING)
    olga = people.olga
    open_slot(olga)
    olga.press("Away")
    if typed:
        tap(olga, "Until …")
        olga.send("12:00")
    else:
        tap(olga, "Until end of day")
    assert olga.screen.text == (
        "<b>Away: Wed 2 Dec, 10:00–12:00</b>\n\n"
        "These appointments are in this time:\n🟡 Wed 2 Dec, 11:00 · Ada · Massage\n\n"
        "They stay; cancel them yourself."
    )
    assert times_away(people) == []
    olga.press("Confirm")

    assert notice_of(olga) == "Away until 12:00"
    assert times(olga) == [["9:00"], ["🟡 11:00 · Ada · Massage"]]
    assert times_away(people) == [(TEN, TEN + 2 * HOUR)]
    assert people.status(appointment_id) == "pending"


def test_what_ends_before_the_next_appointment_is_blocked_at_once(people: People):
    stand(people, [TEN + HOUR])
    open_slot(people.olga)
    people.olga.press("Away")
    tap(people.olga, "1 h")

    assert notice_of(people.olga) == "Away until 11:00"


def test_a_span_that_no_screen_offers_is_not_available(people: People):
    for end in (TEN, NINE, TEN + 400 * 24 * HOUR):
        for press in (
            partial(act, "slot.block"),
            partial(go, "slot.away_over"),
        ):
            people.olga.press_data(press(starts_at=TEN, ends_at=end))
            assert notice_of(people.olga) == "Not available."

    assert times_away(people) == []


def test_free_times_of_the_repeated_hour_are_told_apart(people: People):
    def work_at_night(request: Request) -> None:
        hours: WorkingHoursService = request.find_service(WorkingHoursService)
        hours.add_periods(provider_of(request, people.olga), 6, [(60, 240)])

    people.stage.run(work_at_night)
    first = dt.datetime(2027, 10, 31, 0, tzinfo=dt.UTC)
    people.olga.press_data(go("calendar.day", day=dt.date(2027, 10, 31)))
    tap(people.olga, "2:00 (+02:00)")
    assert labels_of(people.olga.screen) == [["🗓️ Appointment", "🚪 Away"]]
    assert people.olga.screen.text.startswith("<b>Sun 31 Oct 2027, 2:00 (UTC+02:00)</b>")
    people.olga.press("Away")
    tap(people.olga, "1 h")

    assert times_away(people) == [(first, first + HOUR)]
    assert [label for row in people.olga.labels[:-2] for label in row] == [
        "1:00",
        "2:00 (+01:00)",
        "2:30 (+01:00)",
        "3:00",
    ]
