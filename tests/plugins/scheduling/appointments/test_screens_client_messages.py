"""Messages to the client: what each says, in whose language and zone, and what its buttons do."""

import datetime as dt

import pytest
from sqlalchemy.orm import object_session
from tests.plugins.scheduling.people import People, tap

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.people import Account
from kalenner.screens import Screen
from kalenner.tasks import run_task, tasks_of
from kalenner.testing import go
from kalenner_scheduling.appointments.amendments import AmendmentService
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.catalogue.models import Service

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
PRICE = "Price €50.00"
TIMES = "2 Dec 10:00 → 3 Dec 11:00"
COMING = [["ℹ️ Meeting info", "🚫 Cancel"], ["🔁 Reschedule"]]


def labels(card: Screen) -> list[list[str]]:
    return [[button.label for button in row] for row in card.rows]


@pytest.fixture
def accepted(people: People) -> int:
    """Ada's appointment, accepted."""
    appointment = people.request(TEN)
    people.accept(appointment)
    return appointment


@pytest.fixture
def long_massage(people: People) -> int:
    """A service that takes longer and costs more."""
    return people.add_service(people.olga, "Long massage", 90, 8_000)


def test_confirmation(people: People):
    tom = people.add_client("Tom", "America/New_York")
    appointment = people.request(TEN, tom)
    people.amend(appointment, lambda amendments, row, olga: amendments.locate(row, olga, "Hauptstr. 1"))
    people.accept(appointment)
    card = tom.cards[-1]

    assert card.text == (
        "🟢 Confirmed: <b>Massage, 60 min</b> with Olga\n"
        f"Wed 2 Dec 2026, 4:00 (New York) · 10:00 (Berlin)\n📍 Hauptstr. 1\n{PRICE}"
    )
    assert labels(card) == COMING
    tom.press("Meeting info", on=card)
    assert "🟢 Accepted" in tom.screen.text
    tom.press("Reschedule", on=card)
    assert "choose a day." in tom.screen.text
    tom.press("Cancel", on=card)
    tom.press("Yes, cancel")
    assert "❌ Cancelled by Tom: <b>Massage, 60 min</b>" in people.olga.cards[-1].text


def test_confirmation_that_is_read_after_the_cancelling_says_so(people: People, accepted: int):
    people.change(accepted, Status.CANCELLED)
    people.ada.press_data(go("mine.confirmed", change=2))

    assert people.ada.screen.text == (
        "🟢 Confirmed: <b>Massage, 60 min</b> with Olga\nWed 2 Dec 2026, 10:00\n❌ Cancelled"
    )
    assert people.ada.labels == [["ℹ️ Meeting info"]]


def test_confirmation_that_is_read_after_a_move_says_to_when(people: People, accepted: int):
    move = people.request_move(accepted, TEN + DAY + HOUR)
    people.accept(move)
    people.ada.press_data(go("mine.confirmed", change=2))

    assert people.ada.screen.text.endswith(f"{PRICE}\n{TIMES}")
    assert people.ada.labels == COMING
    tap(people.ada, "🚫 Cancel")
    tap(people.ada, "Yes, cancel")
    assert people.status(move) == "cancelled"


@pytest.mark.parametrize("minutes", [0, 90])
def test_confirmation_offers_no_cancelling_once_it_is_too_late(
    people: People, clock: FixedClock, accepted: int, minutes: int
):
    people.change_rule("cancel_notice", minutes)
    clock.set(TEN - dt.timedelta(minutes=minutes) + (dt.timedelta(seconds=1) if minutes else HOUR * 0))
    people.ada.press_data(go("mine.confirmed", change=2))

    assert people.ada.labels == [["ℹ️ Meeting info"]]


def test_refusal_leads_to_another_time(people: People):
    people.request(TEN)
    people.olga.press("Decline", on=people.olga.cards[-1])
    card = people.ada.cards[-1]

    assert card.text == "🔴 Olga cannot take your request: <b>Massage, 60 min</b>\nWed 2 Dec 2026, 10:00"
    assert labels(card) == [["📅 Book another time"]]
    people.ada.press("Book another time", on=card)
    assert "choose a day." in people.ada.screen.text


