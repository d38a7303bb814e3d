"""Clocks that change, on both sides: what is offered, booked, shown and blocked. Every instant is written out.

The massage takes 60 minutes, and appointments may start every 30. Where the clocks go forward, a period loses
what is skipped; where they go back, it gains what comes twice.
"""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import pytest
from pyramid.request import Request
from tests.plugins.scheduling.many_appointments import provider_of
from tests.plugins.scheduling.people import People, tap
from tests.plugins.scheduling.practice import Practice
from tests.words import city, written

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.testing import Person, go
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.availability.slots import by_local_day
from kalenner_scheduling.catalogue.queries import list_services
from kalenner_scheduling.time_off.models import Away, ClosureKind
from kalenner_scheduling.time_off.services import TimeOffService
from kalenner_scheduling.working_hours.hours_text import spans_of
from kalenner_scheduling.working_hours.services import WorkingHoursService

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HOUR = dt.timedelta(hours=1)
SEPTEMBER = written("2027-09-01", "MMM")
ONE_DAY = dt.timedelta(days=1)


def utc(text: str) -> dt.datetime:
    """Return an instant from "2027-03-28 01:00"."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class ClockChange:
    """Working hours over a change of the clocks, for a professional and a client elsewhere."""

    zone: str
    day: str
    hours: str
    offered: list[str]
    """On the professional's clock."""
    client_zone: str
    client_day: str
    client_offered: list[str]
    press: str
    """The button of the client who books."""
    starts_at: str
    """In UTC."""
    for_client: str
    for_professional: str
    """What both read, with `{here}` for the professional's city and `{theirs}` for the client's."""

    def read(self, text: str) -> str:
        """Return one of the two with the words of the library."""
        return text.format(here=city(self.zone), theirs=city(self.client_zone), september=SEPTEMBER)


