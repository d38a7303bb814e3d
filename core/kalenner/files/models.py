"""The table of private files."""

import datetime as dt
import enum

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kalenner.database import Base, BigId


class PrivateFileState(enum.StrEnum):
    """ARRIVING: its bytes are not all there. WHOLE: they are, and nobody has taken it. KEPT: it is taken.

    HELD: somebody keeps it back before it is taken. DESTROYED: its key is gone for good, its bytes go later.
    """

    ARRIVING = "arriving"
    WHOLE = "whole"
    HELD = "held"
    KEPT = "kept"
    DESTROYED = "destroyed"


class PrivateFile(Base):
    """A file that is kept as it came, encrypted with a key of its own.

    `token` is its key in the store, and what its bytes are bound to; its `secret` is bound to `tenant` as
    well. `secret` is the file's key and SHA-256, sealed by the key ring; None once it is destroyed. `size` is
    in bytes; 0 until it is whole. `changed_at` is when it came into its state.
    """

    __tablename__ = "core_private_file"
    __table_args__ = (
        UniqueConstraint("token"),
        Index(
            "ix_core_private_file_transient",
            "changed_at",
            sqlite_where=text("state <> 'kept'"),
            postgresql_where=text("state <> 'kept'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token: Mapped[str]
    tenant: Mapped[str]
    secret: Mapped[bytes | None]
    size: Mapped[int] = mapped_column(BigId, default=0)
    state: Mapped[str] = mapped_column(default=PrivateFileState.ARRIVING)
    changed_at: Mapped[dt.datetime]
