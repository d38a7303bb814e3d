"""What plugins say of where a place is on a map: an appointment's location leads to the first of them."""

import datetime as dt
import logging

import pytest

from kalenner.hooks import hookimpl
from kalenner.hooks.platform import MapLink
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.screens import Place
from kalenner.screens.model import Link
from kalenner.testing import Stage, go
from tests.conftest import MakeApp
from tests.plugins.scheduling.people import People

WEDNESDAY = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
ON_OPEN_STREET_MAP = "https://www.openstreetmap.org/?mlat=52.500000&mlon=13.400000#map=17/52.500000/13.400000"


def plugin(name, implementations):
    return LoadedPlugin(
        Plugin(name, name, "tests.core.hooks.empty_package", has_texts=False), implementations
    )


class Atlas:
    """Knows an address and two maps, the heavier first, and keeps what it is asked for."""

    def __init__(self):
        self.asked = []

    @hookimpl
    def platform_find_address(self):
        return "Lindenstr. 12\n10969 Berlin"

    @hookimpl
    def platform_map_links(self, place):
        self.asked.append(place)
        return [
            MapLink("moon", "Moon", "https://moon.example/", weight=20),
            MapLink("earth", "Earth", "https://earth.example/", weight=10),
        ]


class Broken:
    """Raises when it is asked."""

    @hookimpl
    def platform_map_links(self):
        raise RuntimeError("broken")


@pytest.fixture
def atlas():
    return Atlas()


def people_with(app) -> tuple[People, int]:
    """People with an accepted appointment."""
    people = People(Stage(app))
    appointment = people.request(WEDNESDAY)
    people.accept(appointment)
    return people, appointment


def opened(people: People, appointment: int, location: str | None, place: tuple[float, float] | None):
    """Where the buttons of the appointment's location lead."""
    people.amend(appointment, lambda amendments, one, olga: amendments.locate(one, olga, location, place))
    people.olga.press_data(go("appointments.card", appointment=appointment))
    buttons = [button for row in people.olga.screen.rows for button in row]
    return [one.target.url for one in buttons if isinstance(one.target, Link)]


def test_hook_platform_map_links_lead_to_the_first_by_weight(make_application: MakeApp, atlas, caplog):
    off = ("maps", "profiles", "design_templates")
    app = make_application(plugin("aaa_broken", Broken()), plugin("atlas", atlas), off=off)
    people, appointment = people_with(app)

    with caplog.at_level(logging.ERROR):
        assert opened(people, appointment, None, (52.5, 13.4)) == ["https://earth.example/"]
        assert opened(people, appointment, "Lindenstr. 12\n10969 Berlin", None) == ["https://earth.example/"]
        assert opened(people, appointment, "Room 3", None) == []

    assert set(map(type, atlas.asked)) == {Place, str}
    assert Place(52.5, 13.4) in atlas.asked
    assert set(caplog.messages) == {"plugin aaa_broken raised in the hook platform_map_links and was skipped"}


def test_hook_platform_map_links_without_an_answer_leave_the_map_that_everybody_has(
    make_application: MakeApp,
):
    people, appointment = people_with(make_application(off=("maps",)))

    assert opened(people, appointment, None, (52.5, 13.4)) == [ON_OPEN_STREET_MAP]
    assert opened(people, appointment, "Room 3", None) == []
