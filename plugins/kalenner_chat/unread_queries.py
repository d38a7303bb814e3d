"""What is read of messages that somebody has neither answered nor opened. The statements are built once."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from kalenner.people import Client
from kalenner_chat.models import Participant, Thread

_OPEN = (
    Participant.account_id == bindparam("account_id"),
    Participant.unread > 0,
    Client.removed_at.is_(None),
)
_UNREAD = (
    select(
        func.coalesce(func.sum(Participant.unread), 0),
        func.count(Participant.id),
    )
    .join(Participant.thread)
    .join(Thread.client)
    .where(*_OPEN)
)
_UNREAD_THREADS = (
    select(Participant)
    .join(Participant.thread)
    .join(Thread.client)
    .where(*_OPEN)
    .options(
        joinedload(Participant.thread).joinedload(Thread.client).joinedload(Client.account),
        joinedload(Participant.thread).joinedload(Thread.client).joinedload(Client.provider),
    )
    .order_by(Participant.id)
    .offset(bindparam("start", type_=Integer))
    .limit(bindparam("limit", type_=Integer))
)
_UNREAD_OF = (
    select(Thread.client_id, Participant.unread)
    .join(Participant.thread)
    .where(
        Participant.account_id == bindparam("account_id"),
        Participant.unread > 0,
        Thread.client_id.in_(bindparam("client_ids", expanding=True)),
    )
)


class UnreadCount(NamedTuple):
    """How many messages are unread, and in how many threads."""

    messages: int
    threads: int


def count_unread(dbsession: Session, account_id: int) -> UnreadCount:
    """Count what a person has neither answered nor opened."""
    messages, threads = dbsession.execute(_UNREAD, {"account_id": account_id}).one()
    return UnreadCount(int(messages), threads)


def list_unread(dbsession: Session, account_id: int, *, start: int, limit: int) -> list[Participant]:
    """Return a person's threads with something unread."""
    values = {"account_id": account_id, "start": start, "limit": limit}
    return list(dbsession.scalars(_UNREAD_THREADS, values))


def unread_of(dbsession: Session, account_id: int, client_ids: Collection[int]) -> dict[int, int]:
    """Return how much is unread of some relations, by the ids of the clients' links."""
    values = {"account_id": account_id, "client_ids": list(client_ids)}
    return {row.client_id: row.unread for row in dbsession.execute(_UNREAD_OF, values)}
