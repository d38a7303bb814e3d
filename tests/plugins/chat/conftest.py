"""What the tests of the chat begin with: Olga, who is a professional, and her client Ada."""

import pytest
from tests.plugins.chat.steps import People

from kalenner.testing import Person, Stage
from kalenner.testing.practice import client_of, professional


@pytest.fixture
def people(stage: Stage) -> People:
    olga = professional(stage)
    return People(stage, olga, client_of(olga))


@pytest.fixture
def olga(people: People) -> Person:
    return people.olga


@pytest.fixture
def ada(people: People) -> Person:
    return people.ada
