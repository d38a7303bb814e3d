"""Tables of scheduling: a provider's calendar, services, working hours and appointments."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, BigId, Instant
from kalenner.hooks.scheduling import Status
from kalenner.people import Client, Provider

ACTIVE = (Status.PENDING, Status.ACCEPTED)
"""The statuses in which an appointment holds its time."""

_ACTIVE = "status IN ('pending', 'accepted')"
LONGEST_SERVICE = 1_440
"""Minutes. Nothing lasts longer than a day, so what is busy at an instant began less than a day before."""


class Calendar(Base):
    """How a provider's appointments are offered; there is no row as long as everything is as at first."""

    __tablename__ = "scheduling_calendar"

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True)
    step_minutes: Mapped[int] = mapped_column(default=30)
    currency: Mapped[str] = mapped_column(default="EUR")
    shows_prices: Mapped[bool] = mapped_column(default=True)
    """Whether prices stand on the profile page and in the list that clients book from."""


class Service(Base):
    """What can be booked; a deleted one stays for the appointments that were made with it."""

    __tablename__ = "scheduling_service"
    __table_args__ = (
        CheckConstraint(f"minutes BETWEEN 1 AND {LONGEST_SERVICE}", name="minutes"),
        CheckConstraint("price_minor >= 0", name="price"),
        Index(None, "provider_id", "position"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    name: Mapped[str]
    minutes: Mapped[int]
    description: Mapped[str | None]
    price_minor: Mapped[int | None]
    """In the minor unit of the calendar's currency; None where no price is shown."""
    position: Mapped[int]
    deleted_at: Mapped[dt.datetime | None] = mapped_column(Instant)


class WorkingPeriod(Base):
    """Working time on every such weekday; minutes count from 00:00 on the clocks of the provider's zone."""

    __tablename__ = "scheduling_working_period"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint(
            "start_minute >= 0 AND start_minute < end_minute AND end_minute <= 1440", name="span"
        ),
        UniqueConstraint("provider_id", "weekday", "start_minute"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    weekday: Mapped[int]
    """Monday is 0."""
    start_minute: Mapped[int]
    end_minute: Mapped[int]


class Appointment(Base):
    """One service of one provider for one client at one time.

    Name, length and price of the service are those at the time of booking. The migration adds the guard
    that keeps two active appointments of a provider from overlapping.
    """

    __tablename__ = "scheduling_appointment"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint(f"minutes BETWEEN 1 AND {LONGEST_SERVICE}", name="minutes"),
        Index(
            "ix_scheduling_appointment_active",
            "provider_id",
            "starts_at",
            "ends_at",
            sqlite_where=text(_ACTIVE),
            postgresql_where=text(_ACTIVE),
        ),
        Index(
            "ix_scheduling_appointment_pending",
            "starts_at",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index(None, "client_id", "starts_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    client_id: Mapped[int] = mapped_column(ForeignKey(Client.id))
    service_id: Mapped[int] = mapped_column(ForeignKey(Service.id))
    service_name: Mapped[str]
    minutes: Mapped[int]
    price_minor: Mapped[int | None]
    currency: Mapped[str]
    starts_at: Mapped[dt.datetime] = mapped_column(Instant)
    ends_at: Mapped[dt.datetime] = mapped_column(Instant)
    status: Mapped[str]
    created_at: Mapped[dt.datetime] = mapped_column(Instant)

    provider: Mapped[Provider] = relationship()
    client: Mapped[Client] = relationship()

    @property
    def state(self) -> Status:
        """The status as a value with a symbol."""
        return Status(self.status)


class StatusChange(Base):
    """One change of an appointment's status: who, when, from, to, why; never rewritten."""

    __tablename__ = "scheduling_status_change"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    appointment_id: Mapped[int] = mapped_column(
        ForeignKey(Appointment.id, name="fk_scheduling_status_change_appointment_id"), index=True
    )
    at: Mapped[dt.datetime] = mapped_column(Instant)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("core_account.id"))
    """Who changed it; None where it happened by itself."""
    before: Mapped[str | None]
    after: Mapped[str]
    reason: Mapped[str | None]

    appointment: Mapped[Appointment] = relationship()
