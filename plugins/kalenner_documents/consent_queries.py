"""What is read of consents for a professional: who has agreed, who has declined, and for whom it waits.

The statements are built once.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, case, func, select
from sqlalchemy.orm import Session

from kalenner.people import Account, Client
from kalenner_documents.audience import IS_FOR_ALL, has_booked, is_for
from kalenner_documents.models import Consent, Decision, Document, Version
from kalenner_documents.renewal import HAS_ENDED, cutoffs

IS_OPEN_CLIENT: tuple[ColumnElement[bool], ...] = (Client.removed_at.is_(None), Client.blocked_at.is_(None))
IS_UNANSWERED = Consent.decision.is_(None) | HAS_ENDED
"""Says of a last entry, or of none, that the client has to answer."""


@dataclass(frozen=True)
class Standing:
    """What one client has said about the present version of a document; None, None before the first word.

    `has_ended` is said of a consent whose months are over.
    """

    decision: Decision | None
    at: dt.datetime | None
    has_ended: bool = False

    @classmethod
    def of(cls, decision: str | None, at: dt.datetime | None, has_ended: object) -> "Standing":
        """Make one of what a statement returns."""
        return UNSAID if decision is None else cls(Decision(decision), at, bool(has_ended))

    @property
    def is_waiting(self) -> bool:
        """Whether nothing was said that still holds."""
        return self.decision is None or self.has_ended


UNSAID = Standing(None, None)


@dataclass(frozen=True)
class Tally:
    """How many of a professional's clients have agreed to a document's present version, and so on."""

    agreed: int = 0
    declined: int = 0
    waiting: int = 0


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
    .join(Document, Document.id == Consent.document_id)
    .where(Consent.provider_id == bindparam("provider_id"), *IS_OPEN_CLIENT, ~HAS_ENDED)
    .group_by(Consent.version_id, Consent.decision)
)
_CLIENTS = select(func.count()).where(Client.provider_id == bindparam("provider_id"), *IS_OPEN_CLIENT)
# Of documents for some services, only who has booked one of these has to answer.
_WAITING_FOR_SERVICES = (
    select(Version.id, func.count().filter(has_booked(Client.id) & IS_UNANSWERED))
    .select_from(Version)
    .join(Version.document)
    .join(Client, Client.provider_id == Document.provider_id)
    .outerjoin(_LATEST, (_LATEST.c.version_id == Version.id) & (_LATEST.c.client_id == Client.id))
    .outerjoin(
        Consent, (Consent.provider_id == Document.provider_id) & (Consent.position == _LATEST.c.position)
    )
    .where(Version.id.in_(bindparam("version_ids", expanding=True)), ~IS_FOR_ALL, *IS_OPEN_CLIENT)
    .group_by(Version.id)
)


def tally(dbsession: Session, provider_id: int, version_ids: list[int], now: dt.datetime) -> dict[int, Tally]:
    """Return by version how many of the open clients have agreed, have declined, and have to answer."""
    clients = dbsession.scalar(_CLIENTS, {"provider_id": provider_id}) or 0
    agreed, declined = dict.fromkeys(version_ids, 0), dict.fromkeys(version_ids, 0)
    values = {"provider_id": provider_id, "version_ids": version_ids, **cutoffs(now)}
    for version_id, decision, count in dbsession.execute(_TALLIES, values):
        (agreed if decision == Decision.AGREED else declined)[version_id] += count
    waiting = {each: clients - agreed[each] - declined[each] for each in version_ids}
    of_services = dbsession.execute(_WAITING_FOR_SERVICES, values)
    waiting.update((version_id, count) for version_id, count in of_services)
    return {each: Tally(agreed[each], declined[each], waiting[each]) for each in version_ids}


_ANSWERED = (
    select(Consent.client_id, func.max(Consent.position).label("position"))
    .where(Consent.version_id == bindparam("version_id"))
    .group_by(Consent.client_id)
    .subquery()
)
_RANK = case((IS_UNANSWERED, 1), (Consent.decision == Decision.AGREED.value, 0), else_=2)
_ANSWERS = (
    select(Account.client_name, Consent.decision, Consent.at, HAS_ENDED)
    .select_from(Client)
    .join(Client.account)
    .join(Document, Document.id == bindparam("document_id"))
    .outerjoin(_ANSWERED, _ANSWERED.c.client_id == Client.id)
    .outerjoin(
        Consent, (Consent.provider_id == Client.provider_id) & (Consent.position == _ANSWERED.c.position)
    )
    .where(
        Client.provider_id == bindparam("provider_id"), *IS_OPEN_CLIENT, is_for(Client.id) | ~IS_UNANSWERED
    )
    .order_by(_RANK, func.lower(Account.client_name).nulls_last(), Client.id)
    .offset(bindparam("start"))
    .limit(bindparam("limit"))
)


def list_answers(
    dbsession: Session, version: Version, now: dt.datetime, *, start: int, limit: int
) -> list[Answer]:
    """Return clients by name: those who have agreed, those who have to answer, those who have declined."""
    values = {
        "provider_id": version.document.provider_id,
        "document_id": version.document_id,
        "version_id": version.id,
        "start": start,
        "limit": limit,
        **cutoffs(now),
    }
    rows = dbsession.execute(_ANSWERS, values)
    return [Answer(name, Standing.of(decision, at, has_ended)) for name, decision, at, has_ended in rows]


_LAST = (
    select(Consent)
    .where(Consent.version_id == bindparam("version_id"), Consent.client_id == bindparam("client_id"))
    .order_by(Consent.position.desc())
    .limit(1)
)


def find_last_consent(dbsession: Session, client: Client, version: Version) -> Consent | None:
    """Return what a client has said last about a version."""
    return dbsession.scalar(_LAST, {"version_id": version.id, "client_id": client.id})
