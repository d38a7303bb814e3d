"""Working hours of a week: adding, removing, copying."""

import pytest
from tests.plugins.scheduling.practice import Practice

from kalenner_scheduling.working_hours.errors import PeriodsOverlap
from kalenner_scheduling.working_hours.hours_text import span_text, spans_of
from kalenner_scheduling.working_hours.queries import list_periods

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6


def hours(practice: Practice, weekday: int) -> list[str]:
    periods = list_periods(practice.dbsession, practice.provider.id, weekday)
    return [span_text(period.start_minute, period.end_minute) for period in periods]


def add(practice: Practice, weekday: int, text: str) -> None:
    practice.hours.add_periods(practice.provider, weekday, spans_of(text))


def test_several_periods_a_day_in_order(practice: Practice):
    add(practice, SATURDAY, "14-16, 9-10")
    add(practice, SATURDAY, "12-13")

    assert hours(practice, SATURDAY) == ["9:00–10:00", "12:00–13:00", "14:00–16:00"]


@pytest.mark.parametrize("text", ["9-12", "8-10", "11-13", "10-11", "8-13", "13-14, 11:59–12:30"])
def test_overlap_is_refused_and_named_and_nothing_is_added(practice: Practice, text: str):
    with pytest.raises(PeriodsOverlap) as fault:
        add(practice, MONDAY, text)

    assert span_text(fault.value.start_minute, fault.value.end_minute) == "9:00–12:00"
    assert hours(practice, MONDAY) == ["9:00–12:00"]


@pytest.mark.parametrize("text", ["8-9", "12-13"])
def test_periods_may_touch(practice: Practice, text: str):
    add(practice, MONDAY, text)

    assert len(hours(practice, MONDAY)) == 2


def test_the_same_hours_on_another_day_or_of_somebody_else_do_not_overlap(practice: Practice):
    add(practice, SATURDAY, "9-12")
    other = practice.add_provider("Piotr")
    practice.hours.add_periods(other, SATURDAY, spans_of("9-12"))

    assert hours(practice, SATURDAY) == ["9:00–12:00"]


def test_one_period_is_taken_away(practice: Practice):
    add(practice, MONDAY, "14-16")
    practice.hours.remove(list_periods(practice.dbsession, practice.provider.id, MONDAY)[0])

    assert hours(practice, MONDAY) == ["14:00–16:00"]


def test_a_day_off_has_no_periods(practice: Practice):
    practice.hours.take_day_off(practice.provider, MONDAY)

    assert (hours(practice, MONDAY), hours(practice, FRIDAY)) == ([], ["9:00–12:00"])


def test_copying_replaces_the_hours_of_the_other_days(practice: Practice):
    add(practice, MONDAY, "14-16")
    add(practice, SATURDAY, "20-21")
    number = practice.hours.copy_day(practice.provider, MONDAY, [MONDAY, FRIDAY, SATURDAY, SUNDAY])

    assert number == 3
    for day in (MONDAY, FRIDAY, SATURDAY, SUNDAY):
        assert hours(practice, day) == ["9:00–12:00", "14:00–16:00"]


def test_copying_a_day_off_makes_days_off(practice: Practice):
    assert practice.hours.copy_day(practice.provider, SUNDAY, [MONDAY]) == 1
    assert hours(practice, MONDAY) == []
