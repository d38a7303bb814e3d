"""What the tests of support begin with: somebody who answers, and Ada, who asks."""

import pytest
from pyramid.router import Router
from tests.conftest import MakeApp
from tests.plugins.support.steps import People
from tests.snapshots import prepared

from kalenner.testing import Stage
from kalenner.testing.channel import NAME
from kalenner.testing.practice import client_of, professional


@pytest.fixture
def app(make_application: MakeApp) -> Router:
    """An application where the first person on the stage answers tickets."""
    return make_application(**{"support.accounts": f"{NAME}:1"})


@pytest.fixture
def people(stage: Stage) -> People:
    return prepared(stage, ("people of support",), lambda: meet(stage))


def meet(stage: Stage) -> People:
    staff = professional(stage, "Sonia")
    return People(stage, staff, client_of(professional(stage)))
