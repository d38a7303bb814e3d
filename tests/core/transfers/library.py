"""A plugin that lends private files: each to one account, in one version, for as long as it is lent."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import select
from webtest import TestApp

from kalenner.files import PrivateFileService, receive_private
from kalenner.files.models import PrivateFile
from kalenner.people import Account
from kalenner.plugins import LoadedPlugin, Plugin
from kalenner.registry import RegistryKey
from kalenner.transfers import Download, DownloadRequest
from kalenner.units import run_unit

PUBLIC = {"web.public_url": "https://kalenner.example"}
KIND, OTHER_KIND = "library.file", "library.other"
TENANT = "provider:1"


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


def find(request: Request, wanted: DownloadRequest) -> Download | None:
    lent = SHELF.of(request.registry).lent.get(wanted.object_id)
    if lent is None or (lent.account_id, lent.version) != (wanted.account.id, wanted.version):
        return None
    row = request.dbsession.scalars(select(PrivateFile).where(PrivateFile.token == lent.token)).one()
    return Download(request.find_service(PrivateFileService).open(row), lent.name, lent.media_type)


def note(request: Request, wanted: DownloadRequest) -> None:
    assert not request.dbsession.is_active or request.method == "POST"
    opening = (wanted.account.id, wanted.object_id, wanted.version, wanted.address)
    SHELF.of(request.registry).noted.append(opening)


def includeme(config: Configurator) -> None:
    config.add_download_kind(KIND, find, note=note)
    config.add_download_kind(OTHER_KIND, lambda _request, _wanted: None)


SHELF: RegistryKey[Shelf] = RegistryKey("library.shelf", Shelf)


def library_plugin() -> LoadedPlugin:
    return LoadedPlugin(Plugin("library", "Library", __name__, has_texts=False), SimpleNamespace())


class Library:
    """The files of an application with the plugin, and two people who fetch them."""

    def __init__(self, app: Router) -> None:
        self.app = app
        self.web = TestApp(app)
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
        token = receive_private(self.app, TENANT, [data], most=len(data)).token

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
