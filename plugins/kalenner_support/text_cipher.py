"""How what people write to support is sealed: bound to column, row and person."""

import logging
from functools import partial

from pyramid.config import Configurator

from kalenner.files import account_tenant
from kalenner.security import Cipher, Tampered
from kalenner.transfers import safe_file_name
from kalenner_support.models import TicketMessage

log = logging.getLogger(__name__)

UNREADABLE = "?"
"""Shown for a text that does not open, because somebody has changed it in the database."""


class TextCipher:
    """Seals and opens texts and names of files; `account_id` is whose ticket it is."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def seal_text(self, token: str, account_id: int, text: str) -> bytes:
        """Seal a text."""
        return self._cipher.seal(text.encode(), **_binding("text", token, account_id))

    def seal_file_name(self, token: str, account_id: int, name: str) -> bytes:
        """Seal the name of a file, made safe."""
        return self._cipher.seal(safe_file_name(name).encode(), **_binding("file_name", token, account_id))

    def text(self, message: TicketMessage) -> str:
        """Return the text of a message; "" where it is a file."""
        return self._open("text", message, message.text)

    def file_name(self, message: TicketMessage) -> str:
        """Return the name of a message's file; "" where it is a text."""
        return self._open("file_name", message, message.file_name)

    def _open(self, column: str, message: TicketMessage, sealed: bytes | None) -> str:
        if sealed is None:
            return ""
        try:
            return self._cipher.open(sealed, **_of_message(column, message)).decode()
        except Tampered:
            log.exception("message %s of a ticket cannot be opened", message.id)
            return UNREADABLE


def _binding(column: str, token: str, account_id: int) -> dict[str, str]:
    return {"table": f"support.{column}", "row": token, "tenant": account_tenant(account_id)}


def _of_message(column: str, message: TicketMessage) -> dict[str, str]:
    return _binding(column, message.token, message.ticket.account_id)


def includeme(config: Configurator) -> None:
    """Declare the sealed columns, which are sealed anew after a rotation of keys."""
    config.add_sealed_column(TicketMessage.text, partial(_of_message, "text"))
    config.add_sealed_column(TicketMessage.file_name, partial(_of_message, "file_name"))