BERLIN_SPRING = ClockChange(
    zone="Europe/Berlin",
    day="2027-03-28",
    hours="1:00-4:00",
    offered=["1:00", "1:30", "3:00"],
    client_zone="America/New_York",
    client_day="2027-03-27",
    client_offered=["20:00", "20:30", "21:00"],
    press="20:30",
    starts_at="2027-03-28 00:30",
    for_client="Sat 27 Mar 2027, 20:30 ({theirs}) · Sun 28 Mar, 1:30 ({here})",
    for_professional="Sun 28 Mar 2027, 1:30 ({here}) · Sat 27 Mar, 20:30 ({theirs})",
)
BERLIN_AUTUMN = ClockChange(
    zone="Europe/Berlin",
    day="2027-10-31",
    hours="1:00-4:00",
    offered=[
        "1:00",
        "1:30",
        "2:00 (+02:00)",
        "2:30 (+02:00)",
        "2:00 (+01:00)",
        "2:30 (+01:00)",
        "3:00",
    ],
    client_zone="America/New_York",
    client_day="2027-10-30",
    client_offered=["19:00", "19:30", "20:00", "20:30", "21:00", "21:30", "22:00"],
    press="21:30",
    starts_at="2027-10-31 01:30",
    for_client="Sat 30 Oct 2027, 21:30 ({theirs}) · Sun 31 Oct, 2:30 (UTC+01:00) ({here})",
    for_professional="Sun 31 Oct 2027, 2:30 (UTC+01:00) ({here}) · Sat 30 Oct, 21:30 ({theirs})",
)
LORD_HOWE_SPRING = ClockChange(  # half an hour is skipped, and Sydney skips an hour soon after
    zone="Australia/Lord_Howe",
    day="2027-10-03",
    hours="1:00-4:00",
    offered=["1:00", "1:30", "2:30", "3:00"],
    client_zone="Australia/Sydney",
    client_day="2027-10-03",
    client_offered=["0:30", "1:00", "1:30", "3:00"],
    press="3:00",
    starts_at="2027-10-02 16:00",
    for_client="Sun 3 Oct 2027, 3:00",
    for_professional="Sun 3 Oct 2027, 3:00",
)
LORD_HOWE_AUTUMN = ClockChange(  # half an hour comes twice, and an hour in Sydney
    zone="Australia/Lord_Howe",
    day="2027-04-04",
    hours="1:00-4:00",
    offered=["1:00", "1:30 (+11:00)", "1:30 (+10:30)", "2:00", "2:30", "3:00"],
    client_zone="Australia/Sydney",
    client_day="2027-04-04",
    client_offered=[
        "1:00",
        "1:30",
        "2:00 (+11:00)",
        "2:30 (+11:00)",
        "2:00 (+10:00)",
        "2:30 (+10:00)",
    ],
    press="2:00 (+11:00)",
    starts_at="2027-04-03 15:00",
    for_client="Sun 4 Apr 2027, 2:00 (UTC+11:00) ({theirs}) · 1:30 (UTC+10:30) ({here})",
    for_professional="Sun 4 Apr 2027, 1:30 (UTC+10:30) ({here}) · 2:00 (UTC+11:00) ({theirs})",
)
CHATHAM_SPRING = ClockChange(  # 45 minutes beside Auckland, which changes at the same instant
    zone="Pacific/Chatham",
    day="2027-09-26",
    hours="2:00-5:00",
    offered=["2:00", "2:30", "4:00"],
    client_zone="Pacific/Auckland",
    client_day="2027-09-26",
    client_offered=["1:15", "1:45", "3:15"],
    press="3:15",
    starts_at="2027-09-25 14:15",
    for_client="Sun 26 {september} 2027, 3:15 ({theirs}) · 4:00 ({here})",
    for_professional="Sun 26 {september} 2027, 4:00 ({here}) · 3:15 ({theirs})",
)
CHATHAM_AUTUMN = ClockChange(
    zone="Pacific/Chatham",
    day="2027-04-04",
    hours="2:00-5:00",
    offered=[
        "2:00",
        "2:30",
        "3:00 (+13:45)",
        "3:30 (+13:45)",
        "3:00 (+12:45)",
        "3:30 (+12:45)",
        "4:00",
    ],
    client_zone="Pacific/Auckland",
    client_day="2027-04-04",
    client_offered=[
        "1:15",
        "1:45",
        "2:15 (+13:00)",
        "2:45 (+13:00)",
        "2:15 (+12:00)",
        "2:45 (+12:00)",
        "3:15",
    ],
    press="2:15 (+12:00)",
    starts_at="2027-04-03 14:15",
    for_client="Sun 4 Apr 2027, 2:15 (UTC+12:00) ({theirs}) · 3:00 (UTC+12:45) ({here})",
    for_professional="Sun 4 Apr 2027, 3:00 (UTC+12:45) ({here}) · 2:15 (UTC+12:00) ({theirs})",
)
CAIRO_SPRING = ClockChange(  # a day without its midnight
    zone="Africa/Cairo",
    day="2027-04-30",
    hours="0:00-3:00",
    offered=["1:00", "1:30", "2:00"],
    client_zone="Europe/Berlin",
    client_day="2027-04-30",
    client_offered=["0:00", "0:30", "1:00"],
    press="0:00",
    starts_at="2027-04-29 22:00",
    for_client="Fri 30 Apr 2027, 0:00 ({theirs}) · 1:00 ({here})",
    for_professional="Fri 30 Apr 2027, 1:00 ({here}) · 0:00 ({theirs})",
)
CAIRO_AUTUMN = ClockChange(  # the last hour of the day comes twice
    zone="Africa/Cairo",
    day="2027-10-28",
    hours="22:00-24:00",
    offered=["22:00", "22:30", "23:00 (+03:00)", "23:30 (+03:00)", "23:00 (+02:00)"],
    client_zone="Europe/Berlin",
    client_day="2027-10-28",
    client_offered=["21:00", "21:30", "22:00", "22:30", "23:00"],
    press="22:00",
    starts_at="2027-10-28 20:00",
    for_client="Thu 28 Oct 2027, 22:00 ({theirs}) · 23:00 (UTC+03:00) ({here})",
    for_professional="Thu 28 Oct 2027, 23:00 (UTC+03:00) ({here}) · 22:00 ({theirs})",
)
SANTIAGO_SPRING = ClockChange(
    zone="America/Santiago",
    day="2027-09-05",
    hours="0:00-3:00",
    offered=["1:00", "1:30", "2:00"],
    client_zone="America/New_York",
    client_day="2027-09-05",
    client_offered=["0:00", "0:30", "1:00"],
    press="0:00",
    starts_at="2027-09-05 04:00",
    for_client="Sun 5 {september} 2027, 0:00 ({theirs}) · 1:00 ({here})",
    for_professional="Sun 5 {september} 2027, 1:00 ({here}) · 0:00 ({theirs})",
)
SANTIAGO_AUTUMN = ClockChange(
    zone="America/Santiago",
    day="2027-04-03",
    hours="22:00-24:00",
    offered=["22:00", "22:30", "23:00 (-03:00)", "23:30 (-03:00)", "23:00 (-04:00)"],
    client_zone="America/New_York",
    client_day="2027-04-03",
    client_offered=["21:00", "21:30", "22:00", "22:30", "23:00"],
    press="23:00",
    starts_at="2027-04-04 03:00",
    for_client="Sat 3 Apr 2027, 23:00",
    for_professional="Sat 3 Apr 2027, 23:00 (UTC-04:00)",
)
KIRITIMATI = ClockChange(  # 25 hours ahead of its client: the same instant, the day after
    zone="Pacific/Kiritimati",
    day="2027-06-02",
    hours="9:00-12:00",
    offered=["9:00", "9:30", "10:00", "10:30", "11:00"],
    client_zone="Pacific/Pago_Pago",
    client_day="2027-06-01",
    client_offered=["8:00", "8:30", "9:00", "9:30", "10:00"],
    press="8:00",
    starts_at="2027-06-01 19:00",
    for_client="Tue 1 Jun 2027, 8:00 ({theirs}) · Wed 2 Jun, 9:00 ({here})",
    for_professional="Wed 2 Jun 2027, 9:00 ({here}) · Tue 1 Jun, 8:00 ({theirs})",
)
PAGO_PAGO = ClockChange(
    zone="Pacific/Pago_Pago",
    day="2027-06-02",
    hours="21:00-24:00",
    offered=["21:00", "21:30", "22:00", "22:30", "23:00"],
    client_zone="Pacific/Kiritimati",
    client_day="2027-06-03",
    client_offered=["22:00", "22:30", "23:00", "23:30"],
    press="23:30",
    starts_at="2027-06-03 09:30",
    for_client="Thu 3 Jun 2027, 23:30 ({theirs}) · Wed 2 Jun, 22:30 ({here})",
    for_professional="Wed 2 Jun 2027, 22:30 ({here}) · Thu 3 Jun, 23:30 ({theirs})",
)
CLOCK_CHANGES = {
    name.lower(): value for name, value in list(globals().items()) if isinstance(value, ClockChange)
}
clock_changes = pytest.mark.parametrize("clock_change", CLOCK_CHANGES.values(), ids=CLOCK_CHANGES.keys())


