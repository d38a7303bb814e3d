"""A client presses two buttons of one offer at the same instant, on two devices: what each process does."""

from collections.abc import Sequence
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from tests.plugins.scheduling.appointments.race_answers import update_anyway
from tests.plugins.scheduling.appointments.race_slots import TIMEOUT
from tests.plugins.scheduling.practice import NOON, Recorder

from kalenner.clock import FixedClock
from kalenner.database import make_engine
from kalenner.hooks.scheduling import Status
from kalenner.zones.instants import to_instant
from kalenner_scheduling.appointments import offers, queries, transitions
from kalenner_scheduling.appointments.errors import OfferOver
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.offers import OfferService
from kalenner_scheduling.availability.services import SlotService

Press = tuple[int, int]
"""The declined appointment, and which of the times offered instead, in seconds since 1970."""


def take_all(
    url: str, how: str, presses: Sequence[Press], together: Barrier, won: "SimpleQueue[Any]"
) -> None:
    """Take one time of every offer, each at the same instant as the other; report those that were got.

    `how` is ``fresh``, as the platform does it; ``unlocked``, without the provider's lock; or ``careless``,
    without it, as if both had looked at the offer before, and without asking whether it is as it was.
    """
    if how != "fresh":
        offers.lock = lambda *_of_what: None  # type: ignore[attr-defined]
    if how == "careless":
        offers.list_offers = _list_as_offered  # type: ignore[attr-defined]
        transitions.update_appointment = update_anyway  # type: ignore[attr-defined]
    engine = make_engine(url, lock_timeout=TIMEOUT)
    got = []
    for declined_id, at in presses:
        together.wait(TIMEOUT)
        if _takes(engine, declined_id, at):
            got.append(declined_id)
    won.put(got)
    engine.dispose()


def _takes(engine: Engine, declined_id: int, at: int) -> bool:
    recorder = Recorder()
    with Session(engine) as dbsession:
        slots = SlotService(dbsession, recorder)
        service = OfferService(dbsession, recorder, FixedClock(NOON), slots, recorder.notify)
        appointment = dbsession.get_one(Appointment, declined_id)
        try:
            service.take(appointment, to_instant(at), appointment.client.account)
        except OfferOver:
            return False
        dbsession.commit()
    return "appointments.offer_taken" in {screen for _reader, screen in recorder.messages}


def _list_as_offered(dbsession: Session, appointment_id: int) -> list[Appointment]:
    """Return the times of an offer as they were before anybody took one."""
    rows = queries.list_offers(dbsession, appointment_id)
    for row in rows:
        set_committed_value(row, "status", Status.OFFERED.value)
        set_committed_value(row, "expires_at", row.starts_at)
    return rows
