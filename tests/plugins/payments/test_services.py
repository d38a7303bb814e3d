"""Prices and payments: what is entered, what is refused, and that nothing entered ever changes."""

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError
from tests.plugins.scheduling.practice import TEN, Practice

from kalenner.hooks.scheduling import Status
from kalenner.people.policy import NotAvailable
from kalenner.screens.answers import MAX_MINOR
from kalenner_payments.errors import (
    AmountOutOfRange,
    BelowRefunded,
    MoreThanDue,
    MoreThanLeft,
    NothingToCorrect,
)
from kalenner_payments.models import Entry
from kalenner_payments.services import PaymentService
from kalenner_scheduling.appointments.models import Appointment


@pytest.fixture
def appointment(practice: Practice) -> Appointment:
    """A massage for €50.00, which was accepted."""
    return practice.stand(Status.ACCEPTED)


def standing(payments: PaymentService, appointment: Appointment) -> tuple[int | None, int, int | None, int]:
    balance = payments.balance_of(appointment)
    return balance.price_minor, balance.paid_minor, balance.due_minor, balance.over_minor


def amounts(payments: PaymentService, appointment: Appointment) -> list[tuple[str, int]]:
    return [(entry.kind, entry.amount_minor) for entry in payments.statement(appointment)]


def test_an_appointment_begins_with_the_price_at_booking(payments, practice, appointment):
    practice.catalogue.change_price(practice.massage, 9_900)

    assert standing(payments, appointment) == (5_000, 0, 5_000, 0)
    assert payments.statement(appointment) == []


def test_a_price_that_is_set_holds_for_this_appointment_alone(payments, practice, appointment):
    other = practice.stand(Status.ACCEPTED, TEN + dt.timedelta(days=1))
    payments.set_price(appointment, 4_000, practice.owner)
    payments.set_price(appointment, 0, practice.owner)

    assert standing(payments, appointment) == (0, 0, 0, 0)
    assert standing(payments, other) == (5_000, 0, 5_000, 0)
    assert practice.massage.price_minor == 5_000


def test_without_a_price_nothing_is_due_and_any_payment_is_taken(payments, practice, appointment):
    appointment.price_minor = None
    payments.add_payment(appointment, 2_000, practice.owner)

    assert standing(payments, appointment) == (None, 2_000, None, 0)
    assert not payments.balance_of(appointment).is_overpaid


def test_payments_are_added_until_the_price_is_covered(payments, practice, appointment):
    payments.add_payment(appointment, 2_000, practice.owner)
    payments.add_payment(appointment, 3_000, practice.owner)

    assert standing(payments, appointment) == (5_000, 5_000, 0, 0)


def test_more_than_what_is_due_has_to_be_meant(payments, practice, appointment):
    payments.add_payment(appointment, 2_000, practice.owner)
    with pytest.raises(MoreThanDue) as refused:
        payments.add_payment(appointment, 4_000, practice.owner)

    assert refused.value.over_minor == 1_000
    assert amounts(payments, appointment) == [("payment", 2_000)]

    payments.add_payment(appointment, 4_000, practice.owner, beyond_due=True)

    assert standing(payments, appointment) == (5_000, 6_000, 0, 1_000)
    assert payments.balance_of(appointment).is_overpaid


def test_a_correction_adds_the_difference(payments, practice, appointment):
    payment = payments.add_payment(appointment, 2_000, practice.owner)
    payments.correct(payment, 2_500, practice.owner)
    payments.correct(payment, 0, practice.owner)

    assert amounts(payments, appointment) == [
        ("payment", 2_000),
        ("correction", 500),
        ("correction", -2_500),
    ]
    assert standing(payments, appointment) == (5_000, 0, 5_000, 0)


def test_a_correction_to_the_same_amount_is_refused(payments, practice, appointment):
    payment = payments.add_payment(appointment, 2_000, practice.owner)
    payments.correct(payment, 1_500, practice.owner)
    with pytest.raises(NothingToCorrect):
        payments.correct(payment, 1_500, practice.owner)

    assert len(payments.statement(appointment)) == 2


def test_a_payment_is_not_corrected_to_less_than_was_given_back(payments, practice, appointment):
    payment = payments.add_payment(appointment, 2_000, practice.owner)
    payments.refund(payment, 1_200, practice.owner)
    with pytest.raises(BelowRefunded) as refused:
        payments.correct(payment, 1_199, practice.owner)
    payments.correct(payment, 1_200, practice.owner)

    assert refused.value.refunded_minor == 1_200
    assert standing(payments, appointment)[1] == 0


