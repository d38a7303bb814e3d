"""All that one client has said, the newest first, with the words that were kept.

The statements are built once.
"""

import logging
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from kalenner.people import Client, Provider
from kalenner.security import Tampered
from kalenner_documents.chain import SALT_BYTES
from kalenner_documents.models import Consent, ConsentWords, Decision, Version
from kalenner_documents.text_cipher import TextCipher
from kalenner_documents.words import Words

log = logging.getLogger(__name__)

_COUNT = select(func.count()).where(Consent.client_id == bindparam("client_id"))
_ENTRIES = (
    select(Consent, Version, ConsentWords.sealed)
    .join(Version, Version.id == Consent.version_id)
    .outerjoin(
        ConsentWords,
        (ConsentWords.provider_id == Consent.provider_id) & (ConsentWords.position == Consent.position),
    )
    .options(
        joinedload(Consent.client).joinedload(Client.account),
        joinedload(Consent.client).joinedload(Client.provider).joinedload(Provider.account),
    )
)
_PAGE = (
    _ENTRIES.where(Consent.client_id == bindparam("client_id"))
    .order_by(Consent.position.desc())
    .offset(bindparam("start"))
    .limit(bindparam("limit"))
)
_ONE = _ENTRIES.where(
    Consent.provider_id == bindparam("provider_id"), Consent.position == bindparam("position")
)


@dataclass(frozen=True)
class HistoryEntry:
    """One entry; `words` is None once they were erased, and where somebody has changed them."""

    consent: Consent
    version: Version
    words: Words | None

    @property
    def decision(self) -> Decision:
        """What was said."""
        return Decision(self.consent.decision)


class ConsentHistory:
    """Reads entries with their words."""

    def __init__(self, dbsession: Session, cipher: TextCipher) -> None:
        self._dbsession, self._cipher = dbsession, cipher

    def count(self, client: Client) -> int:
        """Count what a client has said."""
        return self._dbsession.scalar(_COUNT, {"client_id": client.id}) or 0

    def list_entries(self, client: Client, *, start: int, limit: int) -> list[HistoryEntry]:
        """Return what a client has said, the newest first."""
        rows = self._dbsession.execute(_PAGE, {"client_id": client.id, "start": start, "limit": limit})
        return [self._entry(*row) for row in rows]

    def find(self, provider_id: int, position: int) -> HistoryEntry | None:
        """Return one entry of a professional's chain."""
        row = self._dbsession.execute(_ONE, {"provider_id": provider_id, "position": position}).first()
        return None if row is None else self._entry(*row)

    def _entry(self, consent: Consent, version: Version, sealed: bytes | None) -> HistoryEntry:
        return HistoryEntry(consent, version, self._open(consent, sealed))

    def _open(self, consent: Consent, sealed: bytes | None) -> Words | None:
        if sealed is None:
            return None
        try:
            opened = self._cipher.open_words(consent.provider_id, consent.position, sealed)
        except Tampered:
            log.exception("words of provider %s, entry %s", consent.provider_id, consent.position)
            return None
        return Words.from_bytes(opened[SALT_BYTES:])
