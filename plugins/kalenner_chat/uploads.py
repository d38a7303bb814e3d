"""Files by the browser: for what is larger than the bot can fetch."""

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.files import PrivateFileGone, SpaceUsedUp, account_tenant, megabytes_left
from kalenner.i18n import Translatable
from kalenner.screens import MessageKind
from kalenner.screens.file_refusals import FILE_GONE
from kalenner.settings import SETTINGS
from kalenner.transfers import UploadedFile, UploadRequest, UploadTerms, safe_file_name
from kalenner_chat import _
from kalenner_chat.content import Content
from kalenner_chat.errors import NotWritable, TooManyMessages
from kalenner_chat.message_service import MessageService, Origin
from kalenner_chat.queries import bytes_of_files, find_thread
from kalenner_chat.relations import Relation, relation_of
from kalenner_chat.settings import ChatSettings

FILE = "chat.file"
"""The kind of upload; the object is the thread."""


def find_terms(request: Request, wanted: UploadRequest) -> UploadTerms | None:
    """Let either side of a chat in which can be written send files."""
    relation = _relation(request, wanted)
    if relation is None:
        return None
    quota = SETTINGS.of(request.registry).of(ChatSettings).quota_mb
    left = megabytes_left(bytes_of_files(request.dbsession, relation.thread.id), quota)
    title = _("upload-title", mapping={"name": relation.other_name or "?"})
    return UploadTerms(title, account_tenant(wanted.account.id), left)


def take(request: Request, wanted: UploadRequest, file: UploadedFile) -> Translatable | None:
    """Send a file as a message."""
    relation = _relation(request, wanted)
    assert relation is not None  # noqa: S101 -- as `find_terms` has found
    token, size = file.received.token, file.received.size
    content = Content(MessageKind.DOCUMENT, name=safe_file_name(file.name), upload=token, size=size)
    try:
        request.find_service(MessageService).send(relation, content, Origin())
    except SpaceUsedUp as error:
        return _("space-used-up", mapping={"megabytes": error.megabytes})
    except PrivateFileGone:
        return FILE_GONE
    except TooManyMessages:
        return _("too-many-messages")
    except NotWritable:
        return _("chat-not-possible", mapping={"name": relation.other_name or "?"})
    return None


def _relation(request: Request, wanted: UploadRequest) -> Relation | None:
    thread = find_thread(request.dbsession, wanted.object_id)
    relation = None if thread is None else relation_of(thread, wanted.account)
    return relation if relation is not None and relation.is_writable else None


def includeme(config: Configurator) -> None:
    """Register the kind of upload."""
    config.add_upload_kind(FILE, find_terms, take)
