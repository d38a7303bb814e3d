"""Payloads of inbox and outbox: sealed while they wait, each bound to its row.

An update is bound to the channel, its number and its person, a message to the channel, its address and its
idempotency key; neither changes. So a payload that somebody moves to another row does not open there.
"""

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.delivery.models import Inbox, Outbox
from kalenner.security import JSON_CIPHER, Binding, JsonCipher, Tampered, waiting_cipher

INBOX, OUTBOX = "core_inbox", "core_outbox"


def update_binding(channel: str, key: int, subject: str) -> Binding:
    """Return what the payload of an update is bound to.

    Its bot is not part of it: a stored update may be told only later which bot it is of, and whoever handles
    it does not look at that.
    """
    return {"table": INBOX, "row": f"{channel}:{key}", "tenant": subject}


def message_binding(channel: str, address: str, dedupe: str | None) -> Binding:
    """Return what the payload of a message is bound to."""
    return {"table": OUTBOX, "row": f"{channel}:{dedupe}", "tenant": address}


class SealedPayload:
    """A payload as its row has it, which is opened by whoever looks at it."""

    __slots__ = ("_binding", "_cipher", "_sealed")

    def __init__(self, cipher: JsonCipher, sealed: bytes | None, binding: Binding) -> None:
        self._cipher, self._sealed, self._binding = cipher, sealed, binding

    def open(self) -> dict[str, Any]:
        """Return the payload, each time a new one; raises Tampered where the row has none of its own."""
        if self._sealed is None:
            raise Tampered(f"{self._binding['table']}: the payload is gone")
        payload: dict[str, Any] = self._cipher.open(self._sealed, **self._binding)
        return payload


def payload_of(request: Request, row: Outbox) -> dict[str, Any]:
    """Return what a message says; raises Tampered where the keys do not open it."""
    return SealedPayload(JSON_CIPHER.of(request.registry), row.payload, _of_message(row)).open()


def _of_update(row: Inbox) -> Binding:
    return update_binding(row.channel, row.key, row.subject)


def _of_message(row: Outbox) -> Binding:
    return message_binding(row.channel, row.address, row.dedupe)


def includeme(config: Configurator) -> None:
    """Declare the sealed columns, which are sealed anew after a rotation of keys."""
    config.add_sealed_column(Inbox.payload, _of_update, cipher_of=waiting_cipher)
    config.add_sealed_column(Outbox.payload, _of_message, cipher_of=waiting_cipher)
