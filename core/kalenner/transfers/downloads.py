"""Downloads of private files: an address for one person, one object and one version, good for five minutes.

A plugin registers a kind of download with what finds the file; the core makes the addresses and answers them.
Whether the person may have the file is asked anew each time an address is opened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.router import Router

from kalenner.files import PrivateFileGone
from kalenner.people import Account
from kalenner.registry import RegistryKey
from kalenner.storage.media_types import UNKNOWN
from kalenner.transfers.addresses import Address, AddressClosed, make_address, open_address
from kalenner.transfers.bodies import DecryptedBody
from kalenner.transfers.content_file import ReadableFile
from kalenner.transfers.file_names import attachment
from kalenner.transfers.pages import busy_page, closed_page
from kalenner.transfers.ranges import ByteRange, Unsatisfiable, wanted_range
from kalenner.transfers.slots import SLOTS
from kalenner.units import ROUTER, run_unit

WORD = "download"
"""In the address, and the purpose of its signature."""
VALID_SECONDS = 300

_HARMLESS = frozenset(
    {
        "application/pdf",
        *("audio/mp4", "audio/mpeg", "audio/ogg"),
        *("image/gif", "image/heic", "image/jpeg", "image/png", "image/webp"),
        *("video/mp4", "video/quicktime", "video/webm"),
    }
)
"""Media types that are said to the browser, so that a telephone knows what opens the file."""

_HEADERS = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Accel-Buffering": "no",  # nginx would write what it buffers to its disk
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@dataclass(frozen=True)
class DownloadRequest:
    """One opening of an address: who wants which version of which object.

    `address` tells apart the addresses that were made. Browsers fetch large files in parts, each by an
    opening of its own; all parts of one download have the same.
    """

    account: Account
    object_id: int
    version: int
    address: str


@dataclass(frozen=True)
class Download:
    """What is served: a file to read, the name to save it by, and its media type.

    The name may be anything a person typed: it is made safe here. A media type that a browser could run is
    replaced.
    """

    file: ReadableFile
    name: str
    media_type: str = UNKNOWN


FindDownload = Callable[[Request, DownloadRequest], Download | None]
"""Finds the file in a unit of work that only reads; None where this person may not have it now."""
NoteDownload = Callable[[Request, DownloadRequest], None]
"""Notes in a unit of work that a file is being sent; called for each part, with the same `address`."""


@dataclass(frozen=True)
class DownloadKind:
    """A kind of download that a plugin has registered."""

    name: str
    find: FindDownload
    note: NoteDownload | None


def add_download_kind(
    config: Configurator, name: str, find: FindDownload, *, note: NoteDownload | None = None
) -> None:
    """Register a kind of download (directive); its name begins with the plugin's.

    `find` is called each time an address is opened, and `note` before bytes are sent. Where either raises,
    nothing is sent. PrivateFileGone is the same as None.
    """

    def register() -> None:
        DOWNLOAD_KINDS.of(config.registry)[name] = DownloadKind(name, find, note)

    config.action(("download", name), register)


def download_url(request: Request, account: Account, kind: str, object_id: int, version: int) -> str:
    """Return an address at which this person gets a file for 300 seconds (``request.download_url``).

    Each call gives another one. Raises KeyError for a kind that nobody registered, and NoPublicAddress where
    ``request.transfer_obstacle()`` is not None.
    """
    subject = {"kind": DOWNLOAD_KINDS.of(request.registry)[kind].name, "id": object_id, "version": version}
    return make_address(request, account, WORD, subject, VALID_SECONDS)


def serve(request: Request) -> Response:
    """Answer an address with its file, or say that it is closed, for whatever reason.

    The units of work end before the first byte is sent.
    """
    app = ROUTER.of(request.registry)
    try:
        address = open_address(request, WORD, request.matchdict["token"], VALID_SECONDS)
        kind = DOWNLOAD_KINDS.of(request.registry)[address.subject["kind"]]
    except (AddressClosed, KeyError):  # the plugin may be off now
        return closed_page(request)
    download = run_unit(app, "task/downloads.find", partial(_find, kind, address), only_reads=True)
    if download is None:
        return closed_page(request)
    return _answer(request, download, address.account_id, partial(_note, app, kind, address))


def _find(kind: DownloadKind, address: Address, request: Request) -> Download | None:
    wanted = _wanted(address, request)
    try:
        return None if wanted is None else kind.find(request, wanted)
    except PrivateFileGone:
        return None


def _note(app: Router, kind: DownloadKind, address: Address) -> None:
    def note(request: Request) -> None:
        wanted = _wanted(address, request)
        if kind.note is not None and wanted is not None:
            kind.note(request, wanted)

    if kind.note is not None:
        run_unit(app, "task/downloads.note", note)


def _wanted(address: Address, request: Request) -> DownloadRequest | None:
    account = request.dbsession.get(Account, address.account_id)
    if account is None or account.erased_at is not None:
        return None
    return DownloadRequest(account, address.subject["id"], address.subject["version"], address.nonce)


def _answer(request: Request, download: Download, account_id: int, note: Callable[[], None]) -> Response:
    """Answer with the file or a part of it, by RFC 9110."""
    file = download.file
    tag = file.digest.hex()
    media_type = download.media_type if download.media_type in _HARMLESS else UNKNOWN
    response = Response(content_type=media_type, charset=None, etag=tag)
    response.headers.update(_HEADERS)
    response.headers["Content-Disposition"] = attachment(download.name)
    try:
        part = _part(request, tag, file.size)
    except Unsatisfiable:
        response.status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        response.headers["Content-Range"] = f"bytes */{file.size}"
        return response
    whole = ByteRange(0, file.size, file.size)
    if part is not None:
        response.status = HTTPStatus.PARTIAL_CONTENT
        response.headers["Content-Range"] = part.content_range
    start, end = (part or whole).start, (part or whole).end
    if request.method == "GET":
        give_back = SLOTS.of(request.registry).take(account_id)
        if give_back is None:
            return busy_page(request)
        response.app_iter = body = DecryptedBody(file, start, end, give_back)
        try:
            note()
        except BaseException:
            body.close()
            raise
    response.content_length = end - start
    return response


def _part(request: Request, tag: str, size: int) -> ByteRange | None:
    """Return the part that is asked for, None for the whole. Raises Unsatisfiable."""
    if request.method != "GET":  # to HEAD a Range says nothing
        return None
    known = request.headers.get("If-Range")
    # Anything else is another file, a weak tag, or a date, of which we send none.
    if known is not None and known.strip() != f'"{tag}"':
        return None
    return wanted_range(request.headers.get("Range"), size)


DOWNLOAD_KINDS: RegistryKey[dict[str, DownloadKind]] = RegistryKey("kalenner.download_kinds", dict)
