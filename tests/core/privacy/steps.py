"""What the tests of erasing have in common."""

import datetime as dt

from pyramid.request import Request
from sqlalchemy import inspect, text

from kalenner.database import metadata
from kalenner.people import AccountService, ClientService
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.catalogue.services import CatalogueService
from kalenner_scheduling.working_hours.services import WorkingHoursService

CANARY = "Quetzalcoatlus"
PUBLIC = {"web.public_url": "https://kalenner.example"}


def delete_account(person: Person, *, messages_too: bool = False) -> None:
    """Press through to the end: My data, Delete my account, the word."""
    person.send("/menu")
    person.press("Settings")
    person.press("My data")
    person.press("Delete my account")
    if messages_too:
        person.press("Delete my messages too")
    person.press("Delete …")
    person.send("delete")


def raw_text(stage: Stage) -> str:
    """Return everything in every column of every table, as the database holds it."""

    def read(request: Request) -> str:
        there = set(inspect(request.dbsession.connection()).get_table_names())
        rows = [
            repr(tuple(row))
            for name in metadata.tables
            if name in there
            for row in request.dbsession.execute(text(f"SELECT * FROM {name}"))
        ]
        return "\n".join(rows)

    return stage.run(read, only_reads=True)


def book(stage: Stage, olga: Person, ada: Person) -> int:
    """Let Ada have an accepted appointment with Olga tomorrow; return its id."""

    def make(request: Request) -> int:
        accounts = request.find_service(AccountService)
        provider = accounts.find(NAME, olga.subject).provider
        client = request.find_service(ClientService).find(provider.id, accounts.find(NAME, ada.subject).id)
        service = request.find_service(CatalogueService).add(
            provider, name=f"Massage {CANARY}", minutes=60, description=None, price_minor=None
        )
        request.find_service(WorkingHoursService).add_periods(provider, 2, [(540, 1020)])
        starts_at = dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC)
        appointments = request.find_service(AppointmentService)
        return appointments.book_for(client, service, starts_at, provider.account).id

    return stage.run(make)
