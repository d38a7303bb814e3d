"""What the services have in common that keep files and the names of files."""

from typing import TypeVar

from pyramid.request import Request
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.files import PrivateFileService
from kalenner.settings import SETTINGS
from kalenner_documents.settings import DocumentsSettings
from kalenner_documents.text_cipher import TextCipher


class BaseService:
    """Their collaborators."""

    def __init__(
        self,
        dbsession: Session,
        clock: Clock,
        files: PrivateFileService,
        cipher: TextCipher,
        settings: DocumentsSettings,
    ) -> None:
        self._dbsession, self._clock, self._files = dbsession, clock, files
        self._cipher, self._settings = cipher, settings


S = TypeVar("S", bound=BaseService)


def make_service(service: type[S], request: Request) -> S:
    """Make one of the services for a request."""
    return service(
        request.dbsession,
        request.clock,
        request.find_service(PrivateFileService),
        request.find_service(TextCipher),
        SETTINGS.of(request.registry).of(DocumentsSettings),
    )
