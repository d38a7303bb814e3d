"""What the tests of payments begin with: a practice with an appointment, and people on a stage."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from tests import servers
from tests.plugins.scheduling.conftest import SOURCES
from tests.plugins.scheduling.practice import Practice
from tests.plugins.scheduling.town import Town

from kalenner.clock import FixedClock
from kalenner.database import MigrationSource, make_engine, upgrade
from kalenner.testing import Stage
from kalenner_payments.services import PaymentService


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One database for all these tests, with every table; what they write is rolled back."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('payments')}/kalenner.sqlite"
    else:
        url = servers.create_database()
    engine = make_engine(url)
    upgrade(engine, (*SOURCES, MigrationSource("payments", "kalenner_payments")))
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
def town(stage: Stage) -> Town:
    return Town(stage)
