"""Removing or blocking a client: requests are declined, accepted appointments stay, both are said before."""

import datetime as dt

import pytest
from tests.plugins.scheduling.town import Town, tap

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
def test_requests_are_declined_and_accepted_ones_stay(town: Town, button: str, yes: str):
    pending = [town.request(TEN), town.request(TEN + HOUR)]
    accepted = town.request(TEN - HOUR)
    town.accept(accepted)
    other_client = town.request(TEN + DAY, town.add_client("Ben"))
    open_client(town.olga, "Ada")
    town.olga.press(button)
    assert town.olga.screen.text.partition("\n\n")[2] == (
        "2 requests will be declined.\n1 coming appointment stays; cancel it yourself."
    )
    assert town.status(pending[0]) == "pending"
    tap(town.olga, yes)

    assert [town.status(appointment_id) for appointment_id in (*pending, accepted, other_client)] == [
        *("declined", "declined", "accepted", "pending")
    ]
    assert [card.text.partition(":")[0] for card in town.ada.cards[-2:]] == [
        "🔴 Olga cannot take your request",
        "🔴 Olga cannot take your request",
    ]


def test_move_is_declined_and_what_it_would_move_stays(town: Town):
    accepted = town.request(TEN)
    town.accept(accepted)
    move = town.request_move(accepted, TEN + DAY)
    open_client(town.olga, "Ada")
    town.olga.press("Block")
    assert town.olga.screen.text.partition("\n\n")[2] == (
        "1 request will be declined.\n1 coming appointment stays; cancel it yourself."
    )
    tap(town.olga, "Yes, block")

    assert (town.status(accepted), town.status(move)) == ("accepted", "declined")
    assert town.ada.cards[-1].text.startswith("🔴 Olga cannot take your new time")


def test_request_and_its_move_are_both_declined(town: Town):
    request = town.request(TEN)
    move = town.request_move(request, TEN + HOUR / 2)
    town.block(town.ada)

    assert (town.status(request), town.status(move)) == ("declined", "declined")


def test_what_is_over_is_not_counted(town: Town, clock: FixedClock):
    accepted = [town.request(TEN), town.request(TEN + HOUR)]
    for appointment_id in accepted:
        town.accept(appointment_id)
    clock.set(TEN + HOUR)
    open_client(town.olga, "Ada")
    town.olga.press("Remove")
    assert "1 coming appointment stays" in town.olga.screen.text
    clock.set(TEN + 2 * HOUR)
    open_client(town.olga, "Ada")
    town.olga.press("Remove")

    assert "coming" not in town.olga.screen.text
