"""Back from an appointment leads to the list it was opened from."""

import datetime as dt

import pytest
from tests.plugins.scheduling.people import People
from tests.plugins.scheduling.practice import TEN

from kalenner.screens import Press
from kalenner.testing import go

WEDNESDAY = dt.date(2026, 12, 2)


@pytest.mark.parametrize(
    "place",
    [go("calendar.day", day=WEDNESDAY), go("appointments.list", only=2, page=0)],
    ids=["day", "list"],
)
def test_back_leads_to_where_it_was_opened(people: People, place: Press):
    people.accept(people.request(TEN))
    olga = people.olga
    olga.press_data(place)
    olga.press_data(go("appointments.card", appointment=1))
    assert olga.screen.back == place

    olga.press("Meeting info")
    olga.press_data(olga.screen.back)
    assert olga.screen.back == place

    olga.press("Enter location")
    olga.send("Room 5")
    assert olga.screen.back == place


def test_from_a_message_back_leads_to_the_list(people: People):
    people.request(TEN)
    olga = people.olga
    olga.press_data(go("calendar.day", day=WEDNESDAY))
    olga.send("/menu")

    olga.press_data(go("appointments.card", appointment=1))

    assert olga.screen.back == go("appointments.list", only=0, page=0)
