"""What the tests of reminders begin with."""

import pytest
from tests.plugins.reminders.bell import Bell

from kalenner.clock import FixedClock
from kalenner.testing import Stage


@pytest.fixture
def bell(stage: Stage, clock: FixedClock) -> Bell:
    return Bell(stage, clock)
