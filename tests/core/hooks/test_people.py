"""What plugins say and do when a client is blocked or removed, and when a person moves to another zone."""

import logging
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from kalenner.hooks import Contribution, hookimpl
from kalenner.people import Account
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.testing import Stage
from tests.conftest import FEATURES
from tests.core.home.people import client_of, connect, professional


def plugin(name, implementations):
    return LoadedPlugin(
        Plugin(name, name, "tests.core.hooks.empty_package", has_texts=False), implementations
    )


class RecordingPlugin:
    """Says what is hit, and keeps what it is told."""

    def __init__(self):
        self.heard = []

    @hookimpl
    def platform_client_consequences(self, client):
        return [
            Contribution("b-second", f"Two of {client.name} <stay>.", weight=20),
            Contribution("a-second", "One is declined.", weight=20),
            Contribution("first", "This stands first.", weight=10),
        ]

    @hookimpl
    def platform_client_removed(self, client):
        self.heard.append((client.name, client.blocked_at is not None, client.removed_at is not None))

    @hookimpl
    def platform_zone_consequences(self, request, account, zone):
        self.heard.append((account.id == request.account.id, account.timezone, zone))
        return [Contribution("z", "Two <lie> outside."), Contribution("a", "One is at night.")]


class Broken:
    """Raises in each of these hooks after writing."""

    @hookimpl
    def platform_client_consequences(self, request):
        write_then_raise(request)

    @hookimpl
    def platform_client_removed(self, request):
        write_then_raise(request)

    @hookimpl
    def platform_zone_consequences(self, request):
        write_then_raise(request)


def write_then_raise(request):
    request.dbsession.add(Account(created_at=request.clock.now(), client_name="left behind"))
    request.dbsession.flush()
    raise RuntimeError("broken")


@pytest.fixture
def recorder():
    return RecordingPlugin()


@pytest.fixture
def olga(make_application, recorder):
    """A professional whose client is Ada, with a broken and an recorder plugin."""
    app = make_application(plugin("aaa_broken", Broken()), plugin("recorder", recorder), off=FEATURES)
    stage = Stage(app)
    olga = professional(stage)
    connect(stage, olga, stage.person("Ada"))
    olga.send("/menu")
    olga.press("Clients")
    olga.press("Ada")
    recorder.heard.clear()
    return olga


def names(olga):
    return olga.stage.run(
        lambda request: list(request.dbsession.scalars(select(Account.client_name))), only_reads=True
    )


@pytest.mark.parametrize("button", ["Block", "Remove"])
def test_hook_platform_client_consequences_are_said_by_weight_before_anything_happens(
    olga, recorder, button, caplog
):
    with caplog.at_level(logging.ERROR):
        olga.press(button)

    assert olga.screen.text.partition("\n\n")[2] == (
        "This stands first.\nOne is declined.\nTwo of Ada &lt;stay&gt;."
    )
    assert recorder.heard == []
    assert "left behind" not in names(olga)
    assert caplog.messages == [
        "plugin aaa_broken raised in the hook platform_client_consequences and was skipped"
    ]


def test_hook_platform_client_removed_is_told_of_a_blocked_client(olga, recorder):
    olga.press("Block")
    olga.press("Yes, block")

    assert recorder.heard == [("Ada", True, False)]


def test_hook_platform_client_removed_is_told_of_a_removed_client(olga, recorder):
    olga.press("Remove")
    olga.press("Yes, remove")

    assert recorder.heard == [("Ada", False, True)]


def test_hook_platform_client_removed_is_not_told_of_an_unblocked_client(olga, recorder):
    olga.press("Block")
    olga.press("Yes, block")
    olga.press("Unblock")

    assert len(recorder.heard) == 1


def test_hook_platform_client_removed_that_raises_leaves_the_client_blocked(olga, caplog):
    with caplog.at_level(logging.ERROR):
        olga.press("Block")
        olga.press("Yes, block")

    ada = next(person for person in olga.stage.people.values() if person.name == "Ada")
    assert olga.stage.run(lambda request: client_of(request, olga, ada).blocked_at is not None) is True
    assert "left behind" not in names(olga)
    assert "plugin aaa_broken raised in the hook platform_client_removed and was skipped" in caplog.messages


def test_hook_platform_zone_consequences_are_said_before_the_question(olga, recorder, caplog):
    olga.send("/settings")
    olga.press("Time zone")
    with caplog.at_level(logging.ERROR):
        olga.send("Asia/Tokyo")

    assert olga.screen.text == (
        "In another time zone your working hours keep their clock times."
        " Booked appointments stay at their moments.\n\n"
        "One is at night.\nTwo &lt;lie&gt; outside.\n\n"
        "<b>Tokyo</b> (UTC+09:00)\nIt is 20:00 there now, right?"
    )
    assert recorder.heard == [(True, "Europe/Berlin", ZoneInfo("Asia/Tokyo"))]
    assert "left behind" not in names(olga)
    assert caplog.messages == [
        "plugin aaa_broken raised in the hook platform_zone_consequences and was skipped"
    ]
    olga.press("Yes")
    assert olga.account.timezone == "Asia/Tokyo"


def test_hook_platform_zone_consequences_is_not_asked_for_the_same_zone(olga, recorder):
    olga.send("/settings")
    olga.press("Time zone")

    olga.send("Europe/Berlin")

    assert olga.screen.text == "<b>Berlin</b> (UTC+01:00)\nIt is 12:00 there now, right?"
    assert recorder.heard == []


def test_hook_platform_zone_consequences_is_not_asked_for_the_first_zone(make_application, recorder):
    stage = Stage(make_application(plugin("recorder", recorder), off=FEATURES))

    professional(stage)

    assert recorder.heard == []


def test_hook_platform_zone_consequences_stand_alone_for_a_client(olga):
    ada = next(person for person in olga.stage.people.values() if person.name == "Ada")
    ada.send("/settings")
    ada.press("Time zone")

    ada.send("Asia/Tokyo")

    assert ada.screen.text.startswith("One is at night.\nTwo &lt;lie&gt; outside.\n\n<b>Tokyo</b>")
