"""S4 and B1 to B5: what free times and a booking cost, against the same through the raw driver.

A booking is what a client's "send request" does: a unit of work with a request of its own, the service
found on it, the client and the service read, and the hooks of every installed plugin asked and told. It
reads what is free, and writes the appointment, its first change of status and one message, and commits;
each commit is on the disk. The floor does so with prepared SQL and no more code than that needs, without
plugins, in the same database with the same constraints. The table holds a million appointments of a
thousand providers that all hold their time, so that no index is small.
"""

import datetime as dt
import itertools
import sqlite3
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from benchmarks.booking_data import FIRST_DAY, NOW, PROVIDERS, fill_appointments, fill_people, moment
from benchmarks.booking_floor import PostgresqlFloor, SqliteFloor, month
from benchmarks.measure import interleave, report
from pyramid.request import Request
from sqlalchemy import Engine, bindparam, func, make_url, select
from sqlalchemy.orm import Session, aliased
from tests import servers

from kalenner.app import make_app
from kalenner.clock import FixedClock
from kalenner.database import MIGRATIONS, SESSIONS, upgrade
from kalenner.people import Client, Provider
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner.units import run_unit
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.errors import SlotTaken
from kalenner_scheduling.availability.services import SlotService
from kalenner_scheduling.catalogue.models import Service

T = TypeVar("T")

MANY, FEW = 1_000_000, 10_000
ROUNDS = 9
THREADS = 16
BOOKINGS_A_THREAD = 40
CONTESTED = 20

_CLIENT_AND_SERVICE = (
    select(Client, Service)
    .join(Service, Service.provider_id == Client.provider_id)
    .where(Client.provider_id == bindparam("provider_id"))
)


class FilledDatabase:
    """An application whose database has a thousand providers, each with a client and many appointments."""

    def __init__(self, folder: Path, url: str, rows: int) -> None:
        source = Source({"kalenner.data_dir": str(folder), "database.url": url}, environ={})
        loaded = load_plugins(off=("telegram", "playground"))
        self._app = make_app(source, loaded=loaded, clock=FixedClock(NOW))
        self.engine: Engine = SESSIONS.of(self._app.registry).engine
        upgrade(self.engine, MIGRATIONS.of(self._app.registry))
        self.numbers = itertools.count()
        with self.engine.begin() as connection:
            fill_people(connection)
        fill_appointments(self.engine, rows)

    def next(self) -> tuple[int, dt.datetime]:
        """Return a provider's id and a start that nobody has asked for."""
        number = next(self.numbers)
        return 1 + number % PROVIDERS, moment(number // PROVIDERS)

    def book(self, provider_id: int, starts_at: dt.datetime) -> None:
        """Send a request in a unit of work of its own; raises SlotTaken."""
        self.run(partial(_send_request, provider_id=provider_id, starts_at=starts_at))

    def run(self, work: Callable[[Request], T], *, only_reads: bool = False) -> T:
        """Run a unit of work."""
        return run_unit(self._app, "command/bench", work, only_reads=only_reads)


def _send_request(request: Request, provider_id: int, starts_at: dt.datetime) -> None:
    client, service = request.dbsession.execute(_CLIENT_AND_SERVICE, {"provider_id": provider_id}).one()
    request.find_service(AppointmentService).request(client, service, starts_at)


def _month_ratio(request: Request, url: str) -> tuple[float, float]:
    """Return how many times the same queries through sqlite3 a month of free times takes, and its seconds.

    The month holds 180 appointments; the sweep over the rows is the same.
    """
    first, last = dt.date(2026, 11, 1), dt.date(2026, 11, 30)
    began = dt.datetime(2026, 10, 31, tzinfo=dt.UTC)
    connection = sqlite3.connect(make_url(url).database or "")
    provider = request.dbsession.get_one(Provider, PROVIDERS)
    service = request.dbsession.get_one(Service, PROVIDERS)
    slots: SlotService = request.find_service(SlotService)

    def ours() -> list[int]:
        return slots.free_starts(slots.query(provider, service), first, last, began)

    def floor() -> list[int]:
        return month(connection, provider.zone, first, last, began)

    if ours() != floor() or not ours():
        raise AssertionError("the two do not offer the same times")
    measured = interleave(ROUNDS, ours=ours, floor=floor)
    connection.close()
    return measured["ours"] / measured["floor"], measured["ours"]


def _overlaps(engine: Engine) -> int:
    """Count the pairs of booked appointments that share time."""
    one, other = aliased(Appointment), aliased(Appointment)
    found = select(func.count()).where(
        one.starts_at >= FIRST_DAY,
        one.id < other.id,
        one.provider_id == other.provider_id,
        one.starts_at < other.ends_at,
        other.starts_at < one.ends_at,
    )
    with Session(engine) as dbsession:
        return dbsession.scalar(found) or 0


def _ratio(filled: FilledDatabase, floor: SqliteFloor | PostgresqlFloor) -> tuple[float, float]:
    """Return how many times the floor a booking takes, and the seconds it takes."""
    measured = interleave(
        ROUNDS, ours=lambda: filled.book(*filled.next()), floor=lambda: floor.book(*filled.next())
    )
    return measured["ours"] / measured["floor"], measured["ours"]


def _latencies(filled: FilledDatabase, threads: int) -> list[float]:
    """Let threads book at once, each at providers of its own; return the seconds of every booking."""

    def book(_number: int) -> list[float]:
        times = []
        for _booking in range(BOOKINGS_A_THREAD):
            wanted = filled.next()
            began = time.perf_counter()
            filled.book(*wanted)
            times.append(time.perf_counter() - began)
        return times

    with ThreadPoolExecutor(threads) as pool:
        return [seconds for times in pool.map(book, range(threads)) for seconds in times]


def _waiting(filled: FilledDatabase) -> float:
    """Return the 99th percentile among many threads, as a multiple of one booking for each of them."""
    alone, crowd = median(_latencies(filled, 1)), _latencies(filled, THREADS)
    return quantiles(crowd, n=100)[98] / (THREADS * alone)


def _contest(filled: FilledDatabase) -> tuple[int, int]:
    """Let all threads want the same times of one provider; return how many were given, and the overlaps."""
    first = next(filled.numbers) // PROVIDERS + 1

    def want(_number: int) -> int:
        given = 0
        for number in range(first, first + CONTESTED):
            try:
                filled.book(PROVIDERS, moment(number))
            except SlotTaken:
                continue
            given += 1
        return given

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(want, range(THREADS))), _overlaps(filled.engine)


