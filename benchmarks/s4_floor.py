"""The floor of target S4: free starts among a million appointments, through raw sqlite3 and the sweep."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import availability as data

PROVIDER = 1
ROWS = 1_000_000
TABLE = """
create table appointment (
    id integer primary key, provider_id integer not null, status text not null,
    starts_at integer not null, ends_at integer not null
);
create index appointment_busy on appointment (provider_id, starts_at, ends_at)
    where status in ('pending', 'accepted');
"""
# The bound a day before the range keeps years of history out of the scan: no appointment is longer.
QUERY = """
select starts_at, ends_at from appointment
where provider_id = ? and status in ('pending', 'accepted')
    and starts_at between ? and ? and ends_at > ?
order by starts_at
"""


def build_s4(path: Path, size: int, rows: int = ROWS) -> sqlite3.Connection:
    """Fill a new database: `size` appointments of the provider asked about, the rest of a thousand others."""
    chance = random.Random(data.SEED)
    connection = sqlite3.connect(path)
    connection.executescript(TABLE)
    own = ((PROVIDER, "accepted", start, end) for start, end in data.appointments(chance, size))
    first, last = data.midnight(data.BEGIN) // 900, data.midnight(data.END) // 900
    starts = (900 * chance.randrange(first, last) for _ in range(rows - size))
    others = ((2 + n % 1000, "accepted", start, start + 1800) for n, start in enumerate(starts))
    insert = "insert into appointment (provider_id, status, starts_at, ends_at) values (?, ?, ?, ?)"
    with connection:
        connection.executemany(insert, own)
        connection.executemany(insert, others)
    connection.execute("analyze")
    return connection


def floor_s4(
    connection: sqlite3.Connection, name: str = "month", query: str = QUERY
) -> Callable[[], list[int]]:
    """Return the call to measure: the query, and the reference sweep over its rows.

    `query` takes the provider, a day before the range, its end and its start; it returns starts and ends.
    """
    first_day, last_day = data.RANGES[name]
    start, end = data.midnight(first_day), data.midnight(last_day) + 86_400

    def call() -> list[int]:
        rows = connection.execute(query, (PROVIDER, start - 86_400, end, start)).fetchall()
        minutes = [(row_start // 60, row_end // 60) for row_start, row_end in rows]
        return data.floor(data.Case(first_day, last_day, rows, minutes))

    return call
