"""A client asks for another time."""

import datetime as dt

import pytest
from pyramid.request import Request
from tests.plugins.scheduling.appointments.test_screens_booking import times
from tests.plugins.scheduling.many_appointments import HOUR, shown, stand
from tests.plugins.scheduling.town import Town, notice_of, tap

from kalenner.clock import FixedClock
from kalenner.testing import Person, go
from kalenner_scheduling.appointments.amendments import AmendmentService
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.services import AppointmentService

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
"""Wednesday, 10:00 in Berlin."""
DAY = dt.timedelta(days=1)


def open_card(person: Person, label: str = "10:00") -> None:
    person.send("/appointments")
    person.press(label)


def open_times(person: Person, day: str = "3") -> None:
    open_card(person)
    tap(person, "🔁 Reschedule")
    tap(person, day)


def ask(town: Town, time: str = "11:00", day: str = "3") -> int:
    """Let Ada ask for another time of her appointment; return the request's id."""
    open_times(town.ada, day)
    tap(town.ada, time)
    tap(town.ada, "✉️ Send request")
    return max(everything(town))


def everything(town: Town) -> dict[int, tuple[str, str]]:
    """Return status and start, as Berlin reads it, of each appointment."""

    def look(request: Request) -> dict[int, tuple[str, str]]:
        appointments = request.dbsession.query(Appointment).order_by(Appointment.id)
        return {
            appointment.id: (appointment.status, f"{appointment.starts_at + HOUR:%-d %H:%M}")
            for appointment in appointments
        }

    return town.read(look)


def take(town: Town, starts_at: dt.datetime) -> None:
    town.request(starts_at, client=town.add_client("Ben"))


def test_from_tap_to_request(town: Town, booked: int):
    open_card(town.ada)
    tap(town.ada, "🔁 Reschedule")
    heading = "🔁 <b>Reschedule</b>\n<b>Massage, 60 min</b> with Olga\nWed 2 Dec 2026, 10:00\n\n"
    assert town.ada.screen.text == (f"{heading}Choose a day.\n\nAll times are in your time zone: Berlin.")
    assert town.ada.labels[2] == [" ", "·", "2", "3", "4", "·", "·"]
    tap(town.ada, "3")
    assert town.ada.screen.text.startswith(f"{heading}Free times on <b>Thu 3 Dec 2026</b>:")
    assert times(town.ada) == ["09:00", "09:30", "10:00", "10:30", "11:00"]
    tap(town.ada, "11:00")
    assert town.ada.screen.text == (
        "🔁 <b>Reschedule</b>\n<b>Massage, 60 min</b> with Olga\n2 Dec 10:00 → 3 Dec 11:00\n"
        "Thu 3 Dec 2026, 11:00\n\nYour appointment stays as it is until Olga accepts."
    )
    assert town.ada.labels == [["✉️ Send request"], ["Change time"]]
    tap(town.ada, "Change time")
    tap(town.ada, "11:00")
    tap(town.ada, "✉️ Send request")

    assert town.ada.screen.text == (
        "Request sent 🟡\n\n<b>Massage, 60 min</b> with Olga\n🔁 2 Dec 10:00 → 3 Dec 11:00\n"
        "Thu 3 Dec 2026, 11:00\n\n"
        "Your appointment stays as it is until Olga accepts. You get a message as soon as you are answered."
    )
    assert town.ada.labels == [["🗓️ My appointments"]]
    assert everything(town) == {booked: ("accepted", "2 10:00"), booked + 1: ("pending", "3 11:00")}
    assert "2 Dec 10:00 → 3 Dec 11:00" in town.olga.cards[-1].text


def test_what_the_appointment_holds_is_free_for_its_move(town: Town, booked: int):
    open_times(town.ada, "2")

    # but not the time at which it is
    assert times(town.ada) == ["09:00", "09:30", "10:30", "11:00"]
    tap(town.ada, "10:30")
    tap(town.ada, "✉️ Send request")
    assert everything(town)[booked + 1] == ("pending", "2 10:30")


def test_another_month_and_the_way_back(town: Town, booked: int):
    open_card(town.ada)
    tap(town.ada, "🔁 Reschedule")
    tap(town.ada, "›")
    assert town.ada.labels[0] == ["‹", "January 2027", "›"]
    tap(town.ada, "4")
    assert town.ada.screen.back == go("mine.move_days", appointment=booked, month=dt.date(2027, 1, 1))
    town.ada.press_data(town.ada.screen.back)

    assert town.ada.screen.back == go("mine.card", appointment=booked)


def test_the_month_of_the_appointment_is_shown_first(town: Town):
    town.request(TEN + 35 * DAY)
    open_card(town.ada)
    tap(town.ada, "🔁 Reschedule")

    assert town.ada.labels[0] == ["‹", "January 2027", "›"]


def test_a_month_without_free_times_leads_to_the_next(town: Town, booked: int):
    town.change_rule("notice", 31 * 24 * 60)
    open_card(town.ada)
    tap(town.ada, "🔁 Reschedule")
    assert "No free times in December.\n\nPlease ask at least 744 hours ahead." in town.ada.screen.text
    tap(town.ada, "Next month")

    assert town.ada.labels[0] == ["‹", "January 2027", "›"]
    assert town.status(booked) == "accepted"


def test_asking_again_takes_the_place_of_what_was_asked(town: Town, booked: int):
    first = ask(town)
    second = ask(town, "09:30", "4")

    assert everything(town) == {
        booked: ("accepted", "2 10:00"),
        first: ("cancelled", "3 11:00"),
        second: ("pending", "4 09:30"),
    }
    town.ada.press_data(go("mine.move", appointment=second))
    assert town.ada.screen.at is not None
    assert town.ada.screen.at.args["appointment"] == booked


