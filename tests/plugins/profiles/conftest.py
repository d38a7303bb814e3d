"""A practice that publishes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.plugins.profiles.practice_page import Practice

from kalenner.testing import Stage
from kalenner_profiles.targets import TARGET


@pytest.fixture
def practice(stage: Stage, tmp_path: Path) -> Iterator[Practice]:
    """Olga with the service Massage; her pages go to a folder of the test."""
    target = stage.app.registry[TARGET]
    yield Practice(stage, tmp_path / "site")
    stage.app.registry[TARGET] = target
