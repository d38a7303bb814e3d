"""Where appointments take place as long as nothing else is said, and that what is made keeps it."""

import datetime as dt

import pytest
from tests.plugins.scheduling.practice import TEN, Practice

from kalenner_scheduling.catalogue.models import PlaceKind

DAY = dt.timedelta(days=1)
ADDRESS = "Lindenstr. 12\n10969 Berlin"
NONE, AT_ADDRESS, TEXT = PlaceKind.NONE, PlaceKind.ADDRESS, PlaceKind.TEXT

Chosen = tuple[PlaceKind | None, str | None]


@pytest.mark.parametrize(
    ("of_all", "of_service", "place"),
    [
        ((None, None), (None, None), None),
        ((NONE, None), (None, None), None),
        ((AT_ADDRESS, None), (None, None), ADDRESS),
        ((TEXT, "Room 3"), (None, None), "Room 3"),
        ((TEXT, "Room 3"), (NONE, None), None),
        ((TEXT, "Room 3"), (AT_ADDRESS, None), ADDRESS),
        ((AT_ADDRESS, None), (TEXT, "https://meet.example/olga"), "https://meet.example/olga"),
        ((None, None), (TEXT, "+49 30 123456"), "+49 30 123456"),
        ((TEXT, "Room 3"), (TEXT, "Room 5"), "Room 5"),
    ],
)
@pytest.mark.parametrize("is_request", [True, False])
def test_the_services_own_place_goes_before_that_of_all(
    practice: Practice, of_all: Chosen, of_service: Chosen, place: str | None, *, is_request: bool
):
    practice.recorder.address = ADDRESS
    if of_all[0] is not None:
        practice.calendar.change_place(practice.provider, of_all[0], of_all[1])
    practice.catalogue.change_place(practice.massage, *of_service)
    practice.dbsession.flush()

    appointment = (
        practice.request()
        if is_request
        else practice.appointments.book_for(practice.client, practice.massage, TEN, practice.owner)
    )

    assert (appointment.location, appointment.is_located) == (place, place is not None)


@pytest.mark.parametrize("address", [None, "", "x" * 501])
def test_an_address_that_there_is_not_is_no_place(practice: Practice, address: str | None):
    practice.recorder.address = address
    practice.calendar.change_place(practice.provider, AT_ADDRESS)
    practice.dbsession.flush()

    assert practice.request().location is None


def test_appointments_keep_their_place_when_it_changes(practice: Practice):
    practice.recorder.address = ADDRESS
    practice.calendar.change_place(practice.provider, AT_ADDRESS)
    practice.dbsession.flush()
    old = practice.request()
    practice.recorder.address = "Elsewhere 1"
    practice.calendar.change_place(practice.provider, TEXT, "Room 3")
    practice.dbsession.flush()
    new = practice.request(TEN + DAY)
    practice.appointments.accept(old, practice.owner)
    move = practice.appointments.request_move(old, TEN + 2 * DAY, practice.client.account)
    practice.appointments.accept(move, practice.owner)

    assert (old.location, new.location, move.location) == (ADDRESS, "Room 3", ADDRESS)


def test_a_place_that_was_taken_away_does_not_come_back(practice: Practice):
    practice.calendar.change_place(practice.provider, TEXT, "Room 3")
    practice.dbsession.flush()
    appointment = practice.request()
    practice.amendments.locate(appointment, practice.owner)
    practice.appointments.accept(appointment, practice.owner)

    assert appointment.location is None
