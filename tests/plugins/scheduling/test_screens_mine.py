"""My appointments, as a client sees them."""

import datetime as dt

import pytest
from tests.plugins.scheduling.town import Town, notice_of, tap

from kalenner.clock import FixedClock

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)


def test_without_appointments_booking_is_offered(town: Town):
    town.ada.send("/menu")
    town.ada.press("My appointments")
    assert town.ada.screen.text == "No appointments yet. Book the first one."
    tap(town.ada, "📅 Book")

    assert "Choose a day." in town.ada.screen.text


def test_without_coming_appointments_the_next_one_is_offered(town: Town):
    appointment = town.request(TEN)
    town.ada.send("/appointments")
    town.ada.press("10:00")
    tap(town.ada, "🚫 Cancel")
    tap(town.ada, "Yes, cancel")
    assert town.status(appointment) == "cancelled"
    piotr = town.add_professional("Piotr")
    town.connect(town.ada, piotr)

    town.ada.send("/appointments")
    assert town.ada.screen.text == "No coming appointments. Book the next one."

    town.ada.send("/menu")
    for label in ("My specialists", "Piotr", "Appointments"):
        town.ada.press(label)
    assert town.ada.screen.text == "No appointments yet. Book the first one."


def test_details_and_cancelling(town: Town):
    appointment = town.request(TEN)
    town.ada.send("/menu")
    town.ada.press("My appointments")
    town.ada.press("10:00")
    assert town.ada.screen.text == (
        "<b>Meeting info</b>\nWith Olga\nMassage, 60 min\nWed 2 Dec 2026, 10:00\n🟡 Pending\nPrice 50.00 EUR"
    )
    tap(town.ada, "🚫 Cancel")
    assert town.ada.screen.text == "Cancel <b>Massage, 60 min</b> with Olga?\n\nWed 2 Dec 2026, 10:00"
    tap(town.ada, "No")
    assert town.status(appointment) == "pending"
    tap(town.ada, "🚫 Cancel")
    tap(town.ada, "Yes, cancel")

    assert notice_of(town.ada) == "❌ Cancelled"
    assert town.ada.labels == []
    assert town.status(appointment) == "cancelled"


@pytest.mark.parametrize("status", ["pending", "accepted"])
def test_cancelling_is_offered_until_the_start(town: Town, clock: FixedClock, status: str):
    appointment = town.request(TEN)
    if status == "accepted":
        town.accept(appointment)
    clock.set(TEN - dt.timedelta(seconds=1))
    town.ada.send("/appointments")
    town.ada.press("10:00")
    tap(town.ada, "🚫 Cancel")
    yes = town.ada.screen.rows[0][0]
    clock.set(TEN)
    town.ada.follow(yes)

    assert notice_of(town.ada) == "This time has passed."
    assert town.ada.labels == []


def test_cancelling_what_was_declined_meanwhile_says_so(town: Town):
    town.request(TEN)
    town.ada.send("/appointments")
    town.ada.press("10:00")
    tap(town.ada, "🚫 Cancel")
    yes = town.ada.screen.rows[0][0]
    town.olga.press("Decline", on=town.olga.cards[-1])
    town.ada.follow(yes)

    assert notice_of(town.ada) == "Already declined."


def test_appointments_with_one_specialist(town: Town):
    piotr = town.add_professional("Piotr")
    town.connect(town.ada, piotr)
    town.request(TEN)
    town.request(TEN, of=piotr)
    town.ada.send("/appointments")
    assert len(town.ada.labels) == 2
    town.ada.send("/menu")
    for label in ("My specialists", "Piotr", "Appointments"):
        town.ada.press(label)

    assert town.ada.labels == [["🟡 Wed 2 Dec, 10:00 · Piotr · Massage"]]


def test_long_lists_have_pages(town: Town):
    for number in range(9):
        town.request(TEN + dt.timedelta(days=7 * number))
    town.ada.send("/appointments")
    tap(town.ada, "›")

    assert town.ada.labels == [["🟡 Wed 27 Jan, 10:00 · Olga · Massage"], ["‹", "2/2", "›"]]


def test_reason_of_a_refusal_stands_in_the_details(town: Town):
    town.request(TEN)
    town.olga.send("/appointments")
    town.olga.press("Ada")
    town.olga.press("Decline (1)")
    town.olga.send("<b>Ill</b>")
    town.ada.press("Book another time", on=town.ada.cards[-1])

    assert "Reason: &lt;b&gt;Ill&lt;/b&gt;" in town.ada.cards[-1].text
