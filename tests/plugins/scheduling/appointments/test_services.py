"""Answering, cancelling, expiring, correcting: who may, who is told, and what is kept."""

import contextlib
import datetime as dt
from itertools import product

import pytest
from sqlalchemy import delete, select, text
from tests.plugins.scheduling.practice import TEN, Practice

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.people.policy import NotAvailable
from kalenner_scheduling.appointments.errors import ChangeRefused, MixedStatuses, TooLate
from kalenner_scheduling.appointments.models import Appointment, StatusChange
from kalenner_scheduling.appointments.transitions import Actor, Transition, is_allowed, phase_of

HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)


def test_accept_tells_the_client(practice: Practice):
    appointment = practice.request()
    practice.appointments.accept(appointment, practice.owner)

    assert appointment.state is Status.ACCEPTED
    assert practice.recorder.messages[1:] == [(practice.client.account_id, "mine.confirmed")]
    assert practice.recorder.changes[1:] == [(appointment.id, Status.PENDING, Status.ACCEPTED)]
    assert practice.history(appointment)[1:] == [(practice.owner.id, "pending", "accepted", None)]


def test_only_the_professional_books_for_a_client(practice: Practice):
    other = practice.add_provider("Nora")
    for stranger in (practice.client.account, other.account):
        with pytest.raises(NotAvailable):
            practice.appointments.book_for(practice.client, practice.massage, TEN, stranger)
    assert practice.dbsession.scalars(select(Appointment)).all() == []


def test_what_the_professional_books_is_accepted_and_in_the_history_as_theirs(practice: Practice):
    appointment = practice.appointments.book_for(practice.client, practice.massage, TEN, practice.owner)

    assert appointment.state is Status.ACCEPTED
    assert practice.history(appointment) == [(practice.owner.id, None, "accepted", None)]
    assert practice.recorder.messages == [(practice.client.account_id, "mine.booked")]


def test_accept_twice_says_that_it_is_accepted(practice: Practice):
    appointment = practice.request()
    practice.appointments.accept(appointment, practice.owner)

    with pytest.raises(ChangeRefused) as refused:
        practice.appointments.accept(appointment, practice.owner)

    assert refused.value.status is Status.ACCEPTED
    assert len(practice.recorder.messages) == 2


def test_accept_sees_what_another_process_did_meanwhile(practice: Practice):
    appointment = practice.request()
    practice.dbsession.execute(
        text("UPDATE scheduling_appointment SET status = 'cancelled' WHERE id = :id"), {"id": appointment.id}
    )
    assert appointment.state is Status.PENDING

    with pytest.raises(ChangeRefused) as refused:
        practice.appointments.accept(appointment, practice.owner)

    assert refused.value.status is Status.CANCELLED
    assert practice.history(appointment)[1:] == []


def test_accept_is_refused_once_the_start_has_come(practice: Practice, clock: FixedClock):
    appointment = practice.request()
    clock.set(TEN)

    with pytest.raises(ChangeRefused) as refused:
        practice.appointments.accept(appointment, practice.owner)

    assert refused.value.status is Status.PENDING


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.CANCELLED, Status.COMPLETED, Status.MISSED])
def test_decline_is_for_requests_and_corrects_nothing(practice: Practice, clock: FixedClock, status: Status):
    appointment = practice.stand(status)
    clock.set(TEN + HOUR)
    with pytest.raises(ChangeRefused) as refused:
        practice.appointments.decline(appointment, practice.owner)

    assert (refused.value.status, appointment.state) == (status, status)


@pytest.mark.parametrize("status", [Status.DECLINED, Status.COMPLETED, Status.MISSED])
def test_cancel_is_for_what_is_on_and_corrects_nothing(practice: Practice, status: Status):
    appointment = practice.stand(status)
    with pytest.raises(ChangeRefused):
        practice.appointments.cancel(appointment, practice.owner)

    assert appointment.state is status


