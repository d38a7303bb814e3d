"""How the words of people are sealed in the tables of documents: bound to column, row and professional."""

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.files import provider_tenant
from kalenner.security import CIPHER, UNREADABLE, Binding, Cipher, open_text
from kalenner.transfers import safe_file_name
from kalenner_documents.models import ConsentWords, Document, ExchangedFile, Version


class TextCipher:
    """Seals and opens names and the words of consents."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def seal_name(self, token: str, provider_id: int, name: str) -> bytes:
        """Seal the name of a document or of an exchanged file."""
        return self._cipher.seal(name.encode(), **_name(token, provider_id))

    def seal_file_name(self, token: str, provider_id: int, name: str, number: int = 0) -> bytes:
        """Seal the name that a file had where it came from, made safe; `number` is a document's version's."""
        return self._cipher.seal(safe_file_name(name).encode(), **_file_name(token, provider_id, number))

    def document_name(self, document: Document) -> str:
        """Return a document's name."""
        return self._open(document.name, _document_name(document))

    def version_file_name(self, version: Version) -> str:
        """Return the name that a version's file had where it came from."""
        return self._open(version.file_name, _version_file_name(version))

    def exchanged_name(self, file: ExchangedFile) -> str:
        """Return the name of an exchanged file."""
        return self._open(file.name, _exchanged_name(file))

    def exchanged_file_name(self, file: ExchangedFile) -> str:
        """Return the name that an exchanged file had where it came from."""
        return self._open(file.file_name, _exchanged_file_name(file))

    def seal_words(self, provider_id: int, position: int, words: bytes) -> bytes:
        """Seal the words of a consent."""
        return self._cipher.seal(words, **_words(provider_id, position))

    def open_words(self, provider_id: int, position: int, sealed: bytes) -> bytes:
        """Return the words of a consent. Raises Tampered."""
        return self._cipher.open(sealed, **_words(provider_id, position))

    def _open(self, sealed: bytes | None, binding: Binding) -> str:
        return UNREADABLE if sealed is None else open_text(self._cipher, sealed, binding)


def _document_name(document: Document) -> Binding:
    return _name(document.token, document.provider_id)


def _version_file_name(version: Version) -> Binding:
    return _file_name(version.document.token, version.document.provider_id, version.number)


def _exchanged_name(file: ExchangedFile) -> Binding:
    return _name(file.token, file.client.provider_id)


def _exchanged_file_name(file: ExchangedFile) -> Binding:
    return _file_name(file.token, file.client.provider_id, 0)


def _name(token: str, provider_id: int) -> Binding:
    return {"table": "documents.name", "row": token, "tenant": provider_tenant(provider_id)}


def _file_name(token: str, provider_id: int, number: int) -> Binding:
    row = f"{token}:{number}"
    return {"table": "documents.file_name", "row": row, "tenant": provider_tenant(provider_id)}


def _words(provider_id: int, position: int) -> Binding:
    row = f"{provider_id}:{position}"
    return {"table": ConsentWords.__tablename__, "row": row, "tenant": provider_tenant(provider_id)}


def text_cipher_factory(request: Request) -> TextCipher:
    """Make what seals names for a request."""
    return TextCipher(CIPHER.of(request.registry))


def includeme(config: Configurator) -> None:
    """Register the service, and declare what it seals."""
    config.register_service_factory(text_cipher_factory, TextCipher)
    config.add_sealed_column(Document.name, _document_name)
    config.add_sealed_column(Version.file_name, _version_file_name)
    config.add_sealed_column(ExchangedFile.name, _exchanged_name)
    config.add_sealed_column(ExchangedFile.file_name, _exchanged_file_name)
    config.add_sealed_column(ConsentWords.sealed, lambda words: _words(words.provider_id, words.position))
