"""A client asks for another time."""

import datetime as dt

import pytest
from pyramid.request import Request
from tests.plugins.scheduling.appointments.test_screens_booking import times
from tests.plugins.scheduling.many_appointments import HOUR, is_sqlite, shown, stand
from tests.plugins.scheduling.people import People, notice_of, tap

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


def ask(people: People, time: str = "11:00", day: str = "3") -> int:
    """Let Ada ask for another time of her appointment; return the request's id."""
    open_times(people.ada, day)
    tap(people.ada, time)
    tap(people.ada, "✉️ Send request")
    return max(everything(people))


def everything(people: People) -> dict[int, tuple[str, str]]:
    """Return status and start, as Berlin reads it, of each appointment."""

    def look(request: Request) -> dict[int, tuple[str, str]]:
        appointments = request.dbsession.query(Appointment).order_by(Appointment.id)
        return {
            appointment.id: (appointment.status, f"{appointment.starts_at + HOUR:%-d %-H:%M}")
            for appointment in appointments
        }

    return people.read(look)


def take(people: People, starts_at: dt.datetime) -> None:
    people.request(starts_at, client=people.add_client("Ben"))


def test_from_tap_to_request(people: People, booked: int):
    open_card(people.ada)
    tap(people.ada, "🔁 Reschedule")
    heading = "🔁 <b>Reschedule</b>\n<b>Massage, 60 min</b> with Olga\nWed 2 Dec 2026, 10:00\n\n"
    assert people.ada.screen.text == (
        f"{heading}Take one of the next free times, or choose a day.\n\nAll times are in your time zone: Berlin."
    )
    assert people.ada.labels[5] == [" ", "–", "2", "3", "4", "–", "–"]
    tap(people.ada, "3")
    assert people.ada.screen.text.startswith(f"{heading}Free times on <b>Thu 3 Dec 2026</b>:")
    assert times(people.ada) == ["9:00", "9:30", "10:00", "10:30", "11:00"]
    tap(people.ada, "11:00")
    assert people.ada.screen.text == (
        "🔁 <b>Reschedule</b>\n<b>Massage, 60 min</b> with Olga\n2 Dec 10:00 → 3 Dec 11:00\n"
        "Thu 3 Dec 2026, 11:00\n\nYour appointment stays as it is until Olga accepts."
    )
    assert people.ada.labels == [["✉️ Send request"], ["Change time"]]
    tap(people.ada, "Change time")
    tap(people.ada, "11:00")
    tap(people.ada, "✉️ Send request")

    assert people.ada.screen.text == (
        "Request sent 🟡\n\n<b>Massage, 60 min</b> with Olga\n🔁 2 Dec 10:00 → 3 Dec 11:00\n"
        "Thu 3 Dec 2026, 11:00\n\n"
        "Your appointment stays as it is until Olga accepts. You get a message as soon as you are answered."
    )
    assert people.ada.labels == [["🗓️ My appointments"]]
    assert everything(people) == {booked: ("accepted", "2 10:00"), booked + 1: ("pending", "3 11:00")}
    assert "2 Dec 10:00 → 3 Dec 11:00" in people.olga.cards[-1].text


def test_what_the_appointment_holds_is_free_for_its_move(people: People, booked: int):
    open_times(people.ada, "2")

    # but not the time at which it is
    assert times(people.ada) == ["9:00", "9:30", "10:30", "11:00"]
    tap(people.ada, "10:30")
    tap(people.ada, "✉️ Send request")
    assert everything(people)[booked + 1] == ("pending", "2 10:30")


def test_another_month_and_the_way_back(people: People, booked: int):
    open_card(people.ada)
    tap(people.ada, "🔁 Reschedule")
    tap(people.ada, "›")
    assert people.ada.labels[0] == ["‹", "January 2027", "›"]
    tap(people.ada, "4")
    assert people.ada.screen.back == go("mine.move_days", appointment=booked, month=dt.date(2027, 1, 1))
    people.ada.press_data(people.ada.screen.back)

    assert people.ada.screen.back == go("mine.card", appointment=booked)


def test_the_month_of_the_appointment_is_shown_first(people: People):
    people.request(TEN + 35 * DAY)
    open_card(people.ada)
    tap(people.ada, "🔁 Reschedule")

    assert people.ada.labels[0] == ["‹", "January 2027", "›"]


def test_a_month_without_free_times_leads_to_the_next(people: People, booked: int):
    people.change_rule("notice", 31 * 24 * 60)
    open_card(people.ada)
    tap(people.ada, "🔁 Reschedule")
    assert "No free times in December.\n\nPlease ask at least 744 hours ahead." in people.ada.screen.text
    tap(people.ada, "Next month")

    assert people.ada.labels[0] == ["‹", "January 2027", "›"]
    assert people.status(booked) == "accepted"


def test_asking_again_takes_the_place_of_what_was_asked(people: People, booked: int):
    first = ask(people)
    second = ask(people, "9:30", "4")

    assert everything(people) == {
        booked: ("accepted", "2 10:00"),
        first: ("cancelled", "3 11:00"),
        second: ("pending", "4 9:30"),
    }
    people.ada.press_data(go("mine.move", appointment=second))
    assert people.ada.screen.at is not None
    assert people.ada.screen.at.args["appointment"] == booked


