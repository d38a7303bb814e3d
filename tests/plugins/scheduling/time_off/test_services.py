"""Holidays, vacation and away: what is stored and refused, what lies within, what can be booked then."""

import datetime as dt

import pytest
from tests.plugins.scheduling.conftest import Queries
from tests.plugins.scheduling.practice import NOON, TEN, Practice

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.slots import by_local_day
from kalenner_scheduling.time_off.errors import ClosureOverlaps
from kalenner_scheduling.time_off.models import ClosureKind

TODAY, WEDNESDAY = dt.date(2026, 12, 1), dt.date(2026, 12, 2)
HOUR = dt.timedelta(hours=1)
ONE_DAY = dt.timedelta(days=1)
HOLIDAY, VACATION = ClosureKind.HOLIDAY, ClosureKind.VACATION


def offered(
    practice: Practice, first: dt.date = WEDNESDAY, last: dt.date | None = None
) -> dict[int, list[str]]:
    """Return the free times by the day of the month."""
    starts = practice.slots.free_starts(practice.query(), first, last or first, practice.clock.now())
    days = by_local_day(starts, practice.provider.zone)
    return {day.day: [label for _at, label in labels] for day, labels in days.items()}


@pytest.mark.parametrize("kind", ClosureKind)
def test_closed_days_are_not_offered_and_the_days_beside_them_are(practice: Practice, kind: ClosureKind):
    practice.blocks.add_closure(practice.provider, kind, dt.date(2026, 12, 3), dt.date(2026, 12, 3))

    assert list(offered(practice, WEDNESDAY, dt.date(2026, 12, 7))) == [2, 4, 7]


def test_vacation_covers_its_first_and_its_last_day(practice: Practice):
    practice.blocks.add_closure(practice.provider, VACATION, dt.date(2026, 12, 3), dt.date(2026, 12, 8))

    assert list(offered(practice, WEDNESDAY, dt.date(2026, 12, 10))) == [2, 9, 10]


def test_away_takes_what_it_touches(practice: Practice):
    practice.blocks.add_away(practice.provider, TEN + HOUR / 4, TEN + HOUR / 2)

    assert offered(practice) == {2: ["9:00", "10:30", "11:00"]}


def test_what_is_blocked_cannot_be_requested(practice: Practice):
    practice.blocks.add_away(practice.provider, TEN, TEN + HOUR)
    with pytest.raises(SlotTaken):
        practice.request()

    practice.blocks.add_closure(practice.provider, HOLIDAY, dt.date(2026, 12, 3), dt.date(2026, 12, 3))
    with pytest.raises(SlotTaken):
        practice.request(TEN + ONE_DAY)


def test_blocks_of_others_close_nothing(practice: Practice):
    piotr = practice.add_provider("Piotr")
    practice.blocks.add_closure(piotr, VACATION, WEDNESDAY, WEDNESDAY)
    practice.blocks.add_away(piotr, TEN, TEN + HOUR)

    assert len(offered(practice)[2]) == 5


def test_removed_blocks_close_nothing(practice: Practice):
    closure = practice.blocks.add_closure(practice.provider, VACATION, WEDNESDAY, WEDNESDAY)
    away = practice.blocks.add_away(practice.provider, TEN, TEN + HOUR)
    practice.blocks.remove(closure)
    assert offered(practice) == {2: ["9:00", "11:00"]}
    practice.blocks.remove(away)

    assert len(offered(practice)[2]) == 5


@pytest.mark.parametrize(
    ("first", "last", "overlaps"),
    [(3, 5, True), (5, 6, True), (8, 9, True), (6, 7, True), (1, 30, True), (3, 4, False), (9, 9, False)],
)
def test_days_of_one_kind_do_not_overlap(practice: Practice, first: int, last: int, overlaps: bool):
    practice.blocks.add_closure(practice.provider, VACATION, dt.date(2026, 12, 5), dt.date(2026, 12, 8))
    span = dt.date(2026, 12, first), dt.date(2026, 12, last)
    if overlaps:
        with pytest.raises(ClosureOverlaps) as refused:
            practice.blocks.add_closure(practice.provider, VACATION, *span)
        assert (refused.value.first_day.day, refused.value.last_day.day) == (5, 8)
    else:
        practice.blocks.add_closure(practice.provider, VACATION, *span)

    assert len(practice.blocks.list_closures(practice.provider, VACATION)) == 2 - overlaps
    assert practice.blocks.add_closure(practice.provider, HOLIDAY, span[0], span[0]).kind == "holiday"


@pytest.mark.parametrize(("first", "days"), [(WEDNESDAY, 0), (WEDNESDAY, -1), (WEDNESDAY, 367)])
def test_no_days_and_too_many_are_refused(practice: Practice, first: dt.date, days: int):
    with pytest.raises(ValueError, match="2026-12-02 to"):
        practice.blocks.add_closure(practice.provider, VACATION, first, first + (days - 1) * ONE_DAY)


def test_vacation_of_a_year_is_accepted(practice: Practice):
    last = WEDNESDAY + 365 * ONE_DAY

    assert practice.blocks.add_closure(practice.provider, VACATION, WEDNESDAY, last).last_day == last


