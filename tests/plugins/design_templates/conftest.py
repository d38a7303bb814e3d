"""Olga, a professional who wants her page to look like something."""

import pytest
from tests.plugins.design_templates.designer import Designer

from kalenner.testing import Stage


@pytest.fixture
def designer(stage: Stage) -> Designer:
    """Olga on a stage with every theme that is installed."""
    return Designer(stage)
