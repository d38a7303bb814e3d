"""Tables of time off: days without working time, and times away."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base, BigId, Instant
from kalenner.people import Provider


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
    name: Mapped[str | None]
    """That of a public holiday, in the language in which it was added."""
    country: Mapped[str | None]
    """Whose public holiday it is, as two letters (ISO 3166-1)."""
    region: Mapped[str | None]
    """The part of the country, as its code there; None where it is the whole country's."""


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


class ClosureKind(enum.StrEnum):
    """Why days have no working time."""

    HOLIDAY = "holiday"
    VACATION = "vacation"