def test_no_more_is_given_back_than_is_left(payments, practice, appointment):
    payment = payments.add_payment(appointment, 2_000, practice.owner)
    payments.add_payment(appointment, 3_000, practice.owner)
    payments.refund(payment, 1_500, practice.owner)
    with pytest.raises(MoreThanLeft) as refused:
        payments.refund(payment, 501, practice.owner)
    payments.refund(payment, 500, practice.owner)

    assert refused.value.left_minor == 500
    assert standing(payments, appointment) == (5_000, 3_000, 2_000, 0)


@pytest.mark.parametrize(
    ("verb", "low"), [("set_price", 0), ("add_payment", 1), ("correct", 0), ("refund", 1)]
)
@pytest.mark.parametrize("beyond", ["below", "above"])
def test_amounts_have_bounds(payments, practice, appointment, verb, low, beyond):
    payment = payments.add_payment(appointment, 2_000, practice.owner)
    subject = payment if verb in {"correct", "refund"} else appointment
    with pytest.raises(AmountOutOfRange) as refused:
        getattr(payments, verb)(subject, low - 1 if beyond == "below" else MAX_MINOR + 1, practice.owner)

    assert (refused.value.low, refused.value.high) == (low, MAX_MINOR)
    assert amounts(payments, appointment) == [("payment", 2_000)]


def test_the_greatest_amounts_stay_exact(payments, practice, appointment):
    payments.set_price(appointment, MAX_MINOR, practice.owner)
    for _time in range(3):
        payments.add_payment(appointment, MAX_MINOR, practice.owner, beyond_due=True)

    assert standing(payments, appointment) == (MAX_MINOR, 3 * MAX_MINOR, 0, 2 * MAX_MINOR)
    assert type(payments.balance_of(appointment).paid_minor) is int


@pytest.mark.parametrize("verb", ["set_price", "add_payment", "correct", "refund"])
def test_nobody_else_enters_anything(payments, practice, appointment, verb):
    payment = payments.add_payment(appointment, 2_000, practice.owner)
    subject = payment if verb in {"correct", "refund"} else appointment
    for stranger in (practice.client.account, practice.add_provider("Piotr").account):
        with pytest.raises(NotAvailable):
            getattr(payments, verb)(subject, 100, stranger)

    assert amounts(payments, appointment) == [("payment", 2_000)]


def test_only_a_payment_is_corrected_or_given_back(payments, practice, appointment):
    payment = payments.add_payment(appointment, 2_000, practice.owner)
    refund = payments.refund(payment, 500, practice.owner)
    for verb in (payments.correct, payments.refund):
        with pytest.raises(TypeError, match="expected a payment"):
            verb(refund, 100, practice.owner)


def test_every_entry_says_who_and_when(payments, practice, appointment, clock):
    payment = payments.add_payment(appointment, 2_000, practice.owner)
    clock.set(clock.now() + dt.timedelta(days=1))
    payments.refund(payment, 2_000, practice.owner)

    assert [(entry.account_id, entry.at, entry.payment_id) for entry in payments.statement(appointment)] == [
        (practice.owner.id, clock.now() - dt.timedelta(days=1), None),
        (practice.owner.id, clock.now(), payment.id),
    ]


def test_what_is_entered_for_a_moved_appointment_belongs_to_its_move(payments, practice, appointment):
    payment = payments.add_payment(appointment, 2_000, practice.owner)
    move = practice.appointments.request_move(
        appointment, TEN + dt.timedelta(days=1), practice.client.account
    )
    practice.appointments.accept(move, practice.owner)
    payments.follow(appointment.id, move.id)
    payments.set_price(appointment, 4_000, practice.owner)
    payments.add_payment(appointment, 500, practice.owner)
    payments.refund(payment, 300, practice.owner)

    assert standing(payments, move) == (4_000, 2_200, 1_800, 0)
    assert payments.statement(appointment) == []


@pytest.mark.parametrize(
    ("kind", "amount", "has_payment"),
    [
        ("payment", 0, False),
        ("payment", -1, False),
        ("payment", 1, True),
        ("refund", 1, True),
        ("refund", -1, False),
        ("correction", 0, True),
        ("correction", 1, False),
        ("gift", 1, False),
    ],
)
def test_the_database_refuses_what_makes_no_sense(payments, practice, appointment, kind, amount, has_payment):
    payment = payments.add_payment(appointment, 2_000, practice.owner)
    practice.dbsession.add(
        Entry(
            appointment_id=appointment.id,
            kind=kind,
            amount_minor=amount,
            payment_id=payment.id if has_payment else None,
            at=practice.clock.now(),
            account_id=practice.owner.id,
        )
    )
    with pytest.raises(IntegrityError, match="ck_payments_entry_amount"):
        practice.dbsession.flush()