def test_refusal_with_the_reason(people: People):
    people.change(people.request(TEN), Status.DECLINED, reason="Ill <3")

    assert people.ada.cards[-1].text.endswith("\nReason: Ill &lt;3")


def test_request_that_nobody_answered(people: People, clock: FixedClock):
    appointment = people.request(TEN)
    clock.set(TEN)
    run_task(
        people.stage.app,
        next(task for task in tasks_of(people.stage.app) if task.name == "scheduling.expire"),
    )
    people.stage.settle()

    assert people.status(appointment) == "declined"
    assert people.ada.cards[-1].text == (
        "🔴 Olga has not answered your request in time: <b>Massage, 60 min</b>\nWed 2 Dec 2026, 10:00"
    )


def test_request_of_a_client_who_was_blocked_is_declined_and_offers_no_other_time(people: People):
    appointment = people.request(TEN)
    people.block(people.ada)
    card = people.ada.cards[-1]

    assert people.status(appointment) == "declined"
    assert card.text == "🔴 Olga cannot take your request: <b>Massage, 60 min</b>\nWed 2 Dec 2026, 10:00"
    assert labels(card) == []


def test_cancelled_by_the_professional_with_the_reason(people: People, accepted: int):
    people.change(accepted, Status.CANCELLED, reason="Ill <3")
    card = people.ada.cards[-1]

    assert card.text == (
        "❌ Cancelled by Olga: <b>Massage, 60 min</b>\nWed 2 Dec 2026, 10:00\nReason: Ill &lt;3"
    )
    assert labels(card) == [["ℹ️ Meeting info"]]
    people.ada.press("Meeting info", on=card)
    assert "❌ Cancelled" in people.ada.screen.text


def test_booked_by_the_professional(people: People):
    people.book_for(TEN)
    card = people.ada.cards[-1]

    assert card.text == (
        f"🟢 Olga has booked for you: <b>Massage, 60 min</b>\nWed 2 Dec 2026, 10:00\n{PRICE}"
    )
    assert labels(card) == COMING


def test_move_that_was_accepted(people: People, accepted: int):
    move = people.request_move(accepted, TEN + DAY + HOUR)
    people.accept(move)
    card = people.ada.cards[-1]

    assert card.text == (
        f"🟢 Olga has accepted your new time: <b>Massage, 60 min</b>, {TIMES}\nThu 3 Dec 2026, 11:00\n{PRICE}"
    )
    assert labels(card) == COMING
    assert len(people.ada.cards) == 2  # of the one that was moved there is no message


def test_move_that_was_declined(people: People, accepted: int):
    move = people.request_move(accepted, TEN + DAY + HOUR)
    people.change(move, Status.DECLINED, reason="Full")
    card = people.ada.cards[-1]

    assert card.text == (
        f"🔴 Olga cannot take your new time: <b>Massage, 60 min</b>, {TIMES}\n"
        "It stays at the old time: Wed 2 Dec 2026, 10:00\nReason: Full"
    )
    assert labels(card) == [["ℹ️ Meeting info"]]
    people.ada.press("Meeting info", on=card)
    assert "🟢 Accepted" in people.ada.screen.text


def test_move_that_was_declined_after_the_old_one_was_cancelled(people: People, accepted: int):
    move = people.request_move(accepted, TEN + DAY + HOUR)
    people.change(accepted, Status.CANCELLED)
    people.change(move, Status.DECLINED)
    card = people.ada.cards[-1]

    assert card.text == f"🔴 Olga cannot take your new time: <b>Massage, 60 min</b>, {TIMES}"
    assert labels(card) == [["📅 Book another time"]]


