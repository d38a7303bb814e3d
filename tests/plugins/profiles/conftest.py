"""A practice that publishes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.core.storage.bucket import pretended_bucket
from tests.plugins.profiles.practice_page import Practice

from kalenner.testing import Stage
from kalenner_profiles.targets import TARGET


@pytest.fixture
def practice(stage: Stage, tmp_path: Path) -> Iterator[Practice]:
    """Olga with the service Massage; her pages go to a folder of the test."""
    target = TARGET.of(stage.app.registry)
    yield Practice(stage, tmp_path / "site")
    TARGET.put(stage.app.registry, target)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of S3 as it is pretended."""
    with pretended_bucket(monkeypatch) as client:
        yield client
