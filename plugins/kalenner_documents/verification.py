"""Verifying chains of consents: the first entry that is not as it was written, by professional."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kalenner.database import BigId
from kalenner.security import Tampered
from kalenner_documents.chain import BEGINNING, SALT_BYTES, ChainKeys, Head, commitment
from kalenner_documents.models import Consent, ConsentWords, Version
from kalenner_documents.text_cipher import TextCipher

AT_ONCE = 500
_BEFORE_ALL = -(2**63)
_ROWS = (
    select(Consent, ConsentWords, Version.digest)
    .outerjoin(
        ConsentWords,
        (ConsentWords.provider_id == Consent.provider_id) & (ConsentWords.position == Consent.position),
    )
    .outerjoin(Version, Version.id == Consent.version_id)
    .where(
        Consent.provider_id == bindparam("provider_id"), Consent.position > bindparam("after", type_=BigId)
    )
    .order_by(Consent.position)
    .limit(AT_ONCE)
)


@dataclass(frozen=True)
class ChainFault:
    """The first entry of a professional that is not as it was, and why."""

    provider_id: int
    position: int
    reason: str


def list_chains(dbsession: Session) -> list[int]:
    """Return the professionals who have entries, by id."""
    query = select(Consent.provider_id).distinct().order_by(Consent.provider_id)
    return list(dbsession.scalars(query))


class Verifier:
    """Compares what the database says with the codes of the chain, and with heads kept elsewhere."""

    def __init__(self, dbsession: Session, keys: ChainKeys, cipher: TextCipher) -> None:
        self._dbsession, self._keys, self._cipher = dbsession, keys, cipher

    def verify(self, provider_id: int, head: Head | None = None) -> Head | ChainFault:
        """Return where a chain ends, or the first fault; `head` is where it ended once."""
        position, before = 0, BEGINNING
        for entry, words, digest in self._rows(provider_id):
            reason = self._fault(entry, words, digest, position + 1, before)
            if reason is None and head is not None and entry.position == head.position:
                reason = None if entry.mac == head.mac else "is not the one whose code was exported"
            if reason is not None:
                return ChainFault(provider_id, min(entry.position, position + 1), reason)
            position, before = entry.position, entry.mac
        if head is not None and position < head.position:
            return ChainFault(provider_id, position + 1, f"is missing, as are all up to {head.position}")
        return Head(position, before)

    def verify_all(self, heads: Mapping[int, Head]) -> Iterator[tuple[int, Head | ChainFault]]:
        """Yield what is found for each professional who has entries, or had some by `heads`."""
        for provider_id in sorted({*list_chains(self._dbsession), *heads}):
            yield provider_id, self.verify(provider_id, heads.get(provider_id))

    def _fault(
        self, entry: Consent, words: ConsentWords | None, digest: bytes | None, position: int, before: bytes
    ) -> str | None:
        if entry.position != position:
            return "is missing"
        if not self._keys.is_mac_of(entry, before):
            return "was changed, or does not follow the one before it"
        if digest != entry.digest:
            return "is about a version whose digest was changed"
        if words is None:
            return "has lost its words"
        if words.sealed is None:  # erased
            return None
        try:
            opened = self._cipher.open_words(entry.provider_id, entry.position, words.sealed)
        except Tampered:
            return "has words that were changed"
        salt, said = opened[:SALT_BYTES], opened[SALT_BYTES:]
        return None if commitment(salt, said) == entry.commitment else "has the words of another entry"

    def _rows(self, provider_id: int) -> Iterator[tuple[Consent, ConsentWords | None, bytes | None]]:
        after = _BEFORE_ALL
        while rows := self._dbsession.execute(_ROWS, {"provider_id": provider_id, "after": after}).all():
            yield from ((entry, words, digest) for entry, words, digest in rows)
            after = rows[-1][0].position
