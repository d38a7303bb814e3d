"""Uploads with the browser: what a person may send to whom, and what becomes of each file."""

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.files import PrivateFileGone, SpaceUsedUp, account_tenant, megabytes_left
from kalenner.i18n import Translatable
from kalenner.people import Client
from kalenner.screens import Upload
from kalenner.screens.file_refusals import FILE_GONE
from kalenner.settings import SETTINGS
from kalenner.transfers import UploadedFile, UploadRequest, UploadTerms
from kalenner_documents import _
from kalenner_documents.downloads import is_side_of
from kalenner_documents.exchange_queries import bytes_exchanged
from kalenner_documents.intake import IntakeService
from kalenner_documents.names import proposed_name
from kalenner_documents.queries import bytes_of_documents
from kalenner_documents.settings import DocumentsSettings

FOR_ALL, PRIVATE = "documents.for_all", "documents.private"
"""Kinds of uploads: documents for all clients (no object), and files for one relation (the client's id)."""


def find_for_all(request: Request, wanted: UploadRequest) -> UploadTerms | None:
    """Let a professional send documents."""
    if wanted.account.practice is None:
        return None
    used = bytes_of_documents(request.dbsession, wanted.account.practice.id)
    return _terms(wanted, _("upload-title"), _settings(request).quota_mb, used)


def take_for_all(request: Request, wanted: UploadRequest, file: UploadedFile) -> Translatable | None:
    """Make a document of a file; whether clients have to agree to it is chosen in the chat afterwards."""
    provider, upload = wanted.account.practice, _upload(file)
    assert provider is not None  # noqa: S101 -- as `find_for_all` has found
    intake, name = request.find_service(IntakeService), proposed_name(upload) or file.name
    try:
        intake.create(provider, name, upload, needs_consent=False)
    except (SpaceUsedUp, PrivateFileGone) as error:
        return refusal(error)
    return None


def find_private(request: Request, wanted: UploadRequest) -> UploadTerms | None:
    """Let either side of a relation that was not ended send files to the other."""
    client = _client(request, wanted)
    if client is None:
        return None
    used = bytes_exchanged(request.dbsession, client.id)
    return _terms(wanted, _("upload-title-private"), _settings(request).exchange_quota_mb, used)


def take_private(request: Request, wanted: UploadRequest, file: UploadedFile) -> Translatable | None:
    """Put a file into the private space."""
    client, upload = _client(request, wanted), _upload(file)
    assert client is not None  # noqa: S101 -- as `find_private` has found
    name = proposed_name(upload) or file.name
    try:
        request.find_service(IntakeService).add(client, wanted.account, name, upload)
    except (SpaceUsedUp, PrivateFileGone) as error:
        return refusal(error)
    return None


def refusal(error: SpaceUsedUp | PrivateFileGone) -> Translatable:
    """Return what is said of a file that is not kept."""
    if isinstance(error, SpaceUsedUp):
        return _("space-used-up", mapping={"megabytes": error.megabytes})
    return FILE_GONE


def _client(request: Request, wanted: UploadRequest) -> Client | None:
    client: Client | None = request.dbsession.get(Client, wanted.object_id)
    if client is None or client.blocked_at is not None or not is_side_of(client, wanted.account):
        return None
    return client


def _settings(request: Request) -> DocumentsSettings:
    return SETTINGS.of(request.registry).of(DocumentsSettings)


def _terms(wanted: UploadRequest, title: Translatable, megabytes: int, used: int) -> UploadTerms:
    """Return what may be sent: the page says how much room is left; where none is, each file hears of it."""
    return UploadTerms(title, account_tenant(wanted.account.id), megabytes_left(used, megabytes))


def _upload(file: UploadedFile) -> Upload:
    return Upload(file.received.token, file.received.size, name=file.name)


def includeme(config: Configurator) -> None:
    """Register both kinds of uploads."""
    config.add_upload_kind(FOR_ALL, find_for_all, take_for_all)
    config.add_upload_kind(PRIVATE, find_private, take_private)
