"""Files that a professional and one client exchange in private."""

import secrets

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import delete

from kalenner.database import lock
from kalenner.files import account_tenant, check_quota, provider_tenant
from kalenner.people import Account, Client
from kalenner.people.policy import NotAvailable
from kalenner.screens import Upload
from kalenner_documents.base_service import BaseService, make_service
from kalenner_documents.exchange_queries import bytes_exchanged
from kalenner_documents.models import ExchangedDownload, ExchangedFile


class ExchangeService(BaseService):
    """The private space of any relation; each side deletes its own files only, and nobody is told."""

    def add(self, client: Client, by: Account, name: str, upload: Upload) -> ExchangedFile:
        """Put a file that `by` has sent into the space of a relation.

        Raises :class:`SpaceUsedUp`, and PrivateFileGone where the file has waited for more than a day.
        """
        lock(self._dbsession, f"documents.exchange:{client.id}")
        used = bytes_exchanged(self._dbsession, client.id)
        check_quota(used, upload.size, self._settings.exchange_quota_mb)
        token, provider_id = secrets.token_hex(16), client.provider_id
        kept = self._files.keep(upload.key, provider_tenant(provider_id), received_as=account_tenant(by.id))
        file = ExchangedFile(
            client=client,
            account_id=by.id,
            token=token,
            name=self._cipher.seal_name(token, provider_id, name),
            file_name=self._cipher.seal_file_name(token, provider_id, upload.name),
            file=kept,
            created_at=self._clock.now(),
        )
        self._dbsession.add(file)
        self._dbsession.flush()
        return file

    def delete(self, file: ExchangedFile, by: Account) -> None:
        """Delete a file of one's own: its key at once. Raises NotAvailable for the other side's."""
        if file.account_id != by.id:
            raise NotAvailable
        kept = file.file
        self._dbsession.execute(delete(ExchangedDownload).where(ExchangedDownload.file_id == file.id))
        self._dbsession.delete(file)
        self._files.destroy(kept)
        self._dbsession.flush()


def exchange_service_factory(request: Request) -> ExchangeService:
    """Make the service for a request."""
    return make_service(ExchangeService, request)


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(exchange_service_factory, ExchangeService)
