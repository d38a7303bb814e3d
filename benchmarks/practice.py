"""A practice that screens are measured on, and the application with it.

A professional in Berlin who works from 8:00 to 18:00 every day, with services, clients and appointments that
are spread evenly over four years, half of them past. Everybody is known on Telegram.
"""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyramid.router import Router
from sqlalchemy import Connection, insert, text

from kalenner import garbage
from kalenner.app import make_app
from kalenner.clock import Clock, FixedClock
from kalenner.database import MIGRATIONS, SESSIONS, upgrade
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, Client, Identity, Provider
from kalenner.people.models import Role
from kalenner.plugins import load_plugins
from kalenner.settings import Source
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.working_hours.models import WorkingPeriod

NOW = dt.datetime(2026, 12, 1, 11, tzinfo=dt.UTC)
DAY = dt.date(2026, 12, 2)
TWO_YEARS = dt.timedelta(days=730)
MINUTES = 30
IDS = 100
"""How many ids each practice has for itself."""
FAST_FOLDER = Path("/dev/shm")


@dataclass(frozen=True)
class Practice:
    """The ids of a practice: of its provider and its first service alike, and of the accounts."""

    id: int
    professional: int
    clients: range


def subject_of(account_id: int) -> str:
    """Return the id of an account on Telegram."""
    return str(5_000 + account_id)


@contextmanager
def fast_folder() -> Iterator[Path]:
    """Give a folder in memory where there is one, so that no disk is measured."""
    with tempfile.TemporaryDirectory(dir=FAST_FOLDER if FAST_FOLDER.is_dir() else None) as folder:
        yield Path(folder)


@contextmanager
def product(
    folder: Path,
    url: str,
    off: tuple[str, ...] = ("playground",),
    clock: Clock | None = None,
    **settings: str,
) -> Iterator[Router]:
    """Give the application with the installed plugins on an empty database; its clock stands at NOW."""
    values = {
        "kalenner.data_dir": str(folder),
        "database.url": url,
        "limits.updates_per_minute": "1000000",  # the clock stands, so all is within one minute
        "limits.open_updates": "1000000",
        **settings,
    }
    app = make_app(Source(values, environ={}), loaded=load_plugins(off=off), clock=clock or FixedClock(NOW))
    engine = SESSIONS.of(app.registry).engine
    upgrade(engine, MIGRATIONS.of(app.registry))
    garbage.resume()  # as every process does when it has started
    yield app
    engine.dispose()


def fill_practice(
    connection: Connection, number: int = 0, *, clients: int = 16, services: int = 4, appointments: int = 400
) -> Practice:
    """Fill in a practice and everything that is its own."""
    first = IDS * number + 1
    practice = Practice(first, first, range(first + 1, first + 1 + clients))
    _fill_people(connection, practice)
    names = [
        {"id": first + place, "provider_id": first, "name": f"Massage {place}", "minutes": MINUTES}
        for place in range(services)
    ]
    connection.execute(insert(Service), [{**name, "position": name["id"]} for name in names])
    periods = [
        {"provider_id": first, "weekday": day, "start_minute": 480, "end_minute": 1_080} for day in range(7)
    ]
    connection.execute(insert(WorkingPeriod), periods)
    apart = 2 * TWO_YEARS / appointments
    starts = [(NOW - TWO_YEARS + place * apart).replace(microsecond=0) for place in range(appointments)]
    rows = [_appointment(practice, place, at) for place, at in enumerate(starts)]
    connection.execute(insert(Appointment), rows)
    connection.execute(text("ANALYZE"))
    return practice


def _fill_people(connection: Connection, practice: Practice) -> None:
    common = {"timezone": "Europe/Berlin", "channel_language": "en", "created_at": NOW}
    people = [(practice.professional, "Olga", Role.PROFESSIONAL)]
    people += [(client, f"Ada {client}", Role.CLIENT) for client in practice.clients]
    accounts = [{"id": one, "client_name": name, "role": role, **common} for one, name, role in people]
    connection.execute(insert(Account), accounts)
    identities = [
        {"account_id": one, "channel": "telegram", "subject": subject_of(one)} for one, _name, _role in people
    ]
    connection.execute(insert(Identity), identities)
    nickname = f"N{practice.id}"
    provider = {"id": practice.id, "account_id": practice.professional, "created_at": NOW}
    names = {"nickname": nickname, "nickname_folded": nickname.lower()}
    connection.execute(insert(Provider), [{**provider, **names}])
    links = [
        {"id": client - 1, "provider_id": practice.id, "account_id": client, "created_at": NOW}
        for client in practice.clients
    ]
    connection.execute(insert(Client), links)


def _appointment(practice: Practice, place: int, at: dt.datetime) -> dict[str, Any]:
    """Return one appointment; the past ones were completed."""
    status, end = Status.COMPLETED if at < NOW else Status.ACCEPTED, at + dt.timedelta(minutes=MINUTES)
    return {
        "provider_id": practice.id,
        "client_id": practice.id + place % len(practice.clients),
        "service_id": practice.id,
        "service_name": "Massage",
        "minutes": MINUTES,
        "currency": "EUR",
        "starts_at": at,
        "ends_at": end,
        "held_from": at,
        "held_until": end,
        "status": status.value,
        "created_at": at,
        "uid": f"{practice.id}-{place}",
    }
