"""Moves that a client asks for: what stays, what is held meanwhile, and what comes of the answer."""

import datetime as dt

import pytest
from sqlalchemy import event, update
from tests.plugins.scheduling.practice import TEN, Practice

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.people.policy import NotAvailable
from kalenner_scheduling.appointments.errors import ChangeRefused, TooLate
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.queries import find_move, find_successor
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed

HOUR = dt.timedelta(hours=1)
HALF = HOUR / 2
DAY = dt.timedelta(days=1)


@pytest.fixture
def old(practice: Practice) -> Appointment:
    """Ada's accepted appointment at ten, of which nobody speaks any more."""
    appointment = practice.request()
    practice.appointments.accept(appointment, practice.owner)
    practice.recorder.messages.clear()
    practice.recorder.changes.clear()
    return appointment


def ask(practice: Practice, old: Appointment, starts_at: dt.datetime) -> Appointment:
    """Let the client ask for another time."""
    return practice.appointments.request_move(old, starts_at, practice.client.account)


def held(appointment: Appointment) -> tuple[dt.datetime | None, dt.datetime | None]:
    return appointment.held_from, appointment.held_until


def free_at(practice: Practice) -> list[dt.datetime]:
    """Return when anybody else could still come on Wednesday and Thursday."""
    days = TEN.date(), TEN.date() + DAY
    query = practice.query(practice.add_client("Ben"))
    starts = practice.slots.free_starts(query, *days, practice.clock.now())
    return [dt.datetime.fromtimestamp(at, dt.UTC) for at in starts]


def test_old_one_stays_until_the_answer(practice: Practice, old: Appointment):
    move = ask(practice, old, TEN + DAY)

    assert (old.state, old.starts_at) == (Status.ACCEPTED, TEN)
    assert (move.state, move.replaces_id, move.starts_at) == (Status.PENDING, old.id, TEN + DAY)
    assert (move.service_name, move.minutes, move.price_minor) == ("Massage", 60, 5_000)
    assert practice.recorder.messages == [(practice.owner.id, "appointments.move_asked")]
    assert practice.history(move) == [(practice.client.account_id, None, "pending", None)]
    assert practice.history(old)[2:] == []


def test_both_times_are_held(practice: Practice, old: Appointment):
    ask(practice, old, TEN + DAY)

    # work begins at nine and ends at twelve: of each day only nine and eleven are left
    assert free_at(practice) == [TEN - HOUR, TEN + HOUR, TEN + DAY - HOUR, TEN + DAY + HOUR]


def test_another_length_or_price_of_the_service_does_not_matter(practice: Practice, old: Appointment):
    practice.catalogue.change_minutes(practice.massage, 90)
    practice.catalogue.change_price(practice.massage, 9_000)
    practice.dbsession.flush()
    move = ask(practice, old, TEN + DAY + HOUR)

    assert (move.minutes, move.price_minor, move.ends_at) == (60, 5_000, TEN + DAY + 2 * HOUR)


@pytest.mark.parametrize("minutes", [-30, 30])
def test_move_by_half_an_hour_and_nobody_else_can_take_either_part(
    practice: Practice, old: Appointment, minutes: int
):
    move = ask(practice, old, TEN + dt.timedelta(minutes=minutes))
    free_part = (TEN + HOUR, TEN + HOUR + HALF) if minutes > 0 else (TEN - HALF, TEN)

    assert held(move) == free_part
    assert held(old) == (TEN, TEN + HOUR)
    ben = practice.add_client("Ben")
    for starts_at in (TEN - HALF, TEN, TEN + HALF):
        with pytest.raises(SlotTaken):
            practice.request(starts_at, ben)
    # what is left is before the earlier one, or after the later one
    still_free = TEN - HOUR if minutes > 0 else TEN + HOUR
    assert practice.request(still_free, ben).state is Status.PENDING


@pytest.mark.parametrize("minutes", [30, 60, 120])
def test_buffers_are_no_part_of_what_is_held(practice: Practice, minutes: int):
    practice.rules.change(practice.provider, "buffer_before", minutes)
    practice.rules.change(practice.provider, "buffer_after", minutes)
    old = practice.request()
    move = ask(practice, old, TEN + HALF)

    assert held(old) == (TEN, TEN + HOUR)
    assert held(move) == (TEN + HOUR, TEN + HOUR + HALF)
    assert [at for at in free_at(practice) if at.date() == TEN.date()] == []


@pytest.mark.parametrize("starts_at", [TEN, TEN + HALF / 2, TEN + DAY * 3, TEN - DAY * 2])
def test_move_to_what_is_not_offered_is_refused(practice: Practice, old: Appointment, starts_at: dt.datetime):
    with pytest.raises(TimePassed if starts_at < TEN else SlotTaken):
        ask(practice, old, starts_at)

    assert find_move(practice.dbsession, old) is None


def test_move_is_asked_by_the_client_alone(practice: Practice, old: Appointment):
    for person in (practice.owner, practice.add_client("Ben").account):
        with pytest.raises(NotAvailable):
            practice.appointments.request_move(old, TEN + DAY, person)


