"""Sealed texts as people are shown them: a text that somebody has changed in the database hides no screen."""

import logging

from kalenner.security.encryption import Binding, Cipher, Tampered

log = logging.getLogger(__name__)

UNREADABLE = "?"
"""Shown for a text that does not open."""


def open_text(cipher: Cipher, sealed: bytes, binding: Binding) -> str:
    """Return a text that was sealed for `binding`; UNREADABLE and a log entry if it does not open."""
    try:
        return cipher.open(sealed, **binding).decode()
    except Tampered:
        log.exception("%s of row %s cannot be opened", binding["table"], binding["row"])
        return UNREADABLE
