"""The way of an upload into the documents: at once, or after it was looked into for malware.

A file that is being checked waits here, with what is to become of it; so no list, download or consent can
have it. Once nothing is found, the same services keep it that would have kept it at once.
"""

import datetime as dt
import enum
import json
import secrets
from dataclasses import dataclass
from typing import Any

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from sqlalchemy import ColumnElement, func, or_, select

from kalenner.delivery.wakeups import wake_after_commit
from kalenner.files import (
    OpenedFile,
    PrivateFileGone,
    PrivateFileService,
    SpaceUsedUp,
    account_tenant,
    check_quota,
    provider_tenant,
)
from kalenner.files.models import PrivateFile
from kalenner.people import Account, Client, Provider
from kalenner.people.policy import NotAvailable
from kalenner.plugins import HOOKS
from kalenner.screens import Upload
from kalenner.security import CIPHER
from kalenner.settings import SETTINGS
from kalenner_documents import routes
from kalenner_documents.document_service import DocumentService
from kalenner_documents.downloads import is_side_of
from kalenner_documents.exchange_queries import bytes_exchanged
from kalenner_documents.exchange_service import ExchangeService
from kalenner_documents.models import Document, WaitingFile
from kalenner_documents.queries import bytes_of_documents
from kalenner_documents.settings import DocumentsSettings

TOPIC = "documents.checks"
"""What is woken when files wait."""
LEASE = dt.timedelta(minutes=10)
"""After how long a check that was begun is begun by somebody else, such as after a kill."""
AGAIN = dt.timedelta(seconds=50)
"""How long a file waits after its check has failed: until the next run of the task."""


class IntakeKind(enum.StrEnum):
    """What is to become of a file that is being checked."""

    DOCUMENT = "document"
    REPLACEMENT = "replacement"
    EXCHANGED = "exchanged"


def has_checks(registry: Registry) -> bool:
    """Tell whether files are looked into before they are kept: by clamd, or by another plugin."""
    plugins = {one.plugin_name for one in HOOKS.of(registry).implementations("documents_refusals")}
    return bool(plugins - {"documents"} or SETTINGS.of(registry).of(DocumentsSettings).clamd)


@dataclass(frozen=True)
class ClaimedFile:
    """A file whose check has begun: its row, and the name it came with."""

    id: int
    file_name: str


