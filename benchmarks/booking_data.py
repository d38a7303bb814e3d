"""What bookings are measured on: a thousand providers with a client each, and many appointments."""

import datetime as dt
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, insert, text

from kalenner.database import MigrationSource, create_no_overlap, drop_no_overlap
from kalenner.people import Account, Client, Identity, Provider
from kalenner_scheduling.appointments.models import ACTIVE, Appointment
from kalenner_scheduling.availability.models import BookingRules
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.working_hours.models import WorkingPeriod

SOURCES = (MigrationSource("core", "kalenner"), MigrationSource("scheduling", "kalenner_scheduling"))
PROVIDERS = 1_000
MINUTES = 30
NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
FIRST_DAY = dt.datetime(2026, 12, 2, 8, tzinfo=dt.UTC)
"""Everybody works from 8:00 to 20:00 UTC, so that a day has 24 times that do not overlap."""
A_DAY = 24


def moment(number: int) -> dt.datetime:
    """Return the start of the number-th free time of every provider."""
    return FIRST_DAY + dt.timedelta(days=number // A_DAY, minutes=MINUTES * (number % A_DAY))


def fill_people(connection: Any) -> None:
    """Fill in everybody, all with working hours and one service."""
    accounts, providers = range(1, 2 * PROVIDERS + 1), range(1, PROVIDERS + 1)
    account = {"timezone": "UTC", "client_name": "Ada", "created_at": NOW}
    service = {"name": "Massage", "minutes": MINUTES, "price_minor": 5_000, "position": 1}
    hours = {"start_minute": 480, "end_minute": 1_200}
    identities = [{"account_id": one, "channel": "telegram", "subject": str(one)} for one in accounts]
    connection.execute(insert(Account), [{"id": one, **account} for one in accounts])
    connection.execute(insert(Identity), identities)
    connection.execute(insert(Provider), [_provider(one) for one in providers])
    connection.execute(insert(Client), [_client(one) for one in providers])
    connection.execute(insert(Service), [{"id": one, "provider_id": one, **service} for one in providers])
    # The same client asks again and again.
    connection.execute(insert(BookingRules), [{"provider_id": one, "most_open": 0} for one in providers])
    week = [{"provider_id": one, "weekday": day, **hours} for one in providers for day in range(7)]
    connection.execute(insert(WorkingPeriod), week)


def _provider(number: int) -> dict[str, Any]:
    nickname = {"nickname": f"N{number}", "nickname_folded": f"n{number}"}
    return {"id": number, "account_id": number, "created_at": NOW, **nickname}


def _client(number: int) -> dict[str, Any]:
    return {"id": number, "provider_id": number, "account_id": PROVIDERS + number, "created_at": NOW}


def fill_appointments(engine: Engine, rows: int) -> None:
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
        currency, starts_at, ends_at, held_from, held_until, status, created_at, uid, revision)
        {spans} SELECT p.id, p.id, p.id, 'Massage', 30, 'EUR', {starts}, {ends}, {starts}, {ends},
        'accepted', {starts}, '', 0
        FROM (SELECT id, :now - 14400 * n AS starts, :now - 14400 * n + 1800 AS ends
        FROM core_provider CROSS JOIN n) AS p"""
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        drop_no_overlap(operations, Appointment.__tablename__)
        connection.execute(text(fill), {"each": each, "now": int(NOW.timestamp())})
        create_no_overlap(operations, Appointment.__tablename__, ACTIVE, start="held_from", end="held_until")
        connection.execute(text("ANALYZE"))
