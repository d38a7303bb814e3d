"""People who all want the same times at the same instant: what each process of the race does."""

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from threading import Barrier as ThreadBarrier
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, joinedload
from tests.plugins.scheduling.practice import NOON, Recorder

from kalenner.clock import FixedClock
from kalenner.database import make_engine, read_only
from kalenner.people import Client, Provider
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.errors import SlotTaken
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.models import Service

TIMEOUT = 60.0


class Seen(SlotService):
    """Knows only what it saw before the transaction."""

    def __init__(self, answer: bool, dbsession: Session) -> None:
        super().__init__(dbsession, Recorder())
        self._answer = answer

    def is_free(self, *_of_what: object) -> bool:
        return self._answer


def look(engine: Engine, client_id: int, service_id: int, starts_at: dt.datetime) -> bool:
    """Look up whether a start is free, in a transaction that is over before anybody writes."""
    with Session(read_only(engine)) as dbsession:
        provider = find_client(dbsession, client_id).provider
        service = dbsession.get_one(Service, service_id)
        slots = SlotService(dbsession, Recorder())
        return slots.is_free(slots.query(provider, service), starts_at, NOON)


def ask(
    engine: Engine,
    client_id: int,
    service_id: int,
    starts_at: dt.datetime,
    slots: Callable[[Session], SlotService] = lambda dbsession: SlotService(dbsession, Recorder()),
) -> bool:
    """Ask for one start; tell whether it was given."""
    with Session(engine) as dbsession:
        client = find_client(dbsession, client_id)
        service = dbsession.get_one(Service, service_id)
        recorder = Recorder()
        appointments = AppointmentService(
            dbsession, recorder, FixedClock(NOON), slots(dbsession), recorder.notify
        )
        try:
            appointments.request(client, service, starts_at)
        except SlotTaken:
            return False
        dbsession.commit()
        return True


def find_client(dbsession: Session, client_id: int) -> Client:
    """Return a client with the provider and the provider's zone."""
    whole = joinedload(Client.provider).joinedload(Provider.account)
    return dbsession.scalars(select(Client).where(Client.id == client_id).options(whole)).one()


def race(
    url: str,
    how: str,
    clients: Sequence[int],
    service_id: int,
    starts: Sequence[int],
    start: Barrier,
    counts: "SimpleQueue[Any]",
) -> None:
    """Let everybody of this process try every start, one after the other; report how many were given.

    `how` is ``fresh``, as the platform does it, or ``stale``: what is free is looked up in a transaction of
    its own, and the request relies on it, once everybody here has looked.
    """
    engine = make_engine(url, lock_timeout=TIMEOUT, pool_size=len(clients))
    barrier = ThreadBarrier(len(clients))

    def try_all(client_id: int) -> int:
        number = 0
        for at in starts:
            starts_at = dt.datetime.fromtimestamp(at, dt.UTC)
            arguments = (engine, client_id, service_id, starts_at)
            if how == "fresh":
                number += ask(*arguments)
                continue
            was_free = look(*arguments)
            barrier.wait()
            number += ask(*arguments, partial(Seen, was_free))
            barrier.wait()
        return number

    with ThreadPoolExecutor(len(clients)) as pool:
        start.wait()
        counts.put(sum(pool.map(try_all, clients)))
    engine.dispose()
