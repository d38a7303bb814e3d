"""Removing or blocking a client: requests are declined, accepted appointments stay, both are said before."""

import datetime as dt

import pytest
from tests.plugins.scheduling.people import People, tap

from kalenner.clock import FixedClock
from kalenner.testing import Person

TEN = dt.datetime(2026, 12, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def open_client(person: Person, name: str) -> None:
    person.send("/menu")
    person.press("Clients")
    person.press(name)


@pytest.mark.parametrize(("button", "yes"), [("Block", "Yes, block"), ("Remove", "Yes, remove")])
def test_requests_are_declined_and_accepted_ones_stay(people: People, button: str, yes: str):
    pending = [people.request(TEN), people.request(TEN + HOUR)]
    accepted = people.request(TEN - HOUR)
    people.accept(accepted)
    other_client = people.request(TEN + DAY, people.add_client("Ben"))
    open_client(people.olga, "Ada")
    people.olga.press(button)
    assert people.olga.screen.text.partition("\n\n")[2] == (
        "2 requests will be declined.\n1 coming appointment stays; cancel it yourself."
    )
    assert people.status(pending[0]) == "pending"
    tap(people.olga, yes)

    assert [people.status(appointment_id) for appointment_id in (*pending, accepted, other_client)] == [
        *("declined", "declined", "accepted", "pending")
    ]
    assert [card.text.partition(":")[0] for card in people.ada.cards[-2:]] == [
        "🔴 Olga cannot take your request",
        "🔴 Olga cannot take your request",
    ]


def test_move_is_declined_and_what_it_would_move_stays(people: People):
    accepted = people.request(TEN)
    people.accept(accepted)
    move = people.request_move(accepted, TEN + DAY)
    open_client(people.olga, "Ada")
    people.olga.press("Block")
    assert people.olga.screen.text.partition("\n\n")[2] == (
        "1 request will be declined.\n1 coming appointment stays; cancel it yourself."
    )
    tap(people.olga, "Yes, block")

    assert (people.status(accepted), people.status(move)) == ("accepted", "declined")
    assert people.ada.cards[-1].text.startswith("🔴 Olga cannot take your new time")


def test_request_and_its_move_are_both_declined(people: People):
    request = people.request(TEN)
    move = people.request_move(request, TEN + HOUR / 2)
    people.block(people.ada)

    assert (people.status(request), people.status(move)) == ("declined", "declined")


def test_what_is_over_is_not_counted(people: People, clock: FixedClock):
    accepted = [people.request(TEN), people.request(TEN + HOUR)]
    for appointment_id in accepted:
        people.accept(appointment_id)
    clock.set(TEN + HOUR)
    open_client(people.olga, "Ada")
    people.olga.press("Remove")
    assert "1 coming appointment stays" in people.olga.screen.text
    clock.set(TEN + 2 * HOUR)
    open_client(people.olga, "Ada")
    people.olga.press("Remove")

    assert "coming" not in people.olga.screen.text
