"""What the tests of payment links begin with: Olga, who offers a massage, and Ada, her client."""

import pytest
from tests.plugins.payment_links.steps import People

from kalenner.testing import Stage


@pytest.fixture
def people(stage: Stage) -> People:
    return People(stage)
