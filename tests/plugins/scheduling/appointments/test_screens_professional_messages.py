"""Messages to the professional: who gets which, in whose zone, and what their buttons do later."""

import datetime as dt

import pytest
from tests.plugins.scheduling.people import People, notice_of, tap

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


def run(people: People, name: str) -> None:
    """Run a task, and deliver what follows from it."""
    run_task(people.stage.app, next(task for task in tasks_of(people.stage.app) if task.name == name))
    people.stage.settle()


def test_request_to_the_professional(people: People):
    people.request(TEN, note="My <left> knee")
    card = people.olga.cards[-1]

    assert card.text == (
        "🟡 <b>New request</b>\nAda · Massage, 60 min\nWed 2 Dec 2026, 10:00\n"
        f"Price {people.price()}\nNote: My &lt;left&gt; knee"
    )
    assert labels(card) == [["✅ Accept", "❌ Decline"], ["ℹ️ Meeting info"]]
    assert card.is_card


@pytest.mark.parametrize(
    ("button", "word", "again"),
    [("Accept", "🟢 Accepted", "Already accepted."), ("Decline", "🔴 Declined", "Already declined.")],
)
def test_answer_in_the_message_itself_and_only_once(people: People, button: str, word: str, again: str):
    people.request(TEN, note="My knee")
    card = people.olga.cards[-1]
    people.olga.press(button, on=card)
    screen = people.olga.screen
    price = f"Price {people.price()}\n" if button == "Accept" else ""
    assert screen.text == (f"{word}\nAda · Massage, 60 min\nWed 2 Dec 2026, 10:00\n{price}Note: My knee")
    assert (screen.is_card, notice_of(people.olga)) == (True, word)

    for other in ("Accept", "Decline"):
        people.olga.press(other, on=card)
        assert (notice_of(people.olga), people.olga.screen.text) == (again, screen.text)
    assert len(people.ada.cards) == 1


def test_accepted_request_offers_what_comes_next(people: People):
    people.request(TEN)
    people.olga.press("Accept", on=people.olga.cards[-1])
    assert people.olga.labels[0] == ["ℹ️ Meeting info", "📍 Enter location"]
    assert "Payment" in str(people.olga.labels[1:])
    tap(people.olga, "📍 Enter location")
    people.olga.send("Room 5")

    assert "📍 Room 5" in people.olga.screen.text


def test_answer_to_what_the_client_has_cancelled(people: People):
    appointment = people.request(TEN)
    card = people.olga.cards[-1]
    people.change(appointment, Status.CANCELLED, people.ada)
    for button in ("Accept", "Decline"):
        people.olga.press(button, on=card)

        assert notice_of(people.olga) == "Already cancelled."
        assert people.olga.screen.text.startswith("❌ Cancelled\nAda")
        assert people.olga.labels == [["ℹ️ Meeting info"]]


def test_request_that_is_read_after_it_was_cancelled_cannot_be_answered(people: People):
    appointment = people.request(TEN)
    people.change(appointment, Status.CANCELLED, people.ada)
    people.olga.press_data(go("appointments.requested", change=1))

    assert people.olga.screen.text.startswith("❌ Cancelled\nAda · Massage, 60 min")
    assert people.olga.labels == [["ℹ️ Meeting info"]]


def test_answer_once_the_start_has_come(people: People, clock: FixedClock):
    people.request(TEN)
    clock.set(TEN)
    people.olga.press("Accept", on=people.olga.cards[-1])

    assert notice_of(people.olga) == "This time has passed."
    assert people.olga.screen.text.startswith("🟡 <b>New request</b>")


def test_cancelled_by_the_client(people: People):
    tom = people.add_client("Tom", "America/New_York")
    appointment = people.request(TEN, tom)
    people.accept(appointment)
    people.change(appointment, Status.CANCELLED, tom)
    card = people.olga.cards[-1]

    assert card.text == (
        "❌ Cancelled by Tom: <b>Massage, 60 min</b>\nWed 2 Dec 2026, 10:00 (Berlin) · 4:00 (New York)"
    )
    assert labels(card) == [["ℹ️ Meeting info"]]


