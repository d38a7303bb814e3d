"""Tables of scheduling: services and how they are offered, working time, appointments and their history."""

import datetime as dt
import secrets

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, BigId, Instant
from kalenner.hooks.scheduling import Status
from kalenner.people import Client, Provider

ACTIVE = (Status.PENDING, Status.ACCEPTED)
"""The statuses in which an appointment holds its time."""

_ACTIVE = "status IN ('pending', 'accepted')"
_PENDING = "status = 'pending'"
_LOCATED = "location IS NOT NULL OR latitude IS NOT NULL"
LONGEST_SERVICE = 1_440
"""Minutes. Nothing lasts longer than a day, so what is busy at an instant began less than a day before."""

LONGEST_BUFFER = 240
"""Minutes kept free before or after an appointment, at most."""


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


class BookingRules(Base):
    """What a provider demands of bookings: of a service, or of all where `service_id` is None.

    A column that is None says nothing: the provider's own default holds, then the product's (``rules``).
    """

    __tablename__ = "scheduling_rules"
    __table_args__ = (
        Index(
            "uq_scheduling_rules_defaults",
            "provider_id",
            unique=True,
            sqlite_where=text("service_id IS NULL"),
            postgresql_where=text("service_id IS NULL"),
        ),
        UniqueConstraint("provider_id", "service_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    service_id: Mapped[int | None] = mapped_column(ForeignKey(Service.id))
    buffer_before: Mapped[int | None]
    buffer_after: Mapped[int | None]
    notice: Mapped[int | None]
    horizon: Mapped[int | None]
    most_per_day: Mapped[int | None]
    most_open: Mapped[int | None]
    acceptance: Mapped[str | None]
    cancel_notice: Mapped[int | None]
    expiry: Mapped[int | None]


class Closure(Base):
    """Days without working time: a holiday or a vacation, on the calendar of the provider's zone."""

    __tablename__ = "scheduling_closure"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days"),
        Index(None, "provider_id", "last_day"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    kind: Mapped[str]
    """``holiday``, which is one day, or ``vacation``."""
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]


class Away(Base):
    """A time at which the provider is away, from part of a day to many days."""

    __tablename__ = "scheduling_away"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index(None, "provider_id", "ends_at", "starts_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    starts_at: Mapped[dt.datetime] = mapped_column(Instant)
    ends_at: Mapped[dt.datetime] = mapped_column(Instant)


class Appointment(Base):
    """One service of one provider for one client at one time.

    Name, length and price of the service are those at the time of booking. An active appointment holds its
    time and the buffers around it, from `held_from` to `held_until`; the migration adds the guard that keeps
    what two of a provider's appointments hold from overlapping. A request to move another appointment holds
    only what that one does not, and nothing (None) where it lies within.
    """

    __tablename__ = "scheduling_appointment"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint(f"minutes BETWEEN 1 AND {LONGEST_SERVICE}", name="minutes"),
        CheckConstraint("held_until > held_from", name="held"),
        Index(
            "ix_scheduling_appointment_active",
            "provider_id",
            "starts_at",
            "ends_at",
            "held_from",
            "held_until",
            sqlite_where=text(_ACTIVE),
            postgresql_where=text(_ACTIVE),
        ),
        Index(
            "ix_scheduling_appointment_expiry",
            "expires_at",
            sqlite_where=text(_PENDING),
            postgresql_where=text(_PENDING),
        ),
        Index(
            "ix_scheduling_appointment_nudge",
            "nudge_at",
            sqlite_where=text(_PENDING),
            postgresql_where=text(_PENDING),
        ),
        Index(
            "ix_scheduling_appointment_open",
            "client_id",
            "replaces_id",
            sqlite_where=text(_PENDING),
            postgresql_where=text(_PENDING),
        ),
        Index(
            "uq_scheduling_appointment_move",
            "replaces_id",
            unique=True,
            sqlite_where=text(_PENDING),
            postgresql_where=text(_PENDING),
        ),
        Index(
            "ix_scheduling_appointment_located",
            "provider_id",
            "id",
            sqlite_where=text(_LOCATED),
            postgresql_where=text(_LOCATED),
        ),
        Index(None, "provider_id", "starts_at"),
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
    held_from: Mapped[dt.datetime | None] = mapped_column(Instant)
    held_until: Mapped[dt.datetime | None] = mapped_column(Instant)
    status: Mapped[str]
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    expires_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When a request that nobody has answered is declined by itself."""
    nudge_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When the professional is reminded of it; None once that was done."""
    replaces_id: Mapped[int | None] = mapped_column(
        ForeignKey("scheduling_appointment.id", name="fk_scheduling_appointment_replaces_id")
    )
    """The appointment whose place this one takes when it is accepted."""
    note: Mapped[str | None]
    """What the client wrote to the request."""
    location: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    uid: Mapped[str] = mapped_column(default=lambda: secrets.token_hex(16))
    """Names the appointment in other calendars, across its moves."""
    revision: Mapped[int] = mapped_column(default=0)
    """Counts what other calendars have to learn (RFC 5545, SEQUENCE)."""

    provider: Mapped[Provider] = relationship()
    client: Mapped[Client] = relationship()
    replaces: Mapped["Appointment | None"] = relationship(remote_side="Appointment.id")

    @property
    def state(self) -> Status:
        """The status as a value with a symbol."""
        return Status(self.status)

    @property
    def is_located(self) -> bool:
        """Tell whether it says where or how it takes place."""
        return self.location is not None or self.latitude is not None


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


class Amendment(Base):
    """One change of an appointment's service, length or time, from what to what; never rewritten."""

    __tablename__ = "scheduling_amendment"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    appointment_id: Mapped[int] = mapped_column(
        ForeignKey(Appointment.id, name="fk_scheduling_amendment_appointment_id"), index=True
    )
    at: Mapped[dt.datetime] = mapped_column(Instant)
    account_id: Mapped[int] = mapped_column(ForeignKey("core_account.id"))
    old_service_name: Mapped[str]
    new_service_name: Mapped[str]
    old_minutes: Mapped[int]
    new_minutes: Mapped[int]
    old_starts_at: Mapped[dt.datetime] = mapped_column(Instant)
    new_starts_at: Mapped[dt.datetime] = mapped_column(Instant)

    appointment: Mapped[Appointment] = relationship()
