"""What tests of the professional's office share: many appointments at once, and statements counted."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pyramid.request import Request
from sqlalchemy import event, insert, select
from tests.plugins.scheduling.people import People, tap

from kalenner.database import SESSIONS
from kalenner.hooks.scheduling import Status
from kalenner.people import AccountService, Client, Provider
from kalenner.screens import Arrival, Dialog, Press, Screen, Visit, render
from kalenner.security import JSON_CIPHER
from kalenner.testing import Person, Stage, go
from kalenner.testing.channel import NAME
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.catalogue.models import Service
from kalenner_scheduling.time_off.models import Away

HOUR = dt.timedelta(hours=1)
NINE = dt.datetime(2026, 12, 2, 8, 0, tzinfo=dt.UTC)
"""Wednesday, 9:00 in Berlin."""
TEN = NINE + HOUR
WEDNESDAY = dt.date(2026, 12, 2)
MOST_BUTTONS = 100
"""Telegram takes no more under one message."""


def provider_of(request: Request, professional: Person) -> Provider:
    """Return the practice of a professional."""
    return request.dbsession.scalars(select(Provider).where(Provider.nickname == professional.name)).one()


def stand(
    people: People,
    starts: Sequence[dt.datetime],
    status: Status = Status.ACCEPTED,
    *,
    minutes: int = 60,
    of: Person | None = None,
    location: str | None = None,
) -> list[int]:
    """Put appointments of a professional's first client and service there, however they came to be."""

    def work(request: Request) -> list[int]:
        provider = provider_of(request, of or people.olga)
        service = request.dbsession.scalars(
            select(Service).where(Service.provider_id == provider.id).order_by(Service.id)
        ).first()
        client = request.dbsession.scalars(
            select(Client).where(Client.provider_id == provider.id).order_by(Client.id)
        ).first()
        length = dt.timedelta(minutes=minutes)
        rows = [
            {
                "provider_id": provider.id,
                "client_id": client.id,
                "service_id": service.id,
                "service_name": service.name,
                "minutes": minutes,
                "currency": "EUR",
                "starts_at": at,
                "ends_at": at + length,
                "held_from": at,
                "held_until": at + length,
                "status": status.value,
                "expires_at": at if status is Status.PENDING else None,
                "created_at": request.clock.now(),
                "location": location,
                "uid": f"{at:%s}-{provider.id}",
            }
            for at in starts
        ]
        ids = request.dbsession.scalars(insert(Appointment).returning(Appointment.id), rows)
        return sorted(ids)

    return people.stage.run(work) if starts else []


def is_sqlite(stage: Stage) -> bool:
    """Tell whether a read needs no savepoint to go back to when it fails."""
    return SESSIONS.of(stage.app.registry).engine.dialect.name == "sqlite"


def shown(person: Person, press: Press, ticks: Sequence[int] = ()) -> tuple[Screen, int]:
    """Return a screen with these ticks, and how many statements it takes once the person is known."""
    counted: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted.append(statement)

    def work(request: Request) -> Screen:
        account = request.find_service(AccountService).find(NAME, person.subject)
        assert account.provider is None or account.provider.id  # both sides are known by now
        dialog = Dialog(account_id=account.id, channel=NAME)
        dialog.take_cipher(JSON_CIPHER.of(request.registry))
        dialog.ticks = list(ticks)
        visit = Visit(account, NAME, Arrival(person.subject), dialog)
        engine = request.dbsession.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        try:
            return render(request, visit, press)
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return person.stage.run(work, only_reads=True), len(counted)


def buttons_of(screen: Screen) -> int:
    """Count the buttons of a screen, with Back and Menu."""
    return sum(map(len, screen.rows)) + 2


def labels_of(screen: Screen) -> list[list[str]]:
    """Return the labels of a screen row by row, with plain spaces."""
    return [[button.label.replace("\N{NO-BREAK SPACE}", " ") for button in row] for row in screen.rows]


def open_slot(person: Person, label: str = "10:00") -> None:
    """Press a free time of that Wednesday."""
    person.press_data(go("calendar.day", day=WEDNESDAY))
    tap(person, label)


def times(person: Person) -> list[list[str]]:
    """Return the appointments and free times of the day on show, without the ways out of it."""
    assert person.screen.at == go("calendar.day", day=WEDNESDAY)
    return person.labels[:-2]


def times_away(people: People) -> list[tuple[dt.datetime, dt.datetime]]:
    """Return the times at which the professional is away."""
    statement = select(Away.starts_at, Away.ends_at).order_by(Away.starts_at)
    return people.read(
        lambda request: [(row.starts_at, row.ends_at) for row in request.dbsession.execute(statement)]
    )
