"""What is read of the files that a professional and one client exchange. The statements are built once."""

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from kalenner.files.models import PrivateFile
from kalenner.people import Client
from kalenner_documents.models import ExchangedDownload, ExchangedFile

_EXCHANGE = (
    select(ExchangedFile)
    .where(ExchangedFile.client_id == bindparam("client_id"))
    .options(joinedload(ExchangedFile.client))
    .order_by(ExchangedFile.id.desc())
    .offset(bindparam("start"))
    .limit(bindparam("limit"))
)
_COUNT_EXCHANGE = select(func.count()).where(ExchangedFile.client_id == bindparam("client_id"))


def count_exchanged(dbsession: Session, client: Client) -> int:
    """Count the files of one relation."""
    return dbsession.scalar(_COUNT_EXCHANGE, {"client_id": client.id}) or 0


def list_exchanged(dbsession: Session, client: Client, *, start: int, limit: int) -> list[ExchangedFile]:
    """Return the files of one relation, the newest first."""
    values = {"client_id": client.id, "start": start, "limit": limit}
    return list(dbsession.scalars(_EXCHANGE, values))


_DOWNLOADS = (
    select(ExchangedDownload)
    .where(ExchangedDownload.file_id == bindparam("file_id"))
    .order_by(ExchangedDownload.id.desc())
    .limit(bindparam("limit"))
)


def list_downloads(dbsession: Session, file: ExchangedFile, *, limit: int) -> list[ExchangedDownload]:
    """Return the last downloads of a file, the newest first."""
    return list(dbsession.scalars(_DOWNLOADS, {"file_id": file.id, "limit": limit}))


_EXCHANGED = (
    select(func.coalesce(func.sum(PrivateFile.size), 0))
    .join(ExchangedFile, ExchangedFile.file_id == PrivateFile.id)
    .where(ExchangedFile.client_id == bindparam("client_id"))
)


def bytes_exchanged(dbsession: Session, client_id: int) -> int:
    """Return how many bytes the files of one relation take."""
    return int(dbsession.scalar(_EXCHANGED, {"client_id": client_id}) or 0)
