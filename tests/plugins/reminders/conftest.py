"""What the tests of reminders begin with."""

import pytest
from tests.plugins.reminders.people import ReminderPeople

from kalenner.clock import FixedClock
from kalenner.testing import Stage


@pytest.fixture
def people(stage: Stage, clock: FixedClock) -> ReminderPeople:
    return ReminderPeople(stage, clock)
