"""Clients → client → Book: the professional books for a client from the client's card."""

import datetime as dt

import pytest
from tests.plugins.scheduling.people import People, tap

from kalenner.hooks.scheduling import Status

pytestmark = pytest.mark.slow_on_postgresql

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
"""Wednesday, 10:00 in Berlin."""


@pytest.fixture
def olga(people: People):
    people.olga.send("/menu")
    people.olga.press("Clients")
    people.olga.press("Ada")
    return people.olga


def test_only_service_is_chosen_at_once_and_one_press_confirms(people: People, olga):
    olga.press("Book")
    assert olga.screen.text.startswith("Ada · Massage, 60 min\n\nTake one of the next free times")
    tap(olga, "Wed 2 Dec, 9:30")
    assert "Wed 2 Dec 2026, 9:30" in olga.screen.text
    olga.press_data(olga.screen.back)
    assert olga.labels[0] == ["Wed 2 Dec, 9:00"]
    tap(olga, "3")
    tap(olga, "11:00")
    olga.press_data(olga.screen.back)
    tap(olga, "11:00")
    olga.press("Confirm")

    assert "Thu 3 Dec 2026, 11:00" in olga.screen.text
    assert "Thu 3 Dec 2026, 11:00" in people.ada.cards[-1].text


def test_service_is_asked_for_where_there_are_several(people: People, olga):
    people.add_service(people.olga, "Yoga", 90)
    olga.press("Book")
    assert olga.screen.text == "<b>Book for Ada</b>\nWhich service?"
    assert olga.labels == [["Massage, 60 min"], ["Yoga, 90 min"]]
    olga.press("Yoga")

    assert olga.screen.text.startswith("Ada · Yoga, 90 min")
    olga.press_data(olga.screen.back)
    assert olga.screen.text == "<b>Book for Ada</b>\nWhich service?"


def test_blocked_client_is_not_booked_for(people: People, olga):
    people.block(people.ada)
    olga.send("/menu")
    olga.press("Clients")
    olga.press("Blocked")
    olga.press("Ada")

    assert not any("Book" in label for row in olga.labels for label in row)


def test_requests_of_a_client_who_leaves_are_withdrawn_and_appointments_stay(people: People):
    accepted = people.request(TEN)
    people.accept(accepted)
    asked = people.request(TEN + dt.timedelta(days=1))
    people.ada.send("/menu")
    people.ada.press("My specialists")
    people.ada.press("Remove")
    people.ada.press("Yes, remove")

    assert people.status(asked) == Status.CANCELLED
    assert people.status(accepted) == Status.ACCEPTED
    assert "❌" in people.olga.cards[-1].text