@dataclass(frozen=True)
class Pair:
    """A professional, and a client, three days before the clocks change."""

    professional: Person
    client: Person
    service: int


def meet(people: People, clock: FixedClock, clock_change: ClockChange) -> Pair:
    """Bring the two together; the professional works on that weekday only."""
    day = dt.date.fromisoformat(clock_change.day)
    clock.set(dt.datetime.combine(day, dt.time(), dt.UTC) - 3 * ONE_DAY)
    nora = people.add_professional("Nora", clock_change.zone, is_ready=False)
    tom = people.add_client("Tom", clock_change.client_zone, of=nora)
    service = people.add_service(nora, "Massage")

    def work(request: Request) -> None:
        hours: WorkingHoursService = request.find_service(WorkingHoursService)
        hours.add_periods(provider_of(request, nora), day.weekday(), spans_of(clock_change.hours))

    people.stage.run(work)
    return Pair(nora, tom, service)


def offered_there(request: Request, pair: Pair, day: dt.date) -> dict[dt.date, list[str]]:
    """Return what is free around a day on the professional's clock."""
    provider = provider_of(request, pair.professional)
    slots: SlotService = request.find_service(SlotService)
    query = slots.query(provider, list_services(request.dbsession, provider.id)[0])
    starts = slots.free_starts(query, day - ONE_DAY, day + ONE_DAY, request.clock.now())
    days = by_local_day(starts, provider.zone)
    return {day: [label for _at, label in labels] for day, labels in days.items()}


