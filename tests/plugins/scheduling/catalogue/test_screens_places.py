"""Settings → Service settings → Place, and the place of one service."""

import datetime as dt

import pytest
from tests.plugins.scheduling.people import People, is_asked, tap

from kalenner.testing import Person

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def olga(people: People) -> Person:
    people.olga.send("/settings")
    people.olga.press("Service settings")
    return people.olga


def test_place_stands_in_request_and_confirmation_without_a_press(people: People, olga: Person):
    tap(olga, "📍 Place: none")
    assert is_asked(olga, "Where do your appointments take place?")
    olga.send("Room 3, <left>")
    assert ["📍 Place: Room 3, <left>"] in olga.labels
    appointment = people.request(TEN)
    assert "📍 Room 3, &lt;left&gt;" in people.olga.cards[-1].text
    people.accept(appointment)

    assert "📍 Room 3, &lt;left&gt;" in people.ada.cards[-1].text
    people.olga.send("/appointments")
    assert people.olga.labels[0][0].endswith("Massage 📍")


def test_address_of_the_profile_is_offered_where_there_is_one(people: People, olga: Person):
    tap(olga, "📍 Place: none")
    assert olga.labels == [["No place"], ["Cancel"]]
    olga.send("/settings")
    for button in ("General settings", "Profile", "Contact information", "Address"):
        olga.press(button)
    olga.send("Lindenstr. 12")
    olga.send("/settings")
    olga.press("Service settings")
    tap(olga, "📍 Place: none")
    olga.press("address")

    assert ["📍 Place: my address"] in olga.labels
    people.request(TEN)
    assert "📍 Lindenstr. 12" in people.olga.cards[-1].text


def test_service_has_a_place_of_its_own_or_none(people: People, olga: Person):
    tap(olga, "📍 Place: none")
    olga.send("Room 3")
    olga.press("Services")
    olga.press("Massage")
    olga.press("Edit service")
    tap(olga, "📍 Place")
    assert is_asked(olga, "Where does <b>Massage</b> take place?")
    olga.send("https://meet.example/olga")
    assert "Place: https://meet.example/olga" in olga.screen.text
    people.request(TEN)
    assert "📍 https://meet.example/olga" in people.olga.cards[-1].text

    olga.press("Edit service")
    tap(olga, "📍 Place")
    tap(olga, "As for all services")
    assert "Place:" not in olga.screen.text
    people.request(TEN + dt.timedelta(days=1))
    assert "📍 Room 3" in people.olga.cards[-1].text
