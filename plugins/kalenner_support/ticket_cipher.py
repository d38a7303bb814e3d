"""How what people write to support is sealed: bound to column, row and person."""

from functools import partial

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.files import account_tenant
from kalenner.security import CIPHER, Binding, Cipher, open_text
from kalenner.transfers import safe_file_name
from kalenner_support.models import TicketMessage


class TicketCipher:
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
        return open_text(self._cipher, sealed, _of_message(column, message))


def _binding(column: str, token: str, account_id: int) -> Binding:
    return {"table": f"support.{column}", "row": token, "tenant": account_tenant(account_id)}


def _of_message(column: str, message: TicketMessage) -> Binding:
    return _binding(column, message.token, message.ticket.account_id)


def ticket_cipher_factory(request: Request) -> TicketCipher:
    """Make the cipher for a request."""
    return TicketCipher(CIPHER.of(request.registry))


def includeme(config: Configurator) -> None:
    """Register the cipher, and declare what it seals."""
    config.register_service_factory(ticket_cipher_factory, TicketCipher)
    config.add_sealed_column(TicketMessage.text, partial(_of_message, "text"))
    config.add_sealed_column(TicketMessage.file_name, partial(_of_message, "file_name"))