def times(person: Person) -> list[str]:
    return [label for row in person.labels for label in row if ":" in label]


@on_sqlite
@clock_changes
def test_real_hours_are_offered_booked_and_shown_to_both_sides(
    people: People, clock: FixedClock, clock_change: ClockChange
):
    pair = meet(people, clock, clock_change)
    day = dt.date.fromisoformat(clock_change.day)
    assert people.read(partial(offered_there, pair=pair, day=day)) == {day: clock_change.offered}

    nora, tom = pair.professional, pair.client
    client_day = dt.date.fromisoformat(clock_change.client_day)
    tom.press_data(go("book.times", service=pair.service, day=client_day, page=0))
    assert times(tom) == clock_change.client_offered
    tap(tom, clock_change.press)
    assert tom.screen.text.splitlines()[3] == clock_change.read(clock_change.for_client)
    tom.press("Send request")

    def booked(request: Request) -> tuple[dt.datetime, dt.timedelta]:
        appointment = request.dbsession.query(Appointment).one()
        return appointment.starts_at, appointment.ends_at - appointment.starts_at

    assert people.read(booked) == (utc(clock_change.starts_at), HOUR)
    assert nora.cards[-1].text.splitlines()[2] == clock_change.read(clock_change.for_professional)
    nora.press_data(go("appointments.card", appointment=1))
    assert nora.screen.text.splitlines()[2] == clock_change.read(clock_change.for_professional)
    tom.press_data(go("mine.card", appointment=1))
    assert clock_change.read(clock_change.for_client) in tom.screen.text.splitlines()


@on_sqlite
@clock_changes
def test_starts_are_half_an_hour_apart_in_real_time(
    people: People, clock: FixedClock, clock_change: ClockChange
):
    pair = meet(people, clock, clock_change)
    day = dt.date.fromisoformat(clock_change.day)

    def starts(request: Request) -> list[int]:
        provider = provider_of(request, pair.professional)
        slots: SlotService = request.find_service(SlotService)
        query = slots.query(provider, list_services(request.dbsession, provider.id)[0])
        return slots.free_starts(query, day, day, request.clock.now())

    free = people.read(starts)

    assert len(free) == len(clock_change.offered)
    assert {later - earlier for earlier, later in pairwise(free)} == {1_800}


