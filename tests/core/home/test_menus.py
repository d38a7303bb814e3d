"""Menus are made of what the plugins contribute, in order, and one that fails only misses its part."""

import logging
from typing import Any

import pytest
from pyramid.config import Configurator

from kalenner.hooks import Contribution, hookimpl
from kalenner.hooks.platform import MenuEntry, SetupStep
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing import Stage, act, go
from tests.conftest import FEATURES, MakeApp
from tests.core.home.people import connect, professional

# What is shown here does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def includeme(config: Configurator) -> None:
    """The package of the plugins below registers nothing."""


class Contributor:
    """A plugin with entries, lines and a step."""

    @hookimpl
    def platform_menu_entries(self, menu: str, subject: Any) -> list[MenuEntry]:
        if menu == "office":
            return [
                MenuEntry("third", "Third", go("menu"), weight=20, row=10),
                MenuEntry("first", "First", go("menu"), weight=90, row=5),
                MenuEntry("second", "Second", go("menu"), weight=10, row=10),
                MenuEntry("also-second", "Also second", go("menu"), weight=10, row=10),
            ]
        if menu == "clients":
            return [
                MenuEntry("now", "Now", act("menu.client"), weight=10),
                MenuEntry("look", "Look", go("menu"), weight=20),
            ]
        if menu == "client_card":
            return [MenuEntry("greet", f"Greet {subject.name}", go("menu"))]
        return []

    @hookimpl
    def platform_menu_lines(self) -> list[Contribution]:
        return [Contribution("b", "Requests <2>", weight=20), Contribution("a", "Today 3", weight=10)]

    @hookimpl
    def platform_setup_steps(self) -> list[SetupStep]:
        return [SetupStep("services", "Services", go("menu"), is_done=True, weight=20)]


class Broken:
    """A plugin that raises wherever it is asked."""

    @hookimpl
    def platform_menu_entries(self) -> list[MenuEntry]:
        raise LookupError("broken on purpose")


class DuplicateKeyPlugin:
    """A plugin with another's key."""

    @hookimpl
    def platform_menu_entries(self, menu: str) -> list[MenuEntry]:
        return [MenuEntry("first", "Copied", go("menu"))] if menu == "office" else []


def loaded(name: str, implementations: object) -> LoadedPlugin:
    return LoadedPlugin(Plugin(name, name, __name__, has_texts=False), implementations)


@pytest.fixture
def olga(make_application: MakeApp) -> Any:
    stage = Stage(make_application(loaded("contributor", Contributor()), off=FEATURES))
    return professional(stage)


def test_entries_are_sorted_into_rows(olga: Any) -> None:
    olga.send("/menu")
    olga.press("Office")

    assert olga.labels == [["First"], ["Also second", "Second", "Third"]]


def test_lines_make_the_headline(olga: Any) -> None:
    olga.send("/menu")

    assert olga.screen.text == "<b>Main menu</b>\nToday 3 · Requests &lt;2&gt;"


def test_office_without_entries_is_not_shown(make_application: MakeApp) -> None:
    person = professional(Stage(make_application(off=FEATURES)))

    person.send("/menu")

    assert person.labels == [["👥 Clients"], ["⚙️ Settings"]]


def test_submenu_without_entries_is_not_shown(make_application: MakeApp) -> None:
    person = professional(Stage(make_application(off=FEATURES)))

    person.send("/settings")

    assert person.labels == [["General settings"], ["Time zone", "Language"], ["My data"]]


def test_card_of_a_client_gets_the_client(olga: Any) -> None:
    connect(olga.stage, olga, olga.stage.person("Ada"))
    olga.send("/menu")
    olga.press("Clients")

    olga.press("Ada")

    assert olga.labels == [["Greet Ada"], ["📝 Note"], ["🚫 Block", "🗑 Remove"]]


def test_entry_that_is_an_effect_acts_at_once(olga: Any) -> None:
    olga.send("/menu")
    olga.press("Clients")

    assert [button.target for button in olga.screen.rows[-1]] == [act("menu.client"), go("menu")]


def test_steps_are_numbered_in_their_order(olga: Any) -> None:
    olga.press_data(go("setup"))

    assert olga.labels == [["✔ 1 Time zone"], ["✔ 2 Services"], ["3 Logo or photo (optional)"]]
    assert olga.screen.text.endswith("All done: clients can book with your link.")


def test_set_up_practice_is_not_reminded(olga: Any) -> None:
    olga.send("/menu")

    assert ["🚩 Finish setting up"] not in olga.labels


def test_plugin_that_raises_is_left_out(make_application: MakeApp, caplog: pytest.LogCaptureFixture) -> None:
    plugins = loaded("broken", Broken()), loaded("contributor", Contributor())
    person = professional(Stage(make_application(*plugins, off=FEATURES)))
    person.send("/menu")

    person.press("Office")

    assert person.labels[0] == ["First"]
    assert "plugin broken raised in the hook platform_menu_entries and was skipped" in caplog.messages


def test_key_of_another_plugin_is_logged_and_left_out(
    make_application: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    plugins = loaded("contributor", Contributor()), loaded("copycat", DuplicateKeyPlugin())
    person = professional(Stage(make_application(*plugins, off=FEATURES)))
    person.send("/menu")

    with caplog.at_level(logging.ERROR):
        person.press("Office")

    assert person.labels == [["First"], ["Also second", "Second", "Third"]]
    assert set(caplog.messages) == {
        (
            "plugin copycat: the hook platform_menu_entries: the key first is taken by plugin contributor; "
            "the entry is left out"
        )
    }
