"""Somebody at the desk of the plugin `papers`."""

import pytest

from kalenner.testing import Person, Stage
from tests.conftest import MakeApp
from tests.core.screens.papers import PAPERS
from tests.core.screens.survey import SURVEY


@pytest.fixture
def ada(make_application: MakeApp) -> Person:
    """Ada, who has opened the desk."""
    person = Stage(make_application(PAPERS)).person("Ada")
    person.send("/desk")
    return person


@pytest.fixture
def surveyed(make_application: MakeApp) -> Person:
    """Bob, who has opened the desk of the plugin `survey`."""
    person = Stage(make_application(SURVEY)).person("Bob")
    person.send("/survey")
    return person
