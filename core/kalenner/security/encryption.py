"""Encryption of columns and files, bound to the row it belongs to.

AES-256-GCM with a random 96-bit nonce. A sealed value is: one byte of key id, 12 bytes of nonce, the
ciphertext, 16 bytes of tag: 29 bytes more than the text. Table, row and tenant are the associated data, so a
value copied into another row does not decrypt.
"""

import secrets
import struct
from typing import NotRequired, TypedDict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kalenner.registry import RegistryKey
from kalenner.security.keys import KeyRing

_PURPOSE = "encryption"
_NONCE_BYTES = 12  # NIST SP 800-38D 5.2.1.1
_TAG_BYTES = 16
_LENGTH = struct.Struct(">I").pack
OVERHEAD = 1 + _NONCE_BYTES + _TAG_BYTES


class Binding(TypedDict):
    """What a sealed value belongs to: the arguments of :meth:`Cipher.seal` and :meth:`Cipher.open`."""

    table: str
    row: str
    tenant: NotRequired[str]


class Tampered(Exception):
    """A sealed value was changed, moved to another row, or sealed with a key that is not in the ring."""


class Cipher:
    """Encrypts (seals) and decrypts (opens) values with the keys of `keyring`."""

    def __init__(self, keyring: KeyRing) -> None:
        self._keyring = keyring
        self._ciphers: dict[int, AESGCM] = {}

    def seal(self, plaintext: bytes, *, table: str, row: str, tenant: str = "") -> bytes:
        """Encrypt `plaintext` for that row with the newest key.

        `row` identifies the row by something that never changes and is known before the insert, such as a
        random token; `tenant` is the row's owner.
        """
        key_id = self._keyring.newest
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._cipher(key_id).encrypt(nonce, plaintext, binding(table, row, tenant))
        return bytes([key_id]) + nonce + sealed

    def open(self, sealed: bytes, *, table: str, row: str, tenant: str = "") -> bytes:
        """Decrypt what `seal` made for the same row; raise Tampered for anything else."""
        if len(sealed) < OVERHEAD:
            raise Tampered(f"{table}: too short to be sealed")
        nonce, ciphertext = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._cipher(sealed[0]).decrypt(nonce, ciphertext, binding(table, row, tenant))
        except KeyError as error:
            raise Tampered(f"{table}: there is no key {sealed[0]}") from error
        except InvalidTag as error:
            raise Tampered(f"{table}: changed, or of another row") from error

    def is_current(self, sealed: bytes) -> bool:
        """Return whether the newest key sealed it; other values are sealed again after a rotation."""
        return sealed[:1] == bytes([self._keyring.newest])

    def _cipher(self, key_id: int) -> AESGCM:
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            cipher = self._ciphers[key_id] = AESGCM(self._keyring.derive(_PURPOSE, key_id))
        return cipher


def binding(table: str, row: str, tenant: str) -> bytes:
    """Return associated data that is unique to these three values."""
    # Written out, since it is a third of what sealing a short text costs.
    first, second, third = table.encode(), row.encode(), tenant.encode()
    return b"".join((_LENGTH(len(first)), first, _LENGTH(len(second)), second, _LENGTH(len(third)), third))


CIPHER: RegistryKey[Cipher] = RegistryKey("kalenner.cipher")
