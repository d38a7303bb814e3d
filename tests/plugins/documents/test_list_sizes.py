"""Lists with 0, 1, 9 and 500 documents, and many clients: pages, and as many statements whatever there is."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pyramid.request import Request
from sqlalchemy import event, insert, select, update
from tests.plugins.documents.steps import People, decide, make_documents
from tests.plugins.documents.test_rules import offer

from kalenner.database import SESSIONS
from kalenner.people import Account, Client
from kalenner.screens import Press
from kalenner.testing import Person, go
from kalenner_documents.consent_service import ConsentService
from kalenner_documents.models import Decision, Document, ServiceLimit
from kalenner_documents.words import Words
from kalenner_scheduling.api import Service

CLIENTS = 10_000
MANY = [0, 1, 9, pytest.param(500, marks=pytest.mark.slow)]


@contextmanager
def counted(people: People) -> Iterator[list[str]]:
    """Note the reading statements."""
    engine, statements = SESSIONS.of(people.stage.app.registry).engine, []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().upper().startswith("SELECT") and "documents_" in statement:
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statements_of(people: People, person: Person, press: Press) -> int:
    with counted(people) as statements:
        person.press_data(press)
    assert person.screen.notice is None, person.screen.notice
    return len(statements)


@pytest.mark.parametrize("count", [0, 1, 9, 500])
def test_any_number_of_documents_has_pages_and_takes_as_many_statements(people: People, count: int) -> None:
    make_documents(people, count)
    olga, ada, client_id = people.olga, people.ada, people.client_id()
    provider_id = olga.provider_id
    has_any = count > 0
    for page in (0, count // 8):
        # how many, a page of them, how much room they take, and of those that ask for consent the two tallies
        assert statements_of(people, olga, go("documents.page", page=page)) == 3 + 2 * has_any
        assert len(olga.labels) <= 8 + 4
        # how many, a page of them, and whether there are answers
        assert statements_of(people, ada, go("documents.reader", provider=provider_id, page=page)) == 3
        assert len(ada.labels) <= 8 + 3
        # the same, and what waits for an answer
        assert statements_of(people, olga, go("documents.status", client=client_id, page=page)) == 4
    assert statements_of(people, ada, go("menu")) == 1


@pytest.mark.parametrize("count", MANY)
def test_any_number_of_answers_has_pages_and_takes_as_many_statements(people: People, count: int) -> None:
    client_id, provider_id = people.client_id(), people.olga.provider_id
    documents = make_documents(people, min(count, 9))

    def answer(request: Request) -> None:
        client = request.dbsession.get_one(Client, client_id)
        service, words = request.find_service(ConsentService), Words("Ada", "Terms", "text", "en")
        for number in range(count):
            document = request.dbsession.get_one(Document, documents[number % len(documents)])
            is_even = number // len(documents) % 2 == 0
            decision = Decision.AGREED if is_even else Decision.WITHDRAWN
            service.decide(client, document, 1, decision, words)

    people.stage.run(answer)
    for page in (0, count // 8):
        assert statements_of(people, people.olga, go("documents.history", client=client_id, page=page)) == 2
        press = go("documents.own_history", provider=provider_id, page=page)
        assert statements_of(people, people.ada, press) == 2
        assert len(people.ada.labels) == min(8, max(count - 8 * page, 0)) + (count > 8)


@pytest.mark.parametrize("count", [0, 1, 9, 500])
def test_any_number_of_services_has_pages_and_takes_as_many_statements(people: People, count: int) -> None:
    (document_id,) = make_documents(people, 1)
    provider_id = people.olga.provider_id

    def add(request: Request) -> None:
        services = [
            {"provider_id": provider_id, "name": f"No. {number}", "minutes": 60, "position": number}
            for number in range(count)
        ]
        if services:
            request.dbsession.execute(insert(Service), services)
            ids = request.dbsession.scalars(select(Service.id))
            limits = [{"document_id": document_id, "service_id": service_id} for service_id in ids]
            request.dbsession.execute(insert(ServiceLimit), limits)

    people.stage.run(add)
    for page in (0, count // 8):
        press = go("documents.services", document=document_id, page=page)
        assert statements_of(people, people.olga, press) == 2  # the document, and its services
        assert len(people.olga.labels) <= 8 + 1
    # the document, its version, its services, and the two tallies
    assert statements_of(people, people.olga, go("documents.card", document=document_id)) == 5


@pytest.mark.parametrize("count", MANY)
def test_booking_asks_once_for_what_is_needed_whatever_there_is(people: People, count: int) -> None:
    (service_id,) = offer(people, "Massage")
    make_documents(people, count)
    people.stage.run(
        lambda request: request.dbsession.execute(update(Document).values(needed_before_booking=True))
    )
    press = go("book.days", service=service_id, month=dt.date(2026, 12, 1))

    # what is needed, and where there is something, the first of these: the document, and what was said of it
    assert statements_of(people, people.ada, press) == 1 + 2 * (count > 0)


@pytest.mark.slow_on_postgresql
def test_who_agreed_of_many_clients_is_in_pages(people: People) -> None:
    (document_id,) = make_documents(people, 1)
    provider_id = people.olga.provider_id

    def add(request: Request) -> None:
        now = request.clock.now()
        first = 1_000_000
        accounts = [
            {"id": first + number, "client_name": f"Client {number}", "created_at": now}
            for number in range(CLIENTS)
        ]
        clients = [
            {
                "id": first + number,
                "provider_id": provider_id,
                "account_id": first + number,
                "created_at": now,
            }
            for number in range(CLIENTS)
        ]
        request.dbsession.execute(insert(Account), accounts)
        request.dbsession.execute(insert(Client), clients)

    people.stage.run(add)
    decide(people, document_id, Decision.AGREED)
    olga = people.olga
    # the document, its version, the two tallies, a page of names
    assert statements_of(people, olga, go("documents.answers", document=document_id, page=0)) == 5
    assert "🟢 <b>Agreed: 1</b>\nAda: " in olga.screen.text
    assert "🟡 <b>Awaiting review: 10,000</b>" in olga.screen.text
    assert len(olga.screen.text) < 4096
    assert statements_of(people, olga, go("documents.answers", document=document_id, page=416)) == 5
    assert statements_of(people, olga, go("documents.list")) == 5
