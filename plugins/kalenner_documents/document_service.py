"""The one way in which a professional's documents are made, changed and deleted."""

import secrets
from collections.abc import Iterable

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import select

from kalenner.database import lock
from kalenner.files import account_tenant, check_quota, provider_tenant
from kalenner.files.models import PrivateFile
from kalenner.people import Provider
from kalenner.screens import Upload
from kalenner_documents.base_service import BaseService, make_service
from kalenner_documents.errors import AlreadyAsked
from kalenner_documents.models import Consent, ConsentWords, Decision, Document, Version
from kalenner_documents.queries import bytes_of_documents, present_version

_AGREED = (
    select(Consent.position)
    .join(
        ConsentWords,
        (ConsentWords.provider_id == Consent.provider_id) & (ConsentWords.position == Consent.position),
    )
    .where(Consent.decision == Decision.AGREED.value, ConsentWords.sealed.is_not(None))
)


class DocumentService(BaseService):
    """Documents of any professional.

    Every verb that changes one takes the lock of the professional's documents. A file is taken with the
    transaction; the one that it replaces loses its key with the same, unless somebody has agreed to it.
    """

    def create(self, provider: Provider, name: str, upload: Upload, *, needs_consent: bool) -> Document:
        """Make a document of a file that the professional has sent.

        Raises :class:`SpaceUsedUp`, and PrivateFileGone where the file has waited for more than a day.
        """
        self._lock(provider.id)
        file = self._keep(provider, upload)
        token = secrets.token_hex(16)
        document = Document(
            provider=provider,
            token=token,
            name=self._cipher.seal_name(token, provider.id, name),
            needs_consent=needs_consent,
            version=0,
            created_at=self._clock.now(),
        )
        self._dbsession.add(document)
        self._dbsession.flush()
        self._add_version(document, file, upload.name)
        return document

    def rename(self, document: Document, name: str) -> None:
        """Give a document another name."""
        document.name = self._cipher.seal_name(document.token, document.provider_id, name)
        self._dbsession.flush()

    def replace(self, document: Document, upload: Upload) -> Version:
        """Let another file take the place of a document's; whoever has agreed is asked anew.

        Raises :class:`SpaceUsedUp` and PrivateFileGone.
        """
        self._take(document)
        file = self._keep(document.provider, upload)
        self._release(present_version(self._dbsession, document))
        return self._add_version(document, file, upload.name)

    def require_consent(self, documents: Iterable[Document], *, needs_consent: bool) -> None:
        """Ask for clients' consent to documents, or not any more; what was said stays."""
        for document in documents:
            document.needs_consent = needs_consent
        self._dbsession.flush()

    def delete(self, document: Document) -> None:
        """Delete a document; versions that somebody has agreed to stay as evidence, seen by nobody."""
        self._take(document)
        if document.deleted_at is not None:
            return
        document.deleted_at = self._clock.now()
        kept = [version for version in self._versions(document) if not self._release(version)]
        if not kept:
            document.name = None
        self._dbsession.flush()

    def ask_all(self, document: Document) -> None:
        """Let every client be asked to read the present version, once; raises :class:`AlreadyAsked`."""
        self._take(document)
        version = present_version(self._dbsession, document)
        if version.asked_at is not None:
            raise AlreadyAsked
        version.asked_at, version.told_up_to = self._clock.now(), 0
        self._dbsession.flush()

    def is_evidence(self, version: Version) -> bool:
        """Tell whether somebody has agreed to a version, whose words are not erased."""
        return self._dbsession.scalar(_AGREED.where(Consent.version_id == version.id).limit(1)) is not None

    def release_old(self, limit: int) -> int:
        """Destroy files that were evidence and are none any more, at most `limit`; return how many."""
        is_present = (Document.version == Version.number) & Document.deleted_at.is_(None)
        evidence = _AGREED.where(Consent.version_id == Version.id).exists()
        query = select(Version).join(Version.document)
        versions = self._dbsession.scalars(
            query.where(Version.file_id.is_not(None), ~is_present, ~evidence).limit(limit)
        ).all()
        return sum(self._release(version) for version in versions)

    def _lock(self, provider_id: int) -> None:
        lock(self._dbsession, f"documents:{provider_id}")

    def _take(self, document: Document) -> None:
        self._lock(document.provider_id)
        self._dbsession.refresh(document, ["version", "deleted_at"])

    def _versions(self, document: Document) -> list[Version]:
        query = select(Version).where(Version.document_id == document.id).order_by(Version.number)
        return list(self._dbsession.scalars(query))

    def _keep(self, provider: Provider, upload: Upload) -> PrivateFile:
        used = bytes_of_documents(self._dbsession, provider.id)
        check_quota(used, upload.size, self._settings.quota_mb)
        sender = account_tenant(provider.professional_id)
        return self._files.keep(upload.key, provider_tenant(provider.id), received_as=sender)

    def _add_version(self, document: Document, file: PrivateFile, file_name: str) -> Version:
        document.version += 1
        version = Version(
            document=document,
            number=document.version,
            file=file,
            file_name=self._cipher.seal_file_name(
                document.token, document.provider_id, file_name, document.version
            ),
            digest=self._files.digest_of(file),
            size=file.size,
            created_at=self._clock.now(),
        )
        self._dbsession.add(version)
        self._dbsession.flush()
        return version

    def _release(self, version: Version) -> bool:
        """Destroy the file of a version, unless it is evidence; tell whether it is gone."""
        if version.file_id is None:
            return True
        if self.is_evidence(version):
            return False
        file = self._dbsession.get_one(PrivateFile, version.file_id)
        version.file, version.file_name = None, None
        self._files.destroy(file)
        return True


def document_service_factory(request: Request) -> DocumentService:
    """Make the service for a request."""
    return make_service(DocumentService, request)


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(document_service_factory, DocumentService)