def test_decline_gives_the_reason_and_frees_the_time(practice: Practice):
    appointment = practice.request()
    practice.appointments.decline(appointment, practice.owner, "On holiday")

    assert practice.history(appointment)[1:] == [(practice.owner.id, "pending", "declined", "On holiday")]
    assert practice.recorder.messages[1:] == [(practice.client.account_id, "mine.declined")]
    assert practice.request().starts_at == TEN


def test_cancelling_tells_the_other_side(practice: Practice):
    by_client, by_owner = practice.request(), practice.request(TEN + HOUR)
    practice.appointments.accept(by_owner, practice.owner)
    practice.recorder.messages.clear()
    practice.appointments.cancel(by_client, practice.client.account)
    practice.appointments.cancel(by_owner, practice.owner, "Ill")

    assert practice.recorder.messages == [
        (practice.owner.id, "appointments.called_off"),
        (practice.client.account_id, "mine.called_off"),
    ]


@pytest.mark.parametrize("status", [Status.PENDING, Status.ACCEPTED])
def test_client_can_cancel_until_the_start(practice: Practice, clock: FixedClock, status: Status):
    appointment = practice.stand(status)
    clock.set(TEN)
    with pytest.raises(ChangeRefused):
        practice.appointments.cancel(appointment, practice.client.account)

    clock.move(-1)
    practice.appointments.cancel(appointment, practice.client.account)

    assert appointment.state is Status.CANCELLED


@pytest.mark.parametrize("is_of_the_service", [True, False])
def test_client_can_cancel_as_long_before_as_the_rules_say(
    practice: Practice, clock: FixedClock, is_of_the_service: bool
):
    appointment = practice.request()
    practice.appointments.accept(appointment, practice.owner)
    service = practice.massage if is_of_the_service else None
    practice.rules.change(practice.provider, "cancel_notice", 120, service)
    clock.set(TEN - 2 * HOUR + SECOND)
    with pytest.raises(TooLate):
        practice.appointments.cancel(appointment, practice.client.account)

    clock.set(TEN - 2 * HOUR)
    practice.appointments.cancel(appointment, practice.client.account)

    assert appointment.state is Status.CANCELLED


def test_answer_ends_the_waiting(practice: Practice):
    appointment = practice.request()
    assert appointment.expires_at is not None

    practice.appointments.accept(appointment, practice.owner)

    assert (appointment.expires_at, appointment.nudge_at) == (None, None)


def test_message_of_a_change_comes_from_who_made_it(practice: Practice):
    practice.appointments.decline(practice.request(), practice.owner)

    assert practice.recorder.messages[-1] == (practice.client.account_id, "mine.declined")
    assert practice.recorder.origins[-1] == practice.owner.id


def test_correction_at_the_very_end_is_told_nobody(practice: Practice, clock: FixedClock):
    appointment = practice.stand(Status.ACCEPTED)
    clock.set(appointment.ends_at)

    practice.appointments.change_many([appointment], Status.CANCELLED, by=practice.owner)

    assert (appointment.state, practice.recorder.messages) == (Status.CANCELLED, [])


def test_nobody_else_can_change_an_appointment(practice: Practice):
    appointment = practice.request()

    for stranger in (practice.add_client("Ben").account, practice.add_provider("Piotr").account):
        with pytest.raises(NotAvailable):
            practice.appointments.cancel(appointment, stranger)


@pytest.mark.parametrize("status", Status)
def test_every_change_follows_the_table(practice: Practice, clock: FixedClock, status: Status):
    people = {Actor.PROFESSIONAL: practice.owner, Actor.CLIENT: practice.client.account}
    for (actor, person), after, minutes in product(people.items(), Status, (-60, 30, 60)):
        appointment = practice.stand(status)
        clock.set(TEN + dt.timedelta(minutes=minutes))
        phase = phase_of(appointment.starts_at, appointment.ends_at, clock.now())
        is_right = is_allowed(Transition(status, after, actor), phase)
        refused = contextlib.nullcontext() if is_right else pytest.raises(ChangeRefused)
        with refused:
            practice.appointments.change_many([appointment], after, by=person)

        assert appointment.state is (after if is_right else status)
        practice.dbsession.execute(delete(StatusChange))
        practice.dbsession.execute(delete(Appointment))


