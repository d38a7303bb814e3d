"""Three answers to one request at once: the professional accepts and declines, the client cancels."""

from collections.abc import Callable, Mapping, Sequence
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from tests.plugins.scheduling.appointments.race_slots import TIMEOUT
from tests.plugins.scheduling.practice import NOON, Recorder

from kalenner.clock import FixedClock
from kalenner.database import make_engine
from kalenner.hooks.scheduling import Status
from kalenner_scheduling.appointments import transitions as changing
from kalenner_scheduling.appointments.errors import ChangeRefused, TooLate
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.records import update_appointment
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.services import SlotService

Answer = Callable[[AppointmentService, Appointment], None]

WAYS: Mapping[str, Answer] = {
    "accept": lambda service, appointment: service.accept(appointment, appointment.provider.account),
    "decline": lambda service, appointment: service.decline(appointment, appointment.provider.account),
    "cancel": lambda service, appointment: service.cancel(appointment, appointment.client.account),
}


def answer_all(
    url: str,
    way: str,
    how: str,
    appointments: Sequence[int],
    together: Barrier,
    sent_messages: "SimpleQueue[Any]",
) -> None:
    """Answer every request in one way, each at the same instant as the others; report whom that told what.

    `how` is ``fresh``, as the platform does it; ``stale``, as if all had looked at the request before any of
    them answered; or ``careless``, the same without asking the database whether it is as it was.
    """
    if how == "careless":
        changing.update_appointment = update_anyway  # type: ignore[attr-defined]
    engine = make_engine(url, lock_timeout=TIMEOUT)
    messages = []
    for appointment_id in appointments:
        together.wait(TIMEOUT)
        messages += [(appointment_id, screen) for screen in _answer(engine, way, how, appointment_id)]
    sent_messages.put(messages)
    engine.dispose()


def _answer(engine: Engine, way: str, how: str, appointment_id: int) -> list[str]:
    """Answer a request; return the messages of an answer that counted."""
    recorder = Recorder()
    with Session(engine) as dbsession:
        slots = SlotService(dbsession, recorder)
        service = AppointmentService(dbsession, recorder, FixedClock(NOON), slots, recorder.notify)
        appointment = dbsession.get_one(Appointment, appointment_id)
        if how != "fresh":
            set_committed_value(appointment, "status", Status.PENDING.value)
        try:
            WAYS[way](service, appointment)
        except (ChangeRefused, TooLate):
            return []
        dbsession.commit()
    return [screen for _reader, screen in recorder.messages]


def update_anyway(dbsession: Session, appointment: Appointment, *_where: Any, **values: object) -> bool:
    """Change an appointment whether or not it is as it was."""
    return update_appointment(dbsession, appointment, **values)
