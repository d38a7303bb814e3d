"""Tables of the catalogue: services, and how all of them are offered."""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base, BigId, Instant
from kalenner.people import Provider

LONGEST_SERVICE = 1_440
"""Minutes. Nothing lasts longer than a day, so what is busy at an instant began less than a day before."""


class PlaceKind(enum.StrEnum):
    """Where appointments take place as long as nothing else is said."""

    NONE = "none"
    ADDRESS = "address"
    """At the address of the practice, as it is when the appointment is made."""
    TEXT = "text"
    """At what was typed: a room, a link, a telephone number."""


LONGEST_PLACE = 500
DEFAULT_STEP = 30
DEFAULT_CURRENCY = "EUR"


class CataloguePreferences(Base):
    """How a provider's appointments are offered; there is no row as long as everything is as at first."""

    __tablename__ = "scheduling_calendar"

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True)
    step_minutes: Mapped[int] = mapped_column(default=30)
    currency: Mapped[str] = mapped_column(default="EUR")
    shows_prices: Mapped[bool] = mapped_column(default=True)
    """Whether prices stand on the profile page and in the list that clients book from."""
    place_kind: Mapped[str | None]
    """Where appointments take place as long as nothing else is said: a ``PlaceKind``; None is nowhere."""
    place: Mapped[str | None]
    """The text of that kind."""
    holiday_country: Mapped[str | None]
    """Whose public holidays were chosen from last (ISO 3166-1)."""
    holiday_region: Mapped[str | None]
    """The part of that country; None is the country as a whole."""
    holidays_offered: Mapped[int | None]
    """The last year whose public holidays were offered by a message."""


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
    """In the minor unit of the provider's currency; None where no price is shown."""
    position: Mapped[int]
    place_kind: Mapped[str | None]
    """The same for this service; None is that of the provider."""
    place: Mapped[str | None]
    deleted_at: Mapped[dt.datetime | None] = mapped_column(Instant)
