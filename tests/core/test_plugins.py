"""Finding, ordering and refusing plugins."""

import sys
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from kalenner.plugins import ENTRY_POINTS, LoadedPlugin, Plugin, PluginFault, in_order, load_plugins


def loaded(name: str, *requires: str) -> LoadedPlugin:
    return LoadedPlugin(Plugin(name, name, name, requires=requires), object())


def names(plugins: list[LoadedPlugin]) -> list[str]:
    return [one.name for one in plugins]


@pytest.fixture
def point(monkeypatch: pytest.MonkeyPatch):
    """Make entry points of plugins that are modules of the test."""

    def make(name: str, *requires: str) -> EntryPoint:
        module = ModuleType(f"test_{name}")
        module.plugin = Plugin(name, name, f"test_{name}", requires=requires)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return EntryPoint(name, module.__name__, ENTRY_POINTS)

    return make


def test_plugins_come_after_what_they_require_then_by_name():
    assert names(in_order([loaded("b"), loaded("a", "c"), loaded("c"), loaded("d", "a")])) == [
        "b",
        "c",
        "a",
        "d",
    ]


def test_what_is_required_must_be_there():
    with pytest.raises(
        PluginFault, match="plugin a: requires the plugin b, which is not there or switched off"
    ):
        in_order([loaded("a", "b")])


def test_plugins_that_require_each_other_are_refused():
    with pytest.raises(PluginFault, match="plugins a, b: each requires another of them"):
        in_order([loaded("a", "b"), loaded("b", "a"), loaded("c")])


def test_one_name_twice_is_refused(point):
    with pytest.raises(PluginFault, match="plugin a: installed more than once"):
        load_plugins(found=[point("a"), point("a")])


def test_a_plugin_that_is_off_is_not_loaded(point):
    assert names(load_plugins(off=["b"], found=[point("a"), point("b")])) == ["a"]


def test_an_unknown_name_among_those_switched_off_is_refused(point):
    with pytest.raises(PluginFault, match="expected names among a, not 'x'"):
        load_plugins(off=["x"], found=[point("a")])


def test_a_plugin_whose_import_fails_is_named_and_left_out(point):
    failed = []
    found = [point("a"), EntryPoint("gone", "no_such_module_anywhere", ENTRY_POINTS)]

    kept = load_plugins(found=found, broken=lambda name, error: failed.append((name, type(error).__name__)))

    assert (names(kept), failed) == (["a"], [("gone", "ModuleNotFoundError")])


def test_the_installed_plugins_are_those_of_the_tree():
    assert names(load_plugins()) == [
        "invitations",
        "maps",
        "playground",
        "profiles",
        "design_templates",
        "scheduling",
        "payments",
        "reminders",
        "social_links",
        "telegram",
    ]
