"""References: what a payment link takes along, so that a payment can be told whose and what for it is.

A reference is opaque to everybody else: client, service and appointment stand encrypted in it, so nobody can
read or forge one, and nothing has to be stored for it.
"""

import base64
import re
import struct
from dataclasses import dataclass

from pyramid.config import Configurator
from pyramid.request import Request

from kalenner.security import CIPHER, Binding, Cipher, Tampered

_IDS = struct.Struct(">QQQ")
_NONE = 0
_BINDING: Binding = {"table": "payment_links_reference", "row": "reference"}
_TOKEN = re.compile(r"[A-Za-z0-9_-]{71}")


class ReferenceForged(Exception):
    """No reference of ours, or one that was changed."""


@dataclass(frozen=True)
class Reference:
    """Who pays for what: ids of a client, a service and perhaps an appointment of it."""

    client_id: int
    service_id: int
    appointment_id: int | None = None


class References:
    """Makes and reads references."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    def make(self, reference: Reference) -> str:
        """Return a reference as 71 letters, digits, hyphens and underscores; each time others."""
        ids = _IDS.pack(reference.client_id, reference.service_id, reference.appointment_id or _NONE)
        return base64.urlsafe_b64encode(self._cipher.seal(ids, **_BINDING)).rstrip(b"=").decode()

    def read(self, token: str) -> Reference:
        """Return what a reference stands for; raises ReferenceForged."""
        if _TOKEN.fullmatch(token) is None:
            raise ReferenceForged("not of the shape of a reference")
        sealed = base64.urlsafe_b64decode(f"{token}=")
        try:
            client_id, service_id, appointment_id = _IDS.unpack(self._cipher.open(sealed, **_BINDING))
        except Tampered as error:
            raise ReferenceForged(str(error)) from error
        return Reference(client_id, service_id, appointment_id or None)


def references_factory(request: Request) -> References:
    """Make the service for a request."""
    return References(CIPHER.of(request.registry))


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(references_factory, References)
