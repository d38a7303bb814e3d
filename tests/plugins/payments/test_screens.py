"""Appointment → Payment: price, payments, corrections, refunds, and what is said of the balance."""

import datetime as dt

import pytest
from tests.plugins.payments.payment_steps import (
    TEN,
    ask_to_move,
    charge,
    correct_all,
    enter,
    move,
    open_payments,
    paid,
    shown,
)
from tests.plugins.scheduling.people import People, is_asked, notice_of, tap

from kalenner.screens.answers import MAX_MINOR
from kalenner.testing import Person, go

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is stored, and how, is tested with the service on both databases."""


@pytest.fixture
def massage(people: People) -> int:
    """An accepted appointment for €50.00."""
    appointment_id = people.request(TEN)
    people.accept(appointment_id)
    return appointment_id


@pytest.fixture
def olga(people: People, massage: int) -> Person:
    """Olga at the payments of that appointment."""
    open_payments(people.olga, massage)
    return people.olga


def balance(person: Person) -> list[str]:
    """What the card says below the appointment."""
    return shown(person)[5:]


def pay(person: Person, amount: str) -> None:
    person.press("Add payment")
    person.send(amount)


def test_card_begins_with_the_price_at_booking(olga: Person):
    assert shown(olga) == [
        "<b>Payment</b>",
        "🟢 Accepted",
        "Ada · Massage, 60 min",
        "Wed 2 Dec 2026, 10:00",
        "",
        "Price €50.00",
        "Paid €0.00",
        "Due €50.00",
    ]
    assert olga.labels == [["Set price", "➕ Add payment"]]


def test_the_appointment_leads_to_its_payments(olga: Person, massage: int):
    olga.press_data(go("appointments.card", appointment=massage))
    olga.press("Payment")

    assert shown(olga)[0] == "<b>Payment</b>"
    assert olga.screen.back == go("appointments.card", appointment=massage)


def test_price_is_set_for_this_appointment(olga: Person):
    olga.press("Set price")
    assert is_asked(olga, "Send the price of this appointment as a number, 0 or more. The currency is EUR.")
    olga.send("45.5")

    assert notice_of(olga) == ""
    assert shown(olga)[0] == "Saved"
    assert balance(olga)[2:] == ["Price €45.50", "Paid €0.00", "Due €45.50"]


def test_price_can_be_kept_and_can_be_nothing(olga: Person):
    olga.press("Set price")
    olga.press("Keep")
    assert balance(olga)[0] == "Price €50.00"
    olga.press("Set price")
    olga.send("0")

    assert balance(olga)[2:] == ["Price €0.00", "Paid €0.00", "Due €0.00"]


def test_what_is_due_is_a_ready_answer(olga: Person):
    pay(olga, "20")
    assert balance(olga)[2:] == [
        "Price €50.00",
        "Paid €20.00",
        "Due €30.00",
        "",
        "Tue 1 Dec 2026: €20.00",
    ]
    olga.press("Add payment")
    assert is_asked(olga, "Send how much was paid. The currency is EUR.")
    olga.press("30.00")

    assert balance(olga)[:3] == ["Price €50.00", "Paid €50.00", "Due €0.00"]
    assert balance(olga)[4:] == ["Tue 1 Dec 2026: €20.00", "Tue 1 Dec 2026: €30.00"]
    olga.press("Add payment")
    assert olga.labels == [["Cancel"]]


def test_more_than_the_balance_is_asked_about(olga: Person):
    pay(olga, "60")
    assert shown(olga) == ["That is €10.00 more than the balance. Add it?"]
    assert olga.labels == [["Yes", "No"]]
    olga.press("No")
    assert balance(olga) == ["Price €50.00", "Paid €0.00", "Due €50.00"]

    pay(olga, "60")
    olga.press("Yes")

    assert balance(olga)[:3] == ["Price €50.00", "Paid €60.00", "Overpaid by €10.00"]


def test_yes_counts_once(olga: Person):
    pay(olga, "60")
    question = olga.screen
    old = olga.version
    olga.press("Yes", on=question)
    yes = question.rows[0][0].target
    olga.press_data(yes, version=old)

    assert notice_of(olga) == "This step is over."
    assert "Paid €60.00" in shown(olga)


def test_payment_is_corrected_by_an_entry_of_its_own(olga: Person):
    pay(olga, "20")
    tap(olga, "€20.00 · Tue 1 Dec 2026")
    assert olga.labels == [["✏️ Correct payment", "↩️ Refund"]]
    olga.press("Correct payment")
    assert is_asked(olga, "Send the right amount of this payment.")
    olga.send("20")
    assert is_asked(olga, "That is the amount this payment has already.")
    olga.send("25")

    assert balance(olga)[2:] == [
        "Price €50.00",
        "Paid €25.00",
        "Due €25.00",
        "",
        "Tue 1 Dec 2026: €20.00",
        "↳ Tue 1 Dec 2026: corrected by +€5.00",
    ]
    tap(olga, "€25.00 · Tue 1 Dec 2026")
    olga.press("Correct payment")
    olga.send("0")
    assert balance(olga)[-1] == "↳ Tue 1 Dec 2026: corrected by -€25.00"
    tap(olga, "€0.00 · Tue 1 Dec 2026")
    assert olga.labels == [["✏️ Correct payment"]]
    assert shown(olga)[-1] == "Left of it €0.00"


def test_no_more_is_given_back_than_is_left(olga: Person):
    pay(olga, "20")
    tap(olga, "€20.00 · Tue 1 Dec 2026")
    olga.press("Refund")
    assert is_asked(olga, "Send how much of this payment you have given back.")
    olga.send("20.01")
    assert shown(olga)[0] == "❗ Only €20.00 of this payment are left to give back."
    olga.send("5")
    assert balance(olga)[2:] == [
        "Price €50.00",
        "Paid €15.00",
        "Due €35.00",
        "",
        "Tue 1 Dec 2026: €20.00",
        "↳ Tue 1 Dec 2026: refunded €5.00",
    ]
    tap(olga, "€15.00 · Tue 1 Dec 2026")
    olga.press("Correct payment")
    olga.send("4.99")
    assert shown(olga)[0] == "❗ €5.00 of this payment were given back. Send that amount or more."
    olga.press("Cancel")
    olga.press("Refund")
    olga.press("15.00")

    assert balance(olga)[-1] == "↳ Tue 1 Dec 2026: refunded €15.00"
    assert "Paid €0.00" in shown(olga)


def test_many_payments_are_shown_a_page_at_a_time(olga: Person):
    for euros in range(1, 10):
        pay(olga, str(euros))

    assert olga.labels[1:9] == [[f"€{euros}.00 · Tue 1 Dec 2026"] for euros in range(1, 9)]
    assert olga.labels[9] == ["‹", "1/2", "›"]
    tap(olga, "›")

    assert balance(olga)[-1] == "Tue 1 Dec 2026: €9.00"
    assert "Paid €45.00" in shown(olga)


def test_a_payment_corrected_often_names_its_last_corrections(people: People, olga: Person, massage: int):
    for _payment in range(8):
        enter(people, massage, MAX_MINOR)
    correct_all(people, massage, [1, MAX_MINOR] * 10)
    open_payments(olga, massage)

    assert len(olga.screen.text) < 3_000
    assert balance(olga)[4:10] == [
        "Tue 1 Dec 2026: €1,000,000,000.00",
        *[
            "↳ Tue 1 Dec 2026: corrected by -€999,999,999.99",
            "↳ Tue 1 Dec 2026: corrected by +€999,999,999.99",
        ]
        * 2,
        "↳ and 16 more before",
    ]
    tap(olga, "€1,000,000,000.00 · Tue 1 Dec 2026")
    assert sum("corrected by" in line for line in shown(olga)) == 8
    assert "↳ and 12 more before" in shown(olga)


def test_another_service_promises_no_other_price_where_one_was_set(
    people: People, olga: Person, massage: int
):
    other = people.add_service(olga, "Long massage", 90, 8_000)
    olga.press_data(go("appointments.confirm_service", appointment=massage, service=other))
    assert shown(olga)[-1] == "Price €50.00 → €80.00"
    open_payments(olga, massage)
    olga.press("Set price")
    olga.send("40")
    olga.press_data(go("appointments.confirm_service", appointment=massage, service=other))
    assert shown(olga)[-1] == "Massage, 60 min → <b>Long massage, 90 min</b>"
    olga.press("Confirm")

    assert "Price €40.00" in shown(olga)


def test_past_appointments_have_payments_too(people: People, massage: int, clock):
    clock.set(TEN + dt.timedelta(days=30))
    open_payments(people.olga, massage)
    pay(people.olga, "50")

    assert balance(people.olga)[2:5] == ["Price €50.00", "Paid €50.00", "Due €0.00"]


def test_an_appointment_without_price_takes_any_payment(people: People):
    charge(people, people.olga, None)
    open_payments(people.olga, people.request(TEN))
    assert balance(people.olga) == ["No price"]
    people.olga.press("Add payment")
    assert people.olga.labels == [["Cancel"]]
    people.olga.send("12.34")

    assert balance(people.olga)[2:4] == ["No price", "Paid €12.34"]


def test_a_moved_appointment_takes_its_payments_with_it(people: People, massage: int):
    open_payments(people.olga, massage)
    pay(people.olga, "20")
    people.olga.press("Set price")
    people.olga.send("40")
    moved = move(people, massage, TEN + dt.timedelta(days=1))

    assert [paid(people, massage), paid(people, moved)] == [0, 2_000]
    open_payments(people.olga, massage)
    assert shown(people.olga)[3] == "Thu 3 Dec 2026, 10:00"
    assert balance(people.olga)[:3] == ["Price €40.00", "Paid €20.00", "Due €20.00"]


def test_a_move_that_is_not_accepted_takes_nothing(people: People, massage: int):
    open_payments(people.olga, massage)
    pay(people.olga, "20")
    move_id = ask_to_move(people, massage, TEN + dt.timedelta(days=1))

    assert [paid(people, massage), paid(people, move_id)] == [2_000, 0]


def test_payments_of_others_are_not_available(people: People, olga: Person, massage: int):
    pay(olga, "20")
    piotr = people.add_professional("Piotr")
    for press in (
        go("payments.card", appointment=massage),
        go("payments.price", appointment=massage),
        go("payments.add", appointment=massage),
        go("payments.entry", entry=1),
        go("payments.correct", entry=1),
        go("payments.refund", entry=1),
    ):
        for person in (piotr, people.ada):
            person.press_data(press)
            assert notice_of(person) == "Not available."
