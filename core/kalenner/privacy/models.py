"""The table of erasures: which accounts are to be erased, which were, and what is still to do."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, BigId, Instant, Json
from kalenner.people import Account

_OPEN = "done_at IS NULL"


class ErasureRequest(Base):
    """One account that is to be erased, or was; it stays, so that a restored backup can be brought up to it.

    `remaining` names the plugins whose part has failed so far; `begun_at` is when the first try ended.
    """

    __tablename__ = "core_erasure"
    __table_args__ = (
        Index("ix_core_erasure_open", "id", sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), unique=True)
    requested_at: Mapped[dt.datetime] = mapped_column(Instant)
    erases_messages: Mapped[bool]
    """Whether what the person wrote to others goes too."""
    begun_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    done_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    remaining: Mapped[list[str]] = mapped_column(Json, default=list)

    account: Mapped[Account] = relationship()
