"""What is read of consents: what clients have said of documents, and what waits for them.

The statements are built once.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from kalenner.people import Account, Client
from kalenner_documents.models import Consent, Decision, Document, Version
from kalenner_documents.queries import IS_PRESENT

_OPEN_CLIENT = Client.removed_at.is_(None), Client.blocked_at.is_(None)


@dataclass(frozen=True)
class Standing:
    """What one client has said about the present version of a document; None, None while it waits."""

    decision: Decision | None
    at: dt.datetime | None


WAITING = Standing(None, None)


@dataclass(frozen=True)
class Tally:
    """How many of a professional's clients have agreed to a document's present version, and so on."""

    agreed: int = 0
    declined: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class ReaderDocument:
    """A document as one client has it before them."""

    document: Document
    version: Version
    standing: Standing

    @property
    def is_waiting(self) -> bool:
        """Whether the client has to answer."""
        return self.document.needs_consent and self.standing.decision is None


@dataclass(frozen=True)
class Answer:
    """One client in the list of who agreed."""

    name: str | None
    standing: Standing


_LATEST = (
    select(Consent.version_id, Consent.client_id, func.max(Consent.position).label("position"))
    .where(Consent.version_id.in_(bindparam("version_ids", expanding=True)))
    .group_by(Consent.version_id, Consent.client_id)
    .subquery()
)
_TALLIES = (
    select(Consent.version_id, Consent.decision, func.count())
    .join(_LATEST, (_LATEST.c.version_id == Consent.version_id) & (_LATEST.c.position == Consent.position))
    .join(Client, Client.id == Consent.client_id)
    .where(Consent.provider_id == bindparam("provider_id"), *_OPEN_CLIENT)
    .group_by(Consent.version_id, Consent.decision)
)
_CLIENTS = select(func.count()).where(Client.provider_id == bindparam("provider_id"), *_OPEN_CLIENT)


def tally(dbsession: Session, provider_id: int, version_ids: list[int]) -> dict[int, Tally]:
    """Return by version how many of the open clients have agreed, have declined, and have not answered."""
    clients = dbsession.scalar(_CLIENTS, {"provider_id": provider_id}) or 0
    agreed, declined = dict.fromkeys(version_ids, 0), dict.fromkeys(version_ids, 0)
    rows = dbsession.execute(_TALLIES, {"provider_id": provider_id, "version_ids": version_ids})
    for version_id, decision, count in rows:
        (agreed if decision == Decision.AGREED else declined)[version_id] += count
    return {
        each: Tally(agreed[each], declined[each], clients - agreed[each] - declined[each])
        for each in version_ids
    }


_ANSWERED = (
    select(Consent.client_id, func.max(Consent.position).label("position"))
    .where(Consent.version_id == bindparam("version_id"))
    .group_by(Consent.client_id)
    .subquery()
)
_RANK = case((Consent.decision == Decision.AGREED.value, 0), (Consent.decision.is_(None), 1), else_=2)
_ANSWERS = (
    select(Account.client_name, Consent.decision, Consent.at)
    .select_from(Client)
    .join(Client.account)
    .outerjoin(_ANSWERED, _ANSWERED.c.client_id == Client.id)
    .outerjoin(
        Consent, (Consent.provider_id == Client.provider_id) & (Consent.position == _ANSWERED.c.position)
    )
    .where(Client.provider_id == bindparam("provider_id"), *_OPEN_CLIENT)
    .order_by(_RANK, func.lower(Account.client_name).nulls_last(), Client.id)
    .offset(bindparam("start"))
    .limit(bindparam("limit"))
)


def list_answers(dbsession: Session, version: Version, *, start: int, limit: int) -> list[Answer]:
    """Return clients by name: those who have agreed, those who have not answered, those who have declined."""
    provider_id = version.document.provider_id
    values = {"provider_id": provider_id, "version_id": version.id, "start": start, "limit": limit}
    rows = dbsession.execute(_ANSWERS, values)
    return [Answer(name, _standing(decision, at)) for name, decision, at in rows]


# What one client has before them

_OWN = (
    select(Consent.version_id, func.max(Consent.position).label("position"))
    .where(Consent.client_id == bindparam("client_id"))
    .group_by(Consent.version_id)
    .subquery()
)
_IS_WAITING = Document.needs_consent & Consent.decision.is_(None)


def _read_by(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Select of a professional's documents with what one client has said about each."""
    return (
        select(*columns)
        .select_from(Document)
        .join(Version, IS_PRESENT)
        .outerjoin(_OWN, _OWN.c.version_id == Version.id)
        .outerjoin(
            Consent, (Consent.provider_id == Document.provider_id) & (Consent.position == _OWN.c.position)
        )
        .where(Document.provider_id == bindparam("provider_id"), Document.deleted_at.is_(None))
    )