def test_taken_meanwhile_shows_the_times_still_free_and_keeps_what_was_asked(people: People, booked: int):
    first = ask(people)
    open_times(people.ada, "4")
    tap(people.ada, "10:00")
    take(people, TEN + 2 * DAY)
    tap(people.ada, "✉️ Send request")

    assert notice_of(people.ada) == "Just taken. These times are still free."
    assert times(people.ada) == ["9:00", "11:00"]
    assert people.status(first) == "pending"
    tap(people.ada, "9:00")
    tap(people.ada, "✉️ Send request")
    assert [status for status, _start in everything(people).values()] == [
        *("accepted", "cancelled", "pending", "pending")
    ]


def test_a_time_that_passed_meanwhile_is_said_so(people: People, clock: FixedClock):
    people.request(TEN + DAY)
    open_times(people.ada, "2")
    tap(people.ada, "9:30")
    clock.set(TEN - HOUR / 4)
    tap(people.ada, "✉️ Send request")

    assert notice_of(people.ada) == "This time has passed."
    assert times(people.ada) == ["10:00", "10:30", "11:00"]


def test_too_late_is_said_with_what_remains_to_do(people: People, booked: int, clock: FixedClock):
    people.change_rule("cancel_notice", 120)
    open_times(people.ada)
    tap(people.ada, "11:00")
    clock.set(TEN - HOUR)
    tap(people.ada, "✉️ Send request")
    sentence = "It could be moved or cancelled until Wed 2 Dec 2026, 8:00."
    assert notice_of(people.ada) == sentence
    people.ada.press_data(go("mine.move", appointment=booked))

    assert notice_of(people.ada) == sentence
    assert len(everything(people)) == 1


def test_what_has_begun_cannot_be_moved(people: People, booked: int, clock: FixedClock):
    open_times(people.ada)
    tap(people.ada, "11:00")
    clock.set(TEN)
    tap(people.ada, "✉️ Send request")

    assert notice_of(people.ada) == "This time has passed."
    assert len(everything(people)) == 1


def test_what_was_cancelled_meanwhile_cannot_be_moved(people: People, booked: int):
    open_times(people.ada)
    tap(people.ada, "11:00")

    def cancel(request: Request) -> None:
        appointment = request.dbsession.get_one(Appointment, booked)
        service: AppointmentService = request.find_service(AppointmentService)
        service.cancel(appointment, appointment.provider.account)

    people.stage.run(cancel)
    tap(people.ada, "✉️ Send request")

    assert notice_of(people.ada) == "Already cancelled."
    assert people.ada.labels == [["📆 Cancel in calendar"], ["📅 Book again"]]


def test_a_blocked_client_is_told_so(people: People, booked: int):
    open_times(people.ada)
    tap(people.ada, "11:00")
    people.block(people.ada)
    tap(people.ada, "✉️ Send request")
    sentence = "Olga does not take bookings from you at the moment."
    assert notice_of(people.ada) == sentence
    tap(people.ada, "🔁 Reschedule")

    assert notice_of(people.ada) == sentence
    assert len(everything(people)) == 1


def test_a_move_accepted_at_once_is_said_to_be_confirmed(people: People, booked: int):
    people.change_rule("acceptance", "known")
    move = ask(people)

    assert people.ada.screen.text == (
        "🟢 Confirmed\n\n<b>Massage, 60 min</b> with Olga\n🔁 2 Dec 10:00 → 3 Dec 11:00\nThu 3 Dec 2026, 11:00"
    )
    assert everything(people) == {booked: ("cancelled", "2 10:00"), move: ("accepted", "3 11:00")}


def test_moving_what_was_not_accepted_promises_nothing(people: People):
    people.request(TEN)
    open_times(people.ada)
    tap(people.ada, "11:00")

    assert people.ada.screen.text.endswith("Thu 3 Dec 2026, 11:00")


def test_a_client_in_another_zone_reads_both_times(people: People):
    tom = people.add_client("Tom", "America/New_York")
    people.request(TEN, client=tom)
    open_card(tom, "4:00")
    tap(tom, "🔁 Reschedule")
    tap(tom, "3")
    tap(tom, "5:00")

    assert "2 Dec 4:00 → 3 Dec 5:00\nThu 3 Dec 2026, 5:00 (New York) · 11:00 (Berlin)" in tom.screen.text


def test_an_appointment_of_another_length_is_moved_as_long_as_it_is(people: People, booked: int):
    def lengthen(request: Request) -> None:
        appointment = request.dbsession.get_one(Appointment, booked)
        amendments: AmendmentService = request.find_service(AmendmentService)
        amendments.change_minutes(appointment, 120, appointment.provider.account)

    people.stage.run(lengthen)
    open_times(people.ada)

    assert times(people.ada) == ["9:00", "9:30", "10:00"]


@pytest.mark.parametrize("number", [0, 1, 9, 500])
def test_days_take_as_many_statements_however_much_is_booked(people: People, booked: int, number: int):
    stand(people, [TEN + 7 * DAY + count * HOUR for count in range(number)])
    press = go("mine.move_days", appointment=booked, month=dt.date(2026, 12, 1))

    savepoint = 0 if is_sqlite(people.stage) else 2
    assert shown(people.ada, press)[1] == 6 + savepoint


def test_moving_is_nobody_elses(people: People, booked: int):
    ben = people.add_client("Ben")
    for press in (
        go("mine.move", appointment=booked),
        go("mine.move_confirm", appointment=booked, starts_at=TEN + DAY),
    ):
        ben.press_data(press)
        assert notice_of(ben) == "Not available."
