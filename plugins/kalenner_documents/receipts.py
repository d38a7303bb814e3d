"""Receipts: what was said of which version of a document, by whom, when; a PDF file for either side.

A receipt is made when its address is opened, in a unit of work that only reads, in the language and the zone
of whoever asked for it. It is not kept.
"""

import datetime as dt

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.files import PrivateFileService
from kalenner.i18n import Reader, reader_for
from kalenner.people import Account
from kalenner.storage.media_types import media_type_of
from kalenner.transfers import ContentFile, Download, DownloadRequest
from kalenner_documents import _
from kalenner_documents.downloads import saved_name
from kalenner_documents.history import ConsentHistory, HistoryEntry
from kalenner_documents.models import Decision
from kalenner_documents.receipt_pdf import ReceiptText, draw_receipt
from kalenner_documents.text_cipher import TextCipher
from kalenner_documents.words import Words

RECEIPT, ANSWERED = "documents.receipt", "documents.answered"
"""Kinds of downloads: a receipt, and the file that was answered, also once another one has taken its place.

The object is the professional, the version the position in the chain.
"""

_SAID = {
    Decision.AGREED: _("receipt-agreed"),
    Decision.DECLINED: _("receipt-declined"),
    Decision.WITHDRAWN: _("receipt-withdrawn"),
}


def find_receipt(request: Request, wanted: DownloadRequest) -> Download | None:
    """Return the receipt of an entry for its professional, or for its client until the relation has ended."""
    history = ConsentHistory(request.dbsession, request.find_service(TextCipher))
    entry = history.find(wanted.object_id, wanted.version)
    if entry is None or entry.words is None or not may_read(entry, wanted.account):
        return None
    account = wanted.account
    reader = reader_for(request.registry, account.reading_language, account.timezone)
    name = reader.label(_("receipt-file-name"), document=entry.words.document)
    file = ContentFile(draw_receipt(receipt_text(reader, entry, entry.words)))
    return Download(file, f"{name}.pdf", "application/pdf")


def find_answered(request: Request, wanted: DownloadRequest) -> Download | None:
    """Return the file that an entry is about for those who may have its receipt, unless they are blocked."""
    cipher = request.find_service(TextCipher)
    entry = ConsentHistory(request.dbsession, cipher).find(wanted.object_id, wanted.version)
    if entry is None or entry.words is None or not may_read(entry, wanted.account):
        return None
    client, version = entry.consent.client, entry.version
    if version.file is None or (client.account_id == wanted.account.id and client.blocked_at is not None):
        return None
    file = request.find_service(PrivateFileService).open(version.file)
    file_name = cipher.version_file_name(version)
    return Download(file, saved_name(entry.words.document, file_name), media_type_of(file_name))


def may_read(entry: HistoryEntry, account: Account) -> bool:
    """Tell whether somebody is the professional of an entry, or its client as long as the relation lasts."""
    client = entry.consent.client
    if client.provider.account_id == account.id:
        return True
    return client.account_id == account.id and client.removed_at is None


def receipt_text(reader: Reader, entry: HistoryEntry, words: Words) -> ReceiptText:
    """Return what a receipt says, in the reader's language."""
    consent, version = entry.consent, entry.version
    label = reader.label
    rows = [
        (label(_("receipt-client")), words.client),
        (label(_("receipt-specialist")), consent.client.provider.nickname),
        (label(_("receipt-document")), words.document),
        (label(_("receipt-answer")), label(_SAID[entry.decision])),
        (label(_("receipt-when")), when(reader, consent.at)),
        (
            label(_("receipt-version")),
            label(_("receipt-version-of"), number=version.number, moment=when(reader, version.created_at)),
        ),
        (label(_("receipt-size")), label(_("receipt-bytes"), count=version.size)),
        (label(_("receipt-digest")), _in_two_lines(consent.digest)),
        (label(_("receipt-text")), words.text),
        (label(_("receipt-entry")), f"{consent.position}\n{_in_two_lines(consent.mac)}"),
    ]
    notes = [label(_("receipt-how-to-check")), label(_("receipt-letters"))]
    return ReceiptText(label(_("receipt-title")), rows, notes, reader.language)


def _in_two_lines(code: bytes) -> str:
    written = code.hex()
    half = len(written) // 2
    return f"{written[:half]}\n{written[half:]}"


def when(reader: Reader, instant: dt.datetime) -> str:
    """Return an instant on the reader's clock with the zone, and in UTC to the second."""
    utc = instant.astimezone(dt.UTC)
    offset = reader.local(instant).strftime("%z")
    return (
        f"{reader.moment(instant)} ({reader.zone_name()}, UTC{offset[:3]}:{offset[3:5]})"
        f" = {utc:%Y-%m-%d %H:%M:%S} UTC"
    )


def includeme(config: Configurator) -> None:
    """Register both kinds of downloads."""
    config.add_download_kind(RECEIPT, find_receipt)
    config.add_download_kind(ANSWERED, find_answered)
