"""Two presses on one offer at the same instant, in two processes: one of them books, the other is told.

Under the provider's lock the second press sees what the first one took; without it the database still
changes an offered time only while it is offered. Without both, one time is taken twice.
"""

from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.plugins.scheduling.appointments import race_offers
from tests.plugins.scheduling.appointments.race_offers import Press
from tests.plugins.scheduling.appointments.race_slots import find_client
from tests.plugins.scheduling.appointments.test_race import PROCESSES, Race, race
from tests.plugins.scheduling.practice import NOON, Recorder

from kalenner.clock import FixedClock
from kalenner.zones.instants import to_instant
from kalenner_scheduling.appointments.models import Appointment, StatusChange
from kalenner_scheduling.appointments.offers import OfferService
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.models import Service

__all__ = ["race"]

OFFERS = 12


def offer(race: Race) -> list[tuple[Press, Press]]:
    """Let the professional decline requests of many clients, and offer each two times; return their presses."""
    recorder, presses = Recorder(), []
    with Session(race.engine) as dbsession:
        slots = SlotService(dbsession, recorder)
        parts = dbsession, recorder, FixedClock(NOON), slots, recorder.notify
        appointments, offers = AppointmentService(*parts), OfferService(*parts)
        massage = dbsession.get_one(Service, race.service)
        for number in range(OFFERS):
            asked, *offered = race.starts[3 * number : 3 * number + 3]
            client = find_client(dbsession, race.clients[number])
            appointment = appointments.request(client, massage, to_instant(asked))
            appointments.decline(appointment, client.provider.account)
            offers.offer(appointment, [to_instant(at) for at in offered], client.provider.account)
            presses.append(((appointment.id, offered[0]), (appointment.id, offered[1])))
        dbsession.commit()
    return presses


def take(race: Race, how: str, *presses: list[Press]) -> Counter[int]:
    """Let as many processes press at once; return how many presses booked something, by offer."""
    together, won = PROCESSES.Barrier(len(presses)), PROCESSES.SimpleQueue()
    processes = [
        PROCESSES.Process(target=race_offers.take_all, args=(race.url, how, own, together, won))
        for own in presses
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * len(processes)
    return Counter(declined_id for _process in processes for declined_id in won.get())


def outcomes(race: Race) -> tuple[list[int], Counter[str]]:
    """Return of which offers something was booked by the history, and how many rows have each status."""
    with Session(race.engine) as dbsession:
        booked = (
            select(Appointment.offered_for_id)
            .join(StatusChange, StatusChange.appointment_id == Appointment.id)
            .where(Appointment.offered_for_id.is_not(None))
        )
        return (
            [declined_id for declined_id in dbsession.scalars(booked) if declined_id is not None],
            Counter(dbsession.scalars(select(Appointment.status))),
        )


@pytest.mark.parametrize("is_same_time", [True, False])
def test_of_two_presses_at_once_one_books(race: Race, is_same_time: bool):
    presses = offer(race)
    first, second = [pair[0] for pair in presses], [pair[0 if is_same_time else 1] for pair in presses]
    won = take(race, "fresh", first, second)
    booked, statuses = outcomes(race)

    assert won == Counter(declined_id for declined_id, _at in first)
    assert sorted(booked) == sorted(won)
    assert statuses == {"declined": OFFERS, "accepted": OFFERS}
    assert race.overlaps() == 0


def test_without_the_lock_the_database_still_lets_one_of_them_book(race: Race):
    first = [pair[0] for pair in offer(race)]

    assert take(race, "unlocked", first, first) == Counter(declined_id for declined_id, _at in first)


def test_without_the_lock_and_the_condition_one_time_is_taken_twice(race: Race):
    first = [pair[0] for pair in offer(race)]

    assert max(take(race, "careless", first, first).values()) > 1
    assert max(Counter(outcomes(race)[0]).values()) > 1
