"""Two pending requests can never both become accepted over each other, whether they ask or move.

A request holds its time from the moment it is made, and a move what it takes beside the old appointment. So
of two that would overlap the second is refused before anybody can accept it: by the look at what is free, and,
where that came too early, by the database.
"""

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.plugins.scheduling.appointments import race_overlaps
from tests.plugins.scheduling.appointments.race_slots import Seen, find_client
from tests.plugins.scheduling.appointments.test_race import PROCESSES, Race, race
from tests.plugins.scheduling.practice import NOON, TEN, Practice, Recorder

from kalenner.clock import FixedClock
from kalenner.people import Client
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.errors import SlotTaken
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.models import Service

__all__ = ["race"]

HALF = dt.timedelta(minutes=30)
HOUR = 2 * HALF
DAYS = 20


@pytest.fixture
def ben(practice: Practice) -> Client:
    return practice.add_client("Ben")


@pytest.fixture
def old(practice: Practice) -> Appointment:
    """Ada's accepted appointment, 10:00 to 11:00."""
    appointment = practice.request()
    practice.appointments.accept(appointment, practice.owner)
    return appointment


@pytest.fixture(params=["looks", "is_blind"])
def service(request: pytest.FixtureRequest, practice: Practice) -> AppointmentService:
    """The service; and one that finds everything free, as a look that was made too early would."""
    recorder = practice.recorder
    slots = Seen(True, practice.dbsession) if request.param == "is_blind" else practice.slots
    return AppointmentService(practice.dbsession, recorder, practice.clock, slots, recorder.notify)


def spans(practice: Practice) -> list[tuple[str, dt.datetime, dt.datetime]]:
    """Accept all that is pending; return what is accepted then, the first first."""
    statement = select(Appointment).order_by(Appointment.starts_at)
    for appointment in practice.dbsession.scalars(statement.where(Appointment.status == "pending")).all():
        practice.appointments.accept(appointment, practice.owner)
    accepted = practice.dbsession.scalars(statement.where(Appointment.status == "accepted")).all()
    return [(appointment.client.name, appointment.starts_at, appointment.ends_at) for appointment in accepted]


@pytest.mark.parametrize("minutes", [-30, 0, 30])
def test_two_pending_requests_can_never_both_become_accepted_over_each_other(
    practice: Practice, service: AppointmentService, ben: Client, minutes: int
):
    practice.request(TEN)
    with pytest.raises(SlotTaken):
        service.request(ben, practice.massage, TEN + dt.timedelta(minutes=minutes))

    assert spans(practice) == [("Ada", TEN, TEN + HOUR)]


@pytest.mark.parametrize("minutes", [-30, 0, 30])
def test_a_move_over_anothers_pending_request_is_refused(
    practice: Practice, service: AppointmentService, old: Appointment, ben: Client, minutes: int
):
    elsewhere = TEN + 25 * HOUR
    practice.request(elsewhere, ben)
    with pytest.raises(SlotTaken):
        service.request_move(old, elsewhere + dt.timedelta(minutes=minutes), practice.client.account)

    assert spans(practice) == [("Ada", TEN, TEN + HOUR), ("Ben", elsewhere, elsewhere + HOUR)]


def test_a_move_that_laps_from_the_old_time_into_anothers_pending_request_is_refused(
    practice: Practice, service: AppointmentService, old: Appointment, ben: Client
):
    practice.request(TEN + HOUR, ben)
    with pytest.raises(SlotTaken):
        service.request_move(old, TEN + HALF, practice.client.account)

    assert spans(practice) == [("Ada", TEN, TEN + HOUR), ("Ben", TEN + HOUR, TEN + 2 * HOUR)]


def test_a_request_over_anothers_pending_move_is_refused(
    practice: Practice, service: AppointmentService, old: Appointment, ben: Client
):
    practice.appointments.request_move(old, TEN + HALF, practice.client.account)
    for starts_at in (TEN - HALF, TEN, TEN + HALF, TEN + HOUR):
        with pytest.raises(SlotTaken):
            service.request(ben, practice.massage, starts_at)

    assert spans(practice) == [("Ada", TEN + HALF, TEN + HALF + HOUR)]


def test_two_pending_moves_cannot_both_be_accepted_either(
    practice: Practice, service: AppointmentService, old: Appointment, ben: Client
):
    next_day = TEN + 24 * HOUR
    of_ben = practice.request(TEN + HOUR, ben)
    practice.appointments.request_move(old, next_day, practice.client.account)
    with pytest.raises(SlotTaken):
        service.request_move(of_ben, next_day + HALF, ben.account)

    assert spans(practice) == [("Ben", TEN + HOUR, TEN + 2 * HOUR), ("Ada", next_day, next_day + HOUR)]


# In two processes at once


def stand_at_nine(race: Race) -> list[int]:
    """Let the first client have an accepted appointment at 9:00 of some days; return these times."""
    nines = race.starts[: 3 * DAYS : 3]
    with Session(race.engine) as dbsession:
        recorder = Recorder()
        service = AppointmentService(
            dbsession, recorder, FixedClock(NOON), SlotService(dbsession, recorder), recorder.notify
        )
        client, massage = find_client(dbsession, race.clients[0]), dbsession.get_one(Service, race.service)
        for at in nines:
            appointment_id = service.request(client, massage, dt.datetime.fromtimestamp(at, dt.UTC))
            service.accept(appointment_id, client.provider.account)
        dbsession.commit()
    return nines


def accepted(race: Race, ways: tuple[str, str], nines: list[int], *, is_blind: bool) -> Counter[int]:
    """Let two clients ask and be accepted at once, each in one way; return for how many each day."""
    together, counts = PROCESSES.Barrier(2), PROCESSES.SimpleQueue()
    people = [
        PROCESSES.Process(
            target=race_overlaps.book_and_accept,
            args=(race.url, way, client, nines, together, counts),
            kwargs={"is_blind": is_blind},
        )
        for way, client in zip(ways, race.clients, strict=False)
    ]
    for process in people:
        process.start()
    for process in people:
        process.join(120)
    assert [process.exitcode for process in people] == [0, 0]
    return Counter(at for _one in people for at in counts.get())


both_ways = pytest.mark.parametrize(
    "ways", [("request", "request_later"), ("move", "request_later")], ids=["requests", "move_and_request"]
)


@both_ways
@pytest.mark.parametrize("is_blind", [False, True])
def test_of_two_that_ask_and_are_accepted_at_once_one_is(race: Race, ways: tuple[str, str], is_blind: bool):
    nines = stand_at_nine(race)

    assert accepted(race, ways, nines, is_blind=is_blind) == Counter(nines)
    assert race.overlaps() == 0


@both_ways
def test_without_either_guard_both_are_accepted(race: Race, ways: tuple[str, str]):
    nines = stand_at_nine(race)
    race.remove_constraint()

    assert accepted(race, ways, nines, is_blind=True) == Counter(nines * 2)
    assert race.overlaps() == DAYS