DAYS = [
    ("Europe/Berlin", "2027-03-28", "2027-03-27 23:00", "2027-03-28 22:00"),
    ("Europe/Berlin", "2027-10-31", "2027-10-30 22:00", "2027-10-31 23:00"),
    ("Australia/Lord_Howe", "2027-10-03", "2027-10-02 13:30", "2027-10-03 13:00"),
    ("Australia/Lord_Howe", "2027-04-04", "2027-04-03 13:00", "2027-04-04 13:30"),
    ("Pacific/Chatham", "2027-09-26", "2027-09-25 11:15", "2027-09-26 10:15"),
    ("Pacific/Chatham", "2027-04-04", "2027-04-03 10:15", "2027-04-04 11:15"),
    ("Africa/Cairo", "2027-04-30", "2027-04-29 22:00", "2027-04-30 21:00"),
    ("Africa/Cairo", "2027-10-28", "2027-10-27 21:00", "2027-10-28 22:00"),
    ("America/Santiago", "2027-09-05", "2027-09-05 04:00", "2027-09-06 03:00"),
    ("America/Santiago", "2027-04-03", "2027-04-03 03:00", "2027-04-04 04:00"),
    ("Pacific/Kiritimati", "2027-06-02", "2027-06-01 10:00", "2027-06-02 10:00"),
    ("Pacific/Pago_Pago", "2027-06-02", "2027-06-02 11:00", "2027-06-03 11:00"),
]
"""A local day, and the instants at which it begins and ends."""


@pytest.mark.parametrize(("zone", "text", "begin", "end"), DAYS)
def test_a_holiday_covers_exactly_its_local_day(
    practice: Practice, clock: FixedClock, zone: str, text: str, begin: str, end: str
):
    begins_at, ends_at, day = utc(begin), utc(end), dt.date.fromisoformat(text)
    clock.set(begins_at - 3 * ONE_DAY)
    provider = practice.provider = practice.add_provider("Nora", zone)
    practice.massage = practice.add_service("Massage", 60, provider=provider)
    practice.client = practice.add_client("Tom", provider)
    for weekday in range(7):
        practice.hours.take_day_off(provider, weekday)
        practice.hours.add_periods(provider, weekday, [(0, 24 * 60)])
    practice.blocks.add_closure(provider, ClosureKind.HOLIDAY, day, day)

    starts = practice.slots.free_starts(practice.query(), day - ONE_DAY, day + ONE_DAY, clock.now())
    instants = [dt.datetime.fromtimestamp(at, dt.UTC) for at in starts]
    assert max(at for at in instants if at < begins_at) == begins_at - HOUR
    assert min(at for at in instants if at > begins_at) == ends_at

    for at in (begins_at - HOUR, begins_at, ends_at - HOUR, ends_at):
        practice.stand(Status.ACCEPTED, at)
    hit = practice.blocks.list_affected_by_days(provider, day, day)
    assert [line.starts_at for line in hit] == [begins_at, ends_at - HOUR]


