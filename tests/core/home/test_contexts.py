"""Who is whose: a professional finds their clients alone, and a client their specialists alone."""

from collections.abc import Callable
from typing import Any

import pytest
from pyramid.request import Request

from kalenner.people import AccountService, ClientService
from kalenner.people.policy import ClientOfMineContext, NotAvailable, SpecialistContext
from kalenner.screens import Arrival, Visit
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from tests.core.home.people import client_of, connect, professional, provider_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NOWHERE = 1_000_000
"""An id that nothing has."""


@pytest.fixture
def olga(stage: Stage) -> Person:
    return professional(stage)


@pytest.fixture
def ada(stage: Stage, olga: Person) -> Person:
    """Olga's only client."""
    ada = stage.person("Ada")
    connect(stage, olga, ada)
    return ada


def ask(stage: Stage, person: Person, factory: Callable[[Request], Any], **args: int) -> dict[str, int]:
    """Let a person press something with these arguments; return the ids of what the screen is to show."""

    def work(request: Request) -> dict[str, int]:
        account = request.find_service(AccountService).find(NAME, person.subject)
        request.visit = Visit(account, NAME, Arrival("1"))
        request.args = args
        context = factory(request)
        return {"client": context.client.id, "provider": context.provider.id}

    return stage.run(work)


def ids(stage: Stage, olga: Person, ada: Person) -> dict[str, int]:
    """The link of Ada to Olga, and Olga's practice."""
    return stage.run(
        lambda request: {
            "client": client_of(request, olga, ada).id,
            "provider": provider_of(request, olga).id,
        }
    )


def let(stage: Stage, olga: Person, ada: Person, change: Callable[[ClientService, Any], None]) -> None:
    """Let Olga block or remove Ada."""
    stage.run(lambda request: change(request.find_service(ClientService), client_of(request, olga, ada)))


def test_a_professional_finds_a_client_of_theirs(stage: Stage, olga: Person, ada: Person) -> None:
    link = ids(stage, olga, ada)

    assert ask(stage, olga, ClientOfMineContext, client=link["client"]) == link


def test_a_professional_finds_a_client_whom_they_blocked(stage: Stage, olga: Person, ada: Person) -> None:
    link = ids(stage, olga, ada)
    let(stage, olga, ada, ClientService.block)

    assert ask(stage, olga, ClientOfMineContext, client=link["client"]) == link


def test_a_client_who_was_removed_is_not_available(stage: Stage, olga: Person, ada: Person) -> None:
    link = ids(stage, olga, ada)
    let(stage, olga, ada, ClientService.remove)

    with pytest.raises(NotAvailable):
        ask(stage, olga, ClientOfMineContext, client=link["client"])


def test_a_client_of_another_professional_is_not_available(stage: Stage, olga: Person, ada: Person) -> None:
    boris = professional(stage, "Boris")

    with pytest.raises(NotAvailable):
        ask(stage, boris, ClientOfMineContext, client=ids(stage, olga, ada)["client"])


def test_a_client_who_does_not_exist_is_not_available(stage: Stage, olga: Person) -> None:
    with pytest.raises(NotAvailable):
        ask(stage, olga, ClientOfMineContext, client=NOWHERE)


def test_a_client_is_not_available_to_who_is_no_professional(stage: Stage, olga: Person, ada: Person) -> None:
    with pytest.raises(NotAvailable):
        ask(stage, ada, ClientOfMineContext, client=ids(stage, olga, ada)["client"])


def test_a_client_finds_a_specialist_of_theirs(stage: Stage, olga: Person, ada: Person) -> None:
    link = ids(stage, olga, ada)

    assert ask(stage, ada, SpecialistContext, provider=link["provider"]) == link


def test_a_client_finds_a_specialist_who_blocked_them(stage: Stage, olga: Person, ada: Person) -> None:
    link = ids(stage, olga, ada)
    let(stage, olga, ada, ClientService.block)

    assert ask(stage, ada, SpecialistContext, provider=link["provider"]) == link


def test_a_specialist_who_removed_the_client_is_not_available(
    stage: Stage, olga: Person, ada: Person
) -> None:
    link = ids(stage, olga, ada)
    let(stage, olga, ada, ClientService.remove)

    with pytest.raises(NotAvailable):
        ask(stage, ada, SpecialistContext, provider=link["provider"])


def test_a_specialist_is_not_available_to_who_is_no_client(stage: Stage, olga: Person, ada: Person) -> None:
    stranger = stage.person("Ben")
    stranger.send("/start")

    with pytest.raises(NotAvailable):
        ask(stage, stranger, SpecialistContext, provider=ids(stage, olga, ada)["provider"])


def test_a_specialist_who_does_not_exist_is_not_available(stage: Stage, olga: Person, ada: Person) -> None:
    with pytest.raises(NotAvailable):
        ask(stage, ada, SpecialistContext, provider=NOWHERE)
