"""Tables of scheduling: services and how they are offered, working time, appointments and their history."""

import datetime as dt
import secrets

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, BigId, Instant
from kalenner.hooks.scheduling import Status
from kalenner.people import Client, Provider
from kalenner_scheduling.catalogue.models import LONGEST_SERVICE, Service

ACTIVE = (Status.PENDING, Status.ACCEPTED)
"""The statuses in which an appointment is on."""

HOLDING = (*ACTIVE, Status.OFFERED)
"""The statuses in which its time cannot be given to anybody else."""

_ACTIVE = "status IN ('pending', 'accepted')"
_PENDING = "status = 'pending'"
_OFFERED = "status = 'offered'"
_IS_MOVE = "replaces_id IS NOT NULL"
_IS_OFFER = "offered_for_id IS NOT NULL"
_LOCATED = "location IS NOT NULL OR latitude IS NOT NULL"


class Appointment(Base):
    """One service of one provider for one client at one time, or such a time that was offered.

    Name, length and price of the service are those at the time of booking. While it is on or offered, it
    holds its time, from `held_from` to `held_until`; the migration adds the guard that keeps what two of a
    provider's appointments hold from overlapping. A request to move another appointment holds only what that
    one does not, and nothing (None) where it lies within. Buffers are no part of it: see
    ``availability.slots``.
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
            "ix_scheduling_appointment_replaces",
            "replaces_id",
            sqlite_where=text(_IS_MOVE),
            postgresql_where=text(_IS_MOVE),
        ),
        Index(
            "ix_scheduling_appointment_located",
            "provider_id",
            "id",
            sqlite_where=text(_LOCATED),
            postgresql_where=text(_LOCATED),
        ),
        Index(
            "ix_scheduling_appointment_offered",
            "provider_id",
            "starts_at",
            sqlite_where=text(_OFFERED),
            postgresql_where=text(_OFFERED),
        ),
        Index(
            "ix_scheduling_appointment_offered_for",
            "offered_for_id",
            sqlite_where=text(_IS_OFFER),
            postgresql_where=text(_IS_OFFER),
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
    """When a request that nobody has answered is declined by itself, or an offered time is free again."""
    nudge_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When the professional is reminded of it; None once that was done."""
    replaces_id: Mapped[int | None] = mapped_column(
        ForeignKey("scheduling_appointment.id", name="fk_scheduling_appointment_replaces_id")
    )
    """The appointment whose place this one takes when it is accepted."""
    offered_for_id: Mapped[int | None] = mapped_column(
        ForeignKey("scheduling_appointment.id", name="fk_scheduling_appointment_offered_for_id")
    )
    """The declined appointment instead of which this one was offered."""
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
    replaces: Mapped["Appointment | None"] = relationship(
        remote_side="Appointment.id", foreign_keys="Appointment.replaces_id"
    )

    @property
    def state(self) -> Status:
        """The status as a value with a symbol."""
        return Status(self.status)

    @property
    def is_located(self) -> bool:
        """Tell whether it says where or how it takes place."""
        return self.location is not None or self.latitude is not None


class StatusChange(Base):
    """One change of an appointment's status: who, when, from, to, why; never rewritten.

    The reason of a decline may be added once, later on.
    """

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