_READ = _read_by(Document, Version, Consent.decision, Consent.at)
_IN_ORDER = (
    _READ.order_by(case((_IS_WAITING, 0), else_=1), Document.id)
    .offset(bindparam("start"))
    .limit(bindparam("limit"))
)
_ONE = _READ.where(Document.id == bindparam("document_id"))
_ASKED = Document.needs_consent | Consent.decision.is_not(None)
_STATUS = _IN_ORDER.where(_ASKED)
_COUNT_STATUS = _read_by(func.count()).where(_ASKED)
_WAITING_OF_CLIENT = _read_by(Document, Version, Consent.decision, Consent.at).where(_IS_WAITING)


def list_for_client(dbsession: Session, client: Client, *, start: int, limit: int) -> list[ReaderDocument]:
    """Return documents as a client sees them: what waits for an answer first, then in the order of upload."""
    return _read(dbsession, _IN_ORDER, client, start=start, limit=limit)


def find_for_client(dbsession: Session, client: Client, document: Document) -> ReaderDocument | None:
    """Return one document as a client sees it."""
    return next(iter(_read(dbsession, _ONE, client, document_id=document.id)), None)


def list_waiting(dbsession: Session, client: Client) -> list[ReaderDocument]:
    """Return the documents that wait for a client's answer, in the order of upload."""
    return _read(dbsession, _WAITING_OF_CLIENT.order_by(Document.id), client)


def count_status(dbsession: Session, client: Client) -> int:
    """Count the documents that ask for a client's consent, or have one."""
    values = {"provider_id": client.provider_id, "client_id": client.id}
    return dbsession.scalar(_COUNT_STATUS, values) or 0


def list_status(dbsession: Session, client: Client, *, start: int, limit: int) -> list[ReaderDocument]:
    """Return those documents, what waits first."""
    return _read(dbsession, _STATUS, client, start=start, limit=limit)


def _read(dbsession: Session, statement: Any, client: Client, **values: int) -> list[ReaderDocument]:
    values |= {"provider_id": client.provider_id, "client_id": client.id}
    return [
        ReaderDocument(document, version, _standing(decision, at))
        for document, version, decision, at in dbsession.execute(statement, values)
    ]


_WAITING_ANYWHERE = (
    select(func.count())
    .select_from(Client)
    .join(Document, Document.provider_id == Client.provider_id)
    .join(Version, IS_PRESENT)
    .where(
        Client.account_id == bindparam("account_id"),
        *_OPEN_CLIENT,
        Document.deleted_at.is_(None),
        Document.needs_consent,
        ~select(Consent.position)
        .where(Consent.version_id == Version.id, Consent.client_id == Client.id)
        .exists(),
    )
)


def count_waiting(dbsession: Session, account_id: int) -> int:
    """Count what waits for a person's answer, with all specialists."""
    return dbsession.scalar(_WAITING_ANYWHERE, {"account_id": account_id}) or 0


_LAST = (
    select(Consent)
    .where(Consent.version_id == bindparam("version_id"), Consent.client_id == bindparam("client_id"))
    .order_by(Consent.position.desc())
    .limit(1)
)


def find_last_consent(dbsession: Session, client: Client, version: Version) -> Consent | None:
    """Return what a client has said last about a version."""
    return dbsession.scalar(_LAST, {"version_id": version.id, "client_id": client.id})


def _standing(decision: str | None, at: dt.datetime | None) -> Standing:
    return WAITING if decision is None else Standing(Decision(decision), at)
