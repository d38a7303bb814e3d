"""Whose things a screen of scheduling shows: each factory finds its thing through the person, or not at all."""

import datetime as dt
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from tests.plugins.scheduling.practice import TEN, Practice

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.people import Account, ClientService
from kalenner.people.policy import NotAvailable
from kalenner.screens import Arrival, Visit
from kalenner_scheduling import contexts
from kalenner_scheduling.appointments.models import Amendment, StatusChange
from kalenner_scheduling.time_off.models import ClosureKind
from kalenner_scheduling.working_hours.models import WorkingPeriod

TODAY = dt.date(2026, 12, 1)
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
NOWHERE = 1_000_000
"""An id that nothing has."""

OF_PROFESSIONALS = {
    contexts.ServiceContext: "service",
    contexts.PeriodContext: "period",
    contexts.AppointmentContext: "appointment",
    contexts.PresentAppointmentContext: "appointment",
    contexts.ChangeContext: "change",
    contexts.ClosureContext: "closure",
    contexts.AwayContext: "away",
}
OF_CLIENTS = {
    contexts.BookableContext: "service",
    contexts.MyAppointmentContext: "appointment",
    contexts.MyMoveContext: "appointment",
    contexts.MyChangeContext: "change",
    contexts.MyAmendmentContext: "amendment",
}
"""Which argument names the thing; the context has it under the same name."""