def test_corrections_of_the_past_are_kept_and_only_completion_is_told(practice: Practice, clock: FixedClock):
    appointment = practice.stand(Status.ACCEPTED)
    clock.set(TEN + HOUR)
    for after in (Status.COMPLETED, Status.MISSED, Status.CANCELLED, Status.DECLINED):
        practice.appointments.change_many([appointment], after, by=practice.owner)

    assert [change[1:3] for change in practice.history(appointment)] == [
        ("accepted", "completed"),
        ("completed", "missed"),
        ("missed", "cancelled"),
        ("cancelled", "declined"),
    ]
    assert practice.recorder.messages == [(practice.client.account_id, "mine.completed")]
    assert len(practice.recorder.changes) == 4


def test_several_are_changed_together(practice: Practice):
    appointments = [practice.request(), practice.request(TEN + HOUR, practice.add_client("Ben"))]
    practice.appointments.change_many(appointments, Status.ACCEPTED, by=practice.owner)

    assert [appointment.state for appointment in appointments] == [Status.ACCEPTED, Status.ACCEPTED]
    assert len(practice.recorder.messages) == 4


def test_several_of_different_statuses_stay_as_they_are(practice: Practice):
    pending, accepted = practice.request(), practice.stand(Status.ACCEPTED, TEN + HOUR)

    with pytest.raises(MixedStatuses):
        practice.appointments.change_many([pending, accepted], Status.CANCELLED, by=practice.owner)

    assert (pending.state, accepted.state) == (Status.PENDING, Status.ACCEPTED)


def test_several_of_which_one_cannot_change_stay_as_they_are(practice: Practice, clock: FixedClock):
    early, late = practice.request(TEN - HOUR), practice.request(TEN)
    clock.set(TEN - HOUR)

    with pytest.raises(ChangeRefused):
        practice.appointments.change_many([late, early], Status.ACCEPTED, by=practice.owner)

    assert practice.dbsession.scalars(select(Appointment.status)).all() == ["pending", "pending"]
    assert practice.history(late)[1:] == []


def test_requests_whose_start_has_passed_are_declined_by_themselves(practice: Practice, clock: FixedClock):
    due, accepted = practice.request(TEN - HOUR), practice.stand(Status.ACCEPTED, TEN)
    coming = practice.request(TEN + HOUR)
    practice.recorder.messages.clear()
    clock.set(TEN - HOUR - dt.timedelta(seconds=1))
    assert practice.appointments.expire_pending() == 0

    clock.set(TEN - HOUR)
    assert practice.appointments.expire_pending() == 1
    assert practice.appointments.expire_pending() == 0

    assert [appointment.state for appointment in (due, accepted, coming)] == [
        Status.DECLINED,
        Status.ACCEPTED,
        Status.PENDING,
    ]
    assert practice.history(due)[1:] == [(None, "pending", "declined", None)]
    assert practice.recorder.messages == [(practice.client.account_id, "mine.declined")]


def test_client_hears_of_an_expired_request_though_nobody_looked_for_days(
    practice: Practice, clock: FixedClock
):
    practice.request()
    practice.recorder.messages.clear()
    clock.set(TEN + dt.timedelta(days=3))
    practice.appointments.expire_pending()

    assert practice.recorder.messages == [(practice.client.account_id, "mine.declined")]


def test_each_message_has_a_key_of_its_own(practice: Practice):
    appointment = practice.request()
    practice.appointments.accept(appointment, practice.owner)
    changes = practice.dbsession.scalars(select(StatusChange.id).order_by(StatusChange.id)).all()

    assert practice.recorder.keys == [f"appointment:{appointment.id}:{change}" for change in changes]
