"""Where an appointment takes place: what is kept of it, and when the client is told."""

import datetime as dt

import pytest
from sqlalchemy import update
from tests.plugins.scheduling.practice import TEN, Practice

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner_scheduling.appointments.models import Appointment

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def appointment(practice: Practice) -> Appointment:
    """Ada's accepted appointment at ten, of which nobody speaks any more."""
    appointment_id = practice.request()
    practice.appointments.accept(appointment_id, practice.owner)
    practice.recorder.messages.clear()
    return appointment_id


def test_place_of_a_coming_one_is_told_once_for_each_change(practice: Practice, appointment: Appointment):
    amendments, owner = practice.amendments, practice.owner
    assert amendments.locate(appointment, owner, "Room 5") is True
    assert amendments.locate(appointment, owner, "Room 5") is False
    assert amendments.locate(appointment, owner, place=(52.5, 13.4)) is True
    assert (appointment.location, appointment.latitude, appointment.longitude) == (None, 52.5, 13.4)
    assert amendments.locate(appointment, owner) is True

    assert appointment.is_located is False
    assert practice.recorder.messages == [(practice.client.account_id, "mine.located")] * 2
    assert len(set(practice.recorder.keys)) == len(practice.recorder.keys)


@pytest.mark.parametrize("status", [Status.PENDING, Status.CANCELLED, Status.COMPLETED])
def test_place_of_what_is_not_accepted_is_kept_in_silence(practice: Practice, status: Status):
    appointment = practice.stand(status)
    practice.amendments.locate(appointment, practice.owner, "Room 5")

    assert (appointment.location, practice.recorder.messages) == ("Room 5", [])


def test_place_of_what_is_over_is_kept_in_silence(
    practice: Practice, clock: FixedClock, appointment: Appointment
):
    clock.set(TEN + HOUR)
    practice.amendments.locate(appointment, practice.owner, "Room 5")

    assert (appointment.location, practice.recorder.messages) == ("Room 5", [])


def test_place_of_what_somebody_else_has_just_cancelled_is_kept_in_silence(
    practice: Practice, appointment: Appointment
):
    """As another unit of work does it, between our look and our lock."""
    cancelled = update(Appointment.__table__).where(Appointment.__table__.c.id == appointment.id)
    assert appointment.state is Status.ACCEPTED
    practice.dbsession.execute(cancelled.values(status=Status.CANCELLED.value))
    practice.amendments.locate(appointment, practice.owner, "Room 5")

    assert (appointment.location, practice.recorder.messages) == ("Room 5", [])
