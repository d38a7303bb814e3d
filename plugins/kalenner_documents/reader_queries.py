"""What one client has before them: documents, what was said of each, and what waits for an answer.

The statements are built once.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from kalenner.people import Client
from kalenner_documents.audience import is_for, is_for_service
from kalenner_documents.consent_queries import IS_OPEN_CLIENT, IS_UNANSWERED, Standing
from kalenner_documents.models import Consent, Decision, Document, Version
from kalenner_documents.queries import IS_PRESENT
from kalenner_documents.renewal import HAS_ENDED, cutoffs

MOST_NEEDED = 10
"""How many documents are named that keep a client from booking; the others follow behind these."""


@dataclass(frozen=True)
class ReaderDocument:
    """A document as one client has it before them."""

    document: Document
    version: Version
    standing: Standing
    position: int | None
    """Of the entry with what was said last, in the professional's chain."""

    @property
    def is_waiting(self) -> bool:
        """Whether the client has to answer."""
        return self.document.needs_consent and self.standing.is_waiting


_OWN = (
    select(Consent.version_id, func.max(Consent.position).label("position"))
    .where(Consent.client_id == bindparam("client_id"))
    .group_by(Consent.version_id)
    .subquery()
)
_IS_WAITING = Document.needs_consent & IS_UNANSWERED
_IS_SHOWN = is_for(bindparam("client_id")) | Consent.decision.is_not(None)


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


_READ = _read_by(Document, Version, Consent.position, Consent.decision, Consent.at, HAS_ENDED)
_IN_ORDER = (
    _READ.where(_IS_SHOWN)
    .order_by(case((_IS_WAITING, 0), else_=1), Document.id)
    .offset(bindparam("start"))
    .limit(bindparam("limit"))
)
_COUNT = _read_by(func.count()).where(_IS_SHOWN)
_ONE = _READ.where(Document.id == bindparam("document_id"))
_ASKED = Document.needs_consent | Consent.decision.is_not(None)
_STATUS = _IN_ORDER.where(_ASKED)
_COUNT_STATUS = _COUNT.where(_ASKED)
_WAITING_OF_CLIENT = _READ.where(_IS_WAITING, _IS_SHOWN).order_by(Document.id)
_NEEDED = (
    _READ.where(
        Document.needs_consent,
        Document.needed_before_booking,
        is_for_service(bindparam("service_id")),
        Consent.decision.is_(None) | (Consent.decision != Decision.AGREED.value) | HAS_ENDED,
    )
    .order_by(Document.id)
    .limit(MOST_NEEDED)
)


class ReaderQueries:
    """What is read for one client at one instant."""

    def __init__(self, dbsession: Session, client: Client, now: dt.datetime) -> None:
        self._dbsession = dbsession
        self._values = {"provider_id": client.provider_id, "client_id": client.id, **cutoffs(now)}

    def count(self) -> int:
        """Count the documents that are for the client."""
        return self._dbsession.scalar(_COUNT, self._values) or 0

    def list_all(self, *, start: int, limit: int) -> list[ReaderDocument]:
        """Return them: what waits for an answer first, then in the order of upload."""
        return self._read(_IN_ORDER, start=start, limit=limit)

    def find(self, document: Document) -> ReaderDocument | None:
        """Return one document, which may also be one for services that the client has not booked yet."""
        return next(iter(self._read(_ONE, document_id=document.id)), None)

    def list_waiting(self) -> list[ReaderDocument]:
        """Return what waits for an answer, in the order of upload."""
        return self._read(_WAITING_OF_CLIENT)

    def list_needed(self, service_id: int) -> list[ReaderDocument]:
        """Return what the client has to agree to before a service can be booked, :data:`MOST_NEEDED`."""
        return self._read(_NEEDED, service_id=service_id)

    def count_status(self) -> int:
        """Count the documents that ask for the client's consent, or have an answer."""
        return self._dbsession.scalar(_COUNT_STATUS, self._values) or 0

    def list_status(self, *, start: int, limit: int) -> list[ReaderDocument]:
        """Return those documents, what waits first."""
        return self._read(_STATUS, start=start, limit=limit)

    def _read(self, statement: Any, **values: int) -> list[ReaderDocument]:
        return [
            ReaderDocument(document, version, Standing.of(*said), position)
            for document, version, position, *said in self._dbsession.execute(
                statement, self._values | values
            )
        ]


_LATER = aliased(Consent)
_HAS_ANSWERED = select(Consent.position).where(
    Consent.version_id == Version.id,
    Consent.client_id == Client.id,
    ~HAS_ENDED,
    ~select(_LATER.position)
    .where(
        _LATER.version_id == Consent.version_id,
        _LATER.client_id == Consent.client_id,
        _LATER.position > Consent.position,
    )
    .exists(),
)
_WAITING_ANYWHERE = (
    select(func.count())
    .select_from(Client)
    .join(Document, Document.provider_id == Client.provider_id)
    .join(Version, IS_PRESENT)
    .where(
        Client.account_id == bindparam("account_id"),
        *IS_OPEN_CLIENT,
        Document.deleted_at.is_(None),
        Document.needs_consent,
        ~_HAS_ANSWERED.correlate(Version, Client, Document).exists(),
        is_for(Client.id),
    )
)


def count_waiting(dbsession: Session, account_id: int, now: dt.datetime) -> int:
    """Count what waits for a person's answer, with all specialists."""
    return dbsession.scalar(_WAITING_ANYWHERE, {"account_id": account_id, **cutoffs(now)}) or 0