class Desk:
    """Where people ask for things of one practice, as a press does."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        services = (
            ClientService(practice.dbsession, practice.recorder, practice.clock, cipher=None),
            practice.blocks,
        )
        self._services = {type(service): service for service in services}

    def request(self, account: Account | None, **args: object) -> SimpleNamespace:
        """A request, as far as contexts look at it."""
        return SimpleNamespace(
            visit=account and Visit(account, "telegram", Arrival("1")),
            identity=account,
            args=args,
            dbsession=self.practice.dbsession,
            find_service=self._services.__getitem__,
        )

    def ask_as_olga(self, factory, **args):
        return factory(self.request(self.practice.owner, **args))

    def ask_as_ada(self, factory, **args):
        return factory(self.request(self.practice.client.account, **args))


@pytest.fixture
def desk(practice: Practice) -> Desk:
    return Desk(practice)


@pytest.fixture
def things(practice: Practice) -> dict[str, object]:
    """One of everything that belongs to Olga, and to her client Ada."""
    appointment = practice.request()
    practice.amendments.change_minutes(appointment, 45, practice.owner)
    return {
        "service": practice.massage,
        "appointment": appointment,
        "period": practice.dbsession.scalars(select(WorkingPeriod)).first(),
        "change": practice.dbsession.scalars(select(StatusChange)).one(),
        "amendment": practice.dbsession.scalars(select(Amendment)).one(),
        "closure": practice.blocks.add_closure(practice.provider, ClosureKind.VACATION, TODAY, TODAY + DAY),
        "away": practice.blocks.add_away(practice.provider, TEN, TEN + DAY),
    }


# What is a professional's


@pytest.mark.parametrize(("factory", "name"), OF_PROFESSIONALS.items())
def test_a_professional_gets_what_is_theirs(desk: Desk, things, factory, name: str):
    context = desk.ask_as_olga(factory, **{name: things[name].id})

    assert getattr(context, name) is things[name]
    assert (context.account, context.provider) == (desk.practice.owner, desk.practice.provider)


@pytest.mark.parametrize(("factory", "name"), OF_PROFESSIONALS.items())
def test_what_is_another_professionals_is_not_available(desk: Desk, things, factory, name: str):
    stranger = desk.practice.add_provider("Boris").account

    with pytest.raises(NotAvailable):
        factory(desk.request(stranger, **{name: things[name].id}))


@pytest.mark.parametrize(("factory", "name"), OF_PROFESSIONALS.items())
def test_what_is_a_professionals_is_not_available_to_the_client(desk: Desk, things, factory, name: str):
    with pytest.raises(NotAvailable):
        desk.ask_as_ada(factory, **{name: things[name].id})


@pytest.mark.parametrize(("factory", "name"), OF_PROFESSIONALS.items())
def test_what_does_not_exist_is_not_available_to_a_professional(desk: Desk, factory, name: str):
    with pytest.raises(NotAvailable):
        desk.ask_as_olga(factory, **{name: NOWHERE})


def test_a_service_that_is_offered_no_more_is_not_available(desk: Desk):
    desk.practice.catalogue.delete(desk.practice.massage)

    with pytest.raises(NotAvailable):
        desk.ask_as_olga(contexts.ServiceContext, service=desk.practice.massage.id)


@pytest.mark.parametrize("weekday", range(7))
def test_a_week_has_seven_days(desk: Desk, weekday: int):
    assert desk.ask_as_olga(contexts.WeekdayContext, weekday=weekday).weekday == weekday


@pytest.mark.parametrize("weekday", [-1, 7])
def test_a_weekday_that_no_week_has_is_not_available(desk: Desk, weekday: int):
    with pytest.raises(NotAvailable):
        desk.ask_as_olga(contexts.WeekdayContext, weekday=weekday)


def test_an_appointment_that_was_moved_is_shown_as_it_is_now(desk: Desk):
    practice = desk.practice
    old = practice.request()
    move = practice.appointments.request_move(old, TEN + DAY, practice.client.account)
    practice.appointments.accept(move, practice.owner)

    assert desk.ask_as_olga(contexts.PresentAppointmentContext, appointment=old.id).appointment is move
    assert desk.ask_as_olga(contexts.AppointmentContext, appointment=old.id).appointment is old


def test_a_change_brings_its_appointment_along(desk: Desk, things):
    context = desk.ask_as_olga(contexts.ChangeContext, change=things["change"].id)

    assert context.appointment is things["appointment"]


# Booking for a client, and another service for an appointment


def book_for(desk: Desk, client_id: int):
    """What Olga gets who would book a massage for that client."""
    return desk.ask_as_olga(contexts.BookForContext, service=desk.practice.massage.id, client=client_id)


def test_a_professional_books_for_a_client_of_theirs(desk: Desk):
    context = book_for(desk, desk.practice.client.id)

    assert (context.service, context.client) == (desk.practice.massage, desk.practice.client)


def test_booking_is_not_available_for_another_professionals_client(desk: Desk):
    foreign = desk.practice.add_client("Ben", desk.practice.add_provider("Boris"))

    with pytest.raises(NotAvailable):
        book_for(desk, foreign.id)


@pytest.mark.parametrize("state", ["removed_at", "blocked_at"])
def test_booking_is_not_available_for_a_client_who_is_removed_or_blocked(desk: Desk, state: str):
    setattr(desk.practice.client, state, desk.practice.clock.now())

    with pytest.raises(NotAvailable):
        book_for(desk, desk.practice.client.id)


def test_booking_is_not_available_for_a_client_who_does_not_exist(desk: Desk):
    with pytest.raises(NotAvailable):
        book_for(desk, NOWHERE)


def test_booking_is_not_available_with_another_professionals_service(desk: Desk):
    practice = desk.practice
    foreign = practice.add_service("Haircut", provider=practice.add_provider("Boris"))

    with pytest.raises(NotAvailable):
        desk.ask_as_olga(contexts.BookForContext, service=foreign.id, client=practice.client.id)


def test_an_appointment_can_become_another_service_of_the_same_professional(desk: Desk, things):
    other = desk.practice.add_service("Long massage", 90)

    context = desk.ask_as_olga(
        contexts.OtherServiceContext, appointment=things["appointment"].id, service=other.id
    )

    assert (context.appointment, context.service) == (things["appointment"], other)


def test_an_appointment_cannot_become_another_professionals_service(desk: Desk, things):
    foreign = desk.practice.add_service("Haircut", provider=desk.practice.add_provider("Boris"))

    with pytest.raises(NotAvailable):
        desk.ask_as_olga(
            contexts.OtherServiceContext, appointment=things["appointment"].id, service=foreign.id
        )


# What is a client's


@pytest.mark.parametrize(("factory", "name"), OF_CLIENTS.items())
def test_a_client_gets_what_is_theirs(desk: Desk, things, factory, name: str):
    context = desk.ask_as_ada(factory, **{name: things[name].id})

    assert getattr(context, name) is things[name]
    assert context.account is desk.practice.client.account


@pytest.mark.parametrize(("factory", "name"), OF_CLIENTS.items())
def test_what_is_a_clients_is_not_available_to_anybody_else(desk: Desk, things, factory, name: str):
    stranger = desk.practice.add_client("Ben", desk.practice.add_provider("Boris")).account

    with pytest.raises(NotAvailable):
        factory(desk.request(stranger, **{name: things[name].id}))


@pytest.mark.parametrize(("factory", "name"), OF_CLIENTS.items())
def test_what_is_a_clients_is_not_available_to_the_professional(desk: Desk, things, factory, name: str):
    with pytest.raises(NotAvailable):
        desk.ask_as_olga(factory, **{name: things[name].id})


@pytest.mark.parametrize(("factory", "name"), OF_CLIENTS.items())
def test_what_does_not_exist_is_not_available_to_a_client(desk: Desk, factory, name: str):
    with pytest.raises(NotAvailable):
        desk.ask_as_ada(factory, **{name: NOWHERE})


@pytest.mark.parametrize(("factory", "name"), [*OF_PROFESSIONALS.items(), *OF_CLIENTS.items()])
def test_nothing_is_available_to_nobody(desk: Desk, things, factory, name: str):
    with pytest.raises(NotAvailable):
        factory(desk.request(None, **{name: things[name].id}))


def test_a_client_books_with_the_specialist_who_offers_the_service(desk: Desk):
    context = desk.ask_as_ada(contexts.BookableContext, service=desk.practice.massage.id)

    assert (context.client, context.provider) == (desk.practice.client, desk.practice.provider)


def test_a_service_that_is_offered_no_more_cannot_be_booked(desk: Desk):
    desk.practice.catalogue.delete(desk.practice.massage)

    with pytest.raises(NotAvailable):
        desk.ask_as_ada(contexts.BookableContext, service=desk.practice.massage.id)


def test_a_client_who_was_removed_cannot_book(desk: Desk):
    desk.practice.client.removed_at = desk.practice.clock.now()

    with pytest.raises(NotAvailable):
        desk.ask_as_ada(contexts.BookableContext, service=desk.practice.massage.id)


@pytest.mark.parametrize(
    ("factory", "name"), [(contexts.MyChangeContext, "change"), (contexts.MyAmendmentContext, "amendment")]
)
def test_what_changed_brings_the_clients_appointment_along(desk: Desk, things, factory, name: str):
    assert desk.ask_as_ada(factory, **{name: things[name].id}).appointment is things["appointment"]


def test_who_asks_to_move_a_request_to_move_moves_the_appointment_itself(desk: Desk):
    practice = desk.practice
    old = practice.request()
    move = practice.appointments.request_move(old, TEN + DAY, practice.client.account)

    assert desk.ask_as_ada(contexts.MyMoveContext, appointment=move.id).appointment is old


def test_a_move_that_was_accepted_is_moved_itself(desk: Desk):
    practice = desk.practice
    move = practice.appointments.request_move(practice.request(), TEN + DAY, practice.client.account)
    practice.appointments.accept(move, practice.owner)
    assert move.state is Status.ACCEPTED

    assert desk.ask_as_ada(contexts.MyMoveContext, appointment=move.id).appointment is move


# Days off


@pytest.mark.parametrize(("number", "kind"), [(0, ClosureKind.HOLIDAY), (1, ClosureKind.VACATION)])
def test_a_number_stands_for_a_kind_of_days_off(desk: Desk, number: int, kind: ClosureKind):
    context = desk.ask_as_olga(contexts.KindContext, kind=number)

    assert (context.number, context.kind) == (number, kind)


@pytest.mark.parametrize("number", [-1, 2])
def test_a_kind_that_no_button_stands_for_is_not_available(desk: Desk, number: int):
    with pytest.raises(NotAvailable):
        desk.ask_as_olga(contexts.KindContext, kind=number)


@pytest.mark.parametrize("kind", ClosureKind)
def test_days_off_know_the_number_of_their_kind(desk: Desk, kind: ClosureKind):
    closure = desk.practice.blocks.add_closure(desk.practice.provider, kind, TODAY, TODAY)

    number = desk.ask_as_olga(contexts.ClosureContext, closure=closure.id).number

    assert desk.ask_as_olga(contexts.KindContext, kind=number).kind is kind


@pytest.mark.parametrize(("kind", "days"), [(0, 1), (1, 1), (1, 366)])
def test_a_holiday_is_one_day_and_a_vacation_at_most_a_year(desk: Desk, kind: int, days: int):
    last = TODAY + (days - 1) * DAY

    context = desk.ask_as_olga(contexts.DaysContext, kind=kind, first_day=TODAY, last_day=last)

    assert (context.first, context.last) == (TODAY, last)


@pytest.mark.parametrize(("kind", "days"), [(0, 0), (0, 2), (1, 0), (1, 367)])
def test_more_days_off_or_none_are_not_available(desk: Desk, kind: int, days: int):
    with pytest.raises(NotAvailable):
        desk.ask_as_olga(contexts.DaysContext, kind=kind, first_day=TODAY, last_day=TODAY + (days - 1) * DAY)


# Times away


@pytest.mark.parametrize("day", [TODAY, TODAY + 731 * DAY])
def test_a_time_away_begins_between_today_and_two_years_on(desk: Desk, day: dt.date):
    assert desk.ask_as_olga(contexts.StartContext, day=day).day == day


@pytest.mark.parametrize("day", [TODAY - DAY, TODAY + 732 * DAY])
def test_a_time_away_that_begins_earlier_or_later_is_not_available(desk: Desk, day: dt.date):
    with pytest.raises(NotAvailable):
        desk.ask_as_olga(contexts.StartContext, day=day)


def test_today_is_a_day_of_the_professionals_clock(desk: Desk, clock: FixedClock):
    clock.set(dt.datetime(2026, 12, 1, 23, 30, tzinfo=dt.UTC))  # half past midnight in Berlin

    with pytest.raises(NotAvailable):
        desk.ask_as_olga(contexts.StartContext, day=TODAY)
    assert desk.ask_as_olga(contexts.StartContext, day=TODAY + DAY).day == TODAY + DAY


def test_a_time_away_begins_on_a_day_of_the_professionals_clock(desk: Desk):
    starts_at = dt.datetime(2026, 12, 2, 23, 30, tzinfo=dt.UTC)

    context = desk.ask_as_olga(contexts.FromContext, starts_at=starts_at)

    assert (context.starts_at, context.first) == (starts_at, dt.date(2026, 12, 3))
    assert context.last == context.first + 364 * DAY


@pytest.mark.parametrize("starts_at", [TEN - 2 * DAY, TEN + 731 * DAY])
def test_a_start_that_no_day_offers_is_not_available(desk: Desk, starts_at: dt.datetime):
    with pytest.raises(NotAvailable):
        desk.ask_as_olga(contexts.FromContext, starts_at=starts_at)


@pytest.mark.parametrize("days", [0, 364])
def test_a_time_away_ends_on_the_day_of_its_start_or_within_a_year(desk: Desk, days: int):
    day = TEN.date() + days * DAY

    assert desk.ask_as_olga(contexts.EndContext, starts_at=TEN, day=day).day == day


@pytest.mark.parametrize("days", [-1, 365])
def test_an_end_before_the_start_or_too_far_from_it_is_not_available(desk: Desk, days: int):
    with pytest.raises(NotAvailable):
        desk.ask_as_olga(contexts.EndContext, starts_at=TEN, day=TEN.date() + days * DAY)


@pytest.mark.parametrize("length", [SECOND, 366 * DAY])
def test_a_time_away_lasts_up_to_a_year(desk: Desk, length: dt.timedelta):
    context = desk.ask_as_olga(contexts.TimesContext, starts_at=TEN, ends_at=TEN + length)

    assert (context.starts_at, context.ends_at) == (TEN, TEN + length)


@pytest.mark.parametrize("length", [-SECOND, dt.timedelta(), 366 * DAY + SECOND])
def test_a_time_away_without_length_or_longer_than_a_year_is_not_available(desk: Desk, length: dt.timedelta):
    with pytest.raises(NotAvailable):
        desk.ask_as_olga(contexts.TimesContext, starts_at=TEN, ends_at=TEN + length)
