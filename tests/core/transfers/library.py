"""A plugin that lends private files: each to one account, in one version, for as long as it is lent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select
from webtest import TestApp

from kalenner.clock import CLOCK
from kalenner.files import PRIVATE_FILES, PrivateFileService, receive_private
from kalenner.files.models import PrivateFile
from kalenner.i18n import Translatable, _
from kalenner.people import Account
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.registry import RegistryKey
from kalenner.security.file_cipher import SEGMENT
from kalenner.storage import FolderStore
from kalenner.transfers import Download, DownloadRequest, UploadedFile, UploadRequest, UploadTerms
from kalenner.units import run_unit
from kalenner.web.memory import answering_from_memory

PUBLIC = {"web.public_url": "https://kalenner.example"}
KIND, OTHER_KIND = "library.file", "library.other"
TENANT = "provider:1"
LAST_UPLOADED = 0
"""The object that is whatever was uploaded last."""


@dataclass
class Lent:
    """One file that somebody may have."""

    token: str
    account_id: int
    version: int
    name: str
    media_type: str


@dataclass
class Shelf:
    """What is lent, by object, and which openings were noted."""

    lent: dict[int, Lent] = field(default_factory=dict)
    noted: list[tuple[int, int, int, str]] = field(default_factory=list)
    is_full: bool = False
    most_megabytes: int = 600
    most_files: int = 3
    unwanted: set[str] = field(default_factory=set)


def find(request: Request, wanted: DownloadRequest) -> Download | None:
    lent = SHELF.of(request.registry).lent.get(wanted.object_id)
    if lent is None or (lent.account_id, lent.version) != (wanted.account.id, wanted.version):
        return None
    row = request.dbsession.scalars(select(PrivateFile).where(PrivateFile.token == lent.token)).one()
    return Download(request.find_service(PrivateFileService).open(row), lent.name, lent.media_type)


def note(request: Request, wanted: DownloadRequest) -> None:
    shelf = SHELF.of(request.registry)
    if shelf.is_full:
        raise RuntimeError("nothing more can be noted")
    shelf.noted.append((wanted.account.id, wanted.object_id, wanted.version, wanted.address))


def find_terms(request: Request, wanted: UploadRequest) -> UploadTerms | None:
    shelf = SHELF.of(request.registry)
    if wanted.object_id == 0:
        return None
    return UploadTerms(_("command-settings"), TENANT, shelf.most_megabytes, shelf.most_files)


def take(request: Request, wanted: UploadRequest, file: UploadedFile) -> Translatable | None:
    shelf = SHELF.of(request.registry)
    if file.name in shelf.unwanted:
        return _("page-refused")
    row = request.find_service(PrivateFileService).keep(file.received.token, TENANT)
    lent = Lent(row.token, wanted.account.id, 1, file.name, file.media_type)
    shelf.lent[row.id] = shelf.lent[LAST_UPLOADED] = lent
    return None


def includeme(config: Configurator) -> None:
    config.add_download_kind(KIND, find, note=note)
    config.add_upload_kind(KIND, find_terms, take)
    config.add_download_kind(OTHER_KIND, lambda _request, _wanted: None)


SHELF: RegistryKey[Shelf] = RegistryKey("library.shelf", Shelf)


def library_plugin() -> LoadedPlugin:
    return LoadedPlugin(Plugin("library", "Library", __name__, has_texts=False), SimpleNamespace())


def break_segment(app: Router, token: str, number: int) -> None:
    """Change a byte of a segment."""
    objects = PRIVATE_FILES.of(app.registry).objects
    assert isinstance(objects, FolderStore)
    with objects.path_of(PRIVATE_FILES.of(app.registry).path_of(token)).open("r+b") as file:
        file.seek(number * SEGMENT + 5)
        byte = file.read(1)[0]
        file.seek(number * SEGMENT + 5)
        file.write(bytes([byte ^ 1]))


class Library:
    """The files of an application with the plugin, and two people who fetch them."""

    def __init__(self, app: Router) -> None:
        self.app = app
        self.web = TestApp(answering_from_memory(app))
        self.clock = CLOCK.of(app.registry)
        self.shelf = SHELF.of(app.registry)
        self.ada, self.ben = (self._person(language) for language in ("en", "de"))

    def _person(self, language: str) -> int:
        def add(request: Request) -> int:
            account = Account(language=language, created_at=request.clock.now())
            request.dbsession.add(account)
            request.dbsession.flush()
            return account.id

        return run_unit(self.app, "command/test", add)

    def lend(self, data: bytes, name: str = "Findings.pdf", media_type: str = "application/pdf") -> int:
        """Keep a file and lend its first version to Ada; return its number."""
        return self.lend_chunks([data], len(data), name, media_type)

    def lend_chunks(
        self,
        chunks: Iterable[bytes],
        size: int,
        name: str = "Findings.pdf",
        media_type: str = "application/pdf",
    ) -> int:
        """The same with a file that is never whole in memory."""
        token = receive_private(self.app, TENANT, chunks, most=size).token

        def keep(request: Request) -> int:
            row: PrivateFile = request.find_service(PrivateFileService).keep(token, TENANT)
            return row.id

        number = run_unit(self.app, "command/test", keep)
        self.shelf.lent[number] = Lent(token, self.ada, 1, name, media_type)
        return number

    def url(self, number: int, *, account: int | None = None, version: int = 1, kind: str = KIND) -> str:
        """The address for a person, by default Ada."""

        def make(request: Request) -> str:
            person = request.dbsession.get(Account, account or self.ada)
            url: str = request.download_url(person, kind, number, version)
            return url

        return run_unit(self.app, "command/test", make, only_reads=True)

    def path(self, number: int, **more: int) -> str:
        return self.url(number, **more).removeprefix(PUBLIC["web.public_url"])

    def upload_path(self, object_id: int = 1, *, account: int | None = None) -> str:
        """The path of the form for a person, by default Ada."""

        def make(request: Request) -> str:
            person = request.dbsession.get(Account, account or self.ada)
            url: str = request.upload_url(person, KIND, object_id)
            return url

        url = run_unit(self.app, "command/test", make, only_reads=True)
        return url.removeprefix(PUBLIC["web.public_url"])

    def ask(self, path: str) -> tuple[str, list[tuple[str, str]], Any]:
        """Status, headers and body as a server gets them, of which nothing has been read."""
        answer: tuple[str, list[tuple[str, str]], Any] = Request.blank(path).call_application(self.app)
        return answer

    def destroy(self, number: int) -> None:
        """Destroy the key of a file."""

        def destroy(request: Request) -> None:
            row = request.dbsession.get_one(PrivateFile, number)
            request.find_service(PrivateFileService).destroy(row)

        run_unit(self.app, "command/test", destroy)
