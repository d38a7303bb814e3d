"""Messages to the professional: who gets which, in whose zone, and what their buttons do later."""

import datetime as dt

import pytest
from tests.plugins.scheduling.town import Town, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.people import Account
from kalenner.screens import Screen
from kalenner.tasks import run_task, tasks_of
from kalenner.testing import go
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.rules import Acceptance

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
TIMES = "2 Dec 10:00 → 3 Dec 11:00"


def labels(card: Screen) -> list[list[str]]:
    return [[button.label for button in row] for row in card.rows]


def run(town: Town, name: str) -> None:
    """Run a task, and deliver what follows from it."""
    run_task(town.stage.app, next(task for task in tasks_of(town.stage.app) if task.name == name))
    town.stage.settle()


def test_request_to_the_professional(town: Town):
    town.request(TEN, note="My <left> knee")
    card = town.olga.cards[-1]

    assert card.text == (
        "🟡 <b>New request</b>\nAda · Massage, 60 min\nWed 2 Dec 2026, 10:00\nNote: My &lt;left&gt; knee"
    )
    assert labels(card) == [["✅ Accept", "❌ Decline"], ["ℹ️ Meeting info"]]
    assert card.is_card


@pytest.mark.parametrize(
    ("button", "word", "again"),
    [("Accept", "🟢 Accepted", "Already accepted."), ("Decline", "🔴 Declined", "Already declined.")],
)
def test_answer_in_the_message_itself_and_only_once(town: Town, button: str, word: str, again: str):
    town.request(TEN, note="My knee")
    card = town.olga.cards[-1]
    town.olga.press(button, on=card)
    screen = town.olga.screen
    assert screen.text == f"{word}\nAda · Massage, 60 min\nWed 2 Dec 2026, 10:00\nNote: My knee"
    assert (screen.is_card, notice_of(town.olga)) == (True, word)

    for other in ("Accept", "Decline"):
        town.olga.press(other, on=card)
        assert (notice_of(town.olga), town.olga.screen.text) == (again, screen.text)
    assert len(town.ada.cards) == 1


def test_accepted_request_offers_what_comes_next(town: Town):
    town.request(TEN)
    town.olga.press("Accept", on=town.olga.cards[-1])
    assert town.olga.labels[0] == ["ℹ️ Meeting info", "📍 Enter location"]
    assert "Payment" in str(town.olga.labels[1:])
    tap(town.olga, "📍 Enter location")
    town.olga.send("Room 5")

    assert "📍 Room 5" in town.olga.screen.text


def test_declined_request_offers_its_details_alone(town: Town):
    town.request(TEN)
    town.olga.press("Decline", on=town.olga.cards[-1])

    assert town.olga.labels == [["ℹ️ Meeting info"]]


def test_answer_to_what_the_client_has_cancelled(town: Town):
    appointment = town.request(TEN)
    card = town.olga.cards[-1]
    town.change(appointment, Status.CANCELLED, town.ada)
    for button in ("Accept", "Decline"):
        town.olga.press(button, on=card)

        assert notice_of(town.olga) == "Already cancelled."
        assert town.olga.screen.text.startswith("❌ Cancelled\nAda")
        assert town.olga.labels == [["ℹ️ Meeting info"]]


def test_request_that_is_read_after_it_was_cancelled_cannot_be_answered(town: Town):
    appointment = town.request(TEN)
    town.change(appointment, Status.CANCELLED, town.ada)
    town.olga.press_data(go("appointments.requested", change=1))

    assert town.olga.screen.text.startswith("❌ Cancelled\nAda · Massage, 60 min")
    assert town.olga.labels == [["ℹ️ Meeting info"]]


def test_answer_once_the_start_has_come(town: Town, clock: FixedClock):
    town.request(TEN)
    clock.set(TEN)
    town.olga.press("Accept", on=town.olga.cards[-1])

    assert notice_of(town.olga) == "This time has passed."
    assert town.olga.screen.text.startswith("🟡 <b>New request</b>")


def test_cancelled_by_the_client(town: Town):
    tom = town.add_client("Tom", "America/New_York")
    appointment = town.request(TEN, tom)
    town.accept(appointment)
    town.change(appointment, Status.CANCELLED, tom)
    card = town.olga.cards[-1]

    assert card.text == (
        "❌ Cancelled by Tom: <b>Massage, 60 min</b>\nWed 2 Dec 2026, 10:00 (Berlin) · 04:00 (New York)"
    )
    assert labels(card) == [["ℹ️ Meeting info"]]


