"""Olga, a professional who wants her page to look like something."""

import pytest
from tests.plugins.design_templates.atelier import Atelier

from kalenner.testing import Stage


@pytest.fixture
def atelier(stage: Stage) -> Atelier:
    """Olga on a stage with every theme that is installed."""
    return Atelier(stage)
