"""What the tests of bank transfers begin with: Olga, who has an account, and Ada, her client."""

import pytest
from tests.plugins.bank_transfer.steps import People

from kalenner.testing import Stage


@pytest.fixture
def people(stage: Stage) -> People:
    return People(stage)
