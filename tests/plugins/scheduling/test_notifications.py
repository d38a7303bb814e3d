"""Messages N1 to N4: who gets which, in whose language and zone, and what their buttons do later."""

import datetime as dt

import pytest
from tests.plugins.scheduling.town import Town, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.screens import Screen
from kalenner.tasks import run_task, tasks_of

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
PRICE = "Price 50.00 EUR"


def labels(card: Screen) -> list[list[str]]:
    return [[button.label for button in row] for row in card.rows]


def test_request_to_the_professional(town: Town):
    town.request(TEN)
    card = town.olga.cards[-1]

    assert card.text == "🟡 <b>New request</b>\nAda · Massage, 60 min\nWed 2 Dec 2026, 10:00"
    assert labels(card) == [["✅ Accept", "❌ Decline"], ["ℹ️ Meeting info"]]
    assert card.is_card


@pytest.mark.parametrize(
    ("button", "word", "again"),
    [("Accept", "🟢 Accepted", "Already accepted."), ("Decline", "🔴 Declined", "Already declined.")],
)
def test_answer_in_the_message_itself_and_only_once(town: Town, button: str, word: str, again: str):
    town.request(TEN)
    card = town.olga.cards[-1]
    town.olga.press(button, on=card)
    shown = town.olga.screen
    assert shown.text == f"{word}\nAda · Massage, 60 min\nWed 2 Dec 2026, 10:00"
    assert (shown.is_card, notice_of(town.olga), labels(shown)) == (True, word, [["ℹ️ Meeting info"]])

    for other in ("Accept", "Decline"):
        town.olga.press(other, on=card)
        assert (notice_of(town.olga), town.olga.screen.text) == (again, shown.text)
    assert len(town.ada.cards) == 1


def test_answer_to_what_the_client_has_cancelled(town: Town):
    town.request(TEN)
    card = town.olga.cards[-1]
    town.ada.send("/appointments")
    for label in ("10:00", "Cancel", "Yes, cancel"):
        town.ada.press(label)
    town.olga.press("Accept", on=card)

    assert notice_of(town.olga) == "Already cancelled."
    assert town.olga.screen.text.startswith("❌ Cancelled")


def test_answer_once_the_start_has_come(town: Town, clock: FixedClock):
    town.request(TEN)
    clock.set(TEN)
    town.olga.press("Accept", on=town.olga.cards[-1])

    assert notice_of(town.olga) == "This time has passed."


def test_confirmation_to_the_client(town: Town):
    tom = town.add_client("Tom", "America/New_York")
    town.accept(town.request(TEN, tom))
    card = tom.cards[-1]

    assert card.text == (
        "🟢 Confirmed: <b>Massage, 60 min</b> with Olga\n"
        f"Wed 2 Dec 2026, 04:00 (New York) · 10:00 (Berlin)\n{PRICE}"
    )
    assert labels(card) == [["ℹ️ Meeting info", "🚫 Cancel"]]
    tom.press("Meeting info", on=card)
    assert "🟢 Accepted" in tom.screen.text
    tom.press("Cancel", on=card)
    tom.press("Yes, cancel")
    assert "❌ Cancelled by Tom: <b>Massage, 60 min</b>" in town.olga.cards[-1].text


def test_refusal_to_the_client_leads_to_another_time(town: Town):
    town.request(TEN)
    town.olga.press("Decline", on=town.olga.cards[-1])
    card = town.ada.cards[-1]

    assert card.text == "🔴 Olga cannot take your request: <b>Massage, 60 min</b>\nWed 2 Dec 2026, 10:00"
    assert labels(card) == [["📅 Book another time"]]
    town.ada.press("Book another time", on=card)
    assert "Choose a day." in town.ada.screen.text


def test_request_that_nobody_answered(town: Town, clock: FixedClock):
    appointment = town.request(TEN)
    task = next(task for task in tasks_of(town.stage.app) if task.name == "scheduling.expire")
    clock.set(TEN)
    run_task(town.stage.app, task)
    town.stage.settle()

    assert (task.every_minutes, town.status(appointment)) == (1, "declined")
    assert town.ada.cards[-1].text == (
        "🔴 Olga has not answered your request in time: <b>Massage, 60 min</b>\nWed 2 Dec 2026, 10:00"
    )


def test_cancelled_by_the_professional_with_the_reason(town: Town):
    town.accept(town.request(TEN))
    town.olga.send("/appointments")
    town.olga.press("Ada")
    tap(town.olga, "🚫 Cancel (1)")
    town.olga.send("Ill <3")
    card = town.ada.cards[-1]

    assert card.text == (
        "❌ Cancelled by Olga: <b>Massage, 60 min</b>\nWed 2 Dec 2026, 10:00\nReason: Ill &lt;3"
    )
    town.ada.press("Meeting info", on=card)
    assert "❌ Cancelled" in town.ada.screen.text


def test_details_after_the_start_offer_no_cancelling(town: Town, clock: FixedClock):
    appointment = town.request(TEN)
    town.olga.press("Accept", on=town.olga.cards[-1])
    clock.set(TEN)
    town.ada.send("/appointments")
    town.ada.press("10:00")

    assert (town.status(appointment), town.ada.labels) == ("accepted", [])


def test_each_message_is_sent_once(town: Town):
    appointment = town.request(TEN)
    town.accept(appointment)
    town.stage.settle()

    assert (len(town.olga.cards), len(town.ada.cards)) == (1, 1)
