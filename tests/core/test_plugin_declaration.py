"""What a plugin says of itself, and how its fault is told."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

from kalenner.plugins import PLUGINS, LoadedPlugin, Plugin, PluginFault, in_one_line
from kalenner.settings import Settings

FRUITS = Plugin("fruits", "Fruits", "fruits_package", prefixes=("bananas",))
NO_SETTINGS = Settings({})


def test_a_plugin_takes_part_with_texts_and_without_tables_unless_it_says_otherwise():
    plugin = Plugin("fruits", "Fruits", "fruits_package")

    assert plugin.is_wanted(NO_SETTINGS) is True
    assert plugin.check(NO_SETTINGS) == []
    assert (plugin.has_tables, plugin.has_texts) == (False, True)
    assert (plugin.requires, plugin.prefixes) == ((), ())


def test_a_loaded_plugin_is_known_by_the_name_it_declares():
    assert LoadedPlugin(FRUITS, object()).name == "fruits"


def test_an_application_has_no_plugins_until_some_are_loaded():
    assert PLUGINS.of({}) == []


@pytest.mark.parametrize(
    "name", ["fruits", "fruits.list", "fruits_list", "fruits-list", "fruits:list", "bananas", "bananas.list"]
)
def test_a_plugin_names_what_begins_with_its_name_or_a_prefix_of_its_own(name: str):
    assert FRUITS.may_name(name)


@pytest.mark.parametrize("name", ["fruit", "fruitsalad", "fruitsX", "apples.fruits", "apples.list", ""])
def test_a_plugin_names_nothing_else(name: str):
    assert not FRUITS.may_name(name)


def test_a_fault_says_each_mistake_on_a_line_of_its_own():
    fault = PluginFault(iter(["no name", "no title"]), plugin="fruits")

    assert str(fault) == "no name\nno title"
    assert (fault.faults, fault.plugin) == (["no name", "no title"], "fruits")


def test_a_fault_may_be_nobodys():
    assert PluginFault(["two plugins want it"]).plugin == ""


# Errors in one line


@pytest.fixture
def raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Import a package at ``fruits/fruits/trees`` whose second line raises; return the error."""
    package = tmp_path / "fruits" / "fruits" / "trees"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("import json\njson.loads('{')\n")
    monkeypatch.syspath_prepend(str(tmp_path / "fruits"))
    with pytest.raises(ValueError, match="Expecting property name") as caught:
        import_module("fruits.trees")
    yield caught.value
    sys.modules.pop("fruits", None)


def test_an_error_is_told_by_its_kind_and_words_in_one_line():
    assert in_one_line(RuntimeError("no\n  bananas  today")) == "RuntimeError: no bananas today"


def test_an_error_without_words_is_told_by_its_kind():
    assert in_one_line(KeyboardInterrupt()) == "KeyboardInterrupt"


@pytest.mark.parametrize("package", ["fruits", "fruits.trees", "fruits.trees.old"])
def test_an_error_is_told_with_the_last_line_of_the_package_it_came_through(raised, package: str):
    assert in_one_line(raised, package).endswith(" (fruits/trees/__init__.py:2)")


def test_lines_of_other_packages_are_not_told(raised):
    assert in_one_line(raised, "apples") == in_one_line(raised)
    assert "(fruits" not in in_one_line(raised)
    assert "json" not in in_one_line(raised)
