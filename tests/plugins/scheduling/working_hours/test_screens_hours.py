"""Settings → Schedule settings → Working hours."""

import pytest
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap

from kalenner.testing import Person

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is stored, and how, is tested with the services on both databases."""

FINISH = ["🚩 Finish setting up"]
"""Olga has no booking link yet."""


@pytest.fixture
def olga(people: People) -> Person:
    people.olga.send("/settings")
    people.olga.press("Schedule settings")
    people.olga.press("Working hours")
    return people.olga


def test_week_shows_periods_and_days_off(olga: Person):
    assert "The times are those of Berlin." in olga.screen.text
    assert [row[0] for row in olga.labels] == [
        *(f"{day}: 9:00–12:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")),
        "Sat: day off",
        "Sun: day off",
        *FINISH,
    ]


def test_period_is_added_from_the_grid(olga: Person):
    olga.press("Sat")
    assert olga.labels == [["➕ Add period"], FINISH]
    olga.press("Add period")
    tap(olga, "13:30")
    assert is_asked(olga, "When does it end?")
    assert olga.labels[0] == ["14:00", "14:30", "15:00", "15:30"]
    tap(olga, "17:00")

    assert olga.screen.text == "<b>Saturday</b>\n13:30–17:00"
    assert olga.labels == [["➕ Add period"], ["🗑️ 13:30–17:00"], ["Copy to …", "Day off"], FINISH]


def test_end_can_be_typed_and_must_be_after_the_start(olga: Person):
    olga.press("Sat")
    olga.press("Add period")
    tap(olga, "13:30")
    olga.send("soon")
    assert is_asked(olga, "That is not a time. Send for example 17:00.")
    olga.send("13:30")
    assert is_asked(olga, "The end must be after the start.")
    olga.send("17.15")

    assert "13:30–17:15" in olga.screen.text


def test_periods_are_typed_at_once(olga: Person):
    olga.press("Sat")
    olga.press("Add period")
    olga.send("9-12, 13.30–17")

    assert "9:00–12:00, 13:30–17:00" in olga.screen.text


def test_hours_over_midnight_are_two_periods(olga: Person):
    olga.press("Sat")
    olga.press("Add period")
    olga.send("22:00–2:00")

    assert olga.screen.text == (
        "Saved. The hours after midnight are under Sunday.\n\n<b>Saturday</b>\n22:00–24:00"
    )
    olga.send("/settings")
    olga.press("Schedule settings")
    olga.press("Working hours")
    assert [row[0] for row in olga.labels][5:7] == ["Sat: 22:00–24:00", "Sun: 0:00–2:00"]


def test_hours_over_midnight_are_pressed_in_the_grid(olga: Person):
    olga.press("Sun")
    olga.press("Add period")
    tap(olga, "22:00")
    ends = [label for row in olga.labels for label in row]
    assert ends[:6] == ["22:30", "23:00", "23:30", "24:00", "0:30", "1:00"]
    assert "6:00" in ends and "6:30" not in ends
    tap(olga, "2:00")

    assert olga.screen.text == "<b>Sunday</b>\n22:00–24:00"
    olga.send("/settings")
    olga.press("Schedule settings")
    olga.press("Working hours")
    assert olga.labels[0][0] == "Mon: 0:00–2:00, 9:00–12:00"


def test_what_lies_over_midnight_can_overlap_the_next_day(olga: Person):
    olga.press("Mon")
    olga.press("Add period")
    olga.send("22-10")
    assert is_asked(olga, "This overlaps Tuesday 9:00–12:00.")
    olga.send("22-9")

    assert "9:00–12:00, 22:00–24:00" in olga.screen.text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("whenever", "These are no working hours."),
        ("12:00–9:00", "The end must be after the start."),
        ("9-12, 11-13", "This overlaps 9:00–12:00."),
        ("11:00–14:00", "This overlaps 9:00–12:00."),
    ],
)
def test_wrong_hours_are_refused_with_the_reason_and_the_step_is_kept(olga: Person, text: str, reason: str):
    olga.press("Mon")
    olga.press("Add period")
    olga.send(text)
    assert is_asked(olga, reason)
    assert is_asked(olga, "When does the period start?")
    olga.send("14-15")

    assert "9:00–12:00, 14:00–15:00" in olga.screen.text


def test_overlap_from_the_grid_asks_for_the_end_again(olga: Person):
    olga.press("Mon")
    olga.press("Add period")
    tap(olga, "8:00")
    tap(olga, "10:00")
    assert is_asked(olga, "This overlaps 9:00–12:00.")
    assert is_asked(olga, "When does it end?")
    tap(olga, "9:00")

    assert "8:00–9:00, 9:00–12:00" in olga.screen.text


def test_period_is_removed_after_a_question(olga: Person):
    olga.press("Mon")
    olga.press("🗑️ 9:00–12:00")
    assert olga.screen.text == "Delete 9:00–12:00 on <b>Monday</b>?"
    tap(olga, "No")
    assert "9:00–12:00" in olga.screen.text
    olga.press("🗑️ 9:00–12:00")
    tap(olga, "Yes, delete")

    assert olga.screen.text == "<b>Monday</b>\nday off"
    assert notice_of(olga) == "Removed"


def test_day_off(olga: Person):
    olga.press("Mon")
    olga.press("Day off")
    tap(olga, "Yes, delete")

    assert olga.screen.text == "<b>Monday</b>\nday off"


@pytest.mark.parametrize(
    ("days", "notice"),
    [(["Sunday"], "Copied to 1 day"), (["Tuesday", "Saturday", "Sunday"], "Copied to 3 days")],
)
def test_hours_are_copied_to_ticked_days(olga: Person, days: list[str], notice: str):
    olga.press("Mon")
    olga.press("Copy to")
    assert [row[0] for row in olga.labels] == [
        f"☐ {day}" for day in ("Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    ]
    for day in days:
        olga.press(day)
    assert olga.labels[-1] == [f"Copy ({len(days)})"]
    olga.press("Copy (")
    assert notice_of(olga) == notice

    olga.send("/settings")
    olga.press("Schedule settings")
    olga.press("Working hours")
    assert all("9:00–12:00" in row[0] for row in olga.labels if any(day[:3] in row[0] for day in days))


def test_ticks_of_one_day_are_not_those_of_another(olga: Person):
    olga.press("Mon")
    olga.press("Copy to")
    olga.press("Sunday")
    olga.send("/settings")
    olga.press("Schedule settings")
    olga.press("Working hours")
    olga.press("Tue")
    olga.press("Copy to")

    assert all(row[0].startswith("☐") for row in olga.labels)
