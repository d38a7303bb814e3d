"""What is read of chats; nothing here changes anything. The statements are built once."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import BigInteger, Integer, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload

from kalenner.database import Instant
from kalenner.files.models import PrivateFile
from kalenner.people import Account, Client, Provider
from kalenner_chat.models import ChatMessage, OpenChat, Participant, Retention, Thread

PAGE = 10
PIECE = 500
"""Messages that are read at a time where all of a thread are."""

_ORDER = (ChatMessage.position, ChatMessage.number, ChatMessage.id)
_THREAD = (
    select(Thread)
    .where(Thread.id == bindparam("thread_id"))
    .options(
        joinedload(Thread.client).joinedload(Client.account),
        joinedload(Thread.client).joinedload(Client.provider).joinedload(Provider.account),
    )
)
_OF_CLIENT = select(Thread).where(Thread.client_id == bindparam("client_id"))
_PARTICIPANTS = select(Participant).where(Participant.thread_id == bindparam("thread_id"))


class Cursor(NamedTuple):
    """A message's place in the order of its thread."""

    position: int
    number: int
    id: int

    @classmethod
    def of(cls, message: ChatMessage) -> "Cursor":
        """Return the place of a message."""
        return cls(message.position, message.number, message.id)


def find_thread(dbsession: Session, thread_id: int) -> Thread | None:
    """Return a thread with the people of its relation."""
    thread: Thread | None = dbsession.scalar(_THREAD, {"thread_id": thread_id})
    return thread


def find_thread_of(dbsession: Session, client_id: int) -> Thread | None:
    """Return the thread of a client's link; None where nobody has opened it yet."""
    thread: Thread | None = dbsession.scalar(_OF_CLIENT, {"client_id": client_id})
    return thread


_OF_PROVIDER = (
    select(Thread.id, Client.account_id)
    .join(Thread.client)
    .where(Client.provider_id == bindparam("provider_id"), Client.removed_at.is_(None))
)


class ClientThread(NamedTuple):
    """A thread, and the account of its client."""

    id: int
    account_id: int


def list_threads_of(dbsession: Session, provider_id: int) -> list[ClientThread]:
    """Return the threads of a professional with clients who were not removed."""
    rows = dbsession.execute(_OF_PROVIDER, {"provider_id": provider_id})
    return [ClientThread(*row) for row in rows]


def participants_of(dbsession: Session, thread_id: int) -> dict[int, Participant]:
    """Return the sides of a thread by account, as they are now."""
    query = _PARTICIPANTS.execution_options(populate_existing=True)
    rows = dbsession.scalars(query, {"thread_id": thread_id})
    return {participant.account_id: participant for participant in rows}


_POSITION = bindparam("position", type_=BigInteger)
_NUMBER, _ID = bindparam("number", type_=BigInteger), bindparam("id", type_=BigInteger)
# Column by column, so that both databases use the index.
_UP_TO = and_(
    ChatMessage.position <= _POSITION,
    or_(
        ChatMessage.position < _POSITION,
        ChatMessage.number < _NUMBER,
        and_(ChatMessage.number == _NUMBER, ChatMessage.id <= _ID),
    ),
)
_AFTER = and_(
    ChatMessage.position >= _POSITION,
    or_(
        ChatMessage.position > _POSITION,
        ChatMessage.number > _NUMBER,
        and_(ChatMessage.number == _NUMBER, ChatMessage.id > _ID),
    ),
)


_IN_THREAD = select(ChatMessage).where(
    ChatMessage.thread_id == bindparam("thread_id"), ChatMessage.sealed.is_not(None)
)
_NEWEST_FIRST = tuple(column.desc() for column in _ORDER)
_WITH_QUOTE = joinedload(ChatMessage.reply_to)
_NEWEST = _IN_THREAD.options(_WITH_QUOTE).order_by(*_NEWEST_FIRST).limit(bindparam("limit", type_=Integer))
_OLDER = _NEWEST.where(_UP_TO)
_PIECE_FIRST = _IN_THREAD.order_by(*_ORDER).limit(PIECE)
_PIECE_NEXT = _PIECE_FIRST.where(_AFTER)
_OWN = _NEWEST.where(ChatMessage.account_id == bindparam("account_id"))


def list_messages(
    dbsession: Session, thread_id: int, *, up_to: Cursor | None = None, limit: int = PAGE
) -> list[ChatMessage]:
    """Return the newest messages of a thread up to a place, the oldest of them first."""
    values = {"thread_id": thread_id, "limit": limit}
    if up_to is None:
        rows = dbsession.scalars(_NEWEST, values)
    else:
        rows = dbsession.scalars(_OLDER, values | up_to._asdict())
    return list(rows)[::-1]


def iter_pieces(dbsession: Session, thread_id: int) -> Iterator[Sequence[ChatMessage]]:
    """Yield all messages of a thread in pieces, the oldest first; each is forgotten with the next."""
    query: Select[ChatMessage] = _PIECE_FIRST
    values: dict[str, object] = {"thread_id": thread_id}
    while True:
        piece = list(dbsession.scalars(query, values))
        yield piece
        if len(piece) < PIECE:
            return
        query, values = _PIECE_NEXT, values | Cursor.of(piece[-1])._asdict()


