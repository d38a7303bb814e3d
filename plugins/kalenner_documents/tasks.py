"""What is done for documents again and again."""

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from pyramid.config import Configurator
from sqlalchemy import delete, select
from sqlalchemy.orm import aliased, contains_eager

from kalenner.database import insert_new
from kalenner.people import Client
from kalenner.settings import SETTINGS
from kalenner.units import run_unit
from kalenner_documents import routes
from kalenner_documents.audience import is_for
from kalenner_documents.consent_queries import IS_OPEN_CLIENT
from kalenner_documents.consent_service import ConsentService
from kalenner_documents.document_service import DocumentService
from kalenner_documents.models import (
    Consent,
    ConsentWords,
    Document,
    EndedConsent,
    ExchangedDownload,
    Version,
)
from kalenner_documents.queries import IS_PRESENT
from kalenner_documents.renewal import HAS_ENDED, cutoffs
from kalenner_documents.settings import DocumentsSettings

if TYPE_CHECKING:
    from pyramid.request import Request
    from pyramid.router import Router

BATCH = 500
"""How many clients are told in one transaction."""
A_YEAR = dt.timedelta(days=365)
_LATER = aliased(Consent)
# The last entries about present versions that have ended, of open clients, who are not told of it yet.
_ENDED = (
    select(Consent)
    .join(Consent.document)
    .join(Version, IS_PRESENT & (Version.id == Consent.version_id))
    .join(Consent.client)
    .where(
        Document.renewal_months.is_not(None),
        Document.needs_consent,
        Document.deleted_at.is_(None),
        *IS_OPEN_CLIENT,
        HAS_ENDED,
        ~select(_LATER.position)
        .where(
            _LATER.version_id == Consent.version_id,
            _LATER.client_id == Consent.client_id,
            _LATER.position > Consent.position,
        )
        .exists(),
        ~select(EndedConsent.position)
        .where(EndedConsent.provider_id == Consent.provider_id, EndedConsent.position == Consent.position)
        .exists(),
    )
    .options(
        contains_eager(Consent.client),
        contains_eager(Consent.document).joinedload(Document.provider),
    )
    .order_by(Consent.provider_id, Consent.position)
    .limit(BATCH)
)


def tell_all(app: "Router") -> None:
    """Tell the clients who were asked to read a document, in transactions of a few hundred."""
    while run_unit(app, "task/documents.tell", tell_some):
        pass


def tell_some(request: "Request") -> int:
    """Tell the next clients of one document; return how many there were, 0 where nobody is left."""
    dbsession = request.dbsession
    query = select(Version).where(Version.told_up_to.is_not(None)).order_by(Version.id).limit(1)
    version = dbsession.scalar(query.with_for_update(skip_locked=True))
    if version is None:
        return 0
    document = version.document
    if document.deleted_at is not None or document.version != version.number:
        version.told_up_to = None
        return 1
    answered = select(Consent.position).where(
        Consent.version_id == version.id, Consent.client_id == Client.id
    )
    clients = dbsession.execute(
        select(Client.id, Client.account_id)
        .join(Document, Document.id == document.id)
        .where(
            is_for(Client.id),
            Client.provider_id == document.provider_id,
            Client.id > version.told_up_to,
            Client.removed_at.is_(None),
            Client.blocked_at.is_(None),
            ~answered.exists(),
        )
        .order_by(Client.id)
        .limit(BATCH)
    ).all()
    version.told_up_to = clients[-1].id if clients else None
    for client in clients:
        request.notify(
            client.account_id,
            routes.please_read(document=document.id),
            origin_id=document.provider.account_id,
            dedupe=f"documents:read:{version.id}:{client.account_id}",
        )
    return len(clients) or 1


def tell_ended(app: "Router") -> None:
    """Tell the clients whose consents have ended since the last time, in transactions of a few hundred."""
    while run_unit(app, "task/documents.ended", tell_some_ended):
        pass


def tell_some_ended(request: "Request") -> int:
    """Tell the next clients whose consents have ended; return how many there were."""
    dbsession, now = request.dbsession, request.clock.now()
    # Two workers would tell a client once all the same: the message's key is made of entry and months.
    entries = dbsession.scalars(_ENDED, cutoffs(now)).all()
    rows = [{"provider_id": one.provider_id, "position": one.position, "told_at": now} for one in entries]
    if rows:
        insert_new(dbsession, EndedConsent, rows)
    for entry in entries:
        request.notify(
            entry.client.account_id,
            routes.ended(document=entry.document_id),
            origin_id=entry.document.provider.account_id,
            dedupe=f"documents:ended:{entry.provider_id}:{entry.position}:{entry.document.renewal_months}",
        )
    return len(entries)


def forget(app: "Router") -> None:
    """Forget the words of consents after the years for which they are kept, and downloads after a year."""
    years = SETTINGS.of(app.registry).of(DocumentsSettings).evidence_years
    while run_unit(app, "task/documents.forget", partial(forget_some, years=years)):
        pass
    while run_unit(app, "task/documents.release", release_some):
        pass
    run_unit(app, "task/documents.downloads", forget_downloads)


def forget_some(request: "Request", years: int) -> int:
    """Erase what clients have said who were removed so many years ago; return how many clients."""
    clients = request.dbsession.scalars(
        select(Client)
        .join(Consent, Consent.client_id == Client.id)
        .join(
            ConsentWords,
            (ConsentWords.provider_id == Consent.provider_id) & (ConsentWords.position == Consent.position),
        )
        .where(Client.removed_at < request.clock.now() - years * A_YEAR, ConsentWords.sealed.is_not(None))
        .distinct()
        .limit(BATCH)
    ).all()
    for client in clients:
        request.find_service(ConsentService).erase_words(client)
    return len(clients)


def release_some(request: "Request") -> int:
    """Destroy files that were evidence; return how many."""
    return request.find_service(DocumentService).release_old(BATCH)


def forget_downloads(request: "Request") -> None:
    """Forget downloads of exchanged files that are older than a year."""
    old = ExchangedDownload.at < request.clock.now() - A_YEAR
    request.dbsession.execute(delete(ExchangedDownload).where(old))


def includeme(config: Configurator) -> None:
    """Add the tasks to the calendar."""
    config.add_long_task("documents.tell", tell_all, every_minutes=1)
    config.add_long_task("documents.ended", tell_ended, every_minutes=30)
    config.add_long_task("documents.forget", forget, every_minutes=30)
