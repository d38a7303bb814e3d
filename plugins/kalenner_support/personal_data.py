"""What tickets hold about people, and what becomes of it when an account is erased."""

from sqlalchemy import Select, select

from kalenner.hooks.privacy import Erasure, PersonalTable, PersonLike
from kalenner.privacy import of_account
from kalenner_support import _
from kalenner_support.models import Ticket, TicketMessage


def _tickets(person: PersonLike) -> Select[int]:
    return select(Ticket.id).where(Ticket.account_id == person.account_id)


TABLES = [
    PersonalTable(
        Ticket,
        of_account(Ticket.account_id),
        Erasure.DELETE,
        title=_("held-tickets"),
        hidden=frozenset({"assignee_id"}),
    ),
    PersonalTable(
        TicketMessage,
        lambda person: TicketMessage.ticket_id.in_(_tickets(person)),
        Erasure.DELETE,
        title=_("held-ticket-messages"),
        hidden=frozenset({"token", "author_id"}),
        files=("file_id",),
    ),
]