def test_move_is_asked_for_no_later_than_a_client_could_cancel(
    practice: Practice, clock: FixedClock, old: Appointment
):
    practice.rules.change(practice.provider, "cancel_notice", 120)
    clock.set(TEN - 2 * HOUR + dt.timedelta(seconds=1))
    with pytest.raises(TooLate) as late:
        ask(practice, old, TEN + DAY)

    assert late.value.until == TEN - 2 * HOUR


def test_what_has_begun_is_not_moved(practice: Practice, clock: FixedClock, old: Appointment):
    clock.set(TEN)

    with pytest.raises(ChangeRefused):
        ask(practice, old, TEN + DAY)


def test_second_move_withdraws_the_first(practice: Practice, old: Appointment):
    first = ask(practice, old, TEN + DAY)
    second = ask(practice, old, TEN + 2 * DAY)

    assert (first.state, second.state, old.state) == (Status.CANCELLED, Status.PENDING, Status.ACCEPTED)
    assert find_move(practice.dbsession, old) is second
    assert practice.history(first)[1:] == [(practice.client.account_id, "pending", "cancelled", None)]
    assert [screen for _reader, screen in practice.recorder.messages] == ["appointments.move_asked"] * 2


def test_moving_the_move_moves_the_old_one(practice: Practice, old: Appointment):
    first = ask(practice, old, TEN + DAY)
    second = ask(practice, first, TEN + 2 * DAY)

    assert (first.state, second.replaces_id) == (Status.CANCELLED, old.id)


def test_first_move_stays_where_the_second_time_is_not_free(practice: Practice, old: Appointment):
    first = ask(practice, old, TEN + DAY)
    practice.request(TEN + 2 * DAY, practice.add_client("Ben"))
    with pytest.raises(SlotTaken):
        ask(practice, old, TEN + 2 * DAY)

    assert find_move(practice.dbsession, old) is first
    assert first.state is Status.PENDING


def test_a_request_that_waits_can_be_moved_too(practice: Practice):
    request = practice.request()
    move = ask(practice, request, TEN + DAY)
    practice.appointments.accept(move, practice.owner)

    assert (request.state, move.state) == (Status.CANCELLED, Status.ACCEPTED)


# Accepting


def test_accepted_move_takes_the_place_of_the_old_one(practice: Practice, old: Appointment):
    move = ask(practice, old, TEN + DAY)
    uid, revision = old.uid, old.revision
    practice.recorder.messages.clear()
    practice.appointments.accept(move, practice.owner)

    assert (old.state, move.state) == (Status.CANCELLED, Status.ACCEPTED)
    assert move.uid == uid  # other calendars see the same appointment at another time
    assert move.revision > revision
    assert find_successor(practice.dbsession, old) is move
    assert practice.recorder.messages == [(practice.client.account_id, "mine.moved")]
    assert practice.history(old)[2:] == [(practice.owner.id, "accepted", "cancelled", None)]
    assert practice.history(move)[1:] == [(practice.owner.id, "pending", "accepted", None)]
    assert practice.recorder.changes[1:] == [
        (old.id, Status.ACCEPTED, Status.CANCELLED),
        (move.id, Status.PENDING, Status.ACCEPTED),
    ]


def test_accepted_move_gives_the_old_time_free_and_holds_all_its_own(practice: Practice, old: Appointment):
    move = ask(practice, old, TEN + HALF)
    practice.appointments.accept(move, practice.owner)

    assert held(move) == (TEN + HALF, TEN + HALF + HOUR)
    assert practice.request(TEN - HALF, practice.add_client("Ben")).state is Status.PENDING


def test_accepted_move_can_be_moved_again(practice: Practice, old: Appointment):
    move = ask(practice, old, TEN + DAY)
    practice.appointments.accept(move, practice.owner)
    again = ask(practice, move, TEN + 2 * DAY)
    practice.appointments.accept(again, practice.owner)

    assert [appointment.status for appointment in (old, move, again)] == [
        "cancelled",
        "cancelled",
        "accepted",
    ]
    assert find_successor(practice.dbsession, old) is again


def test_declined_move_leaves_the_old_one_and_frees_its_time(practice: Practice, old: Appointment):
    move = ask(practice, old, TEN + DAY)
    practice.recorder.messages.clear()
    practice.appointments.decline(move, practice.owner, "Full")

    assert (old.state, move.state) == (Status.ACCEPTED, Status.DECLINED)
    assert practice.recorder.messages == [(practice.client.account_id, "mine.move_declined")]
    assert TEN + DAY in free_at(practice)


def test_move_that_nobody_answers_expires_when_there_is_nothing_left_to_move(
    practice: Practice, clock: FixedClock, old: Appointment
):
    move = ask(practice, old, TEN + DAY)
    clock.set(TEN - dt.timedelta(seconds=1))
    assert practice.appointments.expire_pending() == 0
    clock.set(TEN)
    assert practice.appointments.expire_pending() == 1

    assert (old.state, move.state) == (Status.ACCEPTED, Status.DECLINED)
    assert practice.recorder.messages[-1] == (practice.client.account_id, "mine.move_declined")


