"""Encryption of JSON that waits in the database to be handled or sent, bound to its row."""

import json
from typing import Any

from pyramid.registry import Registry

from kalenner.registry import RegistryKey
from kalenner.security.encryption import Cipher, Tampered
from kalenner.security.keys import KeyRing

_PURPOSE = "waiting"
_to_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class JsonCipher:
    """Seals and opens JSON as :class:`~kalenner.security.encryption.Cipher` does bytes.

    Its keys are its own: what waits is sealed several times for each press, and random nonces wear out a key
    after 2^32 values (NIST SP 800-38D 8.3).
    """

    def __init__(self, keyring: KeyRing) -> None:
        self.cipher = Cipher(keyring, _PURPOSE)
        """What seals the JSON once it is written out."""

    def seal(self, value: Any, *, table: str, row: str, tenant: str = "") -> bytes:
        """Encrypt what JSON can say for that row; raises TypeError for anything else."""
        return self.seal_text(_to_json(value), table=table, row=row, tenant=tenant)

    def seal_text(self, text: str, *, table: str, row: str, tenant: str = "") -> bytes:
        """Encrypt JSON that is written out already, in ASCII."""
        return self.cipher.seal(text.encode("ascii"), table=table, row=row, tenant=tenant)

    def open(self, sealed: bytes, *, table: str, row: str, tenant: str = "") -> Any:
        """Decrypt what `seal` made for the same row, each time a new object; raises Tampered."""
        if not isinstance(sealed, bytes):  # SQLite has what was written, whatever the type of the column
            raise Tampered(f"{table}: not sealed")
        return json.loads(self.cipher.open(sealed, table=table, row=row, tenant=tenant))


JSON_CIPHER: RegistryKey[JsonCipher] = RegistryKey("kalenner.json_cipher")


def waiting_cipher(registry: Registry) -> Cipher:
    """Return what seals columns of JSON that waits, for ``config.add_sealed_column``."""
    return JSON_CIPHER.of(registry).cipher
