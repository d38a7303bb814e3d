"""Tables of support: tickets, what was written about them, and ready answers.

What people write stands sealed, bound to its row by its `token`.
"""

import datetime as dt
import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kalenner.database import Base, Instant
from kalenner.files.models import PrivateFile
from kalenner.people import Account

TEXT_LENGTH = (1, 3000)
MOST_MESSAGES = 20
"""Messages in one ticket before it is sent."""
MOST_UNANSWERED = 60
"""Messages in one ticket that support has not answered yet."""
NAME_LENGTH = (1, 40)


class TicketKind(enum.StrEnum):
    """What a person writes about."""

    QUESTION = "question"
    PROBLEM = "problem"
    IDEA = "idea"
    FEEDBACK = "feedback"


class TicketState(enum.StrEnum):
    """Whose turn it is: being written, open (support's), waiting (the person's), solved."""

    DRAFT = "draft"
    OPEN = "open"
    WAITING = "waiting"
    SOLVED = "solved"


class Ticket(Base):
    """What one person asks; a draft until it is sent, which gives it its `number`.

    `role`, `language`, `release` and `fault` are what the person was and saw when it was sent: nothing else
    about them is known to who answers. `assignee_id` is the account that has taken it.
    """

    __tablename__ = "support_ticket"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'open', 'waiting', 'solved')", name="state"),
        CheckConstraint("kind IN ('question', 'problem', 'idea', 'feedback')", name="kind"),
        UniqueConstraint("number"),
        Index("ix_support_ticket_account_id", "account_id", "state"),
        Index("ix_support_ticket_state", "state", "changed_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    number: Mapped[int | None]
    kind: Mapped[str]
    state: Mapped[str]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    role: Mapped[str | None]
    language: Mapped[str | None]
    release: Mapped[str | None]
    fault: Mapped[str | None]
    """The code of the last fault that the person was told of."""
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    changed_at: Mapped[dt.datetime] = mapped_column(Instant)

    account: Mapped[Account] = relationship(foreign_keys=[account_id])

    @property
    def is_solved(self) -> bool:
        """Whether nobody waits for anything any more."""
        return self.state == TicketState.SOLVED


class TicketMessage(Base):
    """One text or one file of a ticket, of the person or of support."""

    __tablename__ = "support_message"
    __table_args__ = (
        UniqueConstraint("token"),
        Index("ix_support_message_ticket_id", "ticket_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey(Ticket.id))
    author_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    is_answer: Mapped[bool]
    """Whether it was written by support."""
    token: Mapped[str]
    text: Mapped[bytes | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey(PrivateFile.id), index=True)
    file_name: Mapped[bytes | None]
    created_at: Mapped[dt.datetime] = mapped_column(Instant)

    ticket: Mapped[Ticket] = relationship()
    file: Mapped[PrivateFile | None] = relationship()


class ReadyAnswer(Base):
    """A text that those who answer tickets use again and again, by its name."""

    __tablename__ = "support_ready_answer"
    __table_args__ = (UniqueConstraint("name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    text: Mapped[str]
