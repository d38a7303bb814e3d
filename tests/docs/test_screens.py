"""The page of the screens that came later says what is registered: each screen, label and message, and no other."""

import ast
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from kalenner.app import Router
from kalenner.screens.registry import specs_of

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "screens.md").read_text(encoding="utf-8")
FIRST_MESSAGE = 17
OF_THE_FIRST_PRODUCT = {
    *("scheduling", "invitations", "payments", "reminders", "profiles", "social_links", "maps"),
    *("design_templates", "telegram", "playground", "fake"),
}
"""Plugins whose screens were written down elsewhere before this page was begun."""
_PARTS = re.findall(r"^## `(kalenner\w*)`.*?\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
PARTS = dict(_PARTS)
PLUGINS = [package for package in PARTS if package != "kalenner"]


def named(part: str) -> set[str]:
    """The screens that a part names."""
    return set(re.findall(r"\*\*([a-z_]+\.[a-z_]+)\*\*", part))


def numbered(part: str) -> dict[int, str]:
    """The messages of a part by their number."""
    return {int(number): name for number, name in re.findall(r"\*\*N(\d+)\*\* \*\*([a-z_.]+)\*\*", part)}


def generator() -> ModuleType:
    spec = spec_from_file_location("generate_screens", DOCS / "generate_screens.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def notified(package: str) -> set[str]:
    """The functions of routes that a package's code promises as messages: ``notify(…, routes.NAME(…), …)``."""
    found = set()
    for path in next(DOCS.parent.glob(f"*/{package}")).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if not is_call or node.func.attr != "notify" or len(node.args) < 2:
                continue
            press = node.args[1]
            if isinstance(press, ast.Call) and isinstance(press.func, ast.Attribute):
                found.add(press.func.attr)
    return found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_plugin_that_came_later_has_a_part(app: Router) -> None:
    plugins = {name.partition(".")[0] for name in specs_of(app.registry)}
    own = {spec.view.__module__.partition(".")[0] for spec in specs_of(app.registry).values()}

    assert plugins  # each screen's name begins with its plugin's
    assert {package.removeprefix("kalenner_") for package in own} - OF_THE_FIRST_PRODUCT == {
        package.removeprefix("kalenner_") for package in PARTS
    }


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("package", PLUGINS)
def test_part_names_every_screen_and_no_other(app: Router, package: str) -> None:
    registered = {
        name
        for name, spec in specs_of(app.registry).items()
        if spec.view.__module__.startswith(f"{package}.")
    }

    assert named(PARTS[package]) == registered


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_shared_screens_are_registered(app: Router) -> None:
    assert named(PARTS["kalenner"]) <= set(specs_of(app.registry))


@pytest.mark.parametrize("package", PLUGINS)
def test_every_message_has_a_number(package: str) -> None:
    names = {name.partition(".")[2] for name in numbered(PARTS[package]).values()}

    assert notified(package) <= names


def test_numbers_of_messages_go_on_without_a_gap() -> None:
    numbers = [number for part in PARTS.values() for number in numbered(part) if number >= FIRST_MESSAGE]

    assert sorted(numbers) == list(range(FIRST_MESSAGE, FIRST_MESSAGE + len(numbers)))


def test_labels_in_four_languages_are_those_of_the_catalogues() -> None:
    assert generator().page() == PAGE, "run make docs"


@pytest.mark.parametrize("package", PARTS)
def test_buttons_of_the_text_are_labels(package: str) -> None:
    labels = {texts[0] for one in ("kalenner", package) for texts in generator().labels(one).values()}
    part = re.sub(r"<!-- labels.*?<!-- end -->", "", PARTS[package], flags=re.DOTALL)
    buttons = set(re.findall(r"\[([^\]]+)\]", part)) - {"the document"}

    assert buttons - labels == set()
