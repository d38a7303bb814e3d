"""What the tests of organizations have in common: an owner, and professionals who join."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select

from kalenner.people import Account, AccountService, OwnerService, Provider
from kalenner.requests import Request
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from kalenner.testing.practice import professional
from kalenner_organizations.queries import find_member
from kalenner_organizations.services import MemberService

T = TypeVar("T")

PARK = "Park Practice"


def founder(stage: Stage, name: str = "Robin", organization: str = PARK, *, city: str = "Berlin") -> Person:
    """Return a newcomer who has founded an organization, and sees its menu."""
    person = stage.person(name)
    person.send("/start")
    person.press("I run an organization")
    person.send(organization)
    person.send(city)
    person.press("Yes")
    return person


def account_of(request: Request, person: Person) -> Account:
    """Return the account of a person."""
    account = request.find_service(AccountService).find(NAME, person.subject)
    assert account is not None
    return account


def organization_of(request: Request, name: str = PARK) -> Provider:
    """Return an organization by its name."""
    return request.dbsession.scalars(select(Provider).where(Provider.nickname == name)).one()


def organization_id(stage: Stage, name: str = PARK) -> int:
    """Return an organization's id."""
    return stage.run(lambda request: organization_of(request, name).id, only_reads=True)


def member(stage: Stage, name: str, organization: str = PARK) -> Person:
    """Return a professional who belongs to an organization."""
    person = professional(stage, name)
    on_team(stage, person, lambda service, one, practice: service.join(one, practice), organization)
    return person


def leave(stage: Stage, person: Person, organization: str = PARK) -> None:
    """End a membership."""

    def end(service: MemberService, one: Provider, practice: Provider) -> bool:
        found = find_member(service._dbsession, one.id, practice.id)
        return found is not None and service.end(found)

    on_team(stage, person, end, organization)


def on_team(
    stage: Stage, person: Person, work: Callable[[MemberService, Provider, Provider], T], organization: str
) -> None:
    """Do something with an organization and a person's practice."""

    def run(request: Request) -> None:
        practice = account_of(request, person).practice
        assert practice is not None
        work(request.find_service(MemberService), organization_of(request, organization), practice)

    stage.run(run)


def own_too(stage: Stage, person: Person, organization: str = PARK) -> None:
    """Let a person own an organization besides who owns it."""

    def work(request: Request) -> bool:
        return request.find_service(OwnerService).add(
            organization_of(request, organization), account_of(request, person)
        )

    stage.run(work)


def disown(stage: Stage, person: Person, organization: str = PARK) -> None:
    """Take an organization from a person."""

    def work(request: Request) -> bool:
        return request.find_service(OwnerService).remove(
            organization_of(request, organization), account_of(request, person)
        )

    stage.run(work)
