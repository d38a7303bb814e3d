"""Finding plugins, their order, and which are set aside before anything is made of them."""

import sys
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from kalenner import plugins
from kalenner.plugins import ENTRY_POINTS, INVENTORY, Inventory, LoadedPlugin, Plugin, load_plugins


def loaded(name: str, *requires: str) -> LoadedPlugin:
    return LoadedPlugin(Plugin(name, name, name, requires=requires), object())


def names(plugins: list[LoadedPlugin]) -> list[str]:
    return [one.name for one in plugins]


def reasons(inventory: Inventory) -> list[str]:
    return [str(one) for one in inventory.aside]


@pytest.fixture
def point(monkeypatch: pytest.MonkeyPatch):
    """Make entry points of plugins that are modules of the test."""

    def make(name: str, *requires: str, called: str = "") -> EntryPoint:
        module = ModuleType(f"test_{name}")
        module.plugin = Plugin(called or name, name, f"test_{name}", requires=requires)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return EntryPoint(name, module.__name__, ENTRY_POINTS)

    return make


def test_plugins_come_after_what_they_require_then_by_name():
    inventory = Inventory([loaded("b"), loaded("a", "c"), loaded("c"), loaded("d", "a")])

    assert names(inventory.on) == ["b", "c", "a", "d"]
    assert inventory.aside == []


def test_a_plugin_without_what_it_requires_is_set_aside_with_those_that_require_it():
    inventory = Inventory([loaded("a", "b"), loaded("c", "a"), loaded("d")])

    assert names(inventory.on) == ["d"]
    assert reasons(inventory) == [
        "plugin a is set aside: it requires the plugin b, which is not there or switched off",
        "plugin c is set aside: it requires the plugin a, which is set aside",
    ]


def test_plugins_that_require_each_other_are_set_aside():
    inventory = Inventory([loaded("a", "b"), loaded("b", "a"), loaded("c")])

    assert names(inventory.on) == ["c"]
    assert [one.name for one in inventory.aside] == ["a", "b"]
    assert inventory.aside[0].reason == "it and the plugin b require each other"


def test_of_two_plugins_with_one_name_the_later_is_set_aside(point):
    inventory = Inventory.find(points=[point("a"), point("a")])

    assert names(inventory.on) == ["a"]
    assert reasons(inventory) == ["plugin a is set aside: test_a has the name of test_a"]


@pytest.mark.parametrize("name", ["core", "kalenner", "My-Plugin", "a__b"])
def test_a_name_that_tables_cannot_begin_with_is_set_aside(name):
    inventory = Inventory([loaded(name)])

    assert inventory.on == []
    assert "expected a name of a-z" in inventory.aside[0].reason


def test_a_plugin_that_is_off_is_not_even_imported(point):
    gone = EntryPoint("b", "no_such_module_anywhere", ENTRY_POINTS)
    inventory = Inventory.find(off=["b", "unknown"], points=[point("a"), gone])

    assert names(inventory.on) == ["a"]
    assert (inventory.off, inventory.aside) == (("b",), [])


def test_a_plugin_whose_import_fails_is_named_and_left_out(point, caplog):
    points = [point("a"), EntryPoint("gone", "no_such_module_anywhere", ENTRY_POINTS)]

    assert names(load_plugins(points=points)) == ["a"]
    assert [record.getMessage() for record in caplog.records] == [
        (
            "plugin gone is set aside: it cannot be imported: "
            "ModuleNotFoundError: No module named 'no_such_module_anywhere'"
        )
    ]


