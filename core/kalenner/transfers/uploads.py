"""Uploads with the browser: a page for one person and one purpose, good for fifteen minutes.

A plugin registers a kind of upload: what the page says and allows, and what takes each file that arrived.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.router import Router

from kalenner.i18n import Translatable
from kalenner.people import Account
from kalenner.registry import RegistryKey
from kalenner.settings import SETTINGS, FilesSettings, Settings
from kalenner.transfers.addresses import Address, AddressClosed, make_address, open_address
from kalenner.transfers.form_reader import (
    FormBroken,
    FormFile,
    UploadedFile,
    drop_body,
    read_files,
    receive_files,
)
from kalenner.transfers.pages import LIMITS, broken_page, busy_page, closed_page, upload_page
from kalenner.transfers.slots import SLOTS
from kalenner.units import run_unit

WORD = "upload"
"""In the address, and the purpose of its signature."""
VALID_SECONDS = 900
MOST_FILES = 10
"""In one form."""
_MEGABYTE = 1_000_000
_AROUND = 1_000_000
"""Bytes of a form around its files."""
_OUTCOME = "kalenner.upload"
"""What became of a body, in the WSGI environment, which HTTP cannot set."""


@dataclass(frozen=True)
class UploadRequest:
    """Who sends files, and to what: `object_id` is the plugin's."""

    account: Account
    object_id: int


@dataclass(frozen=True)
class UploadTerms:
    """What the page says and how much it takes.

    `title` is its heading, `limits` what stands below it, with ${megabytes} and ${files}. Files are bound to
    `tenant`, which whoever keeps them has to name.
    `most_megabytes` is for each file; where it is more than ``files.max_mb``, that holds.
    """

    title: Translatable
    tenant: str
    most_megabytes: int
    most_files: int = MOST_FILES
    limits: Translatable = LIMITS


FindTerms = Callable[[Request, UploadRequest], UploadTerms | None]
"""Says what may be sent; None where this person may send nothing now. Asked before each form and after it."""
TakeFile = Callable[[Request, UploadRequest, UploadedFile], Translatable | None]
"""Keeps a file that was received; returns the sentence that says why not, or None where it is kept."""


ReadFiles = Callable[[Request, UploadRequest, list[FormFile]], Response]
"""Answers with a page of its own what stands in files that are kept nowhere."""


@dataclass(frozen=True)
class UploadKind:
    """A kind of upload that a plugin has registered: its files are taken, or read and forgotten."""

    name: str
    find: FindTerms
    take: TakeFile | None = None
    read: ReadFiles | None = None


def add_upload_kind(config: Configurator, name: str, find: FindTerms, take: TakeFile) -> None:
    """Register a kind of upload (directive); its name begins with the plugin's.

    All files of a form are taken in one unit of work; where `take` raises, none is.
    """

    _register(config, UploadKind(name, find, take=take))


def add_reading_kind(config: Configurator, name: str, find: FindTerms, read: ReadFiles) -> None:
    """Register a kind of upload whose files are read in memory and kept nowhere (directive).

    All of them stay in memory until the page is answered, so let the terms allow few and small ones. A file
    that did not arrive as it should is a :class:`RefusedFile` among them.
    """
    _register(config, UploadKind(name, find, read=read))


def _register(config: Configurator, kind: UploadKind) -> None:
    def register() -> None:
        UPLOAD_KINDS.of(config.registry)[kind.name] = kind

    config.action(("upload", kind.name), register)


def upload_url(request: Request, account: Account, kind: str, object_id: int) -> str:
    """Return an address at which this person sends files for fifteen minutes (``request.upload_url``).

    Raises KeyError for a kind that nobody registered, and NoPublicAddress where
    ``request.transfer_obstacle()`` is not None.
    """
    subject = {"kind": UPLOAD_KINDS.of(request.registry)[kind].name, "id": object_id}
    return make_address(request, account, WORD, subject, VALID_SECONDS)


def most_of_form(settings: Settings) -> int:
    """Return how many bytes a form may have."""
    return MOST_FILES * settings.of(FilesSettings).max_mb * _MEGABYTE + _AROUND


@dataclass(frozen=True)
class _Opened:
    """An address that is open, and what it allows."""

    address: Address
    kind: UploadKind
    wanted: UploadRequest
    terms: UploadTerms


