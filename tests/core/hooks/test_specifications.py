"""Every hook is described in four lines, used by a plugin in the tree, tested, and in the reference."""

import ast
import inspect
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from kalenner.hooks import AREAS
from kalenner.plugins import Hooks, load_plugins

ROOT = Path(__file__).parents[3]
SPECIFICATIONS = {
    name: function
    for area in AREAS
    for name, function in vars(area).items()
    if inspect.isfunction(function) and hasattr(function, "kalenner_spec")
}
LINES = ("Called when:", "In transaction?", "Return:", "If it raises:")


def test_there_are_hooks():
    assert len(SPECIFICATIONS) >= 6


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_a_hook_is_named_for_its_area(name):
    area = SPECIFICATIONS[name].__module__.rpartition(".")[2]

    assert name.startswith(f"{area}_")


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_a_hook_has_the_four_lines_in_order(name):
    text = inspect.getdoc(SPECIFICATIONS[name]) or ""
    places = [text.find(line) for line in LINES]

    assert -1 not in places, f"{name} lacks {LINES[places.index(-1)]}"
    assert places == sorted(places)


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_a_hook_is_used_by_a_plugin_in_the_tree(name):
    assert Hooks(load_plugins()).implementations(name) != []


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_a_hook_is_exercised_by_a_test_of_its_name(name):
    trees = [ast.parse(path.read_text()) for path in Path(__file__).parent.glob("test_*.py")]
    tests = {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}

    assert any(re.match(rf"test_hook_{name}(_|$)", test) for test in tests)


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_a_hook_is_in_the_reference_with_its_arguments(name):
    reference = (ROOT / "docs" / "plugin-authors" / "hooks.md").read_text()
    arguments = ", ".join(inspect.signature(SPECIFICATIONS[name]).parameters)

    assert f"### `{name}({arguments})`" in reference


def test_the_reference_is_what_the_code_says():
    spec = spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    generate = module_from_spec(spec)
    spec.loader.exec_module(generate)

    assert (ROOT / "docs" / "plugin-authors" / "hooks.md").read_text() == generate.reference()
