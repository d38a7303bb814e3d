"""B1 to B5: what a booking costs, against the same rows written through the raw driver.

A full booking reads the provider and the service, asks what is free, and writes the appointment, its first
change of status and one message, and commits; each commit is on the disk. The floor does so with prepared
SQL and no more code than that needs, in the same database with the same constraints. The table holds a
million appointments of a thousand providers that all hold their time, so that no index is small.
"""

import datetime as dt
import itertools
import json
import sqlite3
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import psycopg
from alembic.migration import MigrationContext
from alembic.operations import Operations
from benchmarks.measure import interleave, report
from sqlalchemy import Engine, func, insert, make_url, select, text
from sqlalchemy.orm import Session, aliased
from tests import servers

from kalenner.clock import FixedClock
from kalenner.database import MigrationSource, create_no_overlap, drop_no_overlap, make_engine, upgrade
from kalenner.delivery.outbox import notify
from kalenner.people import Account, Client, Identity, Provider
from kalenner_scheduling.appointments import AppointmentService
from kalenner_scheduling.availability import SlotService
from kalenner_scheduling.errors import SlotTaken
from kalenner_scheduling.models import ACTIVE, Appointment, Service, WorkingPeriod

SOURCES = (MigrationSource("core", "kalenner"), MigrationSource("scheduling", "kalenner_scheduling"))
PROVIDERS = 1_000
MANY, FEW = 1_000_000, 10_000
ROUNDS = 9
THREADS = 16
BOOKINGS_A_THREAD = 40
CONTESTED = 20
MINUTES = 30
NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
FIRST_DAY = dt.datetime(2026, 12, 2, 8, tzinfo=dt.UTC)
"""Everybody works from 8:00 to 20:00 UTC, so that a day has 24 times that do not overlap."""
A_DAY = 24


