"""C1 and C2: the professional's day and month with 10,000 appointments, against the same with 10.

Two professionals in one database, with the same hours, each with one client and one service; the appointments
of each are spread evenly over four years, half of them past. A screen is rendered as a reading unit of work,
from the request to the rows of buttons.
"""

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from benchmarks.measure import interleave, report
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import Connection, insert, text
from tests import servers

from kalenner.app import make_app
from kalenner.clock import FixedClock
from kalenner.database import MIGRATIONS, SESSIONS, upgrade
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, Client, Provider
from kalenner.plugins import load_plugins
from kalenner.screens import Arrival, Press, Screen, Visit, render
from kalenner.settings import Source
from kalenner.testing import go
from kalenner.units import run_unit
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.working_hours.models import WorkingPeriod

MANY, FEW = 10_000, 10
ROUNDS = 15
MOST = 1.5
MINUTES = dt.timedelta(minutes=30)
NOW = dt.datetime(2026, 12, 1, 11, tzinfo=dt.UTC)
TWO_YEARS = dt.timedelta(days=730)
DAY = dt.date(2026, 12, 2)
SCREENS = {
    "C1": ("day", go("calendar.day", day=DAY)),
    "C2": ("month", go("calendar.month", month=DAY.replace(day=1))),
}


@contextmanager
def product(url: str, folder: str) -> Iterator[Router]:
    """The application on a database that holds both professionals: the first has many appointments."""
    values = {"kalenner.data_dir": folder, "database.url": url}
    source = Source(values, environ={})
    app = make_app(source, loaded=load_plugins(off=["playground", "telegram"]), clock=FixedClock(NOW))
    engine = SESSIONS.of(app.registry).engine
    upgrade(engine, MIGRATIONS.of(app.registry))
    with engine.begin() as connection:
        for number, count in enumerate((MANY, FEW)):
            fill(connection, number, count)
        connection.execute(text("ANALYZE"))
    yield app
    engine.dispose()


def fill(connection: Connection, number: int, count: int) -> None:
    """Fill in one professional, who works from 8:00 to 18:00 in Berlin, and everything that is theirs."""
    one, client = 2 * number + 1, 2 * number + 2
    common = {"timezone": "Europe/Berlin", "created_at": NOW}
    for account_id, name in ((one, "Olga"), (client, "Ada")):
        connection.execute(insert(Account), [{"id": account_id, "client_name": name, **common}])
    provider = {"id": one, "account_id": one, "nickname": f"N{number}", "nickname_folded": f"n{number}"}
    connection.execute(insert(Provider), [{**provider, "created_at": NOW}])
    link = {"id": one, "provider_id": one, "account_id": client, "created_at": NOW}
    connection.execute(insert(Client), [link])
    service = {"id": one, "provider_id": one, "name": "Massage", "minutes": 30, "position": 1}
    connection.execute(insert(Service), [service])
    periods = [
        {"provider_id": one, "weekday": day, "start_minute": 480, "end_minute": 1_080} for day in range(7)
    ]
    connection.execute(insert(WorkingPeriod), periods)
    apart = 2 * TWO_YEARS / count
    starts = [(NOW - TWO_YEARS + place * apart).replace(microsecond=0) for place in range(count)]
    connection.execute(insert(Appointment), [row(one, place, at) for place, at in enumerate(starts)])


def row(one: int, place: int, at: dt.datetime) -> dict[str, Any]:
    """One appointment; the past ones were completed."""
    status = Status.COMPLETED if at < NOW else Status.ACCEPTED
    return {
        "provider_id": one,
        "client_id": one,
        "service_id": one,
        "service_name": "Massage",
        "minutes": 30,
        "currency": "EUR",
        "starts_at": at,
        "ends_at": at + MINUTES,
        "held_from": at,
        "held_until": at + MINUTES,
        "status": status.value,
        "created_at": at,
        "uid": f"{one}-{place}",
    }


def show(request: Request, account_id: int, press: Press) -> Screen:
    """Render a screen for one of the two."""
    account = request.dbsession.get_one(Account, account_id)
    return render(request, Visit(account, "telegram", Arrival(str(account_id))), press)


def measure(app: Router, name: str) -> None:
    """Print both ratios on one database."""
    for key, (what, press) in SCREENS.items():
        shown: dict[str, Callable[[], Screen]] = {
            many: partial(
                run_unit, app, "command/bench", partial(show, account_id=one, press=press), only_reads=True
            )
            for many, one in (("many", 1), ("few", 3))
        }
        seconds = interleave(ROUNDS, **shown)
        ratio = seconds["many"] / seconds["few"]
        line = f"{what}, {MANY:,} appointments against {FEW}, {name} ({seconds['many'] * 1e3:.1f} ms)"
        report(key, line, ratio, f"<= {MOST}", ok=ratio <= MOST)


def main() -> None:
    """Print both on each database."""
    with tempfile.TemporaryDirectory() as folder:
        with product(f"sqlite:///{folder}/kalenner.sqlite", folder) as app:
            measure(app, "SQLite")
        url = servers.create_database()
        with product(url, folder) as app:
            measure(app, "PostgreSQL")
        servers.drop_database(url)


if __name__ == "__main__":
    main()
