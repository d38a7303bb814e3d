"""Keys, encryption bound to the row, and what logs must not say."""

from kalenner.security.encryption import Cipher, Tampered
from kalenner.security.keys import KeyFault, KeyRing
from kalenner.security.redaction import Redactor

__all__ = ["Cipher", "KeyFault", "KeyRing", "Redactor", "Tampered"]
