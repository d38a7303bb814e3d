"""Links of clients: open, blocked or removed, whoever is first."""

import datetime as dt
import threading

import pytest
from pyramid.request import Request

from kalenner.clock import FixedClock
from kalenner.database import SESSIONS, MigrationSource, check
from kalenner.people import AccountService, Client, ClientBlocked, ClientService
from kalenner.testing import Person, Stage
from kalenner.testing.channel import NAME
from tests.core.home.people import client_of, connect, professional, provider_of


@pytest.fixture
def people(stage: Stage) -> tuple[Person, Person]:
    """A professional and the only client."""
    olga, ada = professional(stage), stage.person("Ada")
    connect(stage, olga, ada)
    return olga, ada


def service_of(request: Request) -> ClientService:
    service: ClientService = request.find_service(ClientService)
    return service


def link(request: Request, people: tuple[Person, Person]) -> Client:
    """The link of the two, removed or not."""
    account = request.find_service(AccountService).find(NAME, people[1].subject)
    found = service_of(request).find(provider_of(request, people[0]).id, account.id, even_removed=True)
    assert found is not None
    return found


def test_removed_link_is_in_no_list(stage: Stage, people: tuple[Person, Person]) -> None:
    def work(request: Request) -> tuple[object, ...]:
        service, client = service_of(request), link(request, people)
        service.remove(client)
        return (
            service.find(client.provider_id, client.account_id),
            service.list_clients(client.provider),
            service.list_specialists(client.account),
            service.is_client(client.account),
            service.count_clients(client.provider),
            service.search_names(client.provider, "Ada"),
        )

    assert stage.run(work) == (None, [], [], False, (0, 0), [])


def test_blocked_link_is_only_left_out_of_the_professionals_list(
    stage: Stage, people: tuple[Person, Person]
) -> None:
    def work(request: Request) -> tuple[object, ...]:
        service, client = service_of(request), link(request, people)
        service.block(client)
        return (
            service.find(client.provider_id, client.account_id) is client,
            service.list_clients(client.provider),
            service.list_specialists(client.account) == [client],
            service.is_client(client.account),
            service.count_clients(client.provider),
            [one.name for one in service.list_names(client.provider, start=0, limit=8, is_blocked=True)],
        )

    assert stage.run(work) == (True, [], True, True, (0, 1), ["Ada"])


def test_connecting_again_opens_the_removed_link(
    stage: Stage, people: tuple[Person, Person], clock: FixedClock
) -> None:
    first = stage.run(lambda request: (link(request, people).id, link(request, people).created_at))
    stage.run(lambda request: service_of(request).remove(link(request, people)))
    clock.move(86_400)

    def again(request: Request) -> tuple[int, dt.datetime, dt.datetime | None]:
        old = link(request, people)
        client = service_of(request).connect(old.provider, old.account)
        return client.id, client.created_at, client.removed_at

    assert stage.run(again) == (*first, None)


def test_connecting_a_blocked_client_is_refused(stage: Stage, people: tuple[Person, Person]) -> None:
    def work(request: Request) -> None:
        client = link(request, people)
        service_of(request).block(client)
        with pytest.raises(ClientBlocked):
            service_of(request).connect(client.provider, client.account)

    stage.run(work)


def test_blocked_client_is_not_removed(stage: Stage, people: tuple[Person, Person]) -> None:
    def work(request: Request) -> None:
        client = link(request, people)
        service_of(request).block(client)
        with pytest.raises(ClientBlocked):
            service_of(request).remove(client)

    stage.run(work)


def test_removed_client_is_not_blocked(stage: Stage, people: tuple[Person, Person]) -> None:
    def work(request: Request) -> tuple[bool, bool]:
        client = link(request, people)
        service_of(request).remove(client)
        service_of(request).block(client)
        return client.removed_at is not None, client.blocked_at is not None

    assert stage.run(work) == (True, False)


def test_removing_forgets_the_note(stage: Stage, people: tuple[Person, Person]) -> None:
    def work(request: Request) -> tuple[str | None, bytes | None]:
        service, client = service_of(request), link(request, people)
        service.set_note(client, "Left knee")
        before = service.note_of(client)
        service.remove(client)
        return before, client.note

    assert stage.run(work) == ("Left knee", None)


def test_blocking_and_removing_at_once_does_one_of_them(stage: Stage, people: tuple[Person, Person]) -> None:
    both_have_looked = threading.Barrier(2, timeout=30)

    def attempt(verb: str) -> None:
        def work(request: Request) -> None:
            client = link(request, people)
            if request.dbsession.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time
                both_have_looked.wait()
            try:
                getattr(service_of(request), verb)(client)
            except ClientBlocked:
                return

        stage.run(work)

    threads = [threading.Thread(target=attempt, args=(verb,)) for verb in ("block", "remove")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    def state(request: Request) -> tuple[bool, bool]:
        client = link(request, people)
        return client.blocked_at is not None, client.removed_at is not None

    assert stage.run(state) in {(True, False), (False, True)}


def test_names_are_in_one_order_on_both_databases(stage: Stage) -> None:
    olga = professional(stage)
    connect(stage, olga, *(stage.person(name) for name in ("bob", "Ada", "?", "Cyd")))

    def work(request: Request) -> list[str | None]:
        provider = provider_of(request, olga)
        nameless = stage.people["4"]
        client_of(request, olga, nameless).account.client_name = None
        request.dbsession.flush()
        return [one.name for one in service_of(request).list_names(provider, start=0, limit=8)]

    assert stage.run(work) == ["Ada", "bob", "Cyd", None]


def test_tables_are_as_the_models_say(stage: Stage) -> None:
    engine = SESSIONS.of(stage.app.registry).engine

    assert check(engine, MigrationSource("core", "kalenner")) == []
