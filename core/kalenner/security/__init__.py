"""Security: the key ring, encryption bound to a row, signed links, redaction of logs."""

from kalenner.security.encryption import Cipher, Tampered
from kalenner.security.keys import KeyFault, KeyRing
from kalenner.security.redaction import Redactor

__all__ = ["Cipher", "KeyFault", "KeyRing", "Redactor", "Tampered"]
