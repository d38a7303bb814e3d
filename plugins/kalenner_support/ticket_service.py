"""The one way in which tickets are written, answered and solved."""

import datetime as dt
import secrets

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kalenner import __version__
from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.files import PrivateFileService, account_tenant
from kalenner.people import Account
from kalenner.screens import Upload
from kalenner.settings import SETTINGS
from kalenner_support.errors import DraftFull, NameTaken, NothingWritten, TicketFull, TooManyOpen
from kalenner_support.models import (
    MOST_MESSAGES,
    MOST_UNANSWERED,
    ReadyAnswer,
    Ticket,
    TicketKind,
    TicketMessage,
    TicketState,
)
from kalenner_support.queries import (
    count_messages,
    count_unanswered,
    count_unsolved,
    find_draft,
    last_messages,
)
from kalenner_support.settings import SupportSettings
from kalenner_support.ticket_cipher import TicketCipher


class TicketService:
    """Tickets of anybody; those of one person change under one lock."""

    def __init__(
        self,
        dbsession: Session,
        clock: Clock,
        files: PrivateFileService,
        cipher: TicketCipher,
        settings: SupportSettings,
    ) -> None:
        self._dbsession, self._clock, self._files = dbsession, clock, files
        self._cipher, self._settings = cipher, settings

    def draft(self, account: Account) -> Ticket:
        """Return the ticket that a person is writing, begun if there is none. Raises :class:`TooManyOpen`."""
        lock(self._dbsession, f"support:{account.id}")
        found = find_draft(self._dbsession, account.id)
        if found is not None:
            return found
        most = self._settings.open_tickets
        if count_unsolved(self._dbsession, account.id) >= most:
            raise TooManyOpen(most)
        now = self._clock.now()
        ticket = Ticket(
            account=account,
            kind=TicketKind.QUESTION,
            state=TicketState.DRAFT,
            created_at=now,
            changed_at=now,
        )
        self._dbsession.add(ticket)
        self._dbsession.flush()
        return ticket

    def discard(self, ticket: Ticket) -> None:
        """Delete a ticket with its messages and files."""
        for message in last_messages(self._dbsession, ticket, limit=10_000):
            if message.file is not None:
                self._files.destroy(message.file)
        self._dbsession.flush()
        self._dbsession.execute(delete(TicketMessage).where(TicketMessage.ticket_id == ticket.id))
        self._dbsession.delete(ticket)
        self._dbsession.flush()

    def send(self, ticket: Ticket, *, role: str | None, language: str, fault: str | None) -> None:
        """Send a draft: it gets its number. Raises :class:`NothingWritten`."""
        if not count_messages(self._dbsession, ticket):
            raise NothingWritten
        lock(self._dbsession, "support.numbers")
        last = self._dbsession.scalar(select(func.max(Ticket.number))) or 0
        ticket.number, ticket.release = last + 1, __version__
        ticket.role, ticket.language, ticket.fault = role, language, fault
        self._enter(ticket, TicketState.OPEN)

    def write(self, ticket: Ticket, author: Account, written: str | Upload) -> TicketMessage:
        """Add a text or a file of the person's; what was solved is open again.

        Raises :class:`DraftFull`, :class:`TicketFull`, and PrivateFileGone.
        """
        self._check_room(ticket)  # before a file is taken, which nobody would destroy
        message = self._message(ticket, author, written, is_answer=False)
        self._dbsession.add(message)
        is_draft = ticket.state == TicketState.DRAFT
        self._enter(ticket, TicketState.DRAFT if is_draft else TicketState.OPEN)
        return message

    def answer(self, ticket: Ticket, author: Account, written: str | Upload) -> TicketMessage:
        """Answer by a text or a file: it is the person's turn. Raises PrivateFileGone."""
        message = self._message(ticket, author, written, is_answer=True)
        self._dbsession.add(message)
        ticket.assignee_id = author.id
        self._enter(ticket, TicketState.WAITING)
        return message

    def take(self, ticket: Ticket, account: Account) -> None:
        """Let somebody of support be who answers."""
        ticket.assignee_id = account.id
        self._dbsession.flush()

    def solve(self, ticket: Ticket) -> None:
        """Note that nobody waits for anything any more."""
        self._enter(ticket, TicketState.SOLVED)

    def solve_answered(self, limit: int) -> int:
        """Solve tickets that were answered and not replied to for days; return how many."""
        before = self._clock.now() - dt.timedelta(days=self._settings.solved_after_days)
        tickets = self._changed_before(TicketState.WAITING, before, limit)
        for ticket in tickets:
            self.solve(ticket)
        return len(tickets)

    def delete_old(self, limit: int) -> int:
        """Delete solved tickets that are kept no longer, and drafts of a month ago; return how many."""
        now = self._clock.now()
        solved = self._changed_before(
            TicketState.SOLVED, now - dt.timedelta(days=self._settings.kept_days), limit
        )
        drafts = self._changed_before(TicketState.DRAFT, now - dt.timedelta(days=30), limit)
        for ticket in [*solved, *drafts]:
            self.discard(ticket)
        return len(solved) + len(drafts)

    def add_ready_answer(self, name: str, text: str) -> ReadyAnswer:
        """Keep a text for all who answer. Raises :class:`NameTaken`."""
        lock(self._dbsession, "support.ready_answers")
        if self._dbsession.scalar(select(ReadyAnswer.id).where(ReadyAnswer.name == name)) is not None:
            raise NameTaken
        answer = ReadyAnswer(name=name, text=text)
        self._dbsession.add(answer)
        self._dbsession.flush()
        return answer

    def delete_ready_answer(self, answer: ReadyAnswer) -> None:
        """Delete a ready answer; what was answered with it stays."""
        self._dbsession.delete(answer)
        self._dbsession.flush()

    def _changed_before(self, state: TicketState, before: dt.datetime, limit: int) -> list[Ticket]:
        query = select(Ticket).where(Ticket.state == state.value, Ticket.changed_at < before)
        return list(self._dbsession.scalars(query.order_by(Ticket.changed_at).limit(limit)))

    def _message(
        self, ticket: Ticket, author: Account, written: str | Upload, *, is_answer: bool
    ) -> TicketMessage:
        message = TicketMessage(
            ticket=ticket,
            author_id=author.id,
            is_answer=is_answer,
            token=secrets.token_hex(16),
            created_at=self._clock.now(),
        )
        if isinstance(written, str):
            message.text = self._cipher.seal_text(message.token, ticket.account_id, written)
        else:
            owner, sender = account_tenant(ticket.account_id), account_tenant(author.id)
            message.file = self._files.keep(written.key, owner, received_as=sender)
            message.file_name = self._cipher.seal_file_name(message.token, ticket.account_id, written.name)
        return message

    def _check_room(self, ticket: Ticket) -> None:
        count = count_unanswered(self._dbsession, ticket)
        if ticket.state == TicketState.DRAFT:
            if count >= MOST_MESSAGES:
                raise DraftFull
        elif count >= MOST_UNANSWERED:
            raise TicketFull

    def _enter(self, ticket: Ticket, state: TicketState) -> None:
        ticket.state, ticket.changed_at = state, self._clock.now()
        self._dbsession.flush()


def ticket_service_factory(request: Request) -> TicketService:
    """Make the service for a request."""
    return TicketService(
        request.dbsession,
        request.clock,
        request.find_service(PrivateFileService),
        request.find_service(TicketCipher),
        SETTINGS.of(request.registry).of(SupportSettings),
    )


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(ticket_service_factory, TicketService)
