"""One appointment as its professional sees it: what the card says, what it offers, and Meeting info."""

import datetime as dt

import pytest
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.testing import Person, go
from kalenner_scheduling.appointments.models import Appointment

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
ANSWERS = ["✅ Accept", "❌ Decline"]
CHANGES = ["🚫 Cancel", "🔁 Reschedule"]
AMENDMENTS = ["Change service", "Change duration"]
ALWAYS = ["📍 Enter location", "ℹ️ Meeting info"]
OF_WHAT_IS_OFF = ["ℹ️ Meeting info"]


def open_card(person: Person, appointment: int) -> None:
    person.press_data(go("appointments.card", appointment=appointment))


def own_rows(person: Person) -> list[list[str]]:
    """Return the rows of buttons but those of other plugins."""
    ours = (ANSWERS, CHANGES, AMENDMENTS, ALWAYS, OF_WHAT_IS_OFF)
    return [row for row in person.labels if row in ours]


def test_card_says_everything_important(people: People):
    tom = people.add_client("Tom", "America/New_York")
    appointment = people.request(TEN, tom, note="My <left> knee")
    people.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, "Room 5"))
    open_card(people.olga, appointment)

    assert people.olga.screen.text == (
        "🟡 Pending\nTom · Massage, 60 min\nWed 2 Dec 2026, 10:00 (Berlin) · 4:00 (New York)\n"
        "📍 Room 5\nPrice €50.00\nNote: My &lt;left&gt; knee"
    )


def test_one_request_is_accepted_and_cancelled(people: People):
    olga, appointment = people.olga, people.request(TEN)
    open_card(olga, appointment)
    assert own_rows(olga) == [ANSWERS, AMENDMENTS, ALWAYS]
    tap(olga, "✅ Accept")
    assert notice_of(olga) == "🟢 Accepted"
    assert own_rows(olga) == [CHANGES, AMENDMENTS, ALWAYS]
    tap(olga, "🚫 Cancel")
    assert is_asked(olga, "Send the reason")
    assert olga.labels == [["◀ Back", "Skip"]]
    olga.send("Ill")

    assert olga.screen.text.startswith("❌ Cancelled\nAda")
    assert own_rows(olga) == [OF_WHAT_IS_OFF]


def test_one_request_is_declined(people: People):
    olga = people.olga
    open_card(olga, people.request(TEN))
    tap(olga, "❌ Decline")

    assert olga.screen.text.startswith("🔴 Declined")
    assert olga.labels[0] == ["✏️ Give a reason", "🔁 Offer other times"]
    assert own_rows(olga) == [OF_WHAT_IS_OFF]
    assert "Price" not in olga.screen.text


@pytest.mark.parametrize("after", [Status.COMPLETED, Status.MISSED])
def test_card_of_what_is_over_leads_back_to_the_past(people: People, clock: FixedClock, after: Status):
    appointment = people.request(TEN)
    people.accept(appointment)
    clock.set(TEN + HOUR)
    open_card(people.olga, appointment)
    assert own_rows(people.olga) == [ALWAYS]
    people.change(appointment, after)
    open_card(people.olga, appointment)

    assert people.olga.screen.text.startswith(after.symbol)
    assert own_rows(people.olga) == [ALWAYS]
    assert people.olga.screen.back == go("appointments.past", page=0)


def test_appointment_can_be_changed_until_its_end(people: People, clock: FixedClock):
    appointment = people.request(TEN)
    people.accept(appointment)
    clock.set(TEN + HOUR - dt.timedelta(seconds=1))
    open_card(people.olga, appointment)

    assert own_rows(people.olga) == [CHANGES, AMENDMENTS, ALWAYS]
    assert people.olga.screen.back == go("appointments.list", only=0, page=0)


def test_payment_is_always_offered(people: People):
    appointment = people.request(TEN)
    for after in (None, Status.DECLINED):
        if after is not None:
            people.change(appointment, after)
        open_card(people.olga, appointment)

        assert any("Payment" in label for row in people.olga.labels for label in row)


def test_pending_move_says_from_when_to_when_and_is_answered_first(people: People):
    appointment = people.request(TEN)
    people.accept(appointment)
    move = people.request_move(appointment, TEN + DAY + HOUR)
    open_card(people.olga, move)

    assert people.olga.screen.text == (
        "🟡 Pending\nAda · Massage, 60 min\nThu 3 Dec 2026, 11:00\n"
        "🔁 moves: 2 Dec 10:00 → 3 Dec 11:00\nPrice €50.00"
    )
    assert own_rows(people.olga) == [ANSWERS, ALWAYS]
    tap(people.olga, "✅ Accept")
    assert "🔁 2 Dec 10:00 → 3 Dec 11:00" in people.olga.screen.text
    assert people.status(appointment) == "cancelled"


def test_accepted_one_leads_to_the_move_that_waits(people: People):
    appointment = people.request(TEN)
    people.accept(appointment)
    people.request_move(appointment, TEN + DAY + HOUR)
    open_card(people.olga, appointment)
    assert own_rows(people.olga) == [CHANGES, ALWAYS]
    tap(people.olga, "🔁 moves: 2 Dec 10:00 → 3 Dec 11:00")

    assert own_rows(people.olga) == [ANSWERS, ALWAYS]


@pytest.mark.parametrize("on_card", [True, False])
def test_move_whose_time_was_given_away_says_so(people: People, on_card: bool):
    """Nothing in the product gives it away; a row that was changed by hand could."""
    appointment = people.request(TEN)
    people.accept(appointment)
    move = people.request_move(appointment, TEN + HOUR / 2)
    card = people.olga.cards[-1]
    people.work(appointment, people.olga, lambda _service, row, _olga: hold(row, TEN + DAY))
    people.accept(people.request(TEN, people.add_client("Ben")))
    if on_card:
        people.olga.press("Accept", on=card)
    else:
        open_card(people.olga, move)
        tap(people.olga, "✅ Accept")

    assert notice_of(people.olga) == "Just taken."
    assert (people.status(appointment), people.status(move)) == ("accepted", "pending")


def hold(appointment: Appointment, starts_at: dt.datetime) -> None:
    appointment.held_from, appointment.held_until = starts_at, starts_at + HOUR


def test_links_and_places_of_the_location_open(people: People):
    appointment = people.request(TEN)
    people.amend(
        appointment, lambda amendments, row, olga: amendments.locate(row, olga, "https://meet.example/5")
    )
    for screen in ("appointments.card", "appointments.info"):
        people.olga.press_data(go(screen, appointment=appointment))
        assert ["🔗 Open link"] in people.olga.labels
    people.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, place=(52.5, 13.4)))
    open_card(people.olga, appointment)

    assert people.olga.labels[-1] == ["🗺 Open map"]


def test_meeting_info_for_both_zones(people: People):
    tom = people.add_client("Tom", "America/New_York")
    open_card(people.olga, people.request(TEN, tom))
    people.olga.press("Meeting info")

    assert people.olga.screen.text == (
        "<b>Meeting info</b>\nWith Tom\nMassage, 60 min\n"
        "Wed 2 Dec 2026, 10:00 (Berlin) · 4:00 (New York)\n🟡 Pending\nPrice €50.00"
    )
