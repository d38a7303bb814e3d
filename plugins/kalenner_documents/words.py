"""The words of a consent, which are kept beside its entry."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What an entry says in words: the names of client and document, and the text that was shown."""

    client: str
    document: str
    text: str
    language: str

    def to_bytes(self) -> bytes:
        """Return them in one way only."""
        values = [self.client, self.document, self.text, self.language]
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Words":
        """Return what :meth:`to_bytes` wrote."""
        return cls(*json.loads(data))
