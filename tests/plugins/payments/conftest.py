"""What the tests of payments begin with: a practice with an appointment, and people on a stage."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from tests import servers
from tests.plugins.scheduling.people import People
from tests.plugins.scheduling.practice import Practice
from tests.templates import migrate

from kalenner.clock import FixedClock
from kalenner.database import make_engine
from kalenner.testing import Stage
from kalenner_payments.services import PaymentService


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[Engine]:
    """One database for all these tests, with every table; what they write is rolled back."""
    folder = tmp_path_factory.mktemp("payments")
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
def payments(dbsession: Session, clock: FixedClock) -> PaymentService:
    return PaymentService(dbsession, clock)


@pytest.fixture
def people(stage: Stage) -> People:
    return People(stage)
