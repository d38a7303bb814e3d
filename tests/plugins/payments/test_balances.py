"""Balances and payments by themselves: what is due, what was given back, and what belongs to what."""

import pytest

from kalenner_payments.balances import Balance, Payment, group_payments
from kalenner_payments.models import Entry, Kind


def entry(id: int, kind: Kind, amount: int, payment_id: int | None = None) -> Entry:
    return Entry(id=id, kind=kind, amount_minor=amount, payment_id=payment_id)


@pytest.mark.parametrize(
    ("price", "paid", "due", "over"),
    [
        (5000, 0, 5000, 0),
        (5000, 4999, 1, 0),
        (5000, 5000, 0, 0),
        (5000, 5001, 0, 1),
        (0, 0, 0, 0),
        (0, 700, 0, 700),
        (5000, -100, 5100, 0),
        (None, 0, None, 0),
        (None, 5000, None, 0),
    ],
)
def test_a_balance_is_due_or_overpaid_by_the_difference(
    price: int | None, paid: int, due: int | None, over: int
) -> None:
    balance = Balance("EUR", price, paid)

    assert (balance.due_minor, balance.over_minor, balance.is_overpaid) == (due, over, over > 0)


def test_a_payment_counts_corrections_and_refunds_apart() -> None:
    payment = Payment(
        entry(1, Kind.PAYMENT, 5000),
        (entry(2, Kind.CORRECTION, -700, 1), entry(3, Kind.REFUND, -1000, 1), entry(4, Kind.REFUND, -300, 1)),
    )

    assert (payment.amount_minor, payment.refunded_minor, payment.left_minor) == (4300, 1300, 3000)


def test_a_payment_by_itself_is_what_was_received() -> None:
    payment = Payment(entry(1, Kind.PAYMENT, 5000))

    assert (payment.amount_minor, payment.refunded_minor, payment.left_minor) == (5000, 0, 5000)


def test_later_entries_are_grouped_with_the_payment_that_they_name() -> None:
    first, second = entry(1, Kind.PAYMENT, 5000), entry(2, Kind.PAYMENT, 300)
    correction, refund = entry(3, Kind.CORRECTION, 100, 2), entry(4, Kind.REFUND, -400, 1)

    payments = group_payments(iter([first, second, correction, refund]))

    assert payments == [Payment(first, (refund,)), Payment(second, (correction,))]


def test_balances_and_payments_cannot_be_changed() -> None:
    for value, field in ((Balance("EUR", 1, 1), "paid_minor"), (Payment(entry(1, Kind.PAYMENT, 1)), "later")):
        with pytest.raises(AttributeError):
            setattr(value, field, None)
