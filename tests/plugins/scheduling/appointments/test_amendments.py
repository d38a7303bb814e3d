"""What the professional changes in an appointment that stays: service, length, time."""

import datetime as dt

import pytest
from sqlalchemy import select
from tests.plugins.scheduling.practice import TEN, Practice

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner_scheduling.appointments.errors import ChangeRefused, MoveWaits, ServiceGone
from kalenner_scheduling.appointments.models import Amendment, Appointment
from kalenner_scheduling.availability.errors import SlotTaken, TimePassed
from kalenner_scheduling.catalogue.models import Service

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def appointment(practice: Practice) -> Appointment:
    """Ada's accepted appointment at ten, of which nobody speaks any more."""
    appointment_id = practice.request()
    practice.appointments.accept(appointment_id, practice.owner)
    practice.recorder.messages.clear()
    return appointment_id


@pytest.fixture
def shiatsu(practice: Practice) -> Service:
    """A service that takes longer and costs more."""
    return practice.add_service("Shiatsu", 90, price_minor=8_000)


def kept(practice: Practice) -> list[tuple[str, str, int, int, dt.datetime, dt.datetime]]:
    """Return the amendments, from what to what."""
    return [
        (
            *(
                amendment.old_service_name,
                amendment.new_service_name,
                amendment.old_minutes,
                amendment.new_minutes,
            ),
            *(amendment.old_starts_at, amendment.new_starts_at),
        )
        for amendment in practice.dbsession.scalars(select(Amendment).order_by(Amendment.id))
    ]


# The service


def test_service_changes_with_its_length_and_price(
    practice: Practice, appointment: Appointment, shiatsu: Service
):
    practice.amendments.change_service(appointment, shiatsu, practice.owner)

    assert (appointment.service_id, appointment.service_name) == (shiatsu.id, "Shiatsu")
    assert (appointment.minutes, appointment.ends_at) == (90, TEN + 1.5 * HOUR)
    assert (appointment.held_from, appointment.held_until) == (TEN, TEN + 1.5 * HOUR)
    assert (appointment.price_minor, appointment.currency) == (8_000, "EUR")
    assert appointment.state is Status.ACCEPTED


def test_change_of_service_is_kept_and_told(practice: Practice, appointment: Appointment, shiatsu: Service):
    practice.amendments.change_service(appointment, shiatsu, practice.owner)

    assert kept(practice) == [("Massage", "Shiatsu", 60, 90, TEN, TEN)]
    assert practice.recorder.messages == [(practice.client.account_id, "mine.amended")]
    [(before, after)] = practice.recorder.amendments
    assert (before.service_name, before.minutes, before.price_minor) == ("Massage", 60, 5_000)
    assert (after.service_name, after.minutes, after.price_minor) == ("Shiatsu", 90, 8_000)
    assert (after.status, after.ends_at) == (Status.ACCEPTED, TEN + 1.5 * HOUR)
    assert practice.history(appointment)[2:] == []  # its status did not change


def test_currency_is_kept_and_the_price_with_it(
    practice: Practice, appointment: Appointment, shiatsu: Service
):
    practice.calendar.change_currency(practice.provider, "RUB")
    practice.amendments.change_service(appointment, shiatsu, practice.owner)

    assert (appointment.price_minor, appointment.currency) == (5_000, "EUR")


def test_service_for_which_there_is_no_room_is_refused(
    practice: Practice, appointment: Appointment, shiatsu: Service
):
    practice.request(TEN + HOUR, practice.add_client("Ben"))
    with pytest.raises(SlotTaken):
        practice.amendments.change_service(appointment, shiatsu, practice.owner)

    assert appointment.service_name == "Massage"
    assert (kept(practice), practice.recorder.amendments) == ([], [])


@pytest.mark.parametrize("is_foreign", [True, False])
def test_service_that_is_not_offered_is_refused(
    practice: Practice, appointment: Appointment, shiatsu: Service, is_foreign: bool
):
    if is_foreign:
        shiatsu = practice.add_service("Shiatsu", provider=practice.add_provider("Piotr"))
    else:
        practice.catalogue.delete(shiatsu)
        practice.dbsession.flush()

    with pytest.raises(ServiceGone):
        practice.amendments.change_service(appointment, shiatsu, practice.owner)