def moment(number: int) -> dt.datetime:
    """Return the start of the number-th free time of every provider."""
    return FIRST_DAY + dt.timedelta(days=number // A_DAY, minutes=MINUTES * (number % A_DAY))


class SqliteFloor:
    """The same booking through sqlite3."""

    def __init__(self, url: str) -> None:
        self._connection = sqlite3.connect(make_url(url).database or "", isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self._connection.execute(f"PRAGMA {pragma}")

    def book(self, provider_id: int, starts_at: dt.datetime) -> None:
        """Make a full booking."""
        execute, start, now = self._connection.execute, int(starts_at.timestamp()), int(NOW.timestamp())
        execute("BEGIN IMMEDIATE")
        _book(execute, FLOOR_SQL, provider_id, start, start + MINUTES * 60, now, "?")
        execute("COMMIT")


class PostgresqlFloor:
    """The same booking through psycopg."""

    def __init__(self, url: str) -> None:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(plain)

    def book(self, provider_id: int, starts_at: dt.datetime) -> None:
        """Make a full booking; psycopg begins the transaction by itself."""
        ends_at = starts_at + dt.timedelta(minutes=MINUTES)
        _book(self._connection.execute, FLOOR_SQL, provider_id, starts_at, ends_at, NOW, "%s")
        self._connection.commit()


FLOOR_SQL = {
    "provider": """
        SELECT p.account_id, a.timezone FROM core_provider p JOIN core_account a ON a.id = p.account_id
        WHERE p.id = ?""",
    "service": """
        SELECT name, minutes, price_minor FROM scheduling_service WHERE id = ? AND deleted_at IS NULL""",
    "taken": """
        SELECT 1 FROM scheduling_appointment WHERE provider_id = ? AND status IN ('pending', 'accepted')
        AND starts_at < ? AND ends_at > ? AND starts_at > ? LIMIT 1""",
    "appointment": """
        INSERT INTO scheduling_appointment (provider_id, client_id, service_id, service_name, minutes,
        price_minor, currency, starts_at, ends_at, status, created_at)
        VALUES (?, ?, ?, ?, ?, ?, 'EUR', ?, ?, 'pending', ?) RETURNING id""",
    "change": """
        INSERT INTO scheduling_status_change (appointment_id, at, account_id, after)
        VALUES (?, ?, ?, 'pending') RETURNING id""",
    "message": """
        INSERT INTO core_outbox (channel, address, account_id, origin_id, payload, dedupe, priority, state,
        tries, not_before, created_at) VALUES ('telegram', ?, ?, ?, ?, ?, 2, 'waiting', 0, ?, ?)""",
}


def _book(
    execute: Any, sql: dict[str, str], provider_id: int, start: Any, end: Any, now: Any, mark: str
) -> None:
    """Write a booking with plain SQL, as little as a booking needs."""
    sql = {name: statement.replace("?", mark) for name, statement in sql.items()}
    account_id, _zone = execute(sql["provider"], (provider_id,)).fetchone()
    name, minutes, price = execute(sql["service"], (provider_id,)).fetchone()
    day = 86_400 if isinstance(start, int) else dt.timedelta(days=1)
    if execute(sql["taken"], (provider_id, end, start, start - day)).fetchone():
        raise SlotTaken
    row = (provider_id, provider_id, provider_id, name, minutes, price, start, end, now)
    made = execute(sql["appointment"], row).fetchone()[0]
    client_account_id = PROVIDERS + provider_id
    change = execute(sql["change"], (made, now, client_account_id)).fetchone()[0]
    payload = json.dumps({"notification": "appointments.requested", "args": {"change": str(change)}})
    key = f"appointment:{made}:{change}:{account_id}"
    execute(sql["message"], (str(account_id), account_id, client_account_id, payload, key, now, now))


class Town:
    """A database with a thousand providers, each with a client, a service and many appointments."""

    def __init__(self, url: str, rows: int) -> None:
        self.engine: Engine = make_engine(url, patience=60, pool_size=THREADS)
        upgrade(self.engine, SOURCES)
        self.numbers = itertools.count()
        with self.engine.begin() as connection:
            _fill_people(connection)
        _fill_appointments(self.engine, rows)

    def next(self) -> tuple[int, dt.datetime]:
        """Return a provider's id and a start that nobody has asked for."""
        number = next(self.numbers)
        return 1 + number % PROVIDERS, moment(number // PROVIDERS)

    def book(self, provider_id: int, starts_at: dt.datetime) -> None:
        """Make a full booking through the service, and commit; raises SlotTaken."""
        with Session(self.engine) as dbsession:
            client = dbsession.get_one(Client, provider_id)
            service = dbsession.get_one(Service, provider_id)
            clock = FixedClock(NOW)
            request = _Request(dbsession, clock)
            appointments = AppointmentService(
                dbsession, _NoHooks(), clock, SlotService(dbsession), partial(notify, request)
            )
            appointments.request(client, service, starts_at)
            dbsession.commit()


class _NoHooks:
    """No plugin listens."""

    def scheduling_appointment_changed(self, **_fact: object) -> None:
        """Do nothing."""


class _Request:
    """As much of a request as promising a message needs."""

    def __init__(self, dbsession: Session, clock: FixedClock) -> None:
        self.dbsession = dbsession
        self.clock = clock

    def find_service(self, service: Any) -> Any:
        """Return the service of accounts."""
        return service(self.dbsession, self.clock)


def _fill_people(connection: Any) -> None:
    ids = range(1, 2 * PROVIDERS + 1)
    connection.execute(
        insert(Account),
        [{"id": one, "timezone": "UTC", "client_name": "Ada", "created_at": NOW} for one in ids],
    )
    connection.execute(
        insert(Identity), [{"account_id": one, "channel": "telegram", "subject": str(one)} for one in ids]
    )
    providers = range(1, PROVIDERS + 1)
    connection.execute(
        insert(Provider),
        [
            {
                "id": one,
                "account_id": one,
                "nickname": f"N{one}",
                "nickname_folded": f"n{one}",
                "created_at": NOW,
            }
            for one in providers
        ],
    )
    connection.execute(
        insert(Client),
        [
            {"id": one, "provider_id": one, "account_id": PROVIDERS + one, "created_at": NOW}
            for one in providers
        ],
    )
    connection.execute(
        insert(Service),
        [
            {
                "id": one,
                "provider_id": one,
                "name": "Massage",
                "minutes": MINUTES,
                "price_minor": 5_000,
                "position": 1,
            }
            for one in providers
        ],
    )
    connection.execute(
        insert(WorkingPeriod),
        [
            {"provider_id": one, "weekday": day, "start_minute": 480, "end_minute": 1_200}
            for one in providers
            for day in range(7)
        ],
    )


def _fill_appointments(engine: Engine, rows: int) -> None:
    """Fill in the past of every provider, without the guard, which would look at every row."""
    each = rows // PROVIDERS
    is_sqlite = engine.dialect.name == "sqlite"
    ends = "ends" if is_sqlite else "to_timestamp(ends)"
    starts = "starts" if is_sqlite else "to_timestamp(starts)"
    spans = (
        "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < :each)"
        if is_sqlite
        else "WITH n AS (SELECT generate_series(1, :each) AS n)"
    )
    fill = f"""
        INSERT INTO scheduling_appointment (provider_id, client_id, service_id, service_name, minutes,
        currency, starts_at, ends_at, status, created_at)
        {spans} SELECT p.id, p.id, p.id, 'Massage', 30, 'EUR', {starts}, {ends}, 'accepted', {starts}
        FROM (SELECT id, :now - 3600 * n AS starts, :now - 3600 * n + 1800 AS ends
        FROM core_provider CROSS JOIN n) AS p"""
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        drop_no_overlap(operations, Appointment.__tablename__)
        connection.execute(text(fill), {"each": each, "now": int(NOW.timestamp())})
        create_no_overlap(operations, Appointment.__tablename__, ACTIVE)
        connection.execute(text("ANALYZE"))


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


def _ratio(town: Town, floor: SqliteFloor | PostgresqlFloor) -> tuple[float, float]:
    """Return how many times the floor a booking takes, and the seconds it takes."""
    measured = interleave(
        ROUNDS, ours=lambda: town.book(*town.next()), floor=lambda: floor.book(*town.next())
    )
    return measured["ours"] / measured["floor"], measured["ours"]


def _latencies(town: Town, threads: int) -> list[float]:
    """Let threads book at once, each at providers of its own; return the seconds of every booking."""

    def book(_number: int) -> list[float]:
        times = []
        for _booking in range(BOOKINGS_A_THREAD):
            wanted = town.next()
            began = time.perf_counter()
            town.book(*wanted)
            times.append(time.perf_counter() - began)
        return times

    with ThreadPoolExecutor(threads) as pool:
        return [seconds for times in pool.map(book, range(threads)) for seconds in times]


def _waiting(town: Town) -> float:
    """Return the 99th percentile among many threads, as a multiple of one booking for each of them."""
    alone, crowd = median(_latencies(town, 1)), _latencies(town, THREADS)
    return quantiles(crowd, n=100)[98] / (THREADS * alone)


def _contest(town: Town) -> tuple[int, int]:
    """Let all threads want the same times of one provider; return how many were given, and the overlaps."""
    first = next(town.numbers) // PROVIDERS + 1

    def want(_number: int) -> int:
        given = 0
        for number in range(first, first + CONTESTED):
            try:
                town.book(PROVIDERS, moment(number))
            except SlotTaken:
                continue
            given += 1
        return given

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(want, range(THREADS))), _overlaps(town.engine)


def on_sqlite(folder: Path) -> None:
    """B1, B3, B4 and B5 on SQLite."""
    urls = {rows: f"sqlite:///{folder / str(rows)}.sqlite" for rows in (MANY, FEW)}
    many, few = (Town(url, rows) for rows, url in urls.items())
    ratio, seconds = _ratio(many, SqliteFloor(urls[MANY]))
    what = f"booking, SQLite, 1,000,000 rows ({seconds * 1e3:.1f} ms)"
    report("B1", what, ratio, "<= 8", ok=ratio <= 8)
    p99 = median(_waiting(many) for _round in range(3))
    report("B3", f"{THREADS} threads: p99 against {THREADS} x the median alone", p99, "<= 4", ok=p99 <= 4)
    growth = interleave(ROUNDS, many=lambda: many.book(*many.next()), few=lambda: few.book(*few.next()))
    speed = growth["few"] / growth["many"]
    report("B4", "bookings a second, 1,000,000 rows against 10,000", speed, ">= 0.6", ok=speed >= 0.6)
    _report_contest("SQLite", few)
    many.engine.dispose()
    few.engine.dispose()


def on_postgresql() -> None:
    """B2 and B5 on PostgreSQL."""
    url = servers.create_database()
    town = Town(url, FEW)
    ratio, seconds = _ratio(town, PostgresqlFloor(url))
    report("B2", f"booking, PostgreSQL ({seconds * 1e3:.1f} ms)", ratio, "<= 3", ok=ratio <= 3)
    _report_contest("PostgreSQL", town)
    town.engine.dispose()


def _report_contest(name: str, town: Town) -> None:
    given, overlaps = _contest(town)
    is_exact = (given, overlaps) == (CONTESTED, 0)
    what = f"{THREADS} threads want {CONTESTED} times, {name}: given, {overlaps} overlaps"
    report("B5", what, given / CONTESTED, "1.00", ok=is_exact)


def main() -> None:
    """Measure all of them."""
    with tempfile.TemporaryDirectory() as folder:
        on_sqlite(Path(folder))
    on_postgresql()


if __name__ == "__main__":
    main()