def test_move_that_nobody_answered(people: People, clock: FixedClock, accepted: int):
    people.request_move(accepted, TEN + DAY + HOUR)
    clock.set(TEN)
    run_task(
        people.stage.app,
        next(task for task in tasks_of(people.stage.app) if task.name == "scheduling.expire"),
    )
    people.stage.settle()

    assert people.ada.cards[-1].text == (
        f"🔴 Olga has not answered in time: <b>Massage, 60 min</b>, {TIMES}\n"
        "It stays at the old time: Wed 2 Dec 2026, 10:00"
    )


def test_moved_by_the_professional(people: People, accepted: int):
    people.amend(accepted, lambda amendments, row, olga: amendments.move(row, TEN + DAY + HOUR, olga))
    card = people.ada.cards[-1]

    assert card.text == (
        f"🔁 Olga has moved: <b>Massage, 60 min</b>, {TIMES}\nThu 3 Dec 2026, 11:00\n{PRICE}"
    )
    assert labels(card) == COMING


def test_service_changed_by_the_professional(people: People, accepted: int, long_massage: int):
    def change(amendments: AmendmentService, row: Appointment, olga: Account) -> None:
        amendments.change_service(row, object_session(row).get_one(Service, long_massage), olga)

    people.amend(accepted, change)
    card = people.ada.cards[-1]

    assert card.text == (
        "✏️ Changed by Olga: Massage, 60 min → <b>Long massage, 90 min</b>\n"
        "Wed 2 Dec 2026, 10:00\nPrice €80.00"
    )
    assert labels(card) == COMING


def test_length_changed_by_the_professional(people: People, accepted: int):
    people.amend(accepted, lambda amendments, row, olga: amendments.change_minutes(row, 45, olga))

    assert people.ada.cards[-1].text == (
        f"✏️ Changed by Olga: Massage, 60 min → <b>Massage, 45 min</b>\nWed 2 Dec 2026, 10:00\n{PRICE}"
    )


def test_location_with_a_link(people: People, accepted: int):
    link = "https://meet.example/5"
    people.amend(accepted, lambda amendments, row, olga: amendments.locate(row, olga, f"Call <me> {link}"))
    card = people.ada.cards[-1]

    assert card.text == (
        f"📍 Location of 2 Dec, 10:00: Call &lt;me&gt; {link}\n<b>Massage, 60 min</b> with Olga"
    )
    assert labels(card) == [["🔗 Open link"], ["ℹ️ Meeting info"]]
    assert card.rows[0][0].target.url == link


def test_location_on_the_map(people: People, accepted: int):
    people.amend(accepted, lambda amendments, row, olga: amendments.locate(row, olga, place=(52.5, 13.4)))
    card = people.ada.cards[-1]

    assert card.text.startswith("📍 Location of 2 Dec, 10:00: on the map\n")
    assert labels(card) == [["🗺 Open map"], ["ℹ️ Meeting info"]]
    assert (
        card.rows[0][0].target.url == "https://www.google.com/maps/search/?api=1&query=52.500000%2C13.400000"
    )


def test_completed_leads_to_the_next_booking(people: People, clock: FixedClock, accepted: int):
    clock.set(TEN + HOUR)
    people.change(accepted, Status.COMPLETED)
    card = people.ada.cards[-1]

    assert card.text == (
        "✅ Completed: <b>Massage, 60 min</b> with Olga\nWed 2 Dec 2026, 10:00\n"
        f"{PRICE} · paid 0.00 · balance 50.00"
    )
    assert labels(card) == [["📅 Book again"]]
    people.ada.press("Book again", on=card)
    assert "choose a day." in people.ada.screen.text


def test_messages_are_for_their_client_alone(people: People, accepted: int):
    ben = people.add_client("Ben")
    people.amend(accepted, lambda amendments, row, olga: amendments.change_minutes(row, 45, olga))
    for name, args in (
        ("mine.confirmed", {"change": 2}),
        ("mine.amended", {"amendment": 1}),
        ("mine.located", {"appointment": accepted}),
    ):
        ben.press_data(go(name, **args))

        assert ben.screen.notice.text == "Not available."
