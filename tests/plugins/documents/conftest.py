"""What the tests of documents begin with: Olga, who is a professional, and her client Ada."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, make_url, text
from tests.people import olga_and_ada
from tests.plugins.documents.browser import Browser
from tests.plugins.documents.chains import COUNT, Attack
from tests.plugins.documents.steps import People, decide, make_documents
from tests.snapshots import prepared

from kalenner.testing import Person, Stage
from kalenner.testing.practice import client_of
from kalenner_documents.models import Decision

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def people(stage: Stage) -> People:
    return People(stage, *olga_and_ada(stage))


@pytest.fixture
def olga(people: People) -> Person:
    return people.olga


@pytest.fixture
def ada(people: People) -> Person:
    return people.ada


@pytest.fixture
def chain(stage: Stage) -> People:
    """Olga and Ada, and entries of Ada's and Bea's about two documents."""
    later = stage.clock.now() + MINUTE
    chain = prepared(stage, ("chain of consents",), lambda: build_chain(People(stage, *olga_and_ada(stage))))
    stage.clock.set(later)
    return chain


def build_chain(people: People) -> People:
    documents = make_documents(people, 2)
    bea = client_of(people.olga, "Bea")
    people.stage.clock.set(people.stage.clock.now() + MINUTE)
    for number in range(COUNT // 4):
        decision = Decision.WITHDRAWN if number % 2 else Decision.AGREED
        for person in (people.ada, bea):
            for document_id in documents:
                decide(people, document_id, decision, person)
    return people


@pytest.fixture
def attack(database_url: str) -> Iterator[Attack]:
    """Change the database as somebody who owns it: without triggers, checks and foreign keys."""
    url = make_url(database_url)
    is_sqlite = url.get_backend_name() == "sqlite"
    engine = create_engine(url if is_sqlite else url.set(drivername="postgresql+psycopg"))

    def change(*statements: str) -> None:
        with engine.begin() as connection:
            if is_sqlite:
                connection.execute(text("PRAGMA ignore_check_constraints = ON"))
                names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'documents_%'"
                for (name,) in connection.execute(text(names)).all():
                    connection.execute(text(f"DROP TRIGGER {name}"))
            else:
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                connection.execute(text(statement))

    yield change
    engine.dispose()


@pytest.fixture
def browser(people: People) -> Browser:
    return Browser(people)
