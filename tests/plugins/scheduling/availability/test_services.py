"""Free times from the database: hand-counted days, other zones, days of another calendar."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from tests.plugins.scheduling.conftest import Queries
from tests.plugins.scheduling.practice import TEN, Practice

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.people import Provider
from kalenner_scheduling.availability.slots import by_local_day
from kalenner_scheduling.time_off.models import ClosureKind

WEDNESDAY = dt.date(2026, 12, 2)
BERLIN = ZoneInfo("Europe/Berlin")


def offered(practice: Practice, first: dt.date = WEDNESDAY, last: dt.date | None = None) -> list[str]:
    starts = practice.slots.free_starts(practice.query(), first, last or first, practice.clock.now())
    return [
        label for labels in by_local_day(starts, practice.provider.zone).values() for _at, label in labels
    ]


def test_a_free_day(practice: Practice):
    assert offered(practice) == ["9:00", "9:30", "10:00", "10:30", "11:00"]


@pytest.mark.parametrize("status", Status)
def test_appointments_that_are_on_and_offered_times_hold_their_time(practice: Practice, status: Status):
    practice.stand(status)
    holds = status in {Status.PENDING, Status.ACCEPTED, Status.OFFERED}

    assert offered(practice) == (["9:00", "11:00"] if holds else ["9:00", "9:30", "10:00", "10:30", "11:00"])


def test_appointments_of_others_hold_nothing(practice: Practice):
    practice.provider = practice.add_provider("Piotr")
    practice.stand(Status.ACCEPTED)
    practice.provider = practice.dbsession.get_one(Provider, practice.massage.provider_id)

    assert offered(practice) == ["9:00", "9:30", "10:00", "10:30", "11:00"]


def test_an_appointment_that_began_the_day_before_holds_the_morning(practice: Practice):
    practice.hours.add_periods(practice.provider, 2, [(0, 60)])
    overnight = practice.stand(Status.ACCEPTED, TEN - dt.timedelta(hours=11))
    overnight.ends_at = overnight.held_until = TEN - dt.timedelta(minutes=30)
    practice.dbsession.flush()

    assert offered(practice) == ["9:30", "10:00", "10:30", "11:00"]


@pytest.mark.parametrize(
    ("weekday", "day"),
    [(2, WEDNESDAY), (6, WEDNESDAY + dt.timedelta(days=4))],
    ids=["Wednesday", "Sunday"],
)
@pytest.mark.parametrize(("night", "last"), [(8, "23:30"), (1, "23:00"), (0, "22:30")])
def test_a_day_offers_what_ends_on_the_next(
    practice: Practice, weekday: int, day: dt.date, night: int, last: str
):
    """An hour and a half; the working time goes on for so many half hours."""
    practice.catalogue.change_minutes(practice.massage, 90)
    practice.hours.add_periods(practice.provider, weekday, [(22 * 60, 24 * 60 + night * 30)])

    assert offered(practice, day)[-1] == last
    assert practice.slots.is_free(
        practice.query(), dt.datetime.combine(day, dt.time.fromisoformat(last), BERLIN), practice.clock.now()
    )


def test_a_day_offers_nothing_that_runs_into_a_holiday_or_an_appointment(practice: Practice):
    practice.hours.add_periods(practice.provider, 2, [(22 * 60, 26 * 60)])
    evening = dt.datetime(2026, 12, 2, 22, tzinfo=BERLIN)
    assert offered(practice)[-4:] == ["22:00", "22:30", "23:00", "23:30"]

    practice.stand(Status.ACCEPTED, evening + dt.timedelta(hours=2))
    assert offered(practice)[-1] == "23:00"

    thursday = WEDNESDAY + dt.timedelta(days=1)
    practice.blocks.add_closure(practice.provider, ClosureKind.HOLIDAY, thursday, thursday)
    assert offered(practice)[-1] == "23:00"
    assert offered(practice, WEDNESDAY, thursday) == offered(practice)


def test_the_step_counts_from_the_start_of_each_period(practice: Practice):
    practice.calendar.change_step(practice.provider, 45)
    practice.hours.add_periods(practice.provider, WEDNESDAY.weekday(), [(13 * 60 + 10, 15 * 60)])

    assert offered(practice) == ["9:00", "9:45", "10:30", "13:10", "13:55"]


def test_nothing_is_offered_without_working_hours(practice: Practice):
    assert offered(practice, dt.date(2026, 12, 5), dt.date(2026, 12, 6)) == []


@pytest.mark.parametrize(
    ("now", "times"),
    [
        ("09:59:59", ["10:00", "10:30", "11:00"]),
        ("10:00:00", ["10:30", "11:00"]),
        ("10:00:01", ["10:30", "11:00"]),
        ("11:00:00", []),
    ],
)
def test_what_has_begun_is_not_offered(practice: Practice, clock: FixedClock, now: str, times: list[str]):
    clock.set(dt.datetime.fromisoformat(f"2026-12-02T{now}").replace(tzinfo=BERLIN))

    assert offered(practice) == times


def test_a_change_of_zone_keeps_the_wall_clock_and_leaves_appointments_where_they_are(practice: Practice):
    practice.stand(Status.ACCEPTED)  # 10:00 in Berlin is 9:00 in London
    practice.owner.timezone = "Europe/London"

    assert offered(practice) == ["10:00", "10:30", "11:00"]


def test_spring_gap_and_repeated_autumn_hour(practice: Practice):
    practice.hours.add_periods(practice.provider, 6, [(1 * 60, 4 * 60)])

    assert offered(practice, dt.date(2027, 3, 28)) == ["1:00", "1:30", "3:00"]
    assert offered(practice, dt.date(2027, 10, 31)) == [
        "1:00",
        "1:30",
        "2:00 (+02:00)",
        "2:30 (+02:00)",
        "2:00 (+01:00)",
        "2:30 (+01:00)",
        "3:00",
    ]


def test_days_of_a_viewer_far_away(practice: Practice):
    """Berlin 9:00-12:00 is 21:00-24:00 in Auckland, and 19:00-22:00 half a year later."""
    now, auckland = practice.clock.now(), ZoneInfo("Pacific/Auckland")

    def seen(day: dt.date) -> list[str]:
        starts = practice.slots.free_starts_on(practice.query(), day, day, now, auckland)
        return [label for _at, label in by_local_day(starts, auckland).get(day, [])]

    assert seen(WEDNESDAY) == ["21:00", "21:30", "22:00", "22:30", "23:00"]
    assert seen(dt.date(2027, 6, 29)) == ["19:00", "19:30", "20:00", "20:30", "21:00"]


def test_a_day_of_the_professional_falls_on_two_days_of_the_client(practice: Practice):
    """Berlin 9:00-12:00 on Wednesday is Tuesday 22:00 to Wednesday 1:00 in Honolulu."""
    now, honolulu = practice.clock.now(), ZoneInfo("Pacific/Honolulu")
    days = {}
    for day in (dt.date(2026, 12, 1), WEDNESDAY):
        starts = practice.slots.free_starts_on(practice.query(), day, day, now, honolulu)
        days[day] = [label for _at, label in by_local_day(starts, honolulu)[day]]

    assert days == {
        dt.date(2026, 12, 1): ["22:00", "22:30", "23:00", "23:30"],
        WEDNESDAY: ["0:00", "22:00", "22:30", "23:00", "23:30"],
    }


def test_what_is_offered_can_be_booked_and_nothing_else(practice: Practice):
    practice.stand(Status.PENDING)
    now = practice.clock.now()
    midnight = int(dt.datetime(2026, 12, 2, tzinfo=BERLIN).timestamp())
    free = practice.slots.free_starts(practice.query(), WEDNESDAY, WEDNESDAY, now)
    every_quarter = [midnight + 900 * number for number in range(96)]

    accepted = [
        at
        for at in every_quarter
        if practice.slots.is_free(practice.query(), dt.datetime.fromtimestamp(at, dt.UTC), now)
    ]

    assert accepted == free


@pytest.mark.parametrize("number", [0, 1, 9, 500])
def test_a_month_takes_four_queries_however_full(practice: Practice, queries: Queries, number: int):
    practice.calendar.change_step(practice.provider, 20)
    for count in range(number):
        practice.stand(Status.ACCEPTED, TEN + dt.timedelta(hours=12 + count))
    practice.dbsession.flush()
    queries.clear()

    offered(practice, dt.date(2026, 12, 1), dt.date(2026, 12, 31))

    assert queries.number == 4  # the service's rules, hours, closed days, what is held
