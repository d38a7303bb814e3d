"""An owner sees when each of the team is free or busy, and of members' own clients neither name nor service."""

from collections.abc import Iterator

import pytest
from markupsafe import escape
from pyramid.router import Router
from sqlalchemy import event, select
from tests.plugins.organizations.steps import organization_of

from kalenner.database import SESSIONS
from kalenner.home.sample import PRACTICES, make_sample
from kalenner.people import AccountService, Client, ProviderService
from kalenner.requests import Request
from kalenner.testing import Person, Stage
from kalenner_organizations.sample import NAME, OWNER
from kalenner_organizations.services import MemberService
from kalenner_scheduling.api import IS_ACTIVE, Appointment


@pytest.fixture
def robin(stage: Stage) -> Person:
    """The owner of the sample's practice of three."""
    stage.run(make_sample)
    person = Person(stage, OWNER.subject, OWNER.name, "en")
    stage.people[person.subject] = person
    person.send("/menu")
    return person


def days_with_appointments(stage: Stage) -> list[tuple[int, str, str | None]]:
    """The first coming appointment of each client: link, service, name."""

    def read(request: Request) -> list[tuple[int, str, str | None]]:
        query = (
            select(Appointment)
            .where(IS_ACTIVE, Appointment.starts_at > request.clock.now())
            .order_by(Appointment.starts_at)
        )
        return [
            (one.client_id, one.service_name, one.client.account.client_name)
            for one in request.dbsession.scalars(query)
        ]

    return stage.run(read, only_reads=True)


def look_ahead(robin: Person, days: int = 10) -> str:
    """What the owner reads of the coming days."""
    robin.send("/menu")
    robin.press("📅 Day")
    seen = [str(robin.screen.text)]
    for _day in range(days):
        robin.press("›")
        seen.append(str(robin.screen.text))
    return "\n".join(seen)


def test_own_clients_of_members_are_busy_times_and_nothing_more(stage: Stage, robin: Person) -> None:
    coming = days_with_appointments(stage)
    assert coming

    seen = look_ahead(robin)

    assert "busy" in seen
    assert "free" in seen
    names = {name for _id, _service, name in coming if name} | {service for _id, service, _name in coming}
    nicknames = " ".join(practice.nickname for practice in PRACTICES)
    assert [name for name in names if name not in nicknames and escape(name) in seen] == []


def test_who_came_through_the_organization_is_named_with_the_service(stage: Stage, robin: Person) -> None:
    client_id, service, name = days_with_appointments(stage)[0]

    def come_through(request: Request) -> None:
        client = request.dbsession.get_one(Client, client_id)
        client.organization_id = organization_of(request, NAME).id

    stage.run(come_through)

    seen = look_ahead(robin)

    assert f"{escape(service)} · {escape(name or '?')}" in seen


@pytest.fixture
def statements(app: Router) -> Iterator[list[str]]:
    """The statements that run."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:  # type: ignore[no-untyped-def]
        seen.append(statement)

    engine = SESSIONS.of(app.registry).engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_statements_of_the_day_do_not_grow_with_the_team(
    stage: Stage, robin: Person, statements: list[str]
) -> None:
    robin.press("📅 Day")
    statements.clear()
    robin.press("›")
    few = len(statements)

    def fill(request: Request) -> None:
        organization = organization_of(request, NAME)
        for number in range(5):
            account = request.find_service(AccountService).get_or_make("fake", f"m{number}", "en")
            account.timezone = "Europe/Berlin"
            request.dbsession.flush()
            practice = request.find_service(ProviderService).open_practice(account, f"Member {number}")
            request.find_service(MemberService).join(organization, practice, is_told=False)

    stage.run(fill)
    statements.clear()
    robin.press("‹")

    assert len(statements) == few
