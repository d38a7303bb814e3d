"""Asking for an appointment: what is held, what is refused, and by whom."""

import datetime as dt

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from tests.plugins.scheduling.practice import TEN, Practice

from kalenner.hooks.scheduling import Status
from kalenner_scheduling.appointments.errors import ServiceGone
from kalenner_scheduling.appointments.models import Appointment
from kalenner_scheduling.appointments.services import AppointmentService
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.availability.services import SlotService

HOUR = dt.timedelta(hours=1)


def test_request_holds_the_time_with_what_the_service_was_then(practice: Practice):
    appointment = practice.request()
    practice.catalogue.change_minutes(practice.massage, 90)
    practice.catalogue.change_price(practice.massage, 9_000)
    practice.catalogue.rename(practice.massage, "Long massage")
    practice.calendar.change_currency(practice.provider, "RUB")
    practice.dbsession.flush()
    practice.dbsession.refresh(appointment)

    assert (appointment.state, appointment.starts_at, appointment.ends_at) == (
        Status.PENDING,
        TEN,
        TEN + HOUR,
    )
    assert (appointment.service_name, appointment.minutes) == ("Massage", 60)
    assert (appointment.price_minor, appointment.currency) == (5_000, "EUR")


def test_request_takes_the_currency_of_the_calendar(practice: Practice):
    practice.calendar.change_currency(practice.provider, "RUB")

    assert practice.request().currency == "RUB"


def test_request_is_told_to_the_professional_and_to_the_plugins(practice: Practice):
    appointment = practice.request()

    assert practice.recorder.messages == [(practice.owner.id, "appointments.requested")]
    assert practice.recorder.changes == [(appointment.id, None, Status.PENDING)]
    assert practice.history(appointment) == [(practice.client.account_id, None, "pending", None)]


@pytest.mark.parametrize("minutes", [0, -60, -1_440])
def test_request_refuses_a_time_that_has_passed(practice: Practice, minutes: int):
    with pytest.raises(TimePassed):
        practice.request(practice.clock.now() + dt.timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("local", "why"),
    [
        ("8:30", "before the period"),
        ("11:30", "ends after the period"),
        ("10:15", "between two starts"),
        ("12:00", "after the period"),
    ],
)
def test_request_refuses_what_was_never_offered(practice: Practice, local: str, why: str):
    hour, minute = map(int, local.split(":"))
    with pytest.raises(SlotTaken):
        practice.request(dt.datetime(2026, 12, 2, hour - 1, minute, tzinfo=dt.UTC))


@pytest.mark.parametrize("status", [Status.PENDING, Status.ACCEPTED])
@pytest.mark.parametrize("minutes", [-30, 0, 30])
def test_request_refuses_a_time_that_another_appointment_holds(
    practice: Practice, status: Status, minutes: int
):
    practice.stand(status)

    with pytest.raises(SlotTaken):
        practice.request(TEN + dt.timedelta(minutes=minutes), practice.add_client("Ben"))


@pytest.mark.parametrize("status", [Status.DECLINED, Status.CANCELLED, Status.COMPLETED, Status.MISSED])
def test_request_takes_a_time_that_an_ended_appointment_had(practice: Practice, status: Status):
    practice.stand(status)

    assert practice.request().starts_at == TEN


@pytest.mark.parametrize("minutes", [-60, 60])
def test_request_may_touch_another_appointment(practice: Practice, minutes: int):
    practice.stand(Status.ACCEPTED)

    assert practice.request(TEN + dt.timedelta(minutes=minutes)).state is Status.PENDING


def test_request_refuses_a_deleted_service(practice: Practice):
    practice.catalogue.delete(practice.massage)

    with pytest.raises(ServiceGone):
        practice.request()


def test_request_refuses_a_service_of_another_professional(practice: Practice):
    other = practice.add_provider("Piotr")
    foreign = practice.add_service("Shiatsu", provider=other)

    with pytest.raises(ServiceGone):
        practice.appointments.request(practice.client, foreign, TEN)


def test_request_leaves_nothing_behind_when_the_guard_of_the_database_refuses(practice: Practice):
    class Blind(SlotService):
        """Offers everything, as a check that was made too early would."""

        def is_free(self, *_of_what: object) -> bool:
            return True

    practice.stand(Status.ACCEPTED)
    careless = AppointmentService(
        practice.dbsession,
        practice.recorder,
        practice.clock,
        Blind(practice.dbsession, practice.recorder),
        practice.recorder.notify,
    )

    with pytest.raises(SlotTaken):
        careless.request(practice.client, practice.massage, TEN)

    assert practice.dbsession.scalars(select(Appointment.status)).all() == ["accepted"]
    assert practice.recorder.messages == []


def test_database_refuses_overlapping_rows_by_itself(practice: Practice):
    practice.stand(Status.PENDING)

    with pytest.raises(IntegrityError):
        practice.stand(Status.ACCEPTED, TEN + HOUR / 2)


def test_database_refuses_that_an_ended_appointment_becomes_active_beside_another(practice: Practice):
    practice.stand(Status.PENDING)
    declined = practice.stand(Status.DECLINED)

    with pytest.raises(IntegrityError):
        practice.dbsession.execute(
            update(Appointment).where(Appointment.id == declined.id).values(status="accepted")
        )


def test_the_same_time_of_another_professional_is_free(practice: Practice):
    practice.request()
    other = practice.add_provider("Piotr")
    client, service = practice.add_client("Ben", other), practice.add_service("Shiatsu", provider=other)

    assert practice.appointments.request(client, service, TEN).provider_id == other.id
