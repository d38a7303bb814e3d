"""What is read of documents; nothing here changes anything. The statements are built once."""

from collections.abc import Collection

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from kalenner.files.models import PrivateFile
from kalenner_documents.models import Document, Version

IS_PRESENT = (Version.document_id == Document.id) & (Version.number == Document.version)
_COUNT = select(func.count()).where(
    Document.provider_id == bindparam("provider_id"), Document.deleted_at.is_(None)
)
_PAGE = (
    select(Version)
    .join(Version.document)
    .where(Document.provider_id == bindparam("provider_id"), Document.deleted_at.is_(None), IS_PRESENT)
    .options(contains_eager(Version.document))
    .order_by(Document.id)
    .offset(bindparam("start"))
    .limit(bindparam("limit"))
)
_VERSION = (
    select(Version)
    .join(Version.document)
    .where(Document.id == bindparam("document_id"), IS_PRESENT)
    .options(contains_eager(Version.document), joinedload(Version.file))
)


def count_documents(dbsession: Session, provider_id: int) -> int:
    """Count a professional's documents."""
    return dbsession.scalar(_COUNT, {"provider_id": provider_id}) or 0


def list_documents(dbsession: Session, provider_id: int, *, start: int, limit: int) -> list[Version]:
    """Return the present versions of documents in the order of upload, each with its document."""
    values = {"provider_id": provider_id, "start": start, "limit": limit}
    return list(dbsession.scalars(_PAGE, values))


def present_version(dbsession: Session, document: Document) -> Version:
    """Return a document's present version."""
    return dbsession.scalars(_VERSION, {"document_id": document.id}).one()


_KEPT = (
    select(func.coalesce(func.sum(PrivateFile.size), 0))
    .join(Version, Version.file_id == PrivateFile.id)
    .join(Version.document)
    .where(Document.provider_id == bindparam("provider_id"))
)


def find_documents(dbsession: Session, provider_id: int, ids: Collection[int]) -> list[Document]:
    """Return those of a professional's documents that have one of these ids, in the order of upload."""
    query = select(Document).where(
        Document.provider_id == provider_id, Document.deleted_at.is_(None), Document.id.in_(ids)
    )
    return list(dbsession.scalars(query.order_by(Document.id)))


def bytes_of_documents(dbsession: Session, provider_id: int) -> int:
    """Return how many bytes a professional's documents take, with the old versions that are kept."""
    return int(dbsession.scalar(_KEPT, {"provider_id": provider_id}) or 0)