def on_sqlite(folder: Path) -> None:
    """S4, B1, B3, B4 and B5 on SQLite."""
    urls = {rows: f"sqlite:///{folder / str(rows)}.sqlite" for rows in (MANY, FEW)}
    many, few = (FilledDatabase(folder, url, rows) for rows, url in urls.items())
    ratio, seconds = many.run(partial(_month_ratio, url=urls[MANY]), only_reads=True)
    what = f"free times of a month with hooks, 1,000,000 rows ({seconds * 1e3:.2f} ms)"
    report("S4", what, ratio, "<= 6", ok=ratio <= 6)
    ratio, seconds = _ratio(many, SqliteFloor(urls[MANY]))
    what = f"send request with hooks, SQLite, 1,000,000 rows ({seconds * 1e3:.1f} ms)"
    report("B1", what, ratio, "<= 8", ok=ratio <= 8)
    p99 = median(_waiting(many) for _round in range(3))
    report(
        "B3",
        f"{THREADS} threads send requests: p99 against {THREADS} x the median alone",
        p99,
        "<= 4",
        ok=p99 <= 4,
    )
    growth = interleave(ROUNDS, many=lambda: many.book(*many.next()), few=lambda: few.book(*few.next()))
    speed = growth["few"] / growth["many"]
    report(
        "B4", "requests a second with hooks, 1,000,000 rows against 10,000", speed, ">= 0.6", ok=speed >= 0.6
    )
    _report_contest("SQLite", few)
    many.engine.dispose()
    few.engine.dispose()


def on_postgresql(folder: Path) -> None:
    """B2 and B5 on PostgreSQL."""
    url = servers.create_database()
    filled = FilledDatabase(folder, url, FEW)
    ratio, seconds = _ratio(filled, PostgresqlFloor(url))
    report(
        "B2", f"send request with hooks, PostgreSQL ({seconds * 1e3:.1f} ms)", ratio, "<= 3", ok=ratio <= 3
    )
    _report_contest("PostgreSQL", filled)
    filled.engine.dispose()


def _report_contest(name: str, filled: FilledDatabase) -> None:
    given, overlaps = _contest(filled)
    is_exact = (given, overlaps) == (CONTESTED, 0)
    what = f"{THREADS} threads want {CONTESTED} times, {name}: given, {overlaps} overlaps"
    report("B5", what, given / CONTESTED, "1.00", ok=is_exact)


def main() -> None:
    """Measure all of them."""
    with tempfile.TemporaryDirectory() as folder:
        on_sqlite(Path(folder))
        on_postgresql(Path(folder))


if __name__ == "__main__":
    main()
