"""An application that knows whose tables there are."""

from collections.abc import Iterator

import pytest
from pyramid.router import Router

import kalenner_telegram.models  # noqa: F401 -- its tables
from kalenner.database import MIGRATIONS, MigrationSource


@pytest.fixture
def app(app: Router) -> Iterator[Router]:
    """The application, which looks after the adapter's tables as an installed one does."""
    sources = MIGRATIONS.of(app.registry)
    sources.append(MigrationSource("telegram", "kalenner_telegram"))
    yield app
    sources.pop()