def test_move_asked_by_the_client(town: Town):
    appointment = town.request(TEN, note="My knee")
    town.accept(appointment)
    town.request_move(appointment, TEN + DAY + HOUR)
    card = town.olga.cards[-1]

    assert card.text == (
        f"🔁 Ada asks to move: {TIMES}\nAda · Massage, 60 min\nThu 3 Dec 2026, 11:00\nNote: My knee"
    )
    assert labels(card) == [["✅ Accept", "❌ Decline"], ["ℹ️ Meeting info"]]


@pytest.mark.parametrize(
    ("button", "word", "statuses"),
    [
        ("Accept", "🟢 Accepted", ("cancelled", "accepted")),
        ("Decline", "🔴 Declined", ("accepted", "declined")),
    ],
)
def test_move_is_answered_in_the_message_itself(
    town: Town, button: str, word: str, statuses: tuple[str, str]
):
    appointment = town.request(TEN)
    town.accept(appointment)
    move = town.request_move(appointment, TEN + DAY + HOUR)
    town.olga.press(button, on=town.olga.cards[-1])

    assert town.olga.screen.text == f"{word}\n🔁 {TIMES}\nAda · Massage, 60 min\nThu 3 Dec 2026, 11:00"
    assert (town.status(appointment), town.status(move)) == statuses


def test_nudge_is_answered_in_the_message_itself(town: Town, clock: FixedClock):
    appointment = town.request(TEN)
    clock.set(TEN - HOUR)
    run(town, "scheduling.nudge")
    card = town.olga.cards[-1]
    assert card.text == "⏳ Ada still waits for your answer\nAda · Massage, 60 min\nWed 2 Dec 2026, 10:00"
    assert labels(card) == [["✅ Accept", "❌ Decline"], ["ℹ️ Meeting info"]]
    town.olga.press("Accept", on=card)

    assert town.olga.screen.text.startswith("🟢 Accepted\nAda")
    assert town.status(appointment) == "accepted"


def test_nudge_for_a_move_says_from_when_to_when(town: Town, clock: FixedClock):
    appointment = town.request(TEN)
    town.accept(appointment)
    town.request_move(appointment, TEN + DAY + HOUR)
    clock.set(TEN - HOUR)
    run(town, "scheduling.nudge")

    assert town.olga.cards[-1].text.startswith(f"⏳ Ada still waits for your answer\n🔁 moves: {TIMES}\n")


def test_nudge_that_is_read_after_the_answer_asks_for_none(town: Town, clock: FixedClock):
    appointment = town.request(TEN)
    clock.set(TEN - HOUR)

    def nudge_and_accept(appointments: AppointmentService, row: Appointment, olga: Account) -> None:
        appointments.nudge()
        appointments.accept(row, olga)

    town.work(appointment, town.olga, nudge_and_accept)
    town.stage.settle()

    assert town.olga.cards[-1].text.startswith("🟢 Accepted\nAda")
    assert labels(town.olga.cards[-1])[0] == ["ℹ️ Meeting info", "📍 Enter location"]


def test_accepted_by_the_rules(town: Town):
    town.change_rule("acceptance", Acceptance.ALWAYS.value)
    town.request(TEN, note="My knee")
    card = town.olga.cards[-1]

    assert card.text == (
        "🟢 <b>New appointment</b> (accepted by your rules)\n"
        "Ada · Massage, 60 min\nWed 2 Dec 2026, 10:00\nNote: My knee"
    )
    assert labels(card)[0] == ["ℹ️ Meeting info", "📍 Enter location"]
    assert town.ada.cards[-1].text.startswith("🟢 Confirmed: <b>Massage, 60 min</b> with Olga")


def test_move_accepted_by_the_rules(town: Town):
    appointment = town.request(TEN)
    town.accept(appointment)
    town.change_rule("acceptance", Acceptance.ALWAYS.value)
    town.request_move(appointment, TEN + DAY + HOUR)

    assert town.olga.cards[-1].text.startswith(
        f"🟢 <b>New appointment</b> (accepted by your rules)\n🔁 {TIMES}\nAda"
    )


def test_each_message_is_sent_once(town: Town):
    appointment = town.request(TEN)
    town.accept(appointment)
    town.stage.settle()

    assert (len(town.olga.cards), len(town.ada.cards)) == (1, 1)
