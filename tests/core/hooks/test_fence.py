"""What a plugin does in a hook, and what happens when it raises there: named, undone, and the rest works."""

import logging
from typing import Any

import pytest
from sqlalchemy import select

from kalenner.hooks import Contribution, hookimpl
from kalenner.hooks.platform import MenuEntry, SampleProfessional, SetupStep, StartPayload
from kalenner.hooks.scheduling import AppointmentFact, Status
from kalenner.people import Account
from kalenner.plugins import Hooks, LoadedPlugin, Plugin
from kalenner.route import Route
from kalenner.screens.registry import START_ROUTES
from kalenner.settings import SETTINGS, group, setting, words
from kalenner.testing import Stage, go
from tests.conftest import FEATURES


def plugin(name: str, implementations: object) -> LoadedPlugin:
    return LoadedPlugin(
        Plugin(name, name, "tests.core.hooks.empty_package", has_texts=False), implementations
    )


START: Route[Any] = Route("start", "/start/{token}", {"token": str}, is_effect=True)


@group("helpful")
class ExtraSettings:
    """Settings of a plugin in a test."""

    names: tuple[str, ...] = setting((), words, "names", "Some names.")


def write_then_raise(request) -> None:
    """Leave something in the transaction, flushed, and fail."""
    request.dbsession.add(Account(created_at=request.clock.now(), client_name="left behind"))
    request.dbsession.flush()
    raise RuntimeError("broken")


class BrokenAtTheStart:
    """Raises where there is no database yet."""

    @hookimpl
    def platform_settings(self):
        raise RuntimeError("broken")

    @hookimpl
    def platform_start_payloads(self):
        raise RuntimeError("broken")


class Broken:
    """Raises in every hook of a request, after writing."""

    @hookimpl
    def platform_menu_entries(self, request, menu, subject):
        write_then_raise(request)

    @hookimpl
    def platform_menu_lines(self, request, menu):
        write_then_raise(request)

    @hookimpl
    def platform_setup_steps(self, request, provider):
        write_then_raise(request)

    @hookimpl
    def platform_sample_filled(self, request, sample):
        write_then_raise(request)

    @hookimpl
    def scheduling_appointment_changed(self, request, appointment, before, after):
        write_then_raise(request)


class Helpful:
    """Answers every hook."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    @hookimpl
    def platform_settings(self):
        return [ExtraSettings]

    @hookimpl
    def platform_start_payloads(self):
        return [StartPayload("x_", START)]

    @hookimpl
    def platform_menu_entries(self, request, menu, subject):
        return [MenuEntry("extra", f"Extra in {menu}", go("menu"))]

    @hookimpl
    def platform_menu_lines(self, request, menu):
        return [Contribution("extra", f"Extra line in {menu}")]

    @hookimpl
    def platform_setup_steps(self, request, provider):
        return [SetupStep("extra", "Extra step", go("menu"), is_done=False, weight=99)]

    @hookimpl
    def platform_sample_filled(self, request, sample):
        self.heard.append(sample)

    @hookimpl
    def scheduling_appointment_changed(self, request, appointment, before, after):
        self.heard.append((appointment, before, after))


FACT = AppointmentFact(1, 2, 3, 4, 5, 6, "Massage", 60, None, None, Status.PENDING, 5000, "EUR")
IN_TRANSACTION = {
    "platform_menu_entries": {"menu": "office", "subject": None},
    "platform_menu_lines": {"menu": "client"},
    "platform_setup_steps": {"provider": None},
    "platform_sample_filled": {"sample": SampleProfessional("x", None, ())},
    "scheduling_appointment_changed": {"appointment": FACT, "before": None, "after": Status.PENDING},
}


@pytest.fixture
def both(make_application):
    """A stage with a broken and a helpful plugin, the broken one called first."""
    helpful = Helpful()
    app = make_application(plugin("aaa_broken", Broken()), plugin("helpful", helpful), off=FEATURES)
    return Stage(app), helpful


@pytest.mark.figure("F19")
@pytest.mark.parametrize("hook", IN_TRANSACTION)
def test_a_plugin_that_raises_after_writing_is_named_and_undone(hook, both, caplog):
    stage, _helpful = both

    def work(request):
        request.dbsession.add(Account(created_at=request.clock.now(), client_name="kept"))
        getattr(request.hooks, hook)(**IN_TRANSACTION[hook])

    with caplog.at_level(logging.ERROR):
        stage.run(work)

    names = stage.run(
        lambda request: list(request.dbsession.scalars(select(Account.client_name))), only_reads=True
    )
    assert names == ["kept"]
    assert [record.getMessage() for record in caplog.records] == [
        f"plugin aaa_broken raised in the hook {hook} and was skipped"
    ]


@pytest.mark.figure("F19")
def test_a_plugin_that_raises_at_the_start_is_named(caplog):
    hooks = Hooks([plugin("broken", BrokenAtTheStart()), plugin("helpful", Helpful())])

    with caplog.at_level(logging.ERROR):
        answers = hooks.answers("platform_settings") + hooks.answers("platform_start_payloads")

    assert [name for name, _answer in answers] == ["helpful", "helpful"]
    assert {record.getMessage() for record in caplog.records} == {
        f"plugin broken raised in the hook {hook} and was skipped"
        for hook in ("platform_settings", "platform_start_payloads")
    }


def test_hook_platform_settings_declares_a_group(make_application):
    app = make_application(plugin("helpful", Helpful()), **{"helpful.names": "ada olga"})

    assert SETTINGS.of(app.registry).of(ExtraSettings).names == ("ada", "olga")


def test_hook_platform_start_payloads_claims_a_prefix(both):
    assert START_ROUTES.of(both[0].app.registry) == {"x_": START}


def test_hook_platform_menu_entries_adds_a_button(both):
    stage, _helpful = both

    labels = stage.run(
        lambda request: [
            entry.label for entry in request.hooks.platform_menu_entries(menu="office", subject=None)
        ]
    )
    assert labels == ["Extra in office"]


def test_hook_platform_menu_lines_adds_to_the_headline(both):
    stage, _helpful = both

    found = stage.run(lambda request: request.hooks.platform_menu_lines(menu="client"))
    assert found == [Contribution("extra", "Extra line in client")]


def test_hook_platform_setup_steps_adds_a_step(both):
    stage, _helpful = both

    found = stage.run(lambda request: request.hooks.platform_setup_steps(provider=None))
    assert [step.label for step in found] == ["Extra step"]


def test_hook_platform_sample_filled_is_told_of_each_professional(both):
    stage, helpful = both
    stage.run(
        lambda request: request.hooks.platform_sample_filled(**IN_TRANSACTION["platform_sample_filled"])
    )

    assert helpful.heard == [SampleProfessional("x", None, ())]


def test_hook_scheduling_appointment_changed_is_told_of_a_change(both):
    stage, helpful = both
    change = IN_TRANSACTION["scheduling_appointment_changed"]
    stage.run(lambda request: request.hooks.scheduling_appointment_changed(**change))

    assert helpful.heard == [(FACT, None, Status.PENDING)]
