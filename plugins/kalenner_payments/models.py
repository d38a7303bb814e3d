"""Tables of payments: prices that were set, what was paid, and whether who owes can book."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, BigId, Instant
from kalenner.people import Account, Provider
from kalenner_scheduling.api import Appointment

MAX_MINOR = 10**11
"""The highest price or payment, in the minor unit; answers that are amounts end there too."""

_SIGNS = (
    "(kind = 'payment' AND amount_minor > 0 AND payment_id IS NULL)"
    " OR (kind = 'correction' AND amount_minor <> 0 AND payment_id IS NOT NULL)"
    " OR (kind = 'refund' AND amount_minor < 0 AND payment_id IS NOT NULL)"
)


class Kind(enum.StrEnum):
    """What an entry is."""

    PAYMENT = "payment"
    CORRECTION = "correction"
    REFUND = "refund"


class Price(Base):
    """A price that was set for one appointment; the latest is the one that holds, none is ever rewritten.

    Without one, the price at the time of booking holds.
    """

    __tablename__ = "payments_price"
    __table_args__ = (CheckConstraint("price_minor >= 0", name="price"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey(Appointment.id), index=True)
    price_minor: Mapped[int]
    """In the minor unit of the appointment's currency."""
    at: Mapped[dt.datetime] = mapped_column(Instant)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    """Who set it."""


class Entry(Base):
    """A payment for one appointment, or a correction or refund of one; never rewritten.

    Only the appointment changes, when it is moved. What was paid is the sum of the amounts.
    """

    __tablename__ = "payments_entry"
    __table_args__ = (CheckConstraint(_SIGNS, name="amount"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey(Appointment.id), index=True)
    kind: Mapped[str]
    amount_minor: Mapped[int]
    """In the minor unit of the appointment's currency; a refund is below 0, a correction above or below."""
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments_entry.id"), index=True)
    """The payment that a correction or a refund belongs to."""
    at: Mapped[dt.datetime] = mapped_column(Instant)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    """Who entered it."""

    appointment: Mapped[Appointment] = relationship()


class Terms(Base):
    """On which terms a provider takes bookings; there is no row as long as everything is as at first."""

    __tablename__ = "payments_terms"

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True)
    owing_can_book: Mapped[bool] = mapped_column(default=True)
    """Whether clients who owe for past appointments can ask for others."""
