"""Reminders across a change of the clocks: 24 real hours before, and the right time on the card."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from tests.plugins.reminders.bell import Bell

from kalenner.people import AccountService
from kalenner_scheduling.working_time import WorkingTimeService


@pytest.mark.parametrize(
    ("zone", "start", "reminded", "line"),
    [
        ("Europe/Berlin", "2027-03-28 10:00", "2027-03-27 09:00", "Sun 28 Mar 2027, 10:00"),
        ("Europe/Berlin", "2026-10-25 10:00", "2026-10-24 11:00", "Sun 25 Oct 2026, 10:00"),
        ("Australia/Lord_Howe", "2027-04-04 10:00", "2027-04-03 10:30", "Sun 4 Apr 2027, 10:00"),
        ("Australia/Lord_Howe", "2026-10-04 10:00", "2026-10-03 09:30", "Sun 4 Oct 2026, 10:00"),
        ("Pacific/Chatham", "2027-04-04 10:00", "2027-04-03 11:00", "Sun 4 Apr 2027, 10:00"),
        ("Pacific/Chatham", "2026-09-27 10:00", "2026-09-26 09:00", "Sun 27 Sept 2026, 10:00"),
    ],
)
def test_24_hours_before(bell: Bell, zone: str, start: str, reminded: str, line: str) -> None:
    def local(text: str) -> dt.datetime:
        return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)

    bell.clock.set(local(start) - dt.timedelta(days=9))
    nina = bell.add_professional("Nina", zone=zone)
    bea = bell.add_client("Bea", zone=zone, of=nina)

    def work_on_sundays(request):
        provider = request.find_service(AccountService).find("fake", nina.subject).provider
        request.find_service(WorkingTimeService).add_periods(provider, 6, [(9 * 60, 12 * 60)])

    bell.stage.run(work_on_sundays)
    made = bell.request(local(start), bea, of=nina)
    bell.accept(made, by=nina)
    bell.forget()

    assert bell.waiting(made) == [local(reminded)]
    assert local(start) - local(reminded) == dt.timedelta(hours=24)
    for moment in (local(reminded) - dt.timedelta(minutes=1), local(reminded)):
        assert bell.reminded(bea) == []
        bell.clock.set(moment)
        bell.run()
    assert bell.reminded(bea) == [line]
