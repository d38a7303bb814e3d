"""Who may download which document, and under what name it is saved."""

import re
from pathlib import PurePath

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.database import insert_new
from kalenner.files import PrivateFileService
from kalenner.people import Account, Client, ClientService
from kalenner.storage.media_types import media_type_of
from kalenner.transfers import Download, DownloadRequest, safe_file_name
from kalenner_documents.models import Document, ExchangedDownload, ExchangedFile
from kalenner_documents.queries import present_version
from kalenner_documents.text_cipher import TextCipher

_SUFFIX = re.compile(r"\.[a-z0-9]{1,10}", re.IGNORECASE)
DOCUMENT, EXCHANGED = "documents.document", "documents.exchanged"


def find_document(request: Request, wanted: DownloadRequest) -> Download | None:
    """Return the present version of a document for its professional, or for a client who is not blocked."""
    document = request.dbsession.get(Document, wanted.object_id)
    if document is None or document.deleted_at is not None or document.version != wanted.version:
        return None
    if document.provider.account_id != wanted.account.id:
        clients: ClientService = request.find_service(ClientService)
        client = clients.find(document.provider_id, wanted.account.id)
        if client is None or client.blocked_at is not None:
            return None
    version, cipher = present_version(request.dbsession, document), request.find_service(TextCipher)
    if version.file is None:
        return None
    file = request.find_service(PrivateFileService).open(version.file)
    file_name = cipher.version_file_name(version)
    return Download(file, saved_name(cipher.document_name(document), file_name), media_type_of(file_name))


def find_exchanged(request: Request, wanted: DownloadRequest) -> Download | None:
    """Return an exchanged file for one of its two sides, while neither has ended what they have."""
    file = request.dbsession.get(ExchangedFile, wanted.object_id)
    if file is None or not is_side_of(file.client, wanted.account) or file.client.blocked_at is not None:
        return None
    cipher = request.find_service(TextCipher)
    opened = request.find_service(PrivateFileService).open(file.file)
    file_name = cipher.exchanged_file_name(file)
    return Download(opened, saved_name(cipher.exchanged_name(file), file_name), media_type_of(file_name))


def note_exchanged(request: Request, wanted: DownloadRequest) -> None:
    """Keep that an exchanged file was downloaded; the parts of one download count once."""
    row = {"file_id": wanted.object_id, "account_id": wanted.account.id, "address": wanted.address}
    insert_new(request.dbsession, ExchangedDownload, [row | {"at": request.clock.now()}])


def is_side_of(client: Client, account: Account) -> bool:
    """Tell whether somebody is the client or the professional of a relation that was not ended."""
    return client.removed_at is None and account.id in {client.account_id, client.provider.account_id}


def saved_name(name: str, file_name: str) -> str:
    """Return a document's name with the suffix of its file."""
    suffix = PurePath(safe_file_name(file_name)).suffix
    if not _SUFFIX.fullmatch(suffix) or name.lower().endswith(suffix.lower()):
        return name
    return name + suffix


def includeme(config: Configurator) -> None:
    """Register both kinds of downloads."""
    config.add_download_kind(DOCUMENT, find_document)
    config.add_download_kind(EXCHANGED, find_exchanged, note=note_exchanged)
