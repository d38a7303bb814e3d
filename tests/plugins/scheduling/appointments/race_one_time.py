"""Three people who want one time at once: a client asks, the professional books and goes away."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from tests.plugins.scheduling.appointments.race_slots import TIMEOUT, find_client
from tests.plugins.scheduling.practice import NOON, Recorder

from kalenner.clock import FixedClock
from kalenner.database import make_engine
from kalenner_scheduling.appointments import services as appointments
from kalenner_scheduling.appointments.offers import OfferService
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.errors import SlotTaken
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.time_off import services as blocks
from kalenner_scheduling.time_off.services import TimeOffService

HOUR = dt.timedelta(hours=1)


def _appointments(dbsession: Session) -> AppointmentService:
    return AppointmentService(*_parts(dbsession))


def _parts(dbsession: Session) -> tuple[Session, Recorder, FixedClock, SlotService, Callable[..., None]]:
    recorder = Recorder()
    return dbsession, recorder, FixedClock(NOON), SlotService(dbsession, recorder), recorder.notify


def ask(dbsession: Session, client_id: int, service_id: int, starts_at: dt.datetime) -> None:
    """Request a time as its client."""
    service = dbsession.get_one(Service, service_id)
    _appointments(dbsession).request(find_client(dbsession, client_id), service, starts_at)


def book(dbsession: Session, client_id: int, service_id: int, starts_at: dt.datetime) -> None:
    """Book it for the client as the professional."""
    client, service = find_client(dbsession, client_id), dbsession.get_one(Service, service_id)
    _appointments(dbsession).book_for(client, service, starts_at, client.provider.account)


def go_away(dbsession: Session, client_id: int, service_id: int, starts_at: dt.datetime) -> None:
    """Block it as the professional."""
    provider = find_client(dbsession, client_id).provider
    ends_at = starts_at + HOUR
    offers = OfferService(*_parts(dbsession))
    TimeOffService(dbsession, FixedClock(NOON), offers).block_slot(provider, starts_at, ends_at, ends_at)


WAYS: Mapping[str, Callable[[Session, int, int, dt.datetime], None]] = {
    "ask": ask,
    "book": book,
    "away": go_away,
}


def contend(
    url: str,
    way: str,
    client_id: int,
    service_id: int,
    starts: Sequence[int],
    together: Barrier,
    won: "SimpleQueue[Any]",
    *,
    is_careless: bool,
) -> None:
    """Try to get every start in one way, each at the same instant as the others; report those that were got.

    With `is_careless` the provider's lock is left out.
    """
    if is_careless:
        for module in (appointments, blocks):
            module.lock = lambda *_of_what: None  # type: ignore[attr-defined]
    engine = make_engine(url, lock_timeout=TIMEOUT)
    got = []
    for at in starts:
        together.wait(TIMEOUT)
        if _has(engine, way, client_id, service_id, dt.datetime.fromtimestamp(at, dt.UTC)):
            got.append(at)
    won.put(got)
    engine.dispose()


def _has(engine: Engine, way: str, client_id: int, service_id: int, starts_at: dt.datetime) -> bool:
    with Session(engine) as dbsession:
        try:
            WAYS[way](dbsession, client_id, service_id, starts_at)
        except SlotTaken:
            return False
        dbsession.commit()
        return True