def test_move_asked_by_the_client(people: People):
    appointment = people.request(TEN, note="My knee")
    people.accept(appointment)
    people.request_move(appointment, TEN + DAY + HOUR)
    card = people.olga.cards[-1]

    assert card.text == (
        f"🔁 Ada asks to move: {TIMES}\nAda · Massage, 60 min\nThu 3 Dec 2026, 11:00\n"
        f"Price {people.price()}\nNote: My knee"
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
    people: People, button: str, word: str, statuses: tuple[str, str]
):
    appointment = people.request(TEN)
    people.accept(appointment)
    move = people.request_move(appointment, TEN + DAY + HOUR)
    people.olga.press(button, on=people.olga.cards[-1])

    assert people.olga.screen.text.startswith(
        f"{word}\n🔁 {TIMES}\nAda · Massage, 60 min\nThu 3 Dec 2026, 11:00"
    )
    assert (people.status(appointment), people.status(move)) == statuses


def test_nudge_is_answered_in_the_message_itself(people: People, clock: FixedClock):
    appointment = people.request(TEN)
    clock.set(TEN - HOUR)
    run(people, "scheduling.nudge")
    card = people.olga.cards[-1]
    assert card.text == (
        "⏳ Ada still waits for your answer\nAda · Massage, 60 min\nWed 2 Dec 2026, 10:00\n"
        f"Price {people.price()}"
    )
    assert labels(card) == [["✅ Accept", "❌ Decline"], ["ℹ️ Meeting info"]]
    people.olga.press("Accept", on=card)

    assert people.olga.screen.text.startswith("🟢 Accepted\nAda")
    assert people.status(appointment) == "accepted"


def test_nudge_for_a_move_says_from_when_to_when(people: People, clock: FixedClock):
    appointment = people.request(TEN)
    people.accept(appointment)
    people.request_move(appointment, TEN + DAY + HOUR)
    clock.set(TEN - HOUR)
    run(people, "scheduling.nudge")

    assert people.olga.cards[-1].text.startswith(f"⏳ Ada still waits for your answer\n🔁 moves: {TIMES}\n")


def test_nudge_that_is_read_after_the_answer_asks_for_none(people: People, clock: FixedClock):
    appointment = people.request(TEN)
    clock.set(TEN - HOUR)

    def nudge_and_accept(appointments: AppointmentService, row: Appointment, olga: Account) -> None:
        appointments.nudge()
        appointments.accept(row, olga)

    people.work(appointment, people.olga, nudge_and_accept)
    people.stage.settle()

    assert people.olga.cards[-1].text.startswith("🟢 Accepted\nAda")
    assert labels(people.olga.cards[-1])[0] == ["ℹ️ Meeting info", "📍 Enter location"]


def test_accepted_by_the_rules(people: People):
    people.change_rule("acceptance", Acceptance.ALWAYS.value)
    people.request(TEN, note="My knee")
    card = people.olga.cards[-1]

    assert card.text == (
        "🟢 <b>New appointment</b> (accepted by your rules)\n"
        f"Ada · Massage, 60 min\nWed 2 Dec 2026, 10:00\nPrice {people.price()}\nNote: My knee"
    )
    assert labels(card)[0] == ["ℹ️ Meeting info", "📍 Enter location"]
    assert people.ada.cards[-1].text.startswith("🟢 Confirmed: <b>Massage, 60 min</b> with Olga")


def test_move_accepted_by_the_rules(people: People):
    appointment = people.request(TEN)
    people.accept(appointment)
    people.change_rule("acceptance", Acceptance.ALWAYS.value)
    people.request_move(appointment, TEN + DAY + HOUR)

    assert people.olga.cards[-1].text.startswith(
        f"🟢 <b>New appointment</b> (accepted by your rules)\n🔁 {TIMES}\nAda"
    )


def test_each_message_is_sent_once(people: People):
    appointment = people.request(TEN)
    people.accept(appointment)
    people.stage.settle()

    assert (len(people.olga.cards), len(people.ada.cards)) == (1, 1)
