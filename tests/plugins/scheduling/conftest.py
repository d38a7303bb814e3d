"""What the tests of scheduling begin with: a practice on each database."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyramid.router import Router
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session
from tests import servers
from tests.conftest import MakeApp
from tests.plugins.scheduling.people import People
from tests.plugins.scheduling.practice import TEN, Practice
from tests.templates import migrate

from kalenner.clock import FixedClock
from kalenner.database import make_engine
from kalenner.testing import Stage


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[Engine]:
    """One database for all these tests, with every table; what they write is rolled back."""
    folder = tmp_path_factory.mktemp("scheduling")
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(sqlite_template, folder / 'kalenner.sqlite')}"
    else:
        url = servers.create_database(servers.template("kalenner", migrate))
    engine = make_engine(url)
    yield engine
    engine.dispose()
    if request.param == "postgresql":
        servers.drop_database(url)


@pytest.fixture
def dbsession(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@pytest.fixture
def practice(dbsession: Session, clock: FixedClock) -> Practice:
    return Practice(dbsession, clock)


@pytest.fixture
def app(make_application: MakeApp) -> Router:
    """The application without the chat, whose button stands on every card of an appointment."""
    return make_application(off=("chat",))


@pytest.fixture
def people(stage: Stage) -> People:
    return People(stage)


@pytest.fixture
def booked(people: People) -> int:
    """An accepted appointment of Ada with Olga, Wednesday at 10."""
    appointment = people.request(TEN)
    people.accept(appointment)
    return appointment


class Queries:
    """Counts the statements that reach the database."""

    def __init__(self) -> None:
        self.number = 0

    def clear(self) -> None:
        """Count from 0 again."""
        self.number = 0


@pytest.fixture
def queries(engine: Engine) -> Iterator[Queries]:
    counted = Queries()

    def note(*_of_the_statement: Any) -> None:
        counted.number += 1

    event.listen(engine, "before_cursor_execute", note)
    yield counted
    event.remove(engine, "before_cursor_execute", note)
