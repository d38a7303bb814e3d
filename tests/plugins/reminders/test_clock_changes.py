"""Reminders across a change of the clocks: 24 real hours before, and the right time on the card."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest
from tests.plugins.reminders.people import NIGHT, ReminderPeople
from tests.words import city, written

from kalenner.people import AccountService
from kalenner.testing import Person
from kalenner_reminders.due_times import Preferences, QuietHours
from kalenner_reminders.services import ReminderService
from kalenner_scheduling.working_hours.services import WorkingHoursService

JUNE, SEPTEMBER = written("2027-06-01", "MMM"), written("2027-09-01", "MMM")
PAGO_PAGO, KIRITIMATI = city("Pacific/Pago_Pago"), city("Pacific/Kiritimati")


@pytest.mark.parametrize(
    ("zone", "start", "reminded", "line"),
    [
        ("Europe/Berlin", "2027-03-28 10:00", "2027-03-27 09:00", "Sun 28 Mar 2027, 10:00"),
        ("Europe/Berlin", "2026-10-25 10:00", "2026-10-24 11:00", "Sun 25 Oct 2026, 10:00"),
        ("Australia/Lord_Howe", "2027-04-04 10:00", "2027-04-03 10:30", "Sun 4 Apr 2027, 10:00"),
        ("Australia/Lord_Howe", "2026-10-04 10:00", "2026-10-03 09:30", "Sun 4 Oct 2026, 10:00"),
        ("Pacific/Chatham", "2027-04-04 10:00", "2027-04-03 11:00", "Sun 4 Apr 2027, 10:00"),
        ("Pacific/Chatham", "2026-09-27 10:00", "2026-09-26 09:00", f"Sun 27 {SEPTEMBER} 2026, 10:00"),
    ],
)
def test_24_hours_before(people: ReminderPeople, zone: str, start: str, reminded: str, line: str) -> None:
    def local(text: str) -> dt.datetime:
        return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)

    people.clock.set(local(start) - dt.timedelta(days=9))
    nina = people.add_professional("Nina", zone=zone)
    bea = people.add_client("Bea", zone=zone, of=nina)

    def work_on_sundays(request):
        provider = request.find_service(AccountService).find("fake", nina.subject).provider
        request.find_service(WorkingHoursService).add_periods(provider, 6, [(9 * 60, 12 * 60)])

    people.stage.run(work_on_sundays)
    appointment_id = people.request(local(start), bea, of=nina)
    people.accept(appointment_id, by=nina)
    people.forget()

    assert people.waiting(appointment_id) == [local(reminded)]
    assert local(start) - local(reminded) == dt.timedelta(hours=24)
    for moment in (local(reminded) - dt.timedelta(minutes=1), local(reminded)):
        assert people.reminded(bea) == []
        people.clock.set(moment)
        people.run()
    assert people.reminded(bea) == [line]


@dataclass(frozen=True)
class ClockChange:
    """An appointment after a change of the clocks, and when a client is reminded of it. Instants are in UTC."""

    zone: str
    client_zone: str
    start: str
    due: list[str]
    """24 and 2 hours before."""
    due_with_quiet: list[str]
    """The same where it is quiet for the client from 22:00 to 8:00."""
    line: str


CAIRO_WITHOUT_MIDNIGHT = ClockChange(  # 30 April begins at 1:00, with this appointment
    zone="Africa/Cairo",
    client_zone="Africa/Cairo",
    start="2027-04-29 22:00",
    due=["2027-04-28 22:00", "2027-04-29 20:00"],
    due_with_quiet=["2027-04-29 06:00", "2027-04-29 20:00"],  # 8:00, and 22:00, when it becomes quiet
    line="Fri 30 Apr 2027, 1:00",
)
CAIRO_MORNING_AFTER = ClockChange(  # 8:30 the day before, on the clock as it was then
    zone="Africa/Cairo",
    client_zone="Africa/Cairo",
    start="2027-04-30 06:30",
    due=["2027-04-29 06:30", "2027-04-30 04:30"],
    due_with_quiet=["2027-04-29 06:30", "2027-04-30 05:00"],
    line="Fri 30 Apr 2027, 9:30",
)
CAIRO_HOUR_THAT_COMES_TWICE = ClockChange(
    zone="Africa/Cairo",
    client_zone="Africa/Cairo",
    start="2027-10-28 21:00",
    due=["2027-10-27 21:00", "2027-10-28 19:00"],
    due_with_quiet=["2027-10-28 05:00", "2027-10-28 19:00"],
    line="Thu 28 Oct 2027, 23:00 (UTC+02:00)",
)
CAIRO_FOR_BERLIN = ClockChange(  # an hour apart the day before, the same clock that day
    zone="Africa/Cairo",
    client_zone="Europe/Berlin",
    start="2027-10-29 07:00",
    due=["2027-10-28 07:00", "2027-10-29 05:00"],
    due_with_quiet=["2027-10-28 07:00", "2027-10-29 06:00"],
    line="Fri 29 Oct 2027, 9:00",
)
SANTIAGO_WITHOUT_MIDNIGHT = ClockChange(
    zone="America/Santiago",
    client_zone="America/Santiago",
    start="2027-09-05 04:00",
    due=["2027-09-04 04:00", "2027-09-05 02:00"],
    due_with_quiet=["2027-09-04 12:00", "2027-09-05 02:00"],
    line=f"Sun 5 {SEPTEMBER} 2027, 1:00",
)
SANTIAGO_MORNING_AFTER = ClockChange(
    zone="America/Santiago",
    client_zone="America/Santiago",
    start="2027-09-05 12:30",
    due=["2027-09-04 12:30", "2027-09-05 10:30"],
    due_with_quiet=["2027-09-04 12:30", "2027-09-05 11:00"],
    line=f"Sun 5 {SEPTEMBER} 2027, 9:30",
)
SANTIAGO_FOR_NEW_YORK = (
    ClockChange(  # the same clock that day; the day before, 8:00 is an hour later for the client
        zone="America/Santiago",
        client_zone="America/New_York",
        start="2027-04-04 03:00",
        due=["2027-04-03 03:00", "2027-04-04 01:00"],
        due_with_quiet=["2027-04-03 12:00", "2027-04-04 01:00"],
        line="Sat 3 Apr 2027, 23:00",
    )
)
KIRITIMATI_FOR_PAGO_PAGO = (
    ClockChange(  # 25 hours apart: it is the evening of Monday where the client becomes quiet
        zone="Pacific/Kiritimati",
        client_zone="Pacific/Pago_Pago",
        start="2027-06-01 19:00",
        due=["2027-05-31 19:00", "2027-06-01 17:00"],
        due_with_quiet=["2027-05-31 19:00", "2027-06-01 09:00"],
        line=f"Tue 1 {JUNE} 2027, 8:00 ({PAGO_PAGO}) · Wed 2 {JUNE}, 9:00 ({KIRITIMATI})",
    )
)
CLOCK_CHANGES = {
    name.lower(): value for name, value in list(globals().items()) if isinstance(value, ClockChange)
}


def utc(text: str) -> dt.datetime:
    """Return an instant from "2027-04-29 22:00"."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def book(people: ReminderPeople, clock_change: ClockChange, preferences: Preferences) -> tuple[Person, int]:
    """Let a client book with a professional who works day and night; return the client and the appointment."""
    people.clock.set(utc(clock_change.start) - dt.timedelta(days=9))
    nina = people.add_professional("Nina", zone=clock_change.zone)
    bea = people.add_client("Bea", zone=clock_change.client_zone, of=nina)

    def prepare(request):
        provider = request.find_service(AccountService).find("fake", nina.subject).provider
        hours = request.find_service(WorkingHoursService)
        for weekday in range(7):
            hours.take_day_off(provider, weekday)
            hours.add_periods(provider, weekday, [(0, 24 * 60)])
        request.find_service(ReminderService).set_preferences(provider, preferences)

    people.stage.run(prepare)
    appointment_id = people.request(utc(clock_change.start), bea, of=nina)
    people.accept(appointment_id, by=nina)
    people.forget()
    return bea, appointment_id


