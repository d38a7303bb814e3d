"""Tables of reminders."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base, BigId, Instant, Json
from kalenner.people import Account, Provider
from kalenner_scheduling.api import Appointment

_WAITING = "state = 'waiting'"


class ReminderState(enum.StrEnum):
    """What has become of a reminder."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"


class ReminderSetting(Base):
    """How a provider's clients are reminded; there is no row as long as the provider has not chosen."""

    __tablename__ = "reminders_setting"
    __table_args__ = (
        CheckConstraint("(quiet_start IS NULL) = (quiet_end IS NULL)", name="quiet_both"),
        CheckConstraint("quiet_start BETWEEN 0 AND 1439 AND quiet_end BETWEEN 0 AND 1439", name="quiet_day"),
        CheckConstraint("quiet_start <> quiet_end", name="quiet_span"),
    )

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True)
    leads: Mapped[list[int]] = mapped_column(Json)
    """Minutes before the start, the longest first; empty where nobody is reminded."""
    quiet_start: Mapped[int | None]
    quiet_end: Mapped[int | None]
    """Minutes of the day on the client's clock; None where there are no quiet hours."""


class ReminderChoice(Base):
    """Whether a client wants automatic reminders; without a row, yes."""

    __tablename__ = "reminders_choice"

    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)
    is_on: Mapped[bool]


class Reminder(Base):
    """One reminder of an appointment at one time, and whether it was sent.

    `starts_at` is the time that it reminds of, so that an appointment which is moved is reminded of again.
    """

    __tablename__ = "reminders_reminder"
    __table_args__ = (
        UniqueConstraint("appointment_id", "starts_at", "lead_minutes"),
        Index(
            "ix_reminders_reminder_due",
            "due_at",
            "starts_at",
            "appointment_id",
            "lead_minutes",
            sqlite_where=text(_WAITING),
            postgresql_where=text(_WAITING),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey(Appointment.id))
    lead_minutes: Mapped[int]
    starts_at: Mapped[dt.datetime] = mapped_column(Instant)
    due_at: Mapped[dt.datetime] = mapped_column(Instant)
    state: Mapped[str]