def test_request_that_is_moved_between_the_look_and_the_lock_does_not_expire(
    practice: Practice, clock: FixedClock
):
    pending = practice.request()
    table, connection = Appointment.__table__, practice.dbsession.connection()
    clock.set(TEN)

    @event.listens_for(connection, "after_cursor_execute", once=True)
    def move(*_said: object) -> None:
        later = {"starts_at": TEN + DAY, "ends_at": TEN + DAY + HOUR, "expires_at": TEN + DAY}
        connection.execute(update(table).where(table.c.id == pending.id).values(later))

    assert practice.appointments.expire_pending() == 0
    assert pending.state is Status.PENDING


def test_move_is_not_accepted_once_the_old_one_has_begun(
    practice: Practice, clock: FixedClock, old: Appointment
):
    """Though the task that declines it has not come round yet."""
    move = ask(practice, old, TEN + DAY)
    clock.set(TEN)

    with pytest.raises(ChangeRefused):
        practice.appointments.accept(move, practice.owner)
    assert (old.state, move.state) == (Status.ACCEPTED, Status.PENDING)


def test_earlier_move_expires_at_its_own_time(practice: Practice, clock: FixedClock, old: Appointment):
    move = ask(practice, old, TEN - HOUR)
    clock.set(TEN - HOUR)
    practice.appointments.expire_pending()

    assert (old.state, move.state) == (Status.ACCEPTED, Status.DECLINED)


# When the old one goes


@pytest.mark.parametrize("starts_at", [TEN + HALF, TEN - HALF, TEN + DAY])
def test_move_holds_all_its_time_once_the_professional_has_cancelled_the_old_one(
    practice: Practice, old: Appointment, starts_at: dt.datetime
):
    move = ask(practice, old, starts_at)
    practice.appointments.cancel(old, practice.owner)

    assert (old.state, move.state) == (Status.CANCELLED, Status.PENDING)
    assert held(move) == (starts_at, starts_at + HOUR)
    with pytest.raises(SlotTaken):
        practice.request(starts_at, practice.add_client("Ben"))


def test_move_of_a_declined_request_holds_all_its_time(practice: Practice):
    request = practice.request()
    move = ask(practice, request, TEN + HALF)
    practice.appointments.decline(request, practice.owner)

    assert held(move) == (TEN + HALF, TEN + HALF + HOUR)


def test_move_whose_old_one_is_gone_is_accepted(practice: Practice, old: Appointment):
    move = ask(practice, old, TEN + HALF)
    practice.appointments.cancel(old, practice.owner)
    practice.appointments.accept(move, practice.owner)

    assert (old.state, move.state) == (Status.CANCELLED, Status.ACCEPTED)
    assert len([change for change in practice.history(old) if change[2] == "cancelled"]) == 1


def test_client_who_cancels_the_old_one_takes_the_move_back(practice: Practice, old: Appointment):
    move = ask(practice, old, TEN + DAY)
    practice.recorder.messages.clear()
    practice.appointments.cancel(old, practice.client.account)

    assert (old.state, move.state) == (Status.CANCELLED, Status.CANCELLED)
    assert practice.recorder.messages == [(practice.owner.id, "appointments.called_off")]
    assert TEN + DAY in free_at(practice)


def test_client_who_cancels_the_old_one_is_named_in_the_history_of_the_move(
    practice: Practice, old: Appointment
):
    move = ask(practice, old, TEN + DAY)
    practice.appointments.cancel(old, practice.client.account)

    assert practice.history(move)[1:] == [(practice.client.account_id, "pending", "cancelled", None)]


def test_move_of_a_request_that_is_accepted_meanwhile_holds_what_it_held(practice: Practice):
    request = practice.request()
    move = ask(practice, request, TEN + HALF)
    practice.appointments.accept(request, practice.owner)

    assert held(move) == (TEN + HOUR, TEN + HALF + HOUR)


def test_client_who_takes_the_move_back_keeps_the_old_one(practice: Practice, old: Appointment):
    move = ask(practice, old, TEN + DAY)
    practice.appointments.cancel(move, practice.client.account)

    assert (old.state, move.state) == (Status.ACCEPTED, Status.CANCELLED)


def test_location_said_meanwhile_goes_with_the_move(practice: Practice, old: Appointment):
    move = ask(practice, old, TEN + DAY)
    practice.amendments.locate(old, practice.owner, "Room 1")
    practice.appointments.accept(move, practice.owner)

    assert move.location == "Room 1"


def test_location_said_of_the_other_time_stays(practice: Practice, old: Appointment):
    move = ask(practice, old, TEN + DAY)
    practice.amendments.locate(old, practice.owner, "Room 1")
    practice.amendments.locate(move, practice.owner, "Room 2")
    practice.appointments.accept(move, practice.owner)

    assert (old.location, move.location) == ("Room 1", "Room 2")
