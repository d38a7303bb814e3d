"""Accept, decline and the client's cancel of one request, at the same instant from three processes.

Whoever comes first wins: one outcome, one row of history, one message. What decides is that the database
changes a request only if it is still as it was; without that, the same race has many outcomes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.plugins.scheduling.appointments import race_answers
from tests.plugins.scheduling.appointments.race_slots import find_client
from tests.plugins.scheduling.appointments.test_race import PROCESSES, Race, race
from tests.plugins.scheduling.practice import NOON, Recorder

from kalenner.clock import FixedClock
from kalenner_scheduling.appointments.models import Appointment, StatusChange
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.rules import RANGES
from kalenner_scheduling.availability.services import RulesService, SlotService
from kalenner_scheduling.catalogue.models import Service

__all__ = ["race"]

REQUESTS = 15
MESSAGE_OF = {
    "accepted": "mine.confirmed",
    "declined": "mine.declined",
    "cancelled": "appointments.called_off",
}


def ask(race: Race) -> list[int]:
    """Let a client ask for many times; what is accepted, the client cannot cancel any more."""
    with Session(race.engine) as dbsession:
        recorder = Recorder()
        slots = SlotService(dbsession, recorder)
        service = AppointmentService(dbsession, recorder, FixedClock(NOON), slots, recorder.notify)
        client, massage = find_client(dbsession, race.clients[0]), dbsession.get_one(Service, race.service)
        RulesService(dbsession).change(client.provider, "cancel_notice", RANGES["cancel_notice"][1])
        starts = [dt.datetime.fromtimestamp(at, dt.UTC) for at in race.starts[:REQUESTS]]
        appointment_id = [service.request(client, massage, starts_at).id for starts_at in starts]
        dbsession.commit()
    return appointment_id


def answer(race: Race, how: str, appointments: Sequence[int]) -> list[tuple[int, str]]:
    """Let the three answer every request; return who was told what."""
    together, sent_messages = PROCESSES.Barrier(len(race_answers.WAYS)), PROCESSES.SimpleQueue()
    people = [
        PROCESSES.Process(
            target=race_answers.answer_all, args=(race.url, way, how, appointments, together, sent_messages)
        )
        for way in race_answers.WAYS
    ]
    for process in people:
        process.start()
    for process in people:
        process.join(120)
    assert [process.exitcode for process in people] == [0] * len(people)
    return [message for _one in people for message in sent_messages.get()]


def outcomes(race: Race) -> tuple[dict[int, str], list[tuple[int, str]]]:
    """Return the status of every appointment, and what each became by its history."""
    with Session(race.engine) as dbsession:
        statuses = {
            appointment.id: appointment.status for appointment in dbsession.scalars(select(Appointment))
        }
        answered = select(StatusChange).where(StatusChange.before.is_not(None))
        return statuses, [(change.appointment_id, change.after) for change in dbsession.scalars(answered)]


@pytest.mark.parametrize("how", ["fresh", "stale"])
def test_request_that_is_answered_in_three_ways_at_once_has_one_outcome(race: Race, how: str):
    messages = answer(race, how, ask(race))
    statuses, history = outcomes(race)

    assert sorted(history) == sorted(statuses.items())
    assert sorted(messages) == sorted(
        (appointment_id, MESSAGE_OF[status]) for appointment_id, status in statuses.items()
    )


def test_without_the_guard_the_same_race_has_many_outcomes(race: Race):
    messages = answer(race, "careless", ask(race))
    _statuses, history = outcomes(race)

    assert max(Counter(appointment_id for appointment_id, _after in history).values()) > 1
    assert max(Counter(appointment_id for appointment_id, _screen in messages).values()) > 1
