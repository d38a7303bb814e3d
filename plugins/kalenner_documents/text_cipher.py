"""How the words of people are sealed in the tables of documents: bound to column, row and professional."""

import logging

from kalenner.files import provider_tenant
from kalenner.security import Cipher, Tampered
from kalenner.transfers import safe_file_name
from kalenner_documents.models import ConsentWords, Document, ExchangedFile, Version

log = logging.getLogger(__name__)

UNREADABLE = "?"
"""Shown for a name that does not open, because somebody has changed it in the database."""


class TextCipher:
    """Seals and opens names and the words of consents."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def seal_name(self, token: str, provider_id: int, name: str) -> bytes:
        """Seal the name of a document or of an exchanged file."""
        return self._seal("name", token, provider_id, name)

    def seal_file_name(self, token: str, provider_id: int, name: str, number: int = 0) -> bytes:
        """Seal the name that a file had where it came from, made safe; `number` is a document's version's."""
        return self._seal("file_name", f"{token}:{number}", provider_id, safe_file_name(name))

    def document_name(self, document: Document) -> str:
        """Return a document's name."""
        return self._open("name", document.token, document.provider_id, document.name)

    def version_file_name(self, version: Version) -> str:
        """Return the name that a version's file had where it came from."""
        document = version.document
        row = f"{document.token}:{version.number}"
        return self._open("file_name", row, document.provider_id, version.file_name)

    def exchanged_name(self, file: ExchangedFile) -> str:
        """Return the name of an exchanged file."""
        return self._open("name", file.token, file.client.provider_id, file.name)

    def exchanged_file_name(self, file: ExchangedFile) -> str:
        """Return the name that an exchanged file had where it came from."""
        return self._open("file_name", f"{file.token}:0", file.client.provider_id, file.file_name)

    def seal_words(self, provider_id: int, position: int, words: bytes) -> bytes:
        """Seal the words of a consent."""
        return self._cipher.seal(words, **_words_binding(provider_id, position))

    def open_words(self, provider_id: int, position: int, sealed: bytes) -> bytes:
        """Return the words of a consent. Raises Tampered."""
        return self._cipher.open(sealed, **_words_binding(provider_id, position))

    def _seal(self, column: str, row: str, provider_id: int, text: str) -> bytes:
        return self._cipher.seal(text.encode(), **_binding(column, row, provider_id))

    def _open(self, column: str, row: str, provider_id: int, sealed: bytes | None) -> str:
        if sealed is None:
            return UNREADABLE
        try:
            return self._cipher.open(sealed, **_binding(column, row, provider_id)).decode()
        except Tampered:
            log.exception("a name of provider %s cannot be opened", provider_id)
            return UNREADABLE


def _binding(column: str, row: str, provider_id: int) -> dict[str, str]:
    return {"table": f"documents.{column}", "row": row, "tenant": provider_tenant(provider_id)}


def _words_binding(provider_id: int, position: int) -> dict[str, str]:
    row = f"{provider_id}:{position}"
    return {"table": ConsentWords.__tablename__, "row": row, "tenant": provider_tenant(provider_id)}
