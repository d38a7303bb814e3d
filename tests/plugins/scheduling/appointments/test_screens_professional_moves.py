"""[Reschedule]: the professional moves an appointment."""

import datetime as dt

import pytest
from tests.plugins.scheduling.town import Town, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.testing import go
from kalenner_scheduling.appointments.models import Appointment

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def appointment(town: Town) -> int:
    """Ada's appointment, accepted, on show."""
    appointment_id = town.request(TEN)
    town.accept(appointment_id)
    town.olga.press_data(go("appointments.card", appointment=appointment_id))
    return appointment_id


def start_of(town: Town, appointment: int) -> dt.datetime:
    return town.read(lambda request: request.dbsession.get_one(Appointment, appointment).starts_at)


def test_appointment_is_moved(town: Town, appointment: int):
    tap(town.olga, "🔁 Reschedule")
    assert town.olga.screen.text.startswith("🔁 <b>Massage, 60 min</b> with Ada\n\nChoose a day.")
    tap(town.olga, "3")
    tap(town.olga, "11:00")
    assert town.olga.screen.text == (
        "Move this appointment?\n\nAda · Massage, 60 min\n2 Dec 10:00 → 3 Dec 11:00\nThu 3 Dec 2026, 11:00"
    )
    tap(town.olga, "Confirm")

    assert notice_of(town.olga) == "Saved"
    assert start_of(town, appointment) == TEN + DAY + HOUR
    assert town.ada.cards[-1].text.startswith(
        "🔁 Olga has moved: <b>Massage, 60 min</b>, 2 Dec 10:00 → 3 Dec 11:00"
    )


def test_appointment_may_move_within_its_own_time(town: Town, appointment: int):
    tap(town.olga, "🔁 Reschedule")
    tap(town.olga, "2")

    assert [label for row in town.olga.labels for label in row] == ["09:00", "09:30", "10:30", "11:00"]


def test_rules_for_clients_do_not_bind_the_professional(town: Town, appointment: int):
    town.change_rule("notice", 60 * 24 * 60)
    town.change_rule("horizon", 1)
    tap(town.olga, "🔁 Reschedule")
    for _month in range(3):
        tap(town.olga, "›")
    tap(town.olga, "2")

    assert "Free times on <b>Tue 2 Mar 2027</b>:" in town.olga.screen.text


def test_time_that_was_taken_meanwhile(town: Town, appointment: int):
    tap(town.olga, "🔁 Reschedule")
    tap(town.olga, "3")
    tap(town.olga, "11:00")
    town.request(TEN + DAY + HOUR, town.add_client("Ben"))
    tap(town.olga, "Confirm")

    assert notice_of(town.olga) == "Just taken. These times are still free."
    assert [label for row in town.olga.labels for label in row] == ["09:00", "09:30", "10:00"]


def test_time_that_passed_meanwhile(town: Town, clock: FixedClock, appointment: int):
    tap(town.olga, "🔁 Reschedule")
    tap(town.olga, "2")
    tap(town.olga, "09:00")
    clock.set(TEN - HOUR)
    tap(town.olga, "Confirm")

    assert notice_of(town.olga) == "This time has passed."
    assert start_of(town, appointment) == TEN
