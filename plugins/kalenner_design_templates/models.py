"""Tables of designs: the choices of professionals, and background pictures."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, Instant, Json
from kalenner.people import Provider


class DesignChoice(Base):
    """A provider's design: the theme, how it is configured, and the banner.

    An empty theme is the platform's default. `options` holds what was chosen, and nothing of what is left at
    a theme's default; `draft` is the same while it is being changed, None where nothing is unsaved.
    """

    __tablename__ = "design_templates_choice"
    __table_args__ = ()

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True, autoincrement=False)
    theme: Mapped[str] = mapped_column(default="")
    options: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    draft: Mapped[dict[str, str] | None] = mapped_column(Json)
    banner_heading: Mapped[str] = mapped_column(default="")
    banner_text: Mapped[str] = mapped_column(default="")
    """In any number of lines."""
    banner_button: Mapped[str] = mapped_column(default="")
    banner_url: Mapped[str] = mapped_column(default="")
    banner_position: Mapped[str] = mapped_column(default="top")
    updated_at: Mapped[dt.datetime] = mapped_column(Instant)

    provider: Mapped[Provider] = relationship()


class Background(Base):
    """The picture behind one part of a provider's page: ``page``, ``header`` or ``contact``."""

    __tablename__ = "design_templates_background"
    __table_args__ = ()

    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), primary_key=True, autoincrement=False)
    place: Mapped[str] = mapped_column(primary_key=True)
    picture: Mapped[dict[str, Any]] = mapped_column(Json)
    """A :class:`kalenner.files.variants.StoredPicture`."""

    provider: Mapped[Provider] = relationship()
