"""Lists with 0, 1, 9 and 500 documents, and many clients: pages, and as many statements whatever there is."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pyramid.request import Request
from sqlalchemy import event, insert
from tests.plugins.documents.steps import People, decide, make_documents

from kalenner.database import SESSIONS
from kalenner.people import Account, Client
from kalenner.screens import Press
from kalenner.testing import Person, go
from kalenner_documents.models import Decision

CLIENTS = 10_000


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
    olga, ada = people.olga, people.ada
    last = count // 8

    assert statements_of(people, olga, go("documents.list")) <= 5
    assert len(olga.labels) <= 8 + 4
    assert statements_of(people, olga, go("documents.page", page=last)) <= 5
    assert statements_of(people, ada, go("documents.reader", provider=olga.provider_id, page=0)) == 2
    assert statements_of(people, ada, go("documents.reader", provider=olga.provider_id, page=last)) == 2
    client_id = people.client_id()
    assert statements_of(people, olga, go("documents.status", client=client_id, page=last)) == 3
    assert statements_of(people, ada, go("menu")) == 1


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
    assert statements_of(people, olga, go("documents.answers", document=document_id, page=0)) <= 6
    assert "🟢 <b>Agreed: 1</b>\nAda: " in olga.screen.text
    assert "🟡 <b>Awaiting review: 10,000</b>" in olga.screen.text
    assert len(olga.screen.text) < 4096
    assert statements_of(people, olga, go("documents.answers", document=document_id, page=416)) <= 6
    assert statements_of(people, olga, go("documents.list")) <= 5