@dataclass(frozen=True)
class _Received:
    """The files of a form; `address` was open when the form began to arrive."""

    address: Address
    files: list[FormFile]


def read_upload(app: Router, environ: dict[str, Any]) -> None:
    """Receive the files of a form while they arrive, and put them where `take_files` finds them.

    What goes wrong is put there too: it is answered as for any other page.
    """
    try:
        environ[_OUTCOME] = _receive(app, environ)
    except Exception as error:  # noqa: BLE001 -- raised by `take_files`
        environ[_OUTCOME] = error
    # Read or not: a request that finds a body keeps a copy of it for its second try.
    environ.update({"wsgi.input": BytesIO(), "CONTENT_LENGTH": "0", "CONTENT_TYPE": ""})


def _receive(app: Router, environ: dict[str, Any]) -> _Received | None:
    token = environ["PATH_INFO"].rpartition("/")[2]
    account_id, opened = run_unit(app, "task/uploads.find", partial(_look_up, token=token), only_reads=True)
    if account_id is None:  # from somebody who never had an address: nothing is read
        return None
    give_back = SLOTS.of(app.registry).take(account_id)
    if give_back is None:
        raise _Busy
    try:
        if opened is None:
            drop_body(environ)
            return None
        terms = opened.terms
        most_bytes = terms.most_megabytes * _MEGABYTE
        most_files = terms.most_files
        if opened.kind.read is not None:
            files = read_files(environ, most_bytes=most_bytes, most_files=most_files)
        else:
            files = receive_files(app, environ, terms.tenant, most_bytes=most_bytes, most_files=most_files)
    finally:
        give_back()
    return _Received(opened.address, files)


def _look_up(request: Request, token: str) -> tuple[int | None, _Opened | None]:
    """Return whose address it is or was, and what it opens now."""
    try:
        address = open_address(request, WORD, token, VALID_SECONDS)
    except AddressClosed as closed:
        return closed.account_id, None
    return address.account_id, _find(request, address)


class _Busy(Exception):
    """Too many files are being sent."""


def show_form(request: Request) -> Response:
    """Show the form."""
    _account_id, opened = _look_up(request, request.matchdict["token"])
    if opened is None:
        return closed_page(request)
    terms = opened.terms
    return upload_page(request, terms.title, terms.limits, terms.most_megabytes, terms.most_files)


def take_files(request: Request) -> Response:
    """Let the plugin take the files that were received, and say what became of each."""
    outcome = request.environ.get(_OUTCOME)
    if isinstance(outcome, _Busy):
        return busy_page(request)
    if isinstance(outcome, FormBroken):
        return broken_page(request)
    if isinstance(outcome, Exception):
        raise outcome
    opened = None if outcome is None else _find(request, outcome.address)
    if opened is None:
        return closed_page(request)
    terms, take = opened.terms, opened.kind.take
    if opened.kind.read is not None:
        return opened.kind.read(request, opened.wanted, outcome.files)
    assert take is not None  # noqa: S101 -- a kind takes or reads
    outcomes = [
        (file, take(request, opened.wanted, file) if isinstance(file, UploadedFile) else None)
        for file in outcome.files
    ]
    return upload_page(request, terms.title, terms.limits, terms.most_megabytes, terms.most_files, outcomes)


def _find(request: Request, address: Address) -> _Opened | None:
    """Return what an address allows now; None for nothing."""
    kind = UPLOAD_KINDS.of(request.registry).get(address.subject["kind"])
    account = request.dbsession.get(Account, address.account_id)
    if kind is None or account is None or account.erased_at is not None:
        return None
    wanted = UploadRequest(account, address.subject["id"])
    terms = kind.find(request, wanted)
    if terms is None:
        return None
    most = SETTINGS.of(request.registry).of(FilesSettings).max_mb
    bounded = replace(
        terms,
        most_megabytes=min(terms.most_megabytes, most),
        most_files=min(terms.most_files, MOST_FILES),
    )
    return _Opened(address, kind, wanted, bounded)


UPLOAD_KINDS: RegistryKey[dict[str, UploadKind]] = RegistryKey("kalenner.upload_kinds", dict)
