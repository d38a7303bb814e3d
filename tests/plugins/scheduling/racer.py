"""A process of people who all want the same times: ``python -m tests.plugins.scheduling.racer URL HOW CLIENTS STARTS``.

CLIENTS are ids, STARTS seconds since 1970, both with commas. Everybody tries every start, one after the other.
HOW is ``fresh``, as the platform does it, or ``stale``: what is free is looked up in a transaction of its own,
and the request relies on it, when everybody in the process has looked. Says ``ready``, begins at the first
line of its input, and prints how many requests were taken and how many refused.
"""

import datetime as dt
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from tests.plugins.scheduling.practice import NOON, Recorder

from kalenner.clock import FixedClock
from kalenner.database import make_engine, reading
from kalenner.people import Client
from kalenner_scheduling.appointments import AppointmentService
from kalenner_scheduling.availability import SlotService
from kalenner_scheduling.errors import SlotTaken
from kalenner_scheduling.queries import list_services

PATIENCE = 60.0


class Seen(SlotService):
    """Knows only what it saw before the transaction."""

    def __init__(self, dbsession: Session, seen: bool) -> None:  # noqa: FBT001
        super().__init__(dbsession)
        self._seen = seen

    def is_free(self, *_of_what: object) -> bool:
        return self._seen


def look(engine: Engine, client_id: int, starts_at: dt.datetime) -> bool:
    """Look up whether a start is free, in a transaction that is over before anybody writes."""
    with Session(reading(engine)) as dbsession:
        client = dbsession.get_one(Client, client_id)
        service = list_services(dbsession, client.provider_id)[0]
        return SlotService(dbsession).is_free(client.provider, service, starts_at, NOON)


def ask(
    engine: Engine, client_id: int, starts_at: dt.datetime, slots: Callable[[Session], SlotService]
) -> bool:
    """Ask for one start; tell whether it was given."""
    with Session(engine) as dbsession:
        client = dbsession.get_one(Client, client_id)
        service = list_services(dbsession, client.provider_id)[0]
        told = Recorder()
        appointments = AppointmentService(dbsession, told, FixedClock(NOON), slots(dbsession), told.notify)
        try:
            appointments.request(client, service, starts_at)
        except SlotTaken:
            return False
        dbsession.commit()
        return True


def main(url: str, how: str, clients: list[int], starts: list[dt.datetime]) -> None:
    """Let everybody try."""
    engine = make_engine(url, patience=PATIENCE, pool_size=len(clients))
    with engine.connect():
        print("ready", flush=True)
    sys.stdin.readline()
    everybody = Barrier(len(clients))

    def try_all(client_id: int) -> int:
        given = 0
        for starts_at in starts:
            if how == "fresh":
                given += ask(engine, client_id, starts_at, SlotService)
                continue
            seen = look(engine, client_id, starts_at)
            everybody.wait()
            given += ask(engine, client_id, starts_at, lambda dbsession: Seen(dbsession, seen))  # noqa: B023
            everybody.wait()
        return given

    with ThreadPoolExecutor(len(clients)) as pool:
        given = sum(pool.map(try_all, clients))
    print(given, len(clients) * len(starts) - given)
    engine.dispose()


if __name__ == "__main__":
    database, way, ids, seconds = sys.argv[1:]
    main(
        database,
        way,
        [int(one) for one in ids.split(",")],
        [dt.datetime.fromtimestamp(int(one), dt.UTC) for one in seconds.split(",")],
    )
