"""The table of working hours."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base, BigId
from kalenner.people import Provider


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