def test_services_that_fit_are_those_that_can_be_taken(practice: Practice, appointment: Appointment):
    practice.request(TEN + HOUR, practice.add_client("Ben"))
    practice.request(TEN - HOUR, practice.add_client("Cleo"))
    tea, long = practice.add_service("Tea", 60), practice.add_service("Long", 61)
    before, after = practice.add_service("Before", 30), practice.add_service("After", 30)
    fits = practice.add_service("Fits", 30)
    for service, rule, minutes in (
        (before, "buffer_before", 5),
        (after, "buffer_after", 31),
        (fits, "buffer_after", 30),
    ):
        practice.rules.change(practice.provider, rule, minutes, service)
    services = [practice.massage, tea, long, before, after, fits]

    assert practice.amendments.list_fitting(appointment, services) == [practice.massage, tea, fits]
    for service in (long, before, after):
        with pytest.raises(SlotTaken):
            practice.amendments.change_service(appointment, service, practice.owner)
    practice.amendments.change_service(appointment, fits, practice.owner)
    assert appointment.held_until == TEN + HOUR / 2


# The length


@pytest.mark.parametrize("minutes", [5, 45, 120, 1_440])
def test_length_changes_and_nothing_else(practice: Practice, appointment: Appointment, minutes: int):
    practice.amendments.change_minutes(appointment, minutes, practice.owner)
    end = TEN + dt.timedelta(minutes=minutes)

    assert (appointment.minutes, appointment.ends_at, appointment.held_until) == (minutes, end, end)
    assert (appointment.service_name, appointment.price_minor) == ("Massage", 5_000)
    assert kept(practice) == [("Massage", "Massage", 60, minutes, TEN, TEN)]
    assert practice.recorder.messages == [(practice.client.account_id, "mine.amended")]


def test_time_that_an_appointment_gives_up_can_be_booked(practice: Practice, appointment: Appointment):
    practice.amendments.change_minutes(appointment, 30, practice.owner)

    assert practice.request(TEN + HOUR / 2, practice.add_client("Ben")).state is Status.PENDING


@pytest.mark.parametrize("status", [Status.PENDING, Status.ACCEPTED])
def test_room_ends_where_the_next_appointment_begins(
    practice: Practice, appointment: Appointment, status: Status
):
    practice.stand(status, TEN + 1.5 * HOUR)

    assert practice.amendments.room_for(appointment) == 90
    practice.amendments.change_minutes(appointment, 90, practice.owner)
    with pytest.raises(SlotTaken):
        practice.amendments.change_minutes(appointment, 91, practice.owner)
    assert appointment.minutes == 90


def test_room_leaves_the_buffers_free(practice: Practice, appointment: Appointment):
    practice.rules.change(practice.provider, "buffer_after", 15)
    practice.stand(Status.ACCEPTED, TEN + 1.5 * HOUR)

    assert practice.amendments.room_for(appointment) == 75


def test_room_leaves_the_buffer_free_that_the_next_appointment_needs(
    practice: Practice, appointment: Appointment
):
    tea = practice.add_service("Tea", 30)
    practice.rules.change(practice.provider, "buffer_before", 20, tea)
    practice.appointments.book_for(practice.add_client("Ben"), tea, TEN + 1.5 * HOUR, practice.owner)

    assert practice.amendments.room_for(appointment) == 70
    practice.amendments.change_minutes(appointment, 70, practice.owner)
    with pytest.raises(SlotTaken):
        practice.amendments.change_minutes(appointment, 71, practice.owner)


def test_room_is_a_day_where_nothing_follows(practice: Practice, appointment: Appointment):
    assert practice.amendments.room_for(appointment) == 1_440


def test_room_ends_where_the_professional_is_away(practice: Practice, appointment: Appointment):
    practice.blocks.add_away(practice.provider, TEN + 2 * HOUR, TEN + 3 * HOUR)

    assert practice.amendments.room_for(appointment) == 120


def test_appointment_that_a_time_away_hit_can_still_be_shortened(
    practice: Practice, appointment: Appointment
):
    practice.blocks.add_away(practice.provider, TEN + HOUR / 2, TEN + 3 * HOUR)
    practice.amendments.change_minutes(appointment, 45, practice.owner)

    assert appointment.ends_at == TEN + HOUR * 0.75


