"""A browser that asks the application directly."""

from collections.abc import Callable

import pytest
from tests.conftest import FEATURES
from webtest import TestApp

Web = Callable[..., TestApp]


@pytest.fixture
def web(app) -> TestApp:
    return TestApp(app)


@pytest.fixture(params=["sqlite"])
def database_url(request, tmp_path, sqlite_template) -> str:
    """These pages ask the database for little, and nothing that the engines answer differently."""
    import shutil

    shutil.copy(sqlite_template, tmp_path / "kalenner.sqlite")
    return f"sqlite:///{tmp_path / 'kalenner.sqlite'}"


@pytest.fixture
def make_web(make_application) -> Web:
    """Ask an application with other settings or more plugins, and without those of ours."""
    return lambda *more, **values: TestApp(make_application(*more, off=FEATURES, **values))
