"""Who may download a file of a ticket: its person, and those who answer."""

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.files import PrivateFileService
from kalenner.storage.media_types import media_type_of
from kalenner.transfers import Download, DownloadRequest
from kalenner_support.models import TicketMessage, TicketState
from kalenner_support.staff import is_staff
from kalenner_support.ticket_cipher import TicketCipher

FILE = "support.file"


def find_file(request: Request, wanted: DownloadRequest) -> Download | None:
    """Return the file of a message of a ticket."""
    message = request.dbsession.get(TicketMessage, wanted.object_id)
    if message is None or message.file is None:
        return None
    ticket, account = message.ticket, wanted.account
    is_sent = ticket.state != TicketState.DRAFT
    if ticket.account_id != account.id and not (is_sent and is_staff(request, account)):
        return None
    name = request.find_service(TicketCipher).file_name(message)
    return Download(request.find_service(PrivateFileService).open(message.file), name, media_type_of(name))


def includeme(config: Configurator) -> None:
    """Register the downloads."""
    config.add_download_kind(FILE, find_file)
