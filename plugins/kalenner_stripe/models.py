"""Tables of Stripe: each practice's secret, the events that came, and the payments they have become."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, Instant
from kalenner.people import Provider
from kalenner_payments.api import Entry


class StripeAccount(Base):
    """The webhook of a practice's own account at Stripe.

    `token` is in the address that Stripe calls; `secret` is sealed, and so is the `previous` one, which is
    accepted beside it until `previous_until`. `tested_at` and `heard_at` are when a test event and a real one
    came last.
    """

    __tablename__ = "stripe_account"
    __table_args__ = (UniqueConstraint("token"),)

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True, autoincrement=False)
    token: Mapped[str]
    secret: Mapped[bytes | None]
    previous: Mapped[bytes | None]
    previous_until: Mapped[dt.datetime | None] = mapped_column(Instant)
    tested_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    heard_at: Mapped[dt.datetime | None] = mapped_column(Instant)

    provider: Mapped[Provider] = relationship()


class EventState(enum.StrEnum):
    """What has become of an event. WAITING: a person has to say what it is for. IGNORED: a person said so."""

    OPEN = "open"
    DONE = "done"
    WAITING = "waiting"
    IGNORED = "ignored"


class StripeEvent(Base):
    """One event, stored before Stripe gets its answer; ``(provider_id, key)`` makes a repetition known.

    `payload` is what is needed of it, sealed; None once nothing more is to be done.
    """

    __tablename__ = "stripe_event"
    __table_args__ = (
        UniqueConstraint("provider_id", "key"),
        CheckConstraint("state IN ('open', 'done', 'waiting', 'ignored')", name="state"),
        Index(
            "ix_stripe_event_open",
            "id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_stripe_event_waiting", "provider_id", "state", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    key: Mapped[str]
    """Stripe's id of the event."""
    state: Mapped[str]
    payload: Mapped[bytes | None]
    received_at: Mapped[dt.datetime] = mapped_column(Instant)

    provider: Mapped[Provider] = relationship()


class StripePayment(Base):
    """A payment at Stripe that was recorded, by the checkout and the payment intent it came from.

    `refunded_minor` is how much of it Stripe has said was given back.
    """

    __tablename__ = "stripe_payment"
    __table_args__ = (
        UniqueConstraint("provider_id", "checkout"),
        Index("ix_stripe_payment_intent", "provider_id", "intent"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    checkout: Mapped[str]
    intent: Mapped[str | None]
    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id), index=True)
    refunded_minor: Mapped[int] = mapped_column(default=0)

    entry: Mapped[Entry] = relationship()
