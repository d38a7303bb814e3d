"""Security: the key ring, encryption bound to a row, signed links, redaction of logs."""

from kalenner.security.encryption import CIPHER, Cipher, Tampered
from kalenner.security.json_cipher import JSON_CIPHER, JsonCipher
from kalenner.security.keys import KEYS, KeyFault, KeyRing
from kalenner.security.redaction import Redactor

__all__ = [
    "CIPHER",
    "JSON_CIPHER",
    "KEYS",
    "Cipher",
    "JsonCipher",
    "KeyFault",
    "KeyRing",
    "Redactor",
    "Tampered",
]
