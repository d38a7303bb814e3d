"""Tables of the content of a profile page before it is published."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, BigId, Instant, Json
from kalenner.people import Provider


class Profile(Base):
    """What a professional says about the practice; empty texts are left out of the page."""

    __tablename__ = "profiles_profile"
    __table_args__ = ()

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True, autoincrement=False)
    line: Mapped[str] = mapped_column(default="", server_default="")
    """What is offered and where, in at most 60 characters."""
    about: Mapped[str] = mapped_column(default="")
    """The professional information, the source of a :class:`kalenner.richtext.RichText`."""
    website: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    """In E.164."""
    address: Mapped[str] = mapped_column(default="")
    """In any number of lines."""
    shows_hours: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the page shows the working hours as opening hours."""

    provider: Mapped[Provider] = relationship()


class Photo(Base):
    """One photo of a gallery; `position` orders those of a provider, with gaps where photos were deleted."""

    __tablename__ = "profiles_photo"
    __table_args__ = (Index(None, "provider_id", "position"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id))
    position: Mapped[int]
    picture: Mapped[dict[str, Any]] = mapped_column(Json)
    """A :class:`kalenner.files.variants.StoredPicture`."""
    created_at: Mapped[dt.datetime] = mapped_column(Instant)

    provider: Mapped[Provider] = relationship()
