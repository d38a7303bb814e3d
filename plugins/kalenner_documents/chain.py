"""The chain of a professional's consents: each entry's code is over the entry and the code before it.

The codes are HMAC-SHA256. The key is derived for each professional from a key of the key ring, which is
outside of the database, so who can write the database cannot make the codes anew. Cutting off the last
entries leaves a shorter chain that is whole; only a head that was exported before shows it.
"""

import hmac
import json
from dataclasses import dataclass

from kalenner.security import KeyRing
from kalenner_documents.models import Consent, ConsentWords

BEGINNING = bytes(32)
"""The code before the first entry."""
SALT_BYTES = 32
_CODE_BYTES = 32
_PURPOSE = "documents.consents"
_ERASURE = "documents.erasure"


@dataclass(frozen=True)
class Head:
    """Where a chain ends: how many entries it has, and the code of the last one."""

    position: int
    mac: bytes


class ChainKeys:
    """Makes and checks the codes."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys

    @property
    def newest(self) -> int:
        """The id of the key that new entries take."""
        return self._keys.newest

    def mac(self, entry: Consent, before: bytes) -> bytes:
        """Return the code of an entry after another one's. Raises KeyError for an unknown key."""
        purpose_key = self._keys.derive(_PURPOSE, entry.key_id)
        key = hmac.digest(purpose_key, str(entry.provider_id).encode(), "sha256")
        return hmac.digest(key, before + _canonical(entry), "sha256")

    def is_mac_of(self, entry: Consent, before: bytes) -> bool:
        """Tell whether an entry has the code that it must have; takes constant time."""
        try:
            expected = self.mac(entry, before)
        except KeyError:
            return False
        return hmac.compare_digest(expected, entry.mac)

    def erasure(self, provider_id: int, position: int) -> bytes:
        """Return the code that stands in the place of an entry's words once they are erased."""
        return self._keys.mac(_ERASURE, _place(provider_id, position))

    def is_erasure_by(self, key_id: int, words: ConsentWords) -> bool:
        """Tell whether the code of erased words is by this key."""
        place = _place(words.provider_id, words.position)
        expected = hmac.digest(self._keys.derive(_ERASURE, key_id), place, "sha256")
        return words.erased is not None and hmac.compare_digest(expected, words.erased)

    def is_erasure_of(self, entry: Consent, code: object) -> bool:
        """Tell whether `code` is the one of an entry's erasure, by any key of the ring."""
        place = _place(entry.provider_id, entry.position)
        if not isinstance(code, bytes) or len(code) != _CODE_BYTES:  # a shorter one could be guessed
            return False
        return self._keys.verify(_ERASURE, place, code)


def _place(provider_id: int, position: int) -> bytes:
    return f"{provider_id}:{position}".encode()


def commitment(salt: bytes, words: bytes) -> bytes:
    """Return what binds an entry to its words; without the salt nobody finds the words by trying."""
    return hmac.digest(salt, words, "sha256")


def _canonical(entry: Consent) -> bytes:
    """Return everything that an entry says, in one way only."""
    values = [
        entry.provider_id,
        entry.position,
        entry.client_id,
        entry.document_id,
        entry.version_id,
        entry.decision,
        round(entry.at.timestamp() * 1_000_000),
        entry.digest.hex(),
        entry.commitment.hex(),
        entry.key_id,
    ]
    return json.dumps(values, separators=(",", ":")).encode()
