"""Every hook is described in four lines, used by a plugin in the tree, tested, and in the reference."""

import ast
import inspect
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import get_origin, get_type_hints

import pytest

from kalenner.delivery import notify
from kalenner.hooks import AREAS
from kalenner.hooks.calls import HookCaller, HookCalls
from kalenner.hooks.objects import AccountLike, ClientLike, ProviderLike, ScreenLike
from kalenner.hooks.request import HookRequest
from kalenner.people import Account, Client, Provider
from kalenner.plugins import Hooks, load_plugins
from kalenner.requests import Request
from kalenner.screens import Screen

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
def test_a_hook_has_types_that_say_its_kind(name):
    function = SPECIFICATIONS[name]
    hints = get_type_hints(function)
    answer = hints["return"]
    is_first = bool(function.kalenner_spec["firstresult"])

    assert "Any" not in str(hints)
    assert set(hints) == {*inspect.signature(function).parameters, "return"}
    assert is_first == (get_origin(answer) is not list and answer is not type(None))


def test_a_hook_of_a_request_can_be_called_with_types():
    callers = {name for name, one in vars(HookCalls).items() if isinstance(one, HookCaller)}

    assert callers == {
        name for name, one in SPECIFICATIONS.items() if "request" in inspect.signature(one).parameters
    }
    assert all(vars(HookCalls)[name].name == name for name in callers)


@pytest.mark.parametrize(
    ("promised", "real"),
    [(HookRequest.notify, notify), (HookRequest.text, Request.text), (HookRequest.label, Request.label)],
)
def test_methods_of_the_request_are_what_hooks_are_promised(promised, real):
    hints = get_type_hints(real)
    hints.pop("request", None)

    assert get_type_hints(promised) == hints


def test_implementations_of_the_tree_say_the_types_of_their_hook_or_the_class_behind_them():
    classes = {
        HookRequest: Request,
        ProviderLike: Provider,
        ClientLike: Client,
        AccountLike: Account,
        ScreenLike | None: Screen | None,
    }
    wrong = []
    hooks = Hooks(load_plugins())
    for name, specification in SPECIFICATIONS.items():
        expected = {key: classes.get(one, one) for key, one in get_type_hints(specification).items()}
        for one in hooks.implementations(name):
            hints = get_type_hints(one.function)
            wrong += [(one.plugin_name, name, key) for key in hints if hints[key] != expected[key]]

    assert wrong == []


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_the_guide_says_why_it_is_a_hook(name):
    guide = (ROOT / "docs" / "plugin-authors" / "README.md").read_text()

    assert f"| `{name}` | " in guide


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


def test_a_hook_promises_notifications_as_a_request_does():
    promised = list(inspect.signature(HookRequest.notify).parameters)[1:]

    assert promised == list(inspect.signature(notify).parameters)[1:]
