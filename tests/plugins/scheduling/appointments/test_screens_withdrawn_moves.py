"""A move that a client has asked for: shown, withdrawn, done."""

import pytest
from tests.plugins.scheduling.appointments.test_screens_client_moves import ask, everything, open_card
from tests.plugins.scheduling.town import Town, notice_of, tap

from kalenner.testing import act, go

pytestmark = pytest.mark.slow_on_postgresql


def test_a_move_that_waits_is_named_and_can_be_withdrawn(town: Town, booked: int):
    move = ask(town)
    open_card(town.ada)
    assert town.ada.screen.text.endswith("\n\n🔁 You asked to move it to Thu 3 Dec 2026, 11:00.")
    assert town.ada.labels == [
        ["🔁 Reschedule", "🚫 Cancel"],
        ["↩️ Withdraw"],
        ["📆 Add to calendar"],
    ]
    tap(town.ada, "↩️ Withdraw")

    assert notice_of(town.ada) == "Withdrawn"
    assert town.ada.labels == [["🔁 Reschedule", "🚫 Cancel"], ["📆 Add to calendar"]]
    assert everything(town) == {booked: ("accepted", "2 10:00"), move: ("cancelled", "3 11:00")}
    assert town.olga.cards[-1].text.startswith("❌")


def test_the_move_itself_can_be_withdrawn_too(town: Town, booked: int):
    move = ask(town)
    town.ada.send("/appointments")
    assert town.ada.labels == [
        ["🟢 Wed 2 Dec, 10:00 · Olga · Massage"],
        ["🟡🔁 Thu 3 Dec, 11:00 · Olga · Massage"],
        ["Past"],
    ]
    town.ada.press("11:00")
    assert "2 Dec 10:00 → 3 Dec 11:00" in town.ada.screen.text
    assert town.ada.labels == [["↩️ Withdraw"], ["ℹ️ Meeting info"]]
    tap(town.ada, "ℹ️ Meeting info")
    assert "Wed 2 Dec 2026, 10:00\n🟢 Accepted" in town.ada.screen.text
    town.ada.press_data(go("mine.card", appointment=move))
    tap(town.ada, "↩️ Withdraw")

    assert notice_of(town.ada) == "Withdrawn"
    assert everything(town) == {booked: ("accepted", "2 10:00"), move: ("cancelled", "3 11:00")}
    town.ada.press_data(go("mine.card", appointment=move))
    assert town.ada.labels == [["ℹ️ Meeting info"]]


@pytest.mark.parametrize(
    ("answer", "said", "statuses"),
    [
        ("Accept", "Already accepted.", ["cancelled", "accepted"]),
        ("Decline", "Already declined.", ["accepted", "declined"]),
    ],
)
def test_withdrawing_what_was_answered_meanwhile_cancels_nothing(
    town: Town, booked: int, answer: str, said: str, statuses: list[str]
):
    move = ask(town)
    open_card(town.ada)
    withdraw = town.ada.screen.rows[1][0]
    town.olga.press(answer, on=town.olga.cards[-1])
    town.ada.follow(withdraw)

    assert notice_of(town.ada) == said
    assert [town.status(appointment_id) for appointment_id in (booked, move)] == statuses
    assert town.ada.labels == [["🔁 Reschedule", "🚫 Cancel"], ["📆 Add to calendar"]]


def test_only_a_move_can_be_withdrawn(town: Town, booked: int):
    town.ada.press_data(act("mine.withdraw", appointment=booked))

    assert notice_of(town.ada) == "Not available."
    assert town.status(booked) == "accepted"


def test_a_moved_appointment_says_where_it_went(town: Town, booked: int):
    move = ask(town)
    town.olga.press("Accept", on=town.olga.cards[-1])
    town.ada.press_data(go("mine.card", appointment=booked))
    assert town.ada.screen.text.endswith("\n\n🔁 It was moved to Thu 3 Dec 2026, 11:00.")
    assert town.ada.labels == [["ℹ️ Meeting info"]]
    tap(town.ada, "ℹ️ Meeting info")

    assert town.ada.screen.at == go("mine.card", appointment=move)
    assert "Thu 3 Dec 2026, 11:00\n🟢 Accepted" in town.ada.screen.text
    assert town.ada.labels == [["🔁 Reschedule", "🚫 Cancel"], ["📆 Add to calendar"]]
