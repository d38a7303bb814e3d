"""The one way in which prices are set and payments entered, each an entry of its own."""

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import update
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.people import Account, lock_of
from kalenner.people.policy import NotAvailable
from kalenner_payments.balances import Balance, Payment, group_payments
from kalenner_payments.errors import (
    AmountOutOfRange,
    BelowRefunded,
    MoreThanDue,
    MoreThanLeft,
    NothingToCorrect,
)
from kalenner_payments.models import MAX_MINOR, Entry, Kind, Price
from kalenner_payments.queries import Priced, find_balance, find_payment, list_entries
from kalenner_scheduling.api import Appointment, find_successor


class PaymentService:
    """Prices and payments of any provider's appointments; amounts are in the currency's minor unit.

    Every verb takes the provider's lock, so that two devices never give the same money back twice, and
    raises ``NotAvailable`` where `by` is not the appointment's professional. What is entered for an
    appointment that was moved belongs to what it has become.
    """

    def __init__(self, dbsession: Session, clock: Clock) -> None:
        self._dbsession = dbsession
        self._clock = clock

    # Looking

    def balance_of(self, appointment: Priced) -> Balance:
        """Return price, payments and balance."""
        return find_balance(self._dbsession, appointment)

    def statement(self, appointment: Priced) -> list[Entry]:
        """Return every entry in the order it was made."""
        return list_entries(self._dbsession, appointment.id)

    def list_payments(self, appointment: Priced) -> list[Payment]:
        """Return the payments, each with its corrections and refunds."""
        return group_payments(self.statement(appointment))

    # Entering

    def set_price(self, appointment: Appointment, minor: int, by: Account) -> Price:
        """Set the price of this appointment alone; raises :class:`AmountOutOfRange`."""
        _refuse_outside(minor, low=0)
        appointment = self._take(appointment, by)
        price = Price(
            appointment_id=appointment.id, price_minor=minor, at=self._clock.now(), account_id=by.id
        )
        self._dbsession.add(price)
        self._dbsession.flush()
        return price

    def add_payment(
        self, appointment: Appointment, minor: int, by: Account, *, beyond_due: bool = False
    ) -> Entry:
        """Enter a payment, full or partial.

        Raises :class:`AmountOutOfRange`, and :class:`MoreThanDue` unless `beyond_due` says that it is meant.
        """
        _refuse_outside(minor, low=1)
        appointment = self._take(appointment, by)
        due = self.balance_of(appointment).due_minor
        if due is not None and minor > due and not beyond_due:
            raise MoreThanDue(minor - due)
        return self._enter(appointment.id, Kind.PAYMENT, minor, None, by)

    def correct(self, payment: Entry, right_minor: int, by: Account) -> Entry:
        """Enter the difference to the right amount of a payment.

        Raises :class:`AmountOutOfRange`, :class:`NothingToCorrect` and :class:`BelowRefunded`.
        """
        _refuse_outside(right_minor, low=0)
        standing = self._take_payment(payment, by)
        if right_minor == standing.amount_minor:
            raise NothingToCorrect
        if right_minor < standing.refunded_minor:
            raise BelowRefunded(standing.refunded_minor)
        difference = right_minor - standing.amount_minor
        return self._enter(payment.appointment_id, Kind.CORRECTION, difference, payment.id, by)

    def refund(self, payment: Entry, minor: int, by: Account) -> Entry:
        """Enter that money of a payment was given back.

        Raises :class:`AmountOutOfRange` and :class:`MoreThanLeft`.
        """
        _refuse_outside(minor, low=1)
        left_minor = self._take_payment(payment, by).left_minor
        if minor > left_minor:
            raise MoreThanLeft(left_minor)
        return self._enter(payment.appointment_id, Kind.REFUND, -minor, payment.id, by)

    def follow(self, moved_id: int, appointment_id: int) -> None:
        """Let price and entries of an appointment go with its move; the caller holds the provider's lock."""
        for table in (Price, Entry):
            self._dbsession.execute(
                update(table).where(table.appointment_id == moved_id).values(appointment_id=appointment_id)
            )

    # Inside

    def _take(self, appointment: Appointment, by: Account) -> Appointment:
        """Take the lock; return the appointment, or what it has become meanwhile."""
        if by.id != appointment.provider.account_id:
            raise NotAvailable
        lock(self._dbsession, lock_of(appointment.provider_id))
        self._dbsession.refresh(appointment, ["status"])
        return find_successor(self._dbsession, appointment)

    def _take_payment(self, payment: Entry, by: Account) -> Payment:
        self._take(payment.appointment, by)
        self._dbsession.refresh(payment, ["appointment_id"])
        standing = find_payment(self._dbsession, payment.id)
        if standing is None:
            raise TypeError(f"entry {payment.id} is a {payment.kind}, expected a payment")
        return standing

    def _enter(
        self, appointment_id: int, kind: Kind, amount_minor: int, payment_id: int | None, by: Account
    ) -> Entry:
        entry = Entry(
            appointment_id=appointment_id,
            kind=kind.value,
            amount_minor=amount_minor,
            payment_id=payment_id,
            at=self._clock.now(),
            account_id=by.id,
        )
        self._dbsession.add(entry)
        self._dbsession.flush()
        return entry


def _refuse_outside(minor: int, *, low: int) -> None:
    if not low <= minor <= MAX_MINOR:
        raise AmountOutOfRange(low, MAX_MINOR)


def payment_service_factory(request: Request) -> PaymentService:
    """Make the service for a request."""
    return PaymentService(request.dbsession, request.clock)


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(payment_service_factory, PaymentService)