def list_own(dbsession: Session, thread_id: int, account: Account, limit: int) -> list[ChatMessage]:
    """Return the newest messages that one side has sent, the newest first."""
    values = {"thread_id": thread_id, "account_id": account.id, "limit": limit}
    return list(dbsession.scalars(_OWN, values))


_OWN_AFTER = select(func.count()).where(
    ChatMessage.thread_id == bindparam("thread_id"),
    ChatMessage.account_id == bindparam("account_id"),
    ChatMessage.sealed.is_not(None),
    _AFTER,
)


def count_own_after(dbsession: Session, message: ChatMessage) -> int:
    """Count the messages of the same sender that come after one."""
    values = {"thread_id": message.thread_id, "account_id": message.account_id}
    return dbsession.scalar(_OWN_AFTER, values | Cursor.of(message)._asdict()) or 0


_FILES = (
    _IN_THREAD.where(ChatMessage.file_id.is_not(None))
    .order_by(*_NEWEST_FIRST)
    .offset(bindparam("start", type_=Integer))
    .limit(bindparam("limit", type_=Integer))
)
_COUNT_FILES = select(func.count()).where(
    ChatMessage.thread_id == bindparam("thread_id"), ChatMessage.file_id.is_not(None)
)
_BYTES = (
    select(func.coalesce(func.sum(PrivateFile.size), 0))
    .join(ChatMessage, ChatMessage.file_id == PrivateFile.id)
    .where(ChatMessage.thread_id == bindparam("thread_id"))
)


def count_files(dbsession: Session, thread_id: int) -> int:
    """Count the files of a thread."""
    return dbsession.scalar(_COUNT_FILES, {"thread_id": thread_id}) or 0


def list_files(dbsession: Session, thread_id: int, *, start: int, limit: int) -> list[ChatMessage]:
    """Return the messages of a thread that have files, the newest first."""
    values = {"thread_id": thread_id, "start": start, "limit": limit}
    return list(dbsession.scalars(_FILES, values))


def bytes_of_files(dbsession: Session, thread_id: int) -> int:
    """Return how many bytes the files of a thread take."""
    return int(dbsession.scalar(_BYTES, {"thread_id": thread_id}) or 0)


_SENT_BEFORE = select(ChatMessage).where(
    ChatMessage.account_id == bindparam("account_id"),
    ChatMessage.channel == bindparam("channel"),
    ChatMessage.number == bindparam("number"),
)
_SINCE = select(func.count()).where(
    ChatMessage.account_id == bindparam("account_id"),
    ChatMessage.stored_at > bindparam("since", type_=Instant),
)
_SINCE_IN_THREAD = _SINCE.where(ChatMessage.thread_id == bindparam("thread_id"))


def find_sent(dbsession: Session, account: Account, channel: str, number: int) -> ChatMessage | None:
    """Return the message that was made of one that a person has sent; None where none was."""
    values = {"account_id": account.id, "channel": channel, "number": number}
    message: ChatMessage | None = dbsession.scalar(_SENT_BEFORE, values)
    return message


_LAST = select(func.coalesce(func.max(ChatMessage.position), 0)).where(
    ChatMessage.thread_id == bindparam("thread_id")
)
_NEXT_OWN = (
    select(ChatMessage.position)
    .where(
        ChatMessage.account_id == bindparam("account_id"),
        ChatMessage.channel == bindparam("channel"),
        ChatMessage.number > bindparam("number", type_=BigInteger),
        ChatMessage.thread_id == bindparam("thread_id"),
    )
    .order_by(ChatMessage.number)
    .limit(1)
)


def position_for(dbsession: Session, thread_id: int, account: Account, channel: str, number: int) -> int:
    """Return the position of a new message: the last, or that of the sender's next where it comes late."""
    values = {"thread_id": thread_id, "account_id": account.id, "channel": channel, "number": number}
    later = dbsession.scalar(_NEXT_OWN, values) if number else None
    return later if later is not None else (dbsession.scalar(_LAST, {"thread_id": thread_id}) or 0) + 1


def count_since(
    dbsession: Session, account: Account, since: dt.datetime, thread_id: int | None = None
) -> int:
    """Count what a person has written since a moment, in one thread or altogether."""
    values = {"account_id": account.id, "since": since}
    if thread_id is None:
        return dbsession.scalar(_SINCE, values) or 0
    return dbsession.scalar(_SINCE_IN_THREAD, values | {"thread_id": thread_id}) or 0


def find_open(dbsession: Session, account: Account) -> OpenChat | None:
    """Return the chat that a person has open."""
    return dbsession.get(OpenChat, account.id, populate_existing=True)


def find_retention(dbsession: Session, account_id: int) -> Retention | None:
    """Return how long a professional's messages are kept; None while nothing was chosen."""
    return dbsession.get(Retention, account_id)