class IntakeService:
    """Takes what was uploaded.

    Each verb returns what it made, or None where the file is being checked and comes later. Raises
    :class:`SpaceUsedUp`, and PrivateFileGone where the file has waited for more than a day.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._dbsession, self._clock = request.dbsession, request.clock
        self._files = request.find_service(PrivateFileService)
        self._documents = request.find_service(DocumentService)
        self._exchange = request.find_service(ExchangeService)
        self._cipher = CIPHER.of(request.registry)
        self._settings = SETTINGS.of(request.registry).of(DocumentsSettings)
        self.has_checks = has_checks(request.registry)

    def create(
        self, provider: Provider, name: str, upload: Upload, *, needs_consent: bool
    ) -> Document | None:
        """Make a document of a file."""
        if not self.has_checks:
            return self._documents.create(provider, name, upload, needs_consent=needs_consent)
        self._check_quota(provider, upload)
        words = {"name": name, "needs_consent": needs_consent}
        self._wait(IntakeKind.DOCUMENT, provider, provider.professional, 0, upload, words)
        return None

    def replace(self, document: Document, upload: Upload) -> Document | None:
        """Let a file take the place of a document's."""
        provider = document.provider
        if not self.has_checks:
            self._documents.replace(document, upload)
            return document
        self._check_quota(provider, upload)
        self._wait(IntakeKind.REPLACEMENT, provider, provider.professional, document.id, upload, {})
        return None

    def add(self, client: Client, by: Account, name: str, upload: Upload) -> object | None:
        """Put a file into the private space of a relation."""
        if not self.has_checks:
            return self._exchange.add(client, by, name, upload)
        is_ours = (WaitingFile.kind == IntakeKind.EXCHANGED) & (WaitingFile.object_id == client.id)
        used = bytes_exchanged(self._dbsession, client.id) + self._bytes_waiting(is_ours)
        check_quota(used, upload.size, self._settings.exchange_quota_mb)
        self._wait(IntakeKind.EXCHANGED, client.provider, by, client.id, upload, {"name": name})
        return None

    def names_of_waiting(self, account: Account, kind: IntakeKind, object_id: int = 0) -> list[str]:
        """Return the names of somebody's files that are being checked, in the order of upload."""
        if not self.has_checks:
            return []
        query = select(WaitingFile).where(
            WaitingFile.account_id == account.id,
            WaitingFile.kind == kind,
            WaitingFile.object_id == object_id,
            WaitingFile.refusal.is_(None),
        )
        return [self.name_of(row) for row in self._dbsession.scalars(query.order_by(WaitingFile.id))]

    def name_of(self, row: WaitingFile) -> str:
        """Return the name that a file was to get, or without one the name it came with."""
        words = self._words(row)
        return str(words.get("name") or words["file_name"])

    def claim(self) -> ClaimedFile | None:
        """Begin the check of the file that waits longest for one; None where none does."""
        now = self._clock.now()
        query = select(WaitingFile).where(
            WaitingFile.refusal.is_(None),
            # The other was written before the clock was set back.
            or_(WaitingFile.next_at <= now, WaitingFile.next_at > now + 2 * LEASE),
        )
        row = self._dbsession.scalar(
            query.order_by(WaitingFile.next_at, WaitingFile.id).limit(1).with_for_update(skip_locked=True)
        )
        if row is None:
            return None
        row.next_at = now + LEASE
        return ClaimedFile(row.id, self._words(row)["file_name"])

    def open(self, waiting_id: int) -> OpenedFile:
        """Return a file that is being checked, to read. Raises NotAvailable where it is not any more."""
        row = self._dbsession.get(WaitingFile, waiting_id)
        if row is None or row.refusal is not None:
            raise NotAvailable
        return self._files.open(self._file(row))

    def put_off(self, waiting_id: int) -> None:
        """Note that the check of a file has failed; it is tried again in a minute."""
        self._get(waiting_id).next_at = self._clock.now() + AGAIN

    def accept(self, waiting_id: int) -> None:
        """Keep a file in which nothing was found; where it cannot be kept any more, its uploader is told."""
        row = self._get(waiting_id)
        file, words = self._file(row), self._words(row)
        upload = Upload(file.token, file.size, name=words["file_name"])
        try:
            self._keep(row, words, upload)
        except (SpaceUsedUp, PrivateFileGone, NotAvailable):
            self.refuse(waiting_id, "")
        else:
            self._dbsession.delete(row)

    def refuse(self, waiting_id: int, found: str) -> None:
        """Destroy a file and tell its uploader what was `found` in it; "" where there was no place for it."""
        row = self._get(waiting_id)
        file = self._file(row)
        row.refusal, row.file = found, None
        self._files.destroy(file)
        self._dbsession.flush()
        self._request.notify(
            row.account_id, routes.refused(waiting=row.id), dedupe=f"documents:refused:{row.id}"
        )

    def _keep(self, row: WaitingFile, words: dict[str, Any], upload: Upload) -> None:
        provider = self._dbsession.get_one(Provider, row.provider_id)
        match IntakeKind(row.kind):
            case IntakeKind.DOCUMENT:
                self._documents.create(provider, words["name"], upload, needs_consent=words["needs_consent"])
            case IntakeKind.REPLACEMENT:
                document = self._dbsession.get(Document, row.object_id)
                if document is None or document.deleted_at is not None:
                    raise NotAvailable
                self._documents.replace(document, upload)
            case IntakeKind.EXCHANGED:
                client = self._dbsession.get(Client, row.object_id)
                by = self._dbsession.get_one(Account, row.account_id)
                if client is None or client.blocked_at is not None or not is_side_of(client, by):
                    raise NotAvailable
                self._exchange.add(client, by, words["name"], upload)

    def _check_quota(self, provider: Provider, upload: Upload) -> None:
        is_ours = (WaitingFile.kind != IntakeKind.EXCHANGED) & (WaitingFile.provider_id == provider.id)
        used = bytes_of_documents(self._dbsession, provider.id) + self._bytes_waiting(is_ours)
        check_quota(used, upload.size, self._settings.quota_mb)

    def _bytes_waiting(self, is_ours: ColumnElement[bool]) -> int:
        """Return how many bytes the files take that are being checked: they count as if they were kept."""
        query = select(func.coalesce(func.sum(PrivateFile.size), 0)).join(WaitingFile.file)
        return int(self._dbsession.scalar(query.where(is_ours)) or 0)

    def _wait(
        self,
        kind: IntakeKind,
        provider: Provider,
        by: Account,
        object_id: int,
        upload: Upload,
        words: dict[str, Any],
    ) -> None:
        token = secrets.token_hex(16)
        text = json.dumps(words | {"file_name": upload.name}).encode()
        now = self._clock.now()
        self._dbsession.add(
            WaitingFile(
                kind=kind,
                provider_id=provider.id,
                account_id=by.id,
                object_id=object_id,
                file=self._files.hold(upload.key, account_tenant(by.id)),
                token=token,
                words=self._cipher.seal(text, **_binding(token, provider.id)),
                created_at=now,
                next_at=now,
            )
        )
        self._dbsession.flush()
        wake_after_commit(self._dbsession, TOPIC)

    def _get(self, waiting_id: int) -> WaitingFile:
        row: WaitingFile | None = self._dbsession.get(WaitingFile, waiting_id, with_for_update=True)
        if row is None or row.refusal is not None:
            raise NotAvailable
        return row

    def _file(self, row: WaitingFile) -> PrivateFile:
        return self._dbsession.get_one(PrivateFile, row.file_id)

    def _words(self, row: WaitingFile) -> dict[str, Any]:
        opened = self._cipher.open(row.words, **_binding(row.token, row.provider_id))
        words: dict[str, Any] = json.loads(opened)
        return words


def _binding(token: str, provider_id: int) -> dict[str, str]:
    """Return what the words of a waiting file are bound to."""
    return {"table": WaitingFile.__tablename__, "row": token, "tenant": provider_tenant(provider_id)}


def includeme(config: Configurator) -> None:
    """Register the service, and declare what it seals."""
    config.register_service_factory(IntakeService, IntakeService)
    config.add_sealed_column(WaitingFile.words, lambda row: _binding(row.token, row.provider_id))
