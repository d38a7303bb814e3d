"""Tables of published pages: their addresses, their snapshots, and their files."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, BigId, Instant, Json
from kalenner.people import Provider


class Failure(enum.StrEnum):
    """Why a page could not be written."""

    DESIGN = "design"
    TARGET = "target"
    OTHER = "other"


class Slug(Base):
    """One name that a page's address has or had: ``anna`` in ``/en/anna``.

    It is ASCII, so that no two look alike. An old name stays its provider's while `left_at` is less than
    a year ago, and redirects to the present one.
    """

    __tablename__ = "profiles_slug"
    __table_args__ = (
        Index(
            "uq_profiles_slug_current",
            "provider_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    name: Mapped[str] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    left_at: Mapped[dt.datetime | None] = mapped_column(Instant)


class Publication(Base):
    """What a provider has published: the snapshot of the page, and how far it has been written.

    Every change that the page must show adds one to `version`; it is due until `written_version` is the same.
    """

    __tablename__ = "profiles_publication"
    __table_args__ = (
        Index(
            "ix_profiles_publication_due",
            "not_before",
            sqlite_where=text("version <> written_version"),
            postgresql_where=text("version <> written_version"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey(Provider.id), unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    """The snapshot, a :class:`kalenner.themes.Content`."""
    digest: Mapped[str]
    """Of the snapshot."""
    is_online: Mapped[bool]
    published_at: Mapped[dt.datetime] = mapped_column(Instant)
    version: Mapped[int]
    written_version: Mapped[int]
    theme: Mapped[str]
    """The theme that the page was written with last."""
    invitation_until: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When the link expires that the page was written with; None without one."""
    target: Mapped[str]
    """Where it was written to."""
    paths: Mapped[dict[str, str]] = mapped_column(Json)
    """The pages that stand there, such as ``en/anna``, each with its digest, empty while it is uncertain."""
    files: Mapped[list[str]] = mapped_column(Json)
    """The names of the styles and pictures that they load."""
    tries: Mapped[int]
    """How often writing has failed in a row."""
    not_before: Mapped[dt.datetime] = mapped_column(Instant)
    """When it may be tried (again)."""

    online_since: Mapped[dt.datetime | None] = mapped_column(Instant)
    """When the page was written first after it had not been there; None while it is not."""
    languages: Mapped[list[str] | None] = mapped_column(Json)
    """The languages that the written page has texts in, main one first; None for an older release."""
    failure: Mapped[str | None]
    """Why the last try to write failed, a :class:`Failure`; None after one that did not."""
    is_awaited: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the professional has pressed [Create profile page] and was not told yet how it went."""

    provider: Mapped[Provider] = relationship()

    @property
    def is_due(self) -> bool:
        """Whether there is something to write."""
        return self.version != self.written_version


class PageFile(Base):
    """One style or picture on the target, which several pages may load."""

    __tablename__ = "profiles_file"

    name: Mapped[str] = mapped_column(primary_key=True)
    unused_at: Mapped[dt.datetime | None] = mapped_column(Instant, index=True)
    """Since when no page loads it; None while one does."""