def test_a_plugin_that_ends_the_process_when_it_is_imported_is_left_out(tmp_path, monkeypatch):
    (tmp_path / "quitter.py").write_text("raise SystemExit(3)\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    inventory = Inventory.find(points=[EntryPoint("quitter", "quitter", ENTRY_POINTS)])

    assert reasons(inventory) == ["plugin quitter is set aside: it cannot be imported: SystemExit: 3"]


def test_a_module_that_declares_no_plugin_is_set_aside():
    inventory = Inventory.find(points=[EntryPoint("json", "json", ENTRY_POINTS)])

    assert inventory.on == []
    assert "json has no kalenner.plugins.Plugin that is called plugin" in inventory.aside[0].reason


def test_an_entry_point_and_its_plugin_have_one_name(point):
    inventory = Inventory.find(points=[point("a", called="b")])

    assert inventory.on == []
    assert "its entry point is called 'a', its plugin 'b'" in inventory.aside[0].reason


def test_a_package_whose_import_fails_is_named_with_its_line(tmp_path, monkeypatch):
    (tmp_path / "divider").mkdir()
    (tmp_path / "divider" / "__init__.py").write_text("")
    (tmp_path / "divider" / "inner.py").write_text("x = 1\n1 / 0\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    inventory = Inventory.find(points=[EntryPoint("divider", "divider.inner:implementations", ENTRY_POINTS)])

    assert reasons(inventory) == [
        (
            "plugin divider is set aside: it cannot be imported: "
            "ZeroDivisionError: division by zero (divider/inner.py:2)"
        )
    ]


def test_a_package_that_fails_itself_is_named_with_its_line(tmp_path, monkeypatch):
    (tmp_path / "rooter").mkdir()
    (tmp_path / "rooter" / "__init__.py").write_text("\n\n1 / 0\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    inventory = Inventory.find(points=[EntryPoint("rooter", "rooter:implementations", ENTRY_POINTS)])

    assert inventory.aside[0].reason.endswith(" (rooter/__init__.py:3)")


def test_a_plugin_is_loaded_with_the_module_that_implements_its_hooks(point):
    (only,) = load_plugins(off=["b"], points=[point("a"), point("b")])

    assert only.implementations is sys.modules["test_a"]
    assert only.plugin is only.implementations.plugin


def test_an_application_keeps_its_inventory():
    registry, inventory = {}, Inventory([loaded("a")])
    INVENTORY.put(registry, inventory)

    assert INVENTORY.of(registry) is inventory


def test_plugins_are_looked_for_by_their_names_whatever_the_order_they_are_found_in(point):
    gone = EntryPoint("b", "no_such_module_anywhere", ENTRY_POINTS)
    inventory = Inventory.find(off=["a"], points=[point("d"), gone, point("core"), point("a")])

    assert names(inventory.on) == ["d"]
    assert [one.name for one in inventory.aside] == ["b", "core"]
    assert inventory.off == ("a",)


def test_the_name_of_a_plugin_that_is_refused_is_said_with_what_is_expected():
    assert reasons(Inventory([loaded("core")])) == [
        "plugin core is set aside: expected a name of a-z, 0-9 and single underscores, not core or kalenner"
    ]


def test_a_plugin_is_set_aside_later_with_those_that_require_it():
    inventory = Inventory([loaded("a"), loaded("b", "a"), loaded("c")])

    inventory.set_aside("a", "its includeme raised")

    assert names(inventory.on) == ["c"]
    assert reasons(inventory) == [
        "plugin a is set aside: its includeme raised",
        "plugin b is set aside: it requires the plugin a, which is set aside",
    ]


def test_something_that_was_set_aside_may_have_a_second_fault():
    inventory = Inventory([loaded("a")])

    inventory.set_aside("a", "one fault")
    inventory.set_aside("a", "another")

    assert [one.reason for one in inventory.aside] == ["one fault", "another"]


def test_plugins_that_the_settings_do_not_want_are_left_out_with_those_that_require_them():
    inventory = Inventory([loaded("a"), loaded("b", "a"), loaded("c"), loaded("d")])

    inventory.leave_out(["a", "unknown"])
    inventory.leave_out(["c"])

    assert names(inventory.on) == ["d"]
    assert inventory.unwanted == ["a", "c"]
    assert reasons(inventory) == [
        "plugin b is set aside: it requires the plugin a, which is not there or switched off"
    ]


def test_all_that_is_installed_has_a_name_whether_it_takes_part_or_not(point):
    gone = EntryPoint("gone", "no_such_module_anywhere", ENTRY_POINTS)
    inventory = Inventory.find(off=["off"], points=[point("on"), point("off"), gone, point("unwanted")])
    inventory.leave_out(["unwanted"])

    assert inventory.names == {"on", "off", "gone", "unwanted"}


def test_without_anything_switched_off_nothing_is_off():
    assert Inventory([]).off == ()


def test_the_room_offers_what_it_names():
    assert [name for name in plugins.__all__ if not hasattr(plugins, name)] == []


def test_the_installed_plugins_are_those_of_the_tree():
    assert names(load_plugins()) == [
        "chat",
        "help",
        "invitations",
        "maps",
        "playground",
        "profiles",
        "design_templates",
        "scheduling",
        "analytics",
        "documents",
        "organizations",
        "payments",
        "bank_transfer",
        "payment_links",
        "reminders",
        "social_links",
        "stripe",
        "support",
        "telegram",
    ]