def test_buffer_that_was_widened_since_does_not_hinder(practice: Practice, appointment: Appointment):
    practice.request(TEN - HOUR, practice.add_client("Ben"))
    practice.rules.change(practice.provider, "buffer_before", 30)
    practice.amendments.change_minutes(appointment, 45, practice.owner)

    assert (appointment.held_from, appointment.held_until) == (TEN, TEN + HOUR * 0.75)


# The time


def test_time_changes_and_the_client_is_told(practice: Practice, appointment: Appointment):
    practice.amendments.move(appointment, TEN + DAY, practice.owner)

    assert (appointment.starts_at, appointment.ends_at) == (TEN + DAY, TEN + DAY + HOUR)
    assert (appointment.held_from, appointment.held_until) == (TEN + DAY, TEN + DAY + HOUR)
    assert kept(practice) == [("Massage", "Massage", 60, 60, TEN, TEN + DAY)]
    assert practice.recorder.messages == [(practice.client.account_id, "mine.moved_for_you")]
    [(before, after)] = practice.recorder.amendments
    assert (before.starts_at, after.starts_at, after.id) == (TEN, TEN + DAY, appointment.id)
    assert practice.request(TEN, practice.add_client("Ben")).state is Status.PENDING


def test_appointment_moves_within_its_own_time(practice: Practice, appointment: Appointment):
    practice.amendments.move(appointment, TEN + HOUR / 2, practice.owner)

    assert appointment.held_from == TEN + HOUR / 2


@pytest.mark.parametrize("starts_at", [TEN + HOUR, TEN + HOUR / 2, TEN + HOUR / 4, TEN + 4 * HOUR])
def test_time_that_is_not_free_is_refused(
    practice: Practice, appointment: Appointment, starts_at: dt.datetime
):
    practice.request(TEN + HOUR, practice.add_client("Ben"))
    with pytest.raises(SlotTaken):
        practice.amendments.move(appointment, starts_at, practice.owner)

    assert (appointment.starts_at, kept(practice)) == (TEN, [])


def test_time_that_has_passed_is_refused(practice: Practice, appointment: Appointment):
    with pytest.raises(TimePassed):
        practice.amendments.move(appointment, practice.clock.now(), practice.owner)


def test_clients_rules_do_not_bind_the_professional(practice: Practice, appointment: Appointment):
    practice.rules.change(practice.provider, "notice", 60 * 24 * 60)
    practice.rules.change(practice.provider, "most_per_day", 1)
    practice.stand(Status.ACCEPTED, TEN + DAY)
    practice.amendments.move(appointment, TEN + DAY + HOUR, practice.owner)

    assert appointment.starts_at == TEN + DAY + HOUR


# What cannot be changed


def changes(practice: Practice, appointment: Appointment) -> None:
    """Try each change; each is refused for the same reason, which the last one raises."""
    for change in (
        lambda: practice.amendments.change_service(appointment, practice.massage, practice.owner),
        lambda: practice.amendments.change_minutes(appointment, 45, practice.owner),
    ):
        with pytest.raises((ChangeRefused, MoveWaits)):
            change()
    practice.amendments.move(appointment, TEN + DAY, practice.owner)


@pytest.mark.parametrize("status", [Status.DECLINED, Status.CANCELLED, Status.COMPLETED, Status.MISSED])
def test_what_is_off_is_not_changed(practice: Practice, status: Status):
    appointment = practice.stand(status)
    with pytest.raises(ChangeRefused) as refused:
        changes(practice, appointment)

    assert (refused.value.status, kept(practice), practice.recorder.messages) == (status, [], [])


def test_what_has_ended_is_not_changed_and_what_has_begun_is(
    practice: Practice, clock: FixedClock, appointment: Appointment
):
    clock.set(TEN + HOUR - dt.timedelta(seconds=1))
    practice.amendments.change_minutes(appointment, 90, practice.owner)
    clock.set(TEN + 1.5 * HOUR)

    with pytest.raises(ChangeRefused) as refused:
        changes(practice, appointment)

    assert refused.value.status is Status.ACCEPTED


def test_what_the_client_has_asked_to_move_is_not_changed(practice: Practice, appointment: Appointment):
    move = practice.appointments.request_move(appointment, TEN + DAY, practice.client.account)
    for row in (appointment, move):
        with pytest.raises(MoveWaits):
            changes(practice, row)
    practice.appointments.decline(move, practice.owner)
    practice.amendments.change_minutes(appointment, 45, practice.owner)

    assert appointment.minutes == 45
