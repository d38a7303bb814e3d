"""Any sequence of prices, payments, corrections and refunds leaves a balance that adds up."""

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from tests.figures import RecordFigure
from tests.plugins.scheduling.practice import NOON, Practice

from kalenner.clock import FixedClock
from kalenner.hooks.scheduling import Status
from kalenner.screens.answers import MAX_MINOR
from kalenner_payments.errors import (
    AmountOutOfRange,
    BelowRefunded,
    MoreThanDue,
    MoreThanLeft,
    NothingToCorrect,
)
from kalenner_payments.models import Entry, Price
from kalenner_payments.services import PaymentService
from kalenner_scheduling.appointments.models import Appointment

SEED = 20261205
REFUSALS = (AmountOutOfRange, BelowRefunded, MoreThanDue, MoreThanLeft, NothingToCorrect)
AMOUNTS = st.integers(-1, 12) | st.sampled_from([MAX_MINOR - 1, MAX_MINOR, MAX_MINOR + 1])
STEPS = st.tuples(
    st.sampled_from(["price", "pay", "pay beyond", "correct", "refund"]), AMOUNTS, st.integers(0, 3)
)


class Ledger:
    """A balance kept in plain lists, by the rules written out again."""

    def __init__(self, price: int | None) -> None:
        self.price = price
        self.payments: list[list[int]] = []
        """Of each payment what was received and what was given back."""

    @property
    def paid(self) -> int:
        return sum(received - returned for received, returned in self.payments)

    def allows(self, verb: str, amount: int, place: int) -> bool:
        """Tell whether a step is to be taken; the payment it is about is there."""
        low = 0 if verb in {"price", "correct"} else 1
        if not low <= amount <= MAX_MINOR:
            return False
        if verb == "pay":
            return self.price is None or amount <= max(self.price - self.paid, 0)
        if verb == "correct":
            received, returned = self.payments[place]
            return amount >= returned and amount != received
        if verb == "refund":
            received, returned = self.payments[place]
            return amount <= received - returned
        return True

    def take(self, verb: str, amount: int, place: int) -> None:
        """Take a step."""
        if verb == "price":
            self.price = amount
        elif verb in {"pay", "pay beyond"}:
            self.payments.append([amount, 0])
        elif verb == "correct":
            self.payments[place][0] = amount
        else:
            self.payments[place][1] += amount


def enter(
    service: PaymentService, appointment: Appointment, verb: str, amount: int, payment: Entry | None
) -> None:
    owner = appointment.provider.account
    if verb == "price":
        service.set_price(appointment, amount, owner)
    elif payment is None:
        service.add_payment(appointment, amount, owner, beyond_due=verb == "pay beyond")
    elif verb == "correct":
        service.correct(payment, amount, owner)
    else:
        service.refund(payment, amount, owner)


def rows(dbsession: Session) -> list[tuple[object, ...]]:
    """Everything that was ever entered, as the database has it."""
    return [
        tuple(row)
        for table in (Price.__table__, Entry.__table__)
        for row in dbsession.execute(select(table).order_by(table.c.id))
    ]


def follow(dbsession: Session, price: int | None, steps: list[tuple[str, int, int]]) -> int:
    """Take steps and compare the balance with the ledger's after each; return how many were taken or refused."""
    practice = Practice(dbsession, FixedClock(NOON))
    appointment = practice.stand(Status.ACCEPTED)
    appointment.price_minor = price
    service, ledger = PaymentService(dbsession, practice.clock), Ledger(price)
    number = 0
    for verb, amount, chosen in steps:
        before, payments = rows(dbsession), service.list_payments(appointment)
        is_about_one = verb in {"correct", "refund"}
        if is_about_one and not payments:
            continue
        number += 1
        place = chosen % len(payments) if is_about_one else 0
        payment = payments[place].entry if is_about_one else None
        if ledger.allows(verb, amount, place):
            enter(service, appointment, verb, amount, payment)
            ledger.take(verb, amount, place)
            after = rows(dbsession)
            assert len(after) == len(before) + 1
            assert set(before) < set(after)
        else:
            with pytest.raises(REFUSALS):
                enter(service, appointment, verb, amount, payment)
            assert rows(dbsession) == before
        compare(service, appointment, ledger)
    return number


def compare(service: PaymentService, appointment: Appointment, ledger: Ledger) -> None:
    """Assert that the balance of an appointment is the ledger's, and adds up."""
    balance = service.balance_of(appointment)
    assert (balance.price_minor, balance.paid_minor) == (ledger.price, ledger.paid)
    assert type(balance.paid_minor) is int
    assert balance.paid_minor == sum(entry.amount_minor for entry in service.statement(appointment))
    if balance.price_minor is not None:
        assert balance.due_minor - balance.over_minor == balance.price_minor - balance.paid_minor
        assert 0 in {balance.due_minor, balance.over_minor}
    standing = [
        [payment.amount_minor, payment.refunded_minor] for payment in service.list_payments(appointment)
    ]
    assert standing == ledger.payments


@pytest.mark.figure("F12")
@pytest.mark.parametrize("ledgers", [40, pytest.param(1_000, marks=pytest.mark.slow)])
def test_the_balance_adds_up(engine: Engine, ledgers: int, record_figure: RecordFigure) -> None:
    taken = 0

    @seed(SEED)
    @settings(max_examples=ledgers, deadline=None, database=None)
    @given(price=st.none() | st.integers(0, 12), steps=st.lists(STEPS, max_size=12))
    def adds_up(price: int | None, steps: list[tuple[str, int, int]]) -> None:
        nonlocal taken
        with Session(engine) as dbsession:
            taken += follow(dbsession, price, steps)

    adds_up()
    record_figure("F12", taken, f"entries made or refused in {ledgers} ledgers", seed=SEED)
    assert taken > ledgers
