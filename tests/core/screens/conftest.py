"""A person at the first screen of the plugin `papers`."""

import pytest

from kalenner.testing import Person, Stage
from tests.conftest import MakeApp
from tests.core.screens.survey import SURVEY
from tests.core.screens.upload_plugin import UPLOAD_PLUGIN
from tests.snapshots import prepared


@pytest.fixture
def ada(make_application: MakeApp) -> Person:
    """Ada, who has opened the desk."""
    stage = Stage(make_application(UPLOAD_PLUGIN))

    def open_desk() -> Person:
        person = stage.person("Ada")
        person.send("/desk")
        return person

    return prepared(stage, ("desk",), open_desk)


@pytest.fixture
def surveyed(make_application: MakeApp) -> Person:
    """Bob, who has opened the desk of the plugin `survey`."""
    stage = Stage(make_application(SURVEY))

    def open_desk() -> Person:
        person = stage.person("Bob")
        person.send("/survey")
        return person

    return prepared(stage, ("survey",), open_desk)
