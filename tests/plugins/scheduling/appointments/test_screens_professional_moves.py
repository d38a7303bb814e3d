"""[Reschedule]: the professional moves an appointment."""

import datetime as dt

import pytest
from tests.plugins.scheduling.people import People, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.testing import go
from kalenner_scheduling.appointments.models import Appointment

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def appointment(people: People) -> int:
    """Ada's appointment, accepted, on show."""
    appointment_id = people.request(TEN)
    people.accept(appointment_id)
    people.olga.press_data(go("appointments.card", appointment=appointment_id))
    return appointment_id


def start_of(people: People, appointment: int) -> dt.datetime:
    return people.read(lambda request: request.dbsession.get_one(Appointment, appointment).starts_at)


def test_appointment_is_moved(people: People, appointment: int):
    tap(people.olga, "🔁 Reschedule")
    assert people.olga.screen.text.startswith(
        "🔁 <b>Massage, 60 min</b> with Ada\n\nTake one of the next free times"
    )
    tap(people.olga, "3")
    tap(people.olga, "11:00")
    assert people.olga.screen.text == (
        "Move this appointment?\n\nAda · Massage, 60 min\n2 Dec 10:00 → 3 Dec 11:00\nThu 3 Dec 2026, 11:00"
    )
    tap(people.olga, "Confirm")

    assert notice_of(people.olga) == "Saved"
    assert start_of(people, appointment) == TEN + DAY + HOUR
    assert people.ada.cards[-1].text.startswith(
        "🔁 Olga has moved: <b>Massage, 60 min</b>, 2 Dec 10:00 → 3 Dec 11:00"
    )


def test_appointment_may_move_within_its_own_time(people: People, appointment: int):
    tap(people.olga, "🔁 Reschedule")
    tap(people.olga, "2")

    assert [label for row in people.olga.labels for label in row] == ["9:00", "9:30", "10:30", "11:00"]


def test_rules_for_clients_do_not_bind_the_professional(people: People, appointment: int):
    people.change_rule("notice", 60 * 24 * 60)
    people.change_rule("horizon", 1)
    tap(people.olga, "🔁 Reschedule")
    for _month in range(3):
        tap(people.olga, "›")
    tap(people.olga, "2")

    assert "Free times on <b>Tue 2 Mar 2027</b>:" in people.olga.screen.text


def test_time_that_was_taken_meanwhile(people: People, appointment: int):
    tap(people.olga, "🔁 Reschedule")
    tap(people.olga, "3")
    tap(people.olga, "11:00")
    people.request(TEN + DAY + HOUR, people.add_client("Ben"))
    tap(people.olga, "Confirm")

    assert notice_of(people.olga) == "Just taken. These times are still free."
    assert [label for row in people.olga.labels for label in row] == ["9:00", "9:30", "10:00"]


def test_time_that_passed_meanwhile(people: People, clock: FixedClock, appointment: int):
    tap(people.olga, "🔁 Reschedule")
    tap(people.olga, "2")
    tap(people.olga, "9:00")
    clock.set(TEN - HOUR)
    tap(people.olga, "Confirm")

    assert notice_of(people.olga) == "This time has passed."
    assert start_of(people, appointment) == TEN
