"""Two clients who want times that overlap, round after round; whatever was asked for is accepted at once."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.plugins.scheduling.appointments.race_slots import TIMEOUT, Seen, find_client
from tests.plugins.scheduling.practice import NOON, Recorder

from kalenner.clock import FixedClock
from kalenner.database import make_engine
from kalenner_scheduling.appointments.errors import ChangeRefused
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.errors import SlotTaken
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.models import Service

HOUR = dt.timedelta(hours=1)

Ask = Callable[[Session, AppointmentService, int, dt.datetime], int]
"""Ask on behalf of a client for a time in the hour after this one; return the appointment's id."""


def _request(dbsession: Session, service: AppointmentService, client_id: int, nine: dt.datetime) -> int:
    """Ask for 10:00."""
    massage = dbsession.scalars(select(Service)).one()
    return service.request(find_client(dbsession, client_id), massage, nine + HOUR).id


def _request_later(dbsession: Session, service: AppointmentService, client_id: int, nine: dt.datetime) -> int:
    """Ask for 10:30."""
    massage = dbsession.scalars(select(Service)).one()
    return service.request(find_client(dbsession, client_id), massage, nine + HOUR * 1.5).id


def _move(dbsession: Session, service: AppointmentService, client_id: int, nine: dt.datetime) -> int:
    """Ask to move the appointment at 9:00 to 10:00."""
    statement = select(Appointment).where(Appointment.client_id == client_id, Appointment.starts_at == nine)
    old = dbsession.scalars(statement).one()
    return service.request_move(old, nine + HOUR, old.client.account).id


WAYS: Mapping[str, Ask] = {"request": _request, "request_later": _request_later, "move": _move}


def book_and_accept(
    url: str,
    way: str,
    client_id: int,
    nines: Sequence[int],
    together: Barrier,
    accepted: "SimpleQueue[Any]",
    *,
    is_blind: bool,
) -> None:
    """Ask each day, at the same instant as the other, and accept what was asked for; report those days.

    With `is_blind` nobody looks whether the time is free, as if both had looked before either asked.
    """
    engine = make_engine(url, lock_timeout=TIMEOUT)

    def do(work: Callable[[Session, AppointmentService], int]) -> int | None:
        with Session(engine) as dbsession:
            recorder = Recorder()
            slots = Seen(True, dbsession) if is_blind else SlotService(dbsession, recorder)
            service = AppointmentService(dbsession, recorder, FixedClock(NOON), slots, recorder.notify)
            try:
                done = work(dbsession, service)
            except (SlotTaken, ChangeRefused):
                return None
            dbsession.commit()
            return done

    def ask(dbsession: Session, service: AppointmentService, nine: dt.datetime) -> int:
        return WAYS[way](dbsession, service, client_id, nine)

    def accept(dbsession: Session, service: AppointmentService, appointment_id: int) -> int:
        appointment = dbsession.get_one(Appointment, appointment_id)
        service.accept(appointment, appointment.provider.account)
        return appointment_id

    got = []
    for at in nines:
        nine = dt.datetime.fromtimestamp(at, dt.UTC)
        together.wait(TIMEOUT)
        appointment_id = do(partial(ask, nine=nine))
        together.wait(TIMEOUT)
        if appointment_id is not None and do(partial(accept, appointment_id=appointment_id)):
            got.append(at)
    accepted.put(got)
    engine.dispose()
