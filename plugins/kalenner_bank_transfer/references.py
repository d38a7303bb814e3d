"""Short references, by which a transfer is found again in a statement.

A reference says nothing to others: it is a keyed hash of the appointment, with a key of the provider. Nothing
is stored for it; it is compared with those of what is to be paid.
"""

import base64
import hashlib
import hmac
import re
import secrets

PREFIX = "KAL"
KEY_BYTES = 32
_BYTES = 5  # 8 letters of base32: among 1,000 open appointments two are alike once in two million times
_NO_LETTER = re.compile(r"[^A-Z0-9]+")
_LOOKS = str.maketrans("01", "OI")
"""Digits that base32 has not, read as the letters they look like."""


def new_key() -> bytes:
    """Return a key for the references of a provider."""
    return secrets.token_bytes(KEY_BYTES)


def reference_of(key: bytes, appointment_id: int) -> str:
    """Return a reference such as ``KAL-7YQK-M2PX``, always the same for an appointment."""
    digest = hmac.digest(key, f"appointment:{appointment_id}".encode(), hashlib.sha256)
    letters = base64.b32encode(digest[:_BYTES]).decode()
    return f"{PREFIX}-{letters[:4]}-{letters[4:]}"


def in_plain(text: str) -> str:
    """Return the letters and digits of a text alone, so that banks may divide and shout as they like."""
    return _NO_LETTER.sub("", text.upper()).translate(_LOOKS)
