"""The table of booking rules."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base, BigId
from kalenner.people import Provider
from kalenner_scheduling.catalogue.models import Service

LONGEST_BUFFER = 240
"""Minutes kept free before or after an appointment, at most."""


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
