"""Q1: what one look costs the dispatcher and the sender at a long backlog, against the same at a short one.

The dispatcher looks at open updates, each of another person. The sender looks at messages whose chats all
rest, since Telegram has asked for a pause: in 50 chats, and each in a chat of its own. Of each chat one
message was put off; the others were put off with it, as the sender does it, or were queued since, by the
product's own statement. A look is the one that the product takes, and once a second it asks as well whether
a delay is over; both without the unit of work around them.
"""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

from benchmarks.measure import interleave, report
from benchmarks.practice import NOW, fast_folder, product
from benchmarks.updates import TOKEN, channel_of, command
from pyramid.router import Router
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session
from tests import servers

from kalenner.clock import Clock, FixedClock
from kalenner.database import SESSIONS
from kalenner.delivery import Priority
from kalenner.delivery.delays import OUTBOX_DELAYS, DelayWatch
from kalenner.delivery.dispatcher import GROUP
from kalenner.delivery.due_messages import DueMessages
from kalenner.delivery.outbox import Message, enqueue
from kalenner.delivery.queries import list_next
from kalenner.security import JSON_CIPHER, JsonCipher, KeyRing

MANY, FEW, CHATS = 100_000, 1_000, 50
ROUNDS, MOST = 9, 1.5
AN_HOUR = dt.timedelta(hours=1)


_REGISTRY: dict[str, Any] = {}
JSON_CIPHER.put(_REGISTRY, JsonCipher(KeyRing.generate()))


@dataclass(frozen=True)
class Asking:
    """As much of a request as a look, and queueing, need."""

    dbsession: Session
    clock: Clock
    registry: dict[str, Any] = field(default_factory=lambda: _REGISTRY)


def fill_inbox(connection: Connection, rows: int) -> None:
    """Fill in an open update of as many people."""
    _empty(connection, "core_inbox")
    select = f"""SELECT 'telegram', n, CAST(n AS text), {_payload(connection, command(1, 1))}, 'open', 0,
        {_now(connection)}"""
    columns = "channel, key, subject, payload, state, tries, received_at"
    _insert(connection, f"INSERT INTO core_inbox ({columns}) {select}", rows)


def fill_outbox(connection: Connection, rows: int, chats: int) -> None:
    """Fill in messages that were put off with the first of their chat."""
    _empty(connection, "core_outbox")
    put_off, later = _now(connection), _now(connection, AN_HOUR)
    payload = _payload(connection, {"do": "send", "text": "You have an appointment."})
    select = f"""SELECT 'telegram', CAST(n % {chats} AS text), {payload}, {int(Priority.NOTIFICATION)},
        'waiting', 0, {_now(connection)}, {put_off}, {later}"""
    columns = "channel, address, payload, priority, state, tries, created_at, put_off_at, not_before"
    _insert(connection, f"INSERT INTO core_outbox ({columns}) {select}", rows)


def fill_resting(connection: Connection, rows: int) -> None:
    """Fill in chats that rest, and queue messages to them as the product does."""
    fill_outbox(connection, CHATS, CHATS)
    messages = [
        Message(
            str(number % CHATS), {"do": "send", "text": "You have an appointment."}, Priority.NOTIFICATION
        )
        for number in range(CHATS, rows)
    ]
    with Session(connection) as session:
        enqueue(Asking(session, FixedClock(NOW)), "telegram", *messages)  # type: ignore[arg-type]
        session.flush()
    connection.execute(text("ANALYZE"))


def _empty(connection: Connection, table: str) -> None:
    """Delete all rows, and leave no dead ones that the next fill would pass over."""
    how = "DELETE FROM" if connection.dialect.name == "sqlite" else "TRUNCATE"
    connection.execute(text(f"{how} {table}"))


def _payload(connection: Connection, value: dict[str, Any]) -> str:
    """Return as many bytes as JSON has, as a literal; nobody opens what only stands in the way of a look."""
    digits = json.dumps(value).encode().hex()
    return f"X'{digits}'" if connection.dialect.name == "sqlite" else f"decode('{digits}', 'hex')"


def _now(connection: Connection, later: dt.timedelta = dt.timedelta()) -> str:
    seconds = int((NOW + later).timestamp())
    return str(seconds) if connection.dialect.name == "sqlite" else f"to_timestamp({seconds})"


def _insert(connection: Connection, statement: str, rows: int) -> None:
    """Run an INSERT whose SELECT is of one row, for n from 0."""
    series = (
        "(WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < :last) SELECT n FROM s)"
        if connection.dialect.name == "sqlite"
        else "(SELECT generate_series(0, :last) AS n)"
    )
    connection.execute(text(f"{statement} FROM {series} AS series"), {"last": rows - 1})
    connection.execute(text("ANALYZE"))


def look_of(app: Router, which: str, session: Session) -> Callable[[], object]:
    """Return one look of the dispatcher or of the sender, or the question whether a delay is over."""
    asking = Asking(session, FixedClock(NOW))
    if which == "dispatcher":
        return lambda: list_next(asking, GROUP)  # type: ignore[arg-type]
    if which == "delays":
        return partial(OUTBOX_DELAYS.is_any_over, session, FixedClock(NOW))
    due = DueMessages(channel_of(app))
    due.delays = DelayWatch(OUTBOX_DELAYS, clock=lambda: -inf)  # never looks: measured in a row of its own
    return lambda: due.look(asking, ())  # type: ignore[arg-type]


def measure(name: str, apps: dict[int, Router]) -> None:
    """Print every kind of backlog on one engine."""
    kinds: dict[str, tuple[str, Callable[[Connection, int], None]]] = {
        "open updates of as many people": ("dispatcher", fill_inbox),
        f"messages put off in {CHATS} chats": ("sender", partial(fill_outbox, chats=CHATS)),
        "messages put off in as many chats": ("sender", _fill_each),
        "messages put off, for an end of their delay": ("delays", _fill_each),
        f"messages queued since in {CHATS} resting chats": ("sender", fill_resting),
    }
    for what, (who, fill) in kinds.items():
        for rows, app in apps.items():
            with SESSIONS.of(app.registry).engine.begin() as connection:
                fill(connection, rows)
        sessions = {rows: SESSIONS.of(app.registry).make_read_only() for rows, app in apps.items()}
        looks = {rows: look_of(apps[rows], who, session) for rows, session in sessions.items()}
        seconds = interleave(ROUNDS, many=looks[MANY], few=looks[FEW])
        for session in sessions.values():
            session.close()
        ratio = seconds["many"] / seconds["few"]
        line = f"a look at {MANY:,} {what} against {FEW:,}, {name} ({seconds['many'] * 1e3:.2f} ms)"
        report("Q1", line, ratio, f"<= {MOST}", ok=ratio <= MOST)


def _fill_each(connection: Connection, rows: int) -> None:
    fill_outbox(connection, rows, rows)


def on_engine(name: str, folder: Path, urls: dict[int, str]) -> None:
    """Measure one engine."""
    (folder / name / "few").mkdir(parents=True)
    settings = {"telegram.token": TOKEN}
    with (
        product(folder / name, urls[MANY], **settings) as many,
        product(folder / name / "few", urls[FEW], **settings) as few,
    ):
        measure(name, {MANY: many, FEW: few})


def main() -> None:
    """Print both engines."""
    with fast_folder() as folder:
        on_engine("SQLite", folder, {rows: f"sqlite:///{folder}/{rows}.sqlite" for rows in (MANY, FEW)})
        on_engine("PostgreSQL", folder, {rows: servers.create_database() for rows in (MANY, FEW)})


if __name__ == "__main__":
    main()
