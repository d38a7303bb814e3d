"""Whose documents a screen shows: loaded through the person, else not available."""

from pyramid.request import Request

from kalenner.people import Client, ClientService
from kalenner.people.policy import NotAvailable, PersonContext, ProfessionalContext, SpecialistContext
from kalenner_documents.downloads import is_side_of
from kalenner_documents.models import Consent, Document, ExchangedFile, WaitingFile
from kalenner_scheduling.api import Service


class DocumentContext(ProfessionalContext):
    """One document of the professional, named by the argument ``document``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        document = request.dbsession.get(Document, request.args["document"])
        if document is None or document.provider_id != self.provider.id or document.deleted_at is not None:
            raise NotAvailable
        self.document: Document = document


class LimitContext(DocumentContext):
    """One document and one service of the professional, named by ``document`` and ``service``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        service = request.dbsession.get(Service, request.args["service"])
        if service is None or service.provider_id != self.provider.id:
            raise NotAvailable
        self.service: Service = service


class ReaderContext(PersonContext):
    """One document of a specialist of the client, named by the argument ``document``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        document = request.dbsession.get(Document, request.args["document"])
        if document is None or document.deleted_at is not None:
            raise NotAvailable
        client = request.find_service(ClientService).find(document.provider_id, self.account.id)
        if client is None:
            raise NotAvailable
        self.client: Client = client
        self.document: Document = document


class FileContext(PersonContext):
    """One file that the person and somebody else exchange, named by the argument ``file``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        file = request.dbsession.get(ExchangedFile, request.args["file"])
        if file is None or not is_side_of(file.client, self.account):
            raise NotAvailable
        self.file: ExchangedFile = file
        self.client: Client = file.client


class OwnFileContext(FileContext):
    """One file that the person has uploaded, named by the argument ``file``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        if self.file.account_id != self.account.id:
            raise NotAvailable


class RefusedContext(PersonContext):
    """One file that the person has uploaded and that was refused, named by the argument ``waiting``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        row = request.dbsession.get(WaitingFile, request.args["waiting"])
        if row is None or row.account_id != self.account.id or row.refusal is None:
            raise NotAvailable
        self.row: WaitingFile = row


class OwnConsentContext(SpecialistContext):
    """One entry about a consent of the client, named by the arguments ``provider`` and ``position``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        consent = request.dbsession.get(Consent, (self.provider.id, request.args["position"]))
        if consent is None or consent.client_id != self.client.id:
            raise NotAvailable
        self.consent: Consent = consent


class ConsentContext(ProfessionalContext):
    """One entry about a consent to a document of the professional, named by the argument ``position``."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        consent = request.dbsession.get(Consent, (self.provider.id, request.args["position"]))
        if consent is None:
            raise NotAvailable
        self.consent: Consent = consent
