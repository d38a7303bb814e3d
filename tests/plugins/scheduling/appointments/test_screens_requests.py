"""What becomes of a request: with a note, refused, accepted at once; and what the rules leave to ask for."""

import datetime as dt

import pytest
from tests.plugins.scheduling.appointments.test_screens_booking import TEN, open_days, open_times, times
from tests.plugins.scheduling.people import People, is_asked, tap

from kalenner.clock import FixedClock
from kalenner.screens import Button
from kalenner_scheduling.appointments.models import Appointment

pytestmark = pytest.mark.slow_on_postgresql

NOT_ACCEPTING = "Olga does not take bookings from you at the moment."


def open_confirmation(people: People) -> None:
    open_times(people.ada)
    tap(people.ada, "10:00")


def notes(people: People) -> list[str | None]:
    return people.read(
        lambda request: [appointment.note for appointment in request.dbsession.query(Appointment)]
    )


def test_a_note_goes_out_with_the_request(people: People):
    open_confirmation(people)
    tap(people.ada, "📝 Add note")
    assert is_asked(people.ada, "<b>Massage, 60 min</b> with Olga\nWed 2 Dec 2026, 10:00\n\nSend your note")
    assert people.ada.labels == [["◀ Back"]]
    people.ada.send("My <b>neck</b>\nhurts")

    assert people.ada.screen.text.startswith("Request sent 🟡")
    assert notes(people) == ["My <b>neck</b>\nhurts"]
    assert "Note: My &lt;b&gt;neck&lt;/b&gt;\nhurts" in people.olga.cards[-1].text


def test_back_from_the_note_sends_nothing(people: People):
    open_confirmation(people)
    tap(people.ada, "📝 Add note")
    tap(people.ada, "◀ Back")

    assert people.ada.labels[0] == ["✉️ Send request"]
    assert notes(people) == []


def test_a_note_has_at_most_500_characters(people: People):
    open_confirmation(people)
    tap(people.ada, "📝 Add note")
    people.ada.send("x" * 501)
    assert is_asked(people.ada, "Please keep it under 500 characters.")
    people.ada.send("x" * 500)

    assert notes(people) == ["x" * 500]


def test_time_taken_while_the_note_is_written_shows_the_free_ones(people: People):
    ben = people.add_client("Ben")
    open_confirmation(people)
    tap(people.ada, "📝 Add note")
    people.request(TEN, client=ben)
    people.ada.send("Hello")

    assert people.ada.screen.text.startswith("Just taken. These times are still free.\n\n")
    assert times(people.ada) == ["9:00", "11:00"]
    assert notes(people) == [None]
    people.ada.send("Hello?")
    assert people.ada.screen.text.startswith("Please use the buttons.")


def test_a_note_is_given_again_for_the_next_request(people: People):
    open_confirmation(people)
    tap(people.ada, "📝 Add note")
    people.ada.send("First")
    open_times(people.ada)
    tap(people.ada, "9:00")
    people.ada.press("Send request")

    assert notes(people) == ["First", None]


def test_a_blocked_client_is_told_at_once(people: People):
    people.block(people.ada)
    people.ada.send("/menu")
    for label in ("My specialists", "Book"):
        people.ada.press(label)

    assert people.ada.screen.text == NOT_ACCEPTING
    assert people.ada.labels == []


def test_a_client_blocked_while_choosing_is_told_so(people: People):
    open_days(people.ada)
    next_month = people.ada.screen.rows[3][2]
    tap(people.ada, "2")
    tap(people.ada, "10:00")
    people.block(people.ada)
    people.ada.press("Send request")
    assert people.ada.screen.text == NOT_ACCEPTING
    people.ada.follow(next_month)
    assert people.ada.screen.text == NOT_ACCEPTING
    assert notes(people) == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "You have 1 request waiting. Wait for an answer or cancel it."),
        (2, "You have 2 requests waiting. Wait for an answer or cancel one."),
    ],
)
def test_too_many_open_requests_are_refused(people: People, number: int, expected: str):
    people.change_rule("most_open", number)
    for days in range(number):
        people.request(TEN + dt.timedelta(days=1 + days))
    open_confirmation(people)
    people.ada.press("Send request")

    assert people.ada.screen.text == expected
    assert len(notes(people)) == number
    people.ada.press("My appointments")
    assert len(people.ada.labels) == number + 1


def test_a_request_accepted_at_once_is_said_to_be_confirmed(people: People):
    people.change_rule("acceptance", "always")
    open_confirmation(people)
    people.ada.press("Send request")

    assert people.ada.screen.text == "🟢 Confirmed\n\n<b>Massage, 60 min</b> with Olga\nWed 2 Dec 2026, 10:00"


def test_a_request_answered_since_says_how(people: People):
    open_confirmation(people)
    people.ada.press("Send request")
    people.olga.press("Decline", on=people.olga.cards[-1])
    people.ada.send("hello")  # shows the menu
    press = Button("", people.ada.screens[-2].at)  # type: ignore[arg-type]
    people.ada.follow(press)

    assert people.ada.screen.text.startswith("🔴 Declined\n\n")


@pytest.mark.parametrize(
    ("rules", "full_days", "expected"),
    [
        ({"horizon": 5}, 3, "Requests are taken up to 5 days ahead."),
        ({"notice": 24 * 60 * 40}, 0, "Please ask at least 960 hours ahead."),
        (
            {"horizon": 5, "notice": 24 * 60 * 40},
            0,
            "Requests are taken up to 5 days ahead.\nPlease ask at least 960 hours ahead.",
        ),
    ],
)
def test_an_empty_month_says_from_when_to_when_can_be_booked(
    people: People, rules: dict[str, int], full_days: int, expected: str
):
    for name, value in {**rules, "most_per_day": 1}.items():
        people.change_rule(name, value)
    for days in range(full_days):
        people.request(TEN + dt.timedelta(days=days))
    open_days(people.ada)

    assert f"No free times in December.\n\n{expected}\n\nAll times" in people.ada.screen.text


def test_an_empty_month_without_rules_says_no_more(people: People, clock: FixedClock):
    clock.set(dt.datetime(2026, 12, 31, 20, tzinfo=dt.UTC))
    open_days(people.ada)

    assert "No free times in December.\n\nAll times" in people.ada.screen.text
