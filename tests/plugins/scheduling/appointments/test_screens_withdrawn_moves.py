"""A move that a client has asked for: shown, withdrawn, done."""

import pytest
from tests.plugins.scheduling.appointments.test_screens_client_moves import ask, everything, open_card
from tests.plugins.scheduling.people import People, notice_of, tap

from kalenner.testing import act, go

pytestmark = pytest.mark.slow_on_postgresql


def test_a_move_that_waits_is_named_and_can_be_withdrawn(people: People, booked: int):
    move = ask(people)
    open_card(people.ada)
    assert people.ada.screen.text.endswith("\n\n🔁 You asked to move it to Thu 3 Dec 2026, 11:00.")
    assert people.ada.labels == [
        ["🔁 Reschedule", "🚫 Cancel"],
        ["↩️ Withdraw"],
        ["📆 Add to calendar"],
    ]
    tap(people.ada, "↩️ Withdraw")

    assert notice_of(people.ada) == "Withdrawn"
    assert people.ada.labels == [["🔁 Reschedule", "🚫 Cancel"], ["📆 Add to calendar"]]
    assert everything(people) == {booked: ("accepted", "2 10:00"), move: ("cancelled", "3 11:00")}
    assert people.olga.cards[-1].text.startswith("❌")


def test_the_move_itself_can_be_withdrawn_too(people: People, booked: int):
    move = ask(people)
    people.ada.send("/appointments")
    assert people.ada.labels == [
        ["🟢 Wed 2 Dec, 10:00 · Olga · Massage"],
        ["🟡🔁 Thu 3 Dec, 11:00 · Olga · Massage"],
        ["Past"],
    ]
    people.ada.press("11:00")
    assert "2 Dec 10:00 → 3 Dec 11:00" in people.ada.screen.text
    assert people.ada.labels == [["↩️ Withdraw"], ["ℹ️ Meeting info"]]
    tap(people.ada, "ℹ️ Meeting info")
    assert "Wed 2 Dec 2026, 10:00\n🟢 Accepted" in people.ada.screen.text
    people.ada.press_data(go("mine.card", appointment=move))
    tap(people.ada, "↩️ Withdraw")

    assert notice_of(people.ada) == "Withdrawn"
    assert everything(people) == {booked: ("accepted", "2 10:00"), move: ("cancelled", "3 11:00")}
    people.ada.press_data(go("mine.card", appointment=move))
    assert people.ada.labels == [["ℹ️ Meeting info"]]


@pytest.mark.parametrize(
    ("answer", "expected", "statuses"),
    [
        ("Accept", "Already accepted.", ["cancelled", "accepted"]),
        ("Decline", "Already declined.", ["accepted", "declined"]),
    ],
)
def test_withdrawing_what_was_answered_meanwhile_cancels_nothing(
    people: People, booked: int, answer: str, expected: str, statuses: list[str]
):
    move = ask(people)
    open_card(people.ada)
    withdraw = people.ada.screen.rows[1][0]
    people.olga.press(answer, on=people.olga.cards[-1])
    people.ada.follow(withdraw)

    assert notice_of(people.ada) == expected
    assert [people.status(appointment_id) for appointment_id in (booked, move)] == statuses
    assert people.ada.labels == [["🔁 Reschedule", "🚫 Cancel"], ["📆 Add to calendar"]]


def test_only_a_move_can_be_withdrawn(people: People, booked: int):
    people.ada.press_data(act("mine.withdraw", appointment=booked))

    assert notice_of(people.ada) == "Not available."
    assert people.status(booked) == "accepted"


def test_a_moved_appointment_says_where_it_went(people: People, booked: int):
    move = ask(people)
    people.olga.press("Accept", on=people.olga.cards[-1])
    people.ada.press_data(go("mine.card", appointment=booked))
    assert people.ada.screen.text.endswith("\n\n🔁 It was moved to Thu 3 Dec 2026, 11:00.")
    assert people.ada.labels == [["ℹ️ Meeting info"]]
    tap(people.ada, "ℹ️ Meeting info")

    assert people.ada.screen.at == go("mine.card", appointment=move)
    assert "Thu 3 Dec 2026, 11:00\n🟢 Accepted" in people.ada.screen.text
    assert people.ada.labels == [["🔁 Reschedule", "🚫 Cancel"], ["📆 Add to calendar"]]
