"""What is read of tickets; nothing here changes anything. The statements are built once."""

from collections.abc import Collection

from sqlalchemy import bindparam, func, select, tuple_
from sqlalchemy.orm import Session, contains_eager, joinedload

from kalenner.people import Identity
from kalenner_support.models import ReadyAnswer, Ticket, TicketMessage, TicketState

_DRAFT = select(Ticket).where(
    Ticket.account_id == bindparam("account_id"), Ticket.state == TicketState.DRAFT.value
)
_COUNT_UNSOLVED = select(func.count()).where(
    Ticket.account_id == bindparam("account_id"), Ticket.state.in_([TicketState.OPEN, TicketState.WAITING])
)
_COUNT_SENT = select(func.count()).where(
    Ticket.account_id == bindparam("account_id"), Ticket.state != TicketState.DRAFT.value
)
_SENT = (
    select(Ticket)
    .where(Ticket.account_id == bindparam("account_id"), Ticket.state != TicketState.DRAFT.value)
    .order_by(Ticket.changed_at.desc(), Ticket.id.desc())
    .offset(bindparam("start"))
    .limit(bindparam("limit"))
)
_COUNTS = select(Ticket.state, func.count()).group_by(Ticket.state)
_COUNT_MINE = select(func.count()).where(
    Ticket.assignee_id == bindparam("account_id"), Ticket.state.in_([TicketState.OPEN, TicketState.WAITING])
)
_MESSAGES = (
    select(TicketMessage)
    .join(TicketMessage.ticket)
    .where(Ticket.id == bindparam("ticket_id"))
    .options(contains_eager(TicketMessage.ticket), joinedload(TicketMessage.file))
)


def find_draft(dbsession: Session, account_id: int) -> Ticket | None:
    """Return the ticket that a person is writing."""
    return dbsession.scalar(_DRAFT, {"account_id": account_id})


def count_unsolved(dbsession: Session, account_id: int) -> int:
    """Count the tickets of a person that are not solved."""
    return dbsession.scalar(_COUNT_UNSOLVED, {"account_id": account_id}) or 0


def count_sent(dbsession: Session, account_id: int) -> int:
    """Count the tickets that a person has sent."""
    return dbsession.scalar(_COUNT_SENT, {"account_id": account_id}) or 0


def list_sent(dbsession: Session, account_id: int, *, start: int, limit: int) -> list[Ticket]:
    """Return tickets that a person has sent, those that changed last first."""
    return list(dbsession.scalars(_SENT, {"account_id": account_id, "start": start, "limit": limit}))


def count_messages(dbsession: Session, ticket: Ticket) -> int:
    """Count the messages of a ticket."""
    query = select(func.count()).where(TicketMessage.ticket_id == ticket.id)
    return dbsession.scalar(query) or 0


def count_unanswered(dbsession: Session, ticket: Ticket) -> int:
    """Count the messages of a ticket since the last answer."""
    answered = select(func.max(TicketMessage.id)).where(
        TicketMessage.ticket_id == ticket.id, TicketMessage.is_answer
    )
    query = select(func.count()).where(
        TicketMessage.ticket_id == ticket.id,
        TicketMessage.id > func.coalesce(answered.scalar_subquery(), 0),
    )
    return dbsession.scalar(query) or 0


def last_messages(dbsession: Session, ticket: Ticket, limit: int) -> list[TicketMessage]:
    """Return the last messages of a ticket, the oldest first."""
    query = _MESSAGES.order_by(TicketMessage.id.desc()).limit(limit)
    return [*dbsession.scalars(query, {"ticket_id": ticket.id})][::-1]


def count_by_state(dbsession: Session) -> dict[TicketState, int]:
    """Count all tickets that were sent, by state; states without any are left out."""
    counts = {TicketState(state): count for state, count in dbsession.execute(_COUNTS)}
    counts.pop(TicketState.DRAFT, None)
    return counts


def count_taken(dbsession: Session, account_id: int) -> int:
    """Count the unsolved tickets that somebody has taken."""
    return dbsession.scalar(_COUNT_MINE, {"account_id": account_id}) or 0


def list_in_state(dbsession: Session, state: TicketState, *, start: int, limit: int) -> list[Ticket]:
    """Return tickets in a state: who has waited longest first, of solved ones the last first."""
    order = Ticket.changed_at.desc() if state is TicketState.SOLVED else Ticket.changed_at
    query = select(Ticket).where(Ticket.state == state.value).order_by(order, Ticket.id)
    return list(dbsession.scalars(query.offset(start).limit(limit)))


def list_taken(dbsession: Session, account_id: int, *, start: int, limit: int) -> list[Ticket]:
    """Return the unsolved tickets that somebody has taken, the open ones first."""
    unsolved = Ticket.state.in_([TicketState.OPEN, TicketState.WAITING])
    query = select(Ticket).where(Ticket.assignee_id == account_id, unsolved)
    return list(
        dbsession.scalars(
            query.order_by(Ticket.state, Ticket.changed_at, Ticket.id).offset(start).limit(limit)
        )
    )


def staff_ids(dbsession: Session, names: Collection[tuple[str, str]]) -> list[int]:
    """Return the accounts of those who answer, by channel and subject, as far as they have used the bot."""
    if not names:
        return []
    query = select(Identity.account_id).where(tuple_(Identity.channel, Identity.subject).in_(names))
    return list(dbsession.scalars(query.distinct().order_by(Identity.account_id)))


def list_ready_answers(dbsession: Session) -> list[ReadyAnswer]:
    """Return all ready answers by name."""
    return list(dbsession.scalars(select(ReadyAnswer).order_by(ReadyAnswer.name)))
