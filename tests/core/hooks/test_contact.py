"""What plugins say of how a specialist is reached, and what they do when a client leaves."""

import logging

import pytest

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import PublicContact
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.screens.model import Link
from kalenner.testing import Stage
from tests.conftest import FEATURES
from tests.core.home.people import client_of, connect, professional


def plugin(name, implementations):
    return LoadedPlugin(
        Plugin(name, name, "tests.core.hooks.empty_package", has_texts=False), implementations
    )


class Directory:
    """Knows a telephone number and a page, and keeps who has left."""

    def __init__(self):
        self.left = []

    @hookimpl
    def platform_find_contact(self, provider):
        return PublicContact(phone="+49 <30> 1", page_url=f"https://pages.example/{provider.nickname}")

    @hookimpl
    def platform_client_left(self, client):
        self.left.append((client.name, client.removed_at is not None))


class Broken:
    """Raises wherever it is asked."""

    @hookimpl
    def platform_find_contact(self):
        raise RuntimeError("broken")

    @hookimpl
    def platform_client_left(self):
        raise RuntimeError("broken")


@pytest.fixture
def directory():
    return Directory()


@pytest.fixture
def ada(make_application, directory):
    """A client of Olga's in front of her card, with a broken and a well-behaved plugin."""
    app = make_application(plugin("aaa_broken", Broken()), plugin("directory", directory), off=FEATURES)
    stage = Stage(app)
    olga, ada = professional(stage), stage.person("Ada")
    connect(stage, olga, ada)
    ada.send("/menu")
    ada.press("My specialists")
    return ada


def test_hook_platform_find_contact_is_shown_with_the_specialist(ada, caplog):
    assert ada.screen.text == "<b>Olga</b>\n\n☎️ +49 &lt;30&gt; 1"
    assert ada.labels == [["🪪 Profile page", "🗑 Remove"]]
    assert ada.screen.rows[0][0].target == Link("https://pages.example/Olga")
    with caplog.at_level(logging.ERROR):
        ada.send("/menu")
        ada.press("My specialists")

    assert caplog.messages == ["plugin aaa_broken raised in the hook platform_find_contact and was skipped"]


def test_hook_platform_client_left_is_told_after_the_client_has_said_yes(ada, directory, caplog):
    ada.press("Remove")
    assert ada.screen.text == (
        "Remove <b>Olga</b> from your specialists?\nRequests that are not answered yet are withdrawn."
        " Accepted appointments stay under My appointments. With an invitation link of Olga you can come back."
    )
    ada.press("No")
    assert directory.left == []
    ada.press("Remove")
    with caplog.at_level(logging.ERROR):
        ada.press("Yes, remove")

    assert directory.left == [("Ada", True)]
    assert ada.screen.notice.text == "Removed"
    assert "plugin aaa_broken raised in the hook platform_client_left and was skipped" in caplog.messages
    ada.send("/menu")
    assert ada.labels[:2] == [["💼 I am a professional"], ["👤 I am a client"]]


def test_client_who_left_comes_back_by_a_link(ada):
    ada.press("Remove")
    ada.press("Yes, remove")
    olga = next(person for person in ada.stage.people.values() if person.name == "Olga")
    connect(ada.stage, olga, ada)

    assert ada.stage.run(lambda request: client_of(request, olga, ada).removed_at) is None
