"""What the tests of the chat begin with: Olga, who is a professional, and her client Ada."""

import pytest
from tests.people import olga_and_ada
from tests.plugins.chat.steps import People

from kalenner.testing import Person, Stage


@pytest.fixture
def people(stage: Stage) -> People:
    return People(stage, *olga_and_ada(stage))


@pytest.fixture
def olga(people: People) -> Person:
    return people.olga


@pytest.fixture
def ada(people: People) -> Person:
    return people.ada