@pytest.mark.parametrize(("last", "is_over"), [(TODAY - ONE_DAY, True), (TODAY, False)])
def test_days_that_are_over_are_refused(practice: Practice, last: dt.date, is_over: bool):
    if not is_over:
        assert practice.blocks.add_closure(practice.provider, VACATION, TODAY - ONE_DAY, last).id
        return
    with pytest.raises(TimePassed):
        practice.blocks.add_closure(practice.provider, VACATION, TODAY - ONE_DAY, last)


def test_today_is_the_date_on_the_calendar_of_the_practice(practice: Practice, clock: FixedClock):
    clock.set(dt.datetime(2026, 12, 1, 23, 30, tzinfo=dt.UTC))

    assert practice.blocks.today(practice.provider) == WEDNESDAY
    practice.owner.timezone = "America/New_York"
    assert practice.blocks.today(practice.provider) == TODAY


@pytest.mark.parametrize("length", [dt.timedelta(), -HOUR, 367 * ONE_DAY])
def test_away_without_length_or_longer_than_a_year_is_refused(practice: Practice, length: dt.timedelta):
    with pytest.raises(ValueError, match="2026-12-02 09:00:00"):
        practice.blocks.add_away(practice.provider, TEN, TEN + length)


def test_away_that_is_over_is_refused(practice: Practice):
    with pytest.raises(TimePassed):
        practice.blocks.add_away(practice.provider, NOON - HOUR, NOON)

    running = practice.blocks.add_away(practice.provider, NOON - HOUR, NOON + HOUR)
    assert practice.blocks.list_times_away(practice.provider) == [running]


def test_lists_hold_what_is_not_over_the_next_first(practice: Practice, clock: FixedClock):
    blocks, provider = practice.blocks, practice.provider
    later = blocks.add_closure(provider, HOLIDAY, dt.date(2026, 12, 25), dt.date(2026, 12, 25))
    sooner = blocks.add_closure(provider, HOLIDAY, dt.date(2026, 12, 3), dt.date(2026, 12, 3))
    second, first = (
        blocks.add_away(provider, TEN + HOUR, TEN + 2 * HOUR),
        blocks.add_away(provider, TEN, TEN + HOUR),
    )
    assert blocks.list_closures(provider, HOLIDAY) == [sooner, later]
    assert blocks.list_closures(provider, VACATION) == []
    assert blocks.list_times_away(provider) == [first, second]

    clock.set(TEN + HOUR)
    assert blocks.list_times_away(provider) == [second]
    clock.set(dt.datetime(2026, 12, 3, 23, tzinfo=dt.UTC))
    assert blocks.list_closures(provider, HOLIDAY) == [later]


@pytest.mark.parametrize("status", Status)
def test_only_active_appointments_are_hit(practice: Practice, status: Status):
    appointment = practice.stand(status)
    is_hit = status in {Status.PENDING, Status.ACCEPTED}

    lines = practice.blocks.list_affected_by_days(practice.provider, WEDNESDAY, WEDNESDAY)
    assert [line.id for line in lines] == [appointment.id] * is_hit


@pytest.mark.parametrize(
    ("start", "end", "hits"), [(-1, 0, 0), (-1, 0.5, 1), (0, 1, 1), (0.25, 0.5, 1), (0.5, 2, 1), (1, 2, 0)]
)
def test_hit_is_what_a_span_touches(practice: Practice, start: float, end: float, hits: int):
    practice.stand(Status.ACCEPTED)

    assert len(practice.blocks.list_affected(practice.provider, TEN + start * HOUR, TEN + end * HOUR)) == hits


def test_what_is_over_is_not_hit(practice: Practice, clock: FixedClock):
    practice.stand(Status.ACCEPTED)
    clock.set(TEN + HOUR)

    assert practice.blocks.list_affected_by_days(practice.provider, WEDNESDAY, WEDNESDAY) == []


def test_a_free_slot_is_blocked_and_a_taken_one_is_not(practice: Practice):
    away = practice.blocks.block_slot(practice.provider, TEN, TEN + 2 * HOUR, TEN + HOUR)
    assert (away.starts_at, away.ends_at) == (TEN, TEN + 2 * HOUR)
    with pytest.raises(SlotTaken):
        practice.blocks.block_slot(practice.provider, TEN + HOUR, TEN + 2 * HOUR, TEN + 2 * HOUR)

    practice.stand(Status.PENDING, TEN + ONE_DAY)
    with pytest.raises(SlotTaken):
        practice.blocks.block_slot(
            practice.provider, TEN + ONE_DAY, TEN + ONE_DAY + HOUR, TEN + ONE_DAY + HOUR
        )


@pytest.mark.parametrize("number", [0, 1, 9, 500])
def test_lists_take_one_query_each_however_long(practice: Practice, queries: Queries, number: int):
    blocks, provider = practice.blocks, practice.provider
    for count in range(number):
        day = WEDNESDAY + count * ONE_DAY
        blocks.add_closure(provider, HOLIDAY, day, day)
        blocks.add_away(provider, TEN + count * ONE_DAY, TEN + count * ONE_DAY + HOUR)
        practice.stand(Status.ACCEPTED, TEN + count * HOUR)
    queries.clear()

    assert len(blocks.list_closures(provider, HOLIDAY)) == number
    assert len(blocks.list_times_away(provider)) == number
    assert len(blocks.list_affected_by_days(provider, WEDNESDAY, WEDNESDAY + 30 * ONE_DAY)) == number
    assert queries.number == 3
