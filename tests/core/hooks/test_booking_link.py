"""The hook that tells the link which the set-up ends with."""

import logging

import pytest

from kalenner.home import routes
from kalenner.hooks import hookimpl
from kalenner.hooks.platform import BookingLink
from kalenner.screens import CopyText
from kalenner.testing import Person, Stage
from tests.core.home.people import professional
from tests.core.hooks.test_files_and_addresses import FEATURES, plugin


class Broken:
    """Raises."""

    @hookimpl
    def platform_find_booking_link(self):
        raise RuntimeError("broken")


class LinkPlugin:
    """Knows a link."""

    @hookimpl
    def platform_find_booking_link(self, provider):
        return BookingLink(f"https://t.me/a_bot?start={provider.nickname}", b"a picture")


@pytest.fixture
def olga(make_application, request) -> Person:
    """A professional whose set-up is done, with the plugins of the test."""
    plugins = [plugin(f"plugin_{number}", each) for number, each in enumerate(request.param)]
    return professional(Stage(make_application(*plugins, off=FEATURES)))


@pytest.mark.parametrize("olga", [(Broken(), LinkPlugin())], indirect=True)
def test_hook_platform_find_booking_link_shows_the_link_of_whoever_knows_one(olga, caplog):
    with caplog.at_level(logging.ERROR):
        end = olga.press_data(routes.setup_finish())

    assert "https://t.me/a_bot?start=Olga" in end.text
    assert end.picture == b"a picture"
    assert end.rows[0][0].target == CopyText("https://t.me/a_bot?start=Olga")
    assert caplog.messages == [
        "plugin plugin_0 raised in the hook platform_find_booking_link and was skipped"
    ]


@pytest.mark.parametrize("olga", [()], indirect=True)
def test_the_set_up_ends_without_a_link_where_nobody_knows_one(olga):
    end = olga.press_data(routes.setup_finish())

    assert end.text.startswith("<b>All set</b>")
    assert end.picture is None