@pytest.mark.parametrize("quiet", [None, NIGHT], ids=["never_quiet", "quiet_at_night"])
@pytest.mark.parametrize("clock_change", CLOCK_CHANGES.values(), ids=CLOCK_CHANGES.keys())
def test_real_hours_before_and_the_clients_clock(
    people: ReminderPeople, clock_change: ClockChange, quiet: QuietHours | None
) -> None:
    bea, appointment_id = book(people, clock_change, Preferences((1440, 120), quiet))
    due = [utc(text) for text in (clock_change.due_with_quiet if quiet else clock_change.due)]

    assert people.waiting(appointment_id) == due
    for number, moment in enumerate(due):
        people.clock.set(moment - dt.timedelta(minutes=1))
        people.run()
        assert people.reminded(bea) == [clock_change.line] * number
        people.clock.set(moment)
        people.run()
        assert people.reminded(bea) == [clock_change.line] * (number + 1)


@pytest.mark.parametrize(
    ("zone", "start", "due"),
    [
        ("Africa/Cairo", "2027-04-30 01:00", "2027-04-29 22:00"),
        ("America/Santiago", "2027-09-05 07:00", "2027-09-05 04:00"),
    ],
)
def test_quiet_until_a_midnight_that_does_not_come(
    people: ReminderPeople, zone: str, start: str, due: str
) -> None:
    """Five hours before 4:00 it is 22:00; what is quiet until 24:00 ends when the next day begins, at 1:00."""
    clock_change = ClockChange(zone, zone, start, [], [], "")
    _bea, appointment_id = book(people, clock_change, Preferences((300,), QuietHours(20 * 60, 0)))

    assert people.waiting(appointment_id) == [utc(due)]
