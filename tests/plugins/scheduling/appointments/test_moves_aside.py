"""Moves and what else happens: corrections, limits of a day, requests whose original is gone."""

import datetime as dt

import pytest
from tests.plugins.scheduling.practice import NOON, TEN, Practice

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.zones.instants import to_span
from kalenner_scheduling.appointments.errors import ChangeRefused
from kalenner_scheduling.appointments.queries import find_present
from kalenner_scheduling.availability.queries import busy_between
from kalenner_scheduling.availability.slots import Busy

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def minutes(number: int) -> dt.datetime:
    """So many minutes from ten."""
    return TEN + dt.timedelta(minutes=number)


def test_what_was_moved_away_is_not_corrected_any_more(practice: Practice, clock: FixedClock):
    old = practice.request()
    practice.appointments.accept(old, practice.owner)
    move = practice.appointments.request_move(old, TEN + DAY, practice.client.account)
    practice.appointments.accept(move, practice.owner)
    clock.set(TEN + 2 * DAY)

    with pytest.raises(ChangeRefused):
        practice.appointments.change_many([old], Status.COMPLETED, by=practice.owner)
    practice.appointments.change_many([move], Status.COMPLETED, by=practice.owner)

    assert (old.state, move.state) == (Status.CANCELLED, Status.COMPLETED)


def test_a_move_that_waits_is_no_appointment_more_of_its_day(practice: Practice):
    practice.rules.change(practice.provider, "most_per_day", 2)
    old = practice.request()
    practice.appointments.accept(old, practice.owner)
    practice.appointments.request_move(old, TEN + HOUR, practice.client.account)

    taken = practice.request(TEN - HOUR, practice.add_client("Ben"))

    assert taken.state is Status.PENDING


def test_a_move_whose_original_is_off_is_moved_itself(practice: Practice):
    old = practice.request()
    practice.appointments.accept(old, practice.owner)
    move = practice.appointments.request_move(old, TEN + DAY, practice.client.account)
    practice.appointments.cancel(old, practice.owner)

    again = practice.appointments.request_move(move, TEN + DAY + HOUR, practice.client.account)

    assert (move.state, again.state, again.replaces_id) == (Status.PENDING, Status.PENDING, move.id)


def test_a_request_that_is_moved_by_the_professional_waits_as_long_as_its_new_time_allows(practice: Practice):
    appointment_id = practice.request(TEN + DAY)

    practice.amendments.move(appointment_id, TEN, practice.owner)

    assert (appointment_id.starts_at, appointment_id.expires_at) == (TEN, TEN)
    assert appointment_id.nudge_at == NOON + (TEN - NOON) / 2


def test_a_move_of_what_took_place_all_the_same_is_another_appointment(practice: Practice, clock: FixedClock):
    old = practice.request()
    practice.appointments.accept(old, practice.owner)
    move = practice.appointments.request_move(old, TEN + DAY, practice.client.account)
    practice.appointments.cancel(old, practice.owner)
    practice.appointments.change_many([old], Status.MISSED, by=practice.owner)

    practice.appointments.accept(move, practice.owner)

    assert (old.state, move.state) == (Status.MISSED, Status.ACCEPTED)
    assert (move.replaces_id, move.replaces, find_present(practice.dbsession, move)) == (None, None, move)
    assert old.uid != move.uid
    assert practice.recorder.messages[-1] == (practice.client.account_id, "mine.confirmed")


@pytest.mark.parametrize("moved_by", [30, -30, 60, -60, 1440])
@pytest.mark.parametrize("is_set_first", [True, False])
def test_a_move_whose_original_is_cancelled_holds_its_time(
    practice: Practice, moved_by: int, *, is_set_first: bool
):
    """With its buffers, which no row holds, whenever they were set."""

    def set_buffers() -> None:
        practice.rules.change(practice.provider, "buffer_before", 30)
        practice.rules.change(practice.provider, "buffer_after", 15, practice.massage)

    if is_set_first:
        set_buffers()
    original = practice.request()
    practice.appointments.accept(original, practice.owner)
    move = practice.appointments.request_move(original, minutes(moved_by), practice.client.account)
    if not is_set_first:
        set_buffers()

    practice.appointments.cancel(original, practice.owner)

    assert (move.held_from, move.held_until) == (minutes(moved_by), minutes(moved_by + 60))
    busy = busy_between(practice.dbsession, practice.provider.id, *to_span(TEN - DAY, TEN + 3 * DAY))
    assert busy == [Busy(*to_span(minutes(moved_by), minutes(moved_by + 60)), 30 * 60, 15 * 60)]
