"""Every test that asks for `engine` runs on both databases, each time on a fresh one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import transaction
from sqlalchemy import Engine

from kalenner.database import SessionFactory, make_engine, session_factory
from tests import servers


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/kalenner.sqlite"


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    url = servers.create_database()
    yield url
    servers.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    made: str = request.getfixturevalue(f"{request.param}_url")
    return made


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def factory(engine: Engine) -> SessionFactory:
    return session_factory(engine)


@pytest.fixture
def tm() -> transaction.TransactionManager:
    return transaction.TransactionManager(explicit=True)
