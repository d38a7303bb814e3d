"""The floor of the booking targets: the same reads and rows as plain SQL through sqlite3 and psycopg."""

import datetime as dt
import json
import secrets
import sqlite3
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from benchmarks.booking_data import MINUTES, NOW, PROVIDERS
from sqlalchemy import make_url

from kalenner_scheduling.availability.errors import SlotTaken
from kalenner_scheduling.availability.slots import open_slots
from kalenner_scheduling.catalogue.models import DEFAULT_STEP as STEP
from kalenner_scheduling.working_hours.windows import Period, windows_between


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
    "rules": """
        SELECT service_id, buffer_before, buffer_after, notice, horizon, most_per_day, most_open, acceptance,
        expiry FROM scheduling_rules WHERE provider_id = ? AND (service_id IS NULL OR service_id = ?)""",
    "closed": """
        SELECT first_day, last_day FROM scheduling_closure
        WHERE provider_id = ? AND last_day >= ? AND first_day <= ?""",
    "taken": """
        SELECT 1 FROM scheduling_appointment WHERE provider_id = ? AND status IN ('pending', 'accepted')
        AND starts_at < ? AND held_until > ? AND starts_at > ?
        UNION ALL SELECT 1 FROM scheduling_away
        WHERE provider_id = ? AND ends_at > ? AND starts_at < ? LIMIT 1""",
    "hours": """
        SELECT weekday, start_minute, end_minute FROM scheduling_working_period WHERE provider_id = ?""",
    "busy": """
        SELECT held_from, held_until FROM scheduling_appointment WHERE provider_id = ?
        AND status IN ('pending', 'accepted') AND starts_at < ? AND held_until > ? AND starts_at > ?
        UNION ALL SELECT starts_at, ends_at FROM scheduling_away
        WHERE provider_id = ? AND ends_at > ? AND starts_at < ?""",
    "appointment": """
        INSERT INTO scheduling_appointment (provider_id, client_id, service_id, service_name, minutes,
        price_minor, currency, starts_at, ends_at, held_from, held_until, status, created_at, expires_at,
        nudge_at, uid, revision)
        VALUES (?, ?, ?, ?, ?, ?, 'EUR', ?, ?, ?, ?, 'pending', ?, ?, ?, ?, 0) RETURNING id""",
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
    execute(sql["rules"], (provider_id, provider_id)).fetchall()
    today = dt.datetime.fromtimestamp(start, dt.UTC).date() if isinstance(start, int) else start.date()
    execute(sql["closed"], (provider_id, today.isoformat(), today.isoformat())).fetchall()
    taken = (provider_id, end, start, start - day, provider_id, start, end)
    if execute(sql["taken"], taken).fetchone():
        raise SlotTaken
    span = (start, end, start, end)
    uid = secrets.token_hex(16)
    row = (provider_id, provider_id, provider_id, name, minutes, price, *span, now, start, start, uid)
    made = execute(sql["appointment"], row).fetchone()[0]
    client_account_id = PROVIDERS + provider_id
    change = execute(sql["change"], (made, now, client_account_id)).fetchone()[0]
    payload = json.dumps({"notification": "appointments.requested", "args": {"change": str(change)}})
    key = f"appointment:{made}:{change}:{account_id}"
    execute(sql["message"], (str(account_id), account_id, client_account_id, payload, key, now, now))


def month(
    connection: sqlite3.Connection, zone: ZoneInfo, first: dt.date, last: dt.date, now: dt.datetime
) -> list[int]:
    """Return the free times of the last provider, from the same queries and the same sweep."""
    periods = [Period(*row) for row in connection.execute(FLOOR_SQL["hours"], (PROVIDERS,))]
    connection.execute(FLOOR_SQL["rules"], (PROVIDERS, PROVIDERS)).fetchall()
    days = (PROVIDERS, first.isoformat(), last.isoformat())
    connection.execute(FLOOR_SQL["closed"], days).fetchall()
    windows = windows_between(periods, zone, first, last)
    start, end = windows[0][0], windows[-1][1]
    span = (PROVIDERS, end, start, start - 86_400, PROVIDERS, start, end)
    busy = connection.execute(FLOOR_SQL["busy"], span).fetchall()
    not_before = int(now.timestamp()) + 1
    return open_slots(windows, busy, duration=MINUTES * 60, step=STEP * 60, not_before=not_before)