def test_taken_meanwhile_shows_the_times_still_free_and_keeps_what_was_asked(town: Town, booked: int):
    first = ask(town)
    open_times(town.ada, "4")
    tap(town.ada, "10:00")
    take(town, TEN + 2 * DAY)
    tap(town.ada, "✉️ Send request")

    assert notice_of(town.ada) == "Just taken. These times are still free."
    assert times(town.ada) == ["09:00", "11:00"]
    assert town.status(first) == "pending"
    tap(town.ada, "09:00")
    tap(town.ada, "✉️ Send request")
    assert [status for status, _start in everything(town).values()] == [
        *("accepted", "cancelled", "pending", "pending")
    ]


def test_a_time_that_passed_meanwhile_is_said_so(town: Town, clock: FixedClock):
    town.request(TEN + DAY)
    open_times(town.ada, "2")
    tap(town.ada, "09:30")
    clock.set(TEN - HOUR / 4)
    tap(town.ada, "✉️ Send request")

    assert notice_of(town.ada) == "This time has passed."
    assert times(town.ada) == ["10:00", "10:30", "11:00"]


def test_too_late_is_said_with_what_remains_to_do(town: Town, booked: int, clock: FixedClock):
    town.change_rule("cancel_notice", 120)
    open_times(town.ada)
    tap(town.ada, "11:00")
    clock.set(TEN - HOUR)
    tap(town.ada, "✉️ Send request")
    sentence = "It could be moved or cancelled until Wed 2 Dec 2026, 08:00. Please write to Olga."
    assert notice_of(town.ada) == sentence
    town.ada.press_data(go("mine.move", appointment=booked))

    assert notice_of(town.ada) == sentence
    assert len(everything(town)) == 1


def test_what_has_begun_cannot_be_moved(town: Town, booked: int, clock: FixedClock):
    open_times(town.ada)
    tap(town.ada, "11:00")
    clock.set(TEN)
    tap(town.ada, "✉️ Send request")

    assert notice_of(town.ada) == "This time has passed."
    assert len(everything(town)) == 1


def test_what_was_cancelled_meanwhile_cannot_be_moved(town: Town, booked: int):
    open_times(town.ada)
    tap(town.ada, "11:00")

    def cancel(request: Request) -> None:
        appointment = request.dbsession.get_one(Appointment, booked)
        service: AppointmentService = request.find_service(AppointmentService)
        service.cancel(appointment, appointment.provider.account)

    town.stage.run(cancel)
    tap(town.ada, "✉️ Send request")

    assert notice_of(town.ada) == "Already cancelled."
    assert town.ada.labels == [["📆 Remove from calendar"], ["📅 Book again"]]


def test_a_blocked_client_is_told_so(town: Town, booked: int):
    open_times(town.ada)
    tap(town.ada, "11:00")
    town.block(town.ada)
    tap(town.ada, "✉️ Send request")
    sentence = "Olga does not take bookings from you at the moment. Please write to them directly."
    assert notice_of(town.ada) == sentence
    tap(town.ada, "🔁 Reschedule")

    assert notice_of(town.ada) == sentence
    assert len(everything(town)) == 1


def test_a_move_accepted_at_once_is_said_to_be_confirmed(town: Town, booked: int):
    town.change_rule("acceptance", "known")
    move = ask(town)

    assert town.ada.screen.text == (
        "🟢 Confirmed\n\n<b>Massage, 60 min</b> with Olga\n🔁 2 Dec 10:00 → 3 Dec 11:00\nThu 3 Dec 2026, 11:00"
    )
    assert everything(town) == {booked: ("cancelled", "2 10:00"), move: ("accepted", "3 11:00")}


def test_moving_what_was_not_accepted_promises_nothing(town: Town):
    town.request(TEN)
    open_times(town.ada)
    tap(town.ada, "11:00")

    assert town.ada.screen.text.endswith("Thu 3 Dec 2026, 11:00")


def test_a_client_in_another_zone_reads_both_times(town: Town):
    tom = town.add_client("Tom", "America/New_York")
    town.request(TEN, client=tom)
    open_card(tom, "04:00")
    tap(tom, "🔁 Reschedule")
    tap(tom, "3")
    tap(tom, "05:00")

    assert "2 Dec 04:00 → 3 Dec 05:00\nThu 3 Dec 2026, 05:00 (New York) · 11:00 (Berlin)" in tom.screen.text


def test_an_appointment_of_another_length_is_moved_as_long_as_it_is(town: Town, booked: int):
    def lengthen(request: Request) -> None:
        appointment = request.dbsession.get_one(Appointment, booked)
        amendments: AmendmentService = request.find_service(AmendmentService)
        amendments.change_minutes(appointment, 120, appointment.provider.account)

    town.stage.run(lengthen)
    open_times(town.ada)

    assert times(town.ada) == ["09:00", "09:30", "10:00"]


@pytest.mark.parametrize("number", [0, 1, 9, 500])
def test_days_take_as_many_statements_however_much_is_booked(town: Town, booked: int, number: int):
    stand(town, [TEN + 7 * DAY + count * HOUR for count in range(number)])
    press = go("mine.move_days", appointment=booked, month=dt.date(2026, 12, 1))

    assert shown(town.ada, press)[1] == 8


def test_moving_is_nobody_elses(town: Town, booked: int):
    ben = town.add_client("Ben")
    for press in (
        go("mine.move", appointment=booked),
        go("mine.move_confirm", appointment=booked, starts_at=TEN + DAY),
    ):
        ben.press_data(press)
        assert notice_of(ben) == "Not available."