SPANS = [
    # both ends beside what is skipped, and within it
    ("Europe/Berlin", "28.03.2027 1:00", "28.03.2027 4:00", "0:00", "2:00", "Sun 28 Mar, 1:00–4:00"),
    ("Europe/Berlin", "28.03.2027 2:30", "28.03.2027 3:30", "1:00", "1:30", "Sun 28 Mar, 3:00–3:30"),
    ("Europe/Berlin", "28.03.2027 1:00", "28.03.2027 2:30", "0:00", "1:00", "Sun 28 Mar, 1:00–3:00"),
    # a start that comes twice is the first, an end the second
    (
        "Europe/Berlin",
        "31.10.2027 2:30",
        "31.10.2027 2:30",
        "0:30",
        "1:30",
        "Sun 31 Oct, 2:30 (UTC+02:00)–2:30 (UTC+01:00)",
    ),
    ("Europe/Berlin", "31.10.2027 1:00", "31.10.2027 4:00", "23:00", "3:00", "Sun 31 Oct, 1:00–4:00"),
    (
        "Australia/Lord_Howe",
        "03.10.2027 2:15",
        "03.10.2027 3:00",
        "15:30",
        "16:00",
        "Sun 3 Oct, 2:30–3:00",
    ),
    (
        "Australia/Lord_Howe",
        "04.04.2027 1:45",
        "04.04.2027 1:45",
        "14:45",
        "15:15",
        "Sun 4 Apr, 1:45 (UTC+11:00)–1:45 (UTC+10:30)",
    ),
    (
        "Pacific/Chatham",
        "26.09.2027 3:00",
        "26.09.2027 4:00",
        "14:00",
        "14:15",
        f"Sun 26 {SEPTEMBER}, 3:45–4:00",
    ),
    # days that begin or end at a midnight that there is not
    ("Africa/Cairo", "29.04.2027 20:00", "29.04.2027 24:00", "18:00", "22:00", "Thu 29 Apr, 20:00–24:00"),
    ("Africa/Cairo", "30.04.2027 0:00", "30.04.2027 24:00", "22:00", "21:00", "Fri 30 Apr, 1:00–24:00"),
    (
        "Africa/Cairo",
        "28.10.2027 23:00",
        "28.10.2027 24:00",
        "20:00",
        "22:00",
        "Thu 28 Oct, 23:00 (UTC+03:00)–24:00",
    ),
    (
        "America/Santiago",
        "04.09.2027 22:00",
        "05.09.2027 0:30",
        "2:00",
        "4:00",
        f"Sat 4 {SEPTEMBER}, 22:00–24:00",
    ),
    (
        "America/Santiago",
        "04.09.2027 22:00",
        "05.09.2027 1:30",
        "2:00",
        "4:30",
        f"4 {SEPTEMBER} 22:00 – 5 {SEPTEMBER} 1:30",
    ),
    (
        "Pacific/Kiritimati",
        "02.06.2027 9:00",
        "02.06.2027 10:00",
        "19:00",
        "20:00",
        "Wed 2 Jun, 9:00–10:00",
    ),
]
"""A zone, from and to on its clocks, the same in UTC, and how it is shown."""


@on_sqlite
@pytest.mark.parametrize(("zone", "first", "last", "starts", "ends", "shown"), SPANS)
def test_away_is_from_one_wall_time_to_another(
    people: People, clock: FixedClock, zone: str, first: str, last: str, starts: str, ends: str, shown: str
):
    (first_day, first_time), (last_day, last_time) = first.split(), last.split()
    clock.set(dt.datetime.strptime(first_day, "%d.%m.%Y").replace(tzinfo=dt.UTC) - 3 * ONE_DAY)
    nora = people.add_professional("Nora", zone)
    nora.press_data(go("away.type"))
    for answer in (first_day, first_time):
        nora.send(answer)
    nora.press("Type the date")
    for answer in (last_day, last_time):
        nora.send(answer)
    assert nora.screen.text.splitlines()[1] == shown
    tap(nora, "Save")

    def stored(request: Request) -> tuple[str, str]:
        away = request.dbsession.query(Away).one()
        return f"{away.starts_at.astimezone(dt.UTC):%-H:%M}", f"{away.ends_at.astimezone(dt.UTC):%-H:%M}"

    assert people.read(stored) == (starts, ends)
    nora.press_data(go("away.list", page=0))
    assert nora.labels[0] == [f"🗑️ {shown}"]


@on_sqlite
def test_a_vacation_over_the_change_leaves_the_hours_beside_it(people: People, clock: FixedClock):
    pair = meet(people, clock, BERLIN_AUTUMN)

    def close(request: Request) -> None:
        blocks: TimeOffService = request.find_service(TimeOffService)
        provider = provider_of(request, pair.professional)
        first, last = dt.date(2027, 10, 30), dt.date(2027, 10, 31)
        blocks.add_closure(provider, ClosureKind.VACATION, first, last)

    people.stage.run(close)
    offered_times = partial(offered_there, pair=pair)

    assert people.read(lambda request: offered_times(request, day=dt.date(2027, 10, 31))) == {}
    assert people.read(lambda request: offered_times(request, day=dt.date(2027, 11, 7))) == {
        dt.date(2027, 11, 7): ["1:00", "1:30", "2:00", "2:30", "3:00"]
    }
