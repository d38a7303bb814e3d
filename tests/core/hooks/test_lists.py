"""What plugins put in front of the rows of lists of people."""

import pytest

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import ClientMark
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing import Stage, go
from tests.conftest import FEATURES
from tests.core.home.people import connect, professional


class Stars:
    """Marks every client, and keeps how often it was asked."""

    def __init__(self):
        self.asked = []

    @hookimpl
    def platform_client_marks(self, client_ids):
        self.asked.append(list(client_ids))
        return [ClientMark(client_id, "⭐") for client_id in client_ids]


class Broken:
    """Raises."""

    @hookimpl
    def platform_client_marks(self):
        raise RuntimeError("broken")


@pytest.fixture
def stars():
    return Stars()


@pytest.fixture
def marked(make_application, stars) -> Stage:
    plugins = [
        LoadedPlugin(Plugin(name, name, "tests.core.hooks.empty_package", has_texts=False), implementations)
        for name, implementations in (("stars", stars), ("broken", Broken()))
    ]
    return Stage(make_application(*plugins, off=FEATURES))


def test_hook_platform_client_marks_stand_before_names_in_both_lists(marked: Stage, stars: Stars) -> None:
    olga, ivan, ada = professional(marked), professional(marked, "Ivan"), marked.person("Ada")
    connect(marked, olga, ada)
    connect(marked, ivan, ada)
    olga.press_data(go("clients"))
    assert olga.labels[0][0].startswith("⭐ ")
    ada.press_data(go("specialists"))

    assert [row[0] for row in ada.labels[:2]] == ["⭐ Ivan", "⭐ Olga"]
    assert stars.asked[-1] == [2, 1]
