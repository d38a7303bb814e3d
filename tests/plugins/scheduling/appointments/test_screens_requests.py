"""What becomes of a request: with a note, refused, accepted at once; and what the rules leave to ask for."""

import datetime as dt

import pytest
from tests.plugins.scheduling.appointments.test_screens_booking import TEN, open_days, open_times, times
from tests.plugins.scheduling.town import Town, is_asked, tap

from kalenner.clock import FixedClock
from kalenner.screens import Button
from kalenner_scheduling.appointments.models import Appointment

pytestmark = pytest.mark.slow_on_postgresql

NOT_ACCEPTING = "Olga does not take bookings from you at the moment. Please write to them directly."


def open_confirmation(town: Town) -> None:
    open_times(town.ada)
    tap(town.ada, "10:00")


def notes(town: Town) -> list[str | None]:
    return town.read(
        lambda request: [appointment.note for appointment in request.dbsession.query(Appointment)]
    )


def test_a_note_goes_out_with_the_request(town: Town):
    open_confirmation(town)
    tap(town.ada, "📝 Add note")
    assert is_asked(town.ada, "<b>Massage, 60 min</b> with Olga\nWed 2 Dec 2026, 10:00\n\nSend your note")
    assert town.ada.labels == [["◀ Back"]]
    town.ada.send("My <b>neck</b>\nhurts")

    assert town.ada.screen.text.startswith("Request sent 🟡")
    assert notes(town) == ["My <b>neck</b>\nhurts"]
    assert "Note: My &lt;b&gt;neck&lt;/b&gt;\nhurts" in town.olga.cards[-1].text


def test_back_from_the_note_sends_nothing(town: Town):
    open_confirmation(town)
    tap(town.ada, "📝 Add note")
    tap(town.ada, "◀ Back")

    assert town.ada.labels[0] == ["✉️ Send request"]
    assert notes(town) == []


def test_a_note_has_at_most_500_characters(town: Town):
    open_confirmation(town)
    tap(town.ada, "📝 Add note")
    town.ada.send("x" * 501)
    assert is_asked(town.ada, "Please keep it under 500 characters.")
    town.ada.send("x" * 500)

    assert notes(town) == ["x" * 500]


def test_time_taken_while_the_note_is_written_shows_the_free_ones(town: Town):
    ben = town.add_client("Ben")
    open_confirmation(town)
    tap(town.ada, "📝 Add note")
    town.request(TEN, client=ben)
    town.ada.send("Hello")

    assert town.ada.screen.text.startswith("Just taken. These times are still free.\n\n")
    assert times(town.ada) == ["09:00", "11:00"]
    assert notes(town) == [None]
    town.ada.send("Hello?")
    assert town.ada.screen.text.startswith("Please use the buttons.")


def test_a_note_is_given_again_for_the_next_request(town: Town):
    open_confirmation(town)
    tap(town.ada, "📝 Add note")
    town.ada.send("First")
    open_times(town.ada)
    tap(town.ada, "09:00")
    town.ada.press("Send request")

    assert notes(town) == ["First", None]


def test_a_blocked_client_is_told_at_once(town: Town):
    town.block(town.ada)
    town.ada.send("/menu")
    for label in ("My specialists", "Book"):
        town.ada.press(label)

    assert town.ada.screen.text == NOT_ACCEPTING
    assert town.ada.labels == []


def test_a_client_blocked_while_choosing_is_told_so(town: Town):
    open_days(town.ada)
    heading = town.ada.screen.rows[0][1]
    tap(town.ada, "2")
    tap(town.ada, "10:00")
    town.block(town.ada)
    town.ada.press("Send request")
    assert town.ada.screen.text == NOT_ACCEPTING
    town.ada.follow(heading)
    assert town.ada.screen.text == NOT_ACCEPTING
    assert notes(town) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "You have 1 request waiting. Wait for an answer or cancel it."),
        (2, "You have 2 requests waiting. Wait for an answer or cancel one."),
    ],
)
def test_too_many_open_requests_are_refused(town: Town, number: int, said: str):
    town.change_rule("most_open", number)
    for days in range(number):
        town.request(TEN + dt.timedelta(days=1 + days))
    open_confirmation(town)
    town.ada.press("Send request")

    assert town.ada.screen.text == said
    assert len(notes(town)) == number
    town.ada.press("My appointments")
    assert len(town.ada.labels) == number + 1


def test_a_request_accepted_at_once_is_said_to_be_confirmed(town: Town):
    town.change_rule("acceptance", "always")
    open_confirmation(town)
    town.ada.press("Send request")

    assert town.ada.screen.text == "🟢 Confirmed\n\n<b>Massage, 60 min</b> with Olga\nWed 2 Dec 2026, 10:00"


def test_a_request_answered_since_says_how(town: Town):
    open_confirmation(town)
    town.ada.press("Send request")
    town.olga.press("Decline", on=town.olga.cards[-1])
    town.ada.send("hello")  # shows the menu
    press = Button("", town.ada.screens[-2].at)  # type: ignore[arg-type]
    town.ada.follow(press)

    assert town.ada.screen.text.startswith("🔴 Declined\n\n")


@pytest.mark.parametrize(
    ("rules", "full_days", "said"),
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
    town: Town, rules: dict[str, int], full_days: int, said: str
):
    for name, value in {**rules, "most_per_day": 1}.items():
        town.change_rule(name, value)
    for days in range(full_days):
        town.request(TEN + dt.timedelta(days=days))
    open_days(town.ada)

    assert f"No free times in December.\n\n{said}\n\nAll times" in town.ada.screen.text


def test_an_empty_month_without_rules_says_no_more(town: Town, clock: FixedClock):
    clock.set(dt.datetime(2026, 12, 31, 20, tzinfo=dt.UTC))
    open_days(town.ada)

    assert "No free times in December.\n\nAll times" in town.ada.screen.text
