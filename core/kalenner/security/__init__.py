"""Security: the key ring, encryption bound to a row, signed links, redaction of logs."""

from typing import TYPE_CHECKING

from kalenner.security.encryption import CIPHER, Binding, Cipher, Tampered
from kalenner.security.json_cipher import JSON_CIPHER, JsonCipher, waiting_cipher
from kalenner.security.key_checks import KEY_USES
from kalenner.security.keys import KEYS, KeyFault, KeyRing
from kalenner.security.redaction import Redactor
from kalenner.security.sealed_columns import add_sealed_column, reseal_after_rotation
from kalenner.security.sealed_texts import UNREADABLE, open_text

if TYPE_CHECKING:
    from pyramid.config import Configurator

__all__ = [
    "CIPHER",
    "JSON_CIPHER",
    "KEYS",
    "KEY_USES",
    "UNREADABLE",
    "Binding",
    "Cipher",
    "JsonCipher",
    "KeyFault",
    "KeyRing",
    "Redactor",
    "Tampered",
    "open_text",
    "waiting_cipher",
]


def includeme(config: "Configurator") -> None:
    """Add the directive for sealed columns, and the task that seals them anew."""
    config.add_directive("add_sealed_column", add_sealed_column)
    config.add_long_task("keys.reseal", reseal_after_rotation, every_minutes=5)
