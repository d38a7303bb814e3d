"""What the tests of scheduling begin with: a practice on each database."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session
from tests.plugins.scheduling.practice import Practice

from kalenner.clock import FixedClock
from kalenner.database import make_engine


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def dbsession(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@pytest.fixture
def practice(dbsession: Session, clock: FixedClock) -> Practice:
    return Practice(dbsession, clock)


class Queries:
    """Counts the statements that reach the database."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    @property
    def number(self) -> int:
        """How many there were since the last look."""
        number = len(self.statements)
        self.statements.clear()
        return number


@pytest.fixture
def queries(engine: Engine) -> Iterator[Queries]:
    counted = Queries()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted.statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield counted
    event.remove(engine, "before_cursor_execute", note)
