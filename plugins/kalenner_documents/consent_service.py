"""The one way in which clients agree, decline and withdraw, and in which it is proved later."""

import datetime as dt
import secrets
from collections.abc import Set as AbstractSet

from pyramid.config import Configurator
from pyramid.request import Request
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kalenner.clock import Clock
from kalenner.database import lock
from kalenner.people import Client
from kalenner.people.policy import NotAvailable
from kalenner.security import CIPHER, KEYS
from kalenner_documents.chain import BEGINNING, SALT_BYTES, ChainKeys, Head, commitment
from kalenner_documents.consent_queries import find_last_consent
from kalenner_documents.errors import AlreadyDecided, DocumentReplaced
from kalenner_documents.models import Consent, ConsentWords, Decision, Document
from kalenner_documents.queries import present_version
from kalenner_documents.renewal import has_ended
from kalenner_documents.text_cipher import TextCipher
from kalenner_documents.words import Words

_FOLLOWS = {
    None: {Decision.AGREED, Decision.DECLINED},
    Decision.AGREED: {Decision.WITHDRAWN},
    Decision.DECLINED: {Decision.AGREED},
    Decision.WITHDRAWN: {Decision.AGREED},
}
"""What may follow what a client has said last about a version."""
_FOLLOWS_ENDED = frozenset(Decision)
"""What may follow a consent whose months are over."""

_HEAD = (
    select(Consent.position, Consent.mac)
    .where(Consent.provider_id == bindparam("provider_id"))
    .order_by(Consent.position.desc())
    .limit(1)
)


class ConsentService:
    """Entries about consents, in a chain for each professional."""

    def __init__(self, dbsession: Session, clock: Clock, keys: ChainKeys, cipher: TextCipher) -> None:
        self._dbsession, self._clock = dbsession, clock
        self._keys, self._cipher = keys, cipher

    def decide(
        self, client: Client, document: Document, number: int, decision: Decision, words: Words
    ) -> Consent:
        """Enter what a client says about version `number` of a document.

        Raises :class:`DocumentReplaced` where that is not the present one any more, :class:`AlreadyDecided`,
        and NotAvailable for a document that was deleted meanwhile.
        """
        # Replacing and deleting take the same lock.
        lock(self._dbsession, f"documents:{document.provider_id}")
        self._dbsession.refresh(document, ["version", "deleted_at", "renewal_months"])
        if document.deleted_at is not None:
            raise NotAvailable
        if number != document.version:
            raise DocumentReplaced
        version = present_version(self._dbsession, document)
        last = find_last_consent(self._dbsession, client, version)
        now = self._clock.now().replace(microsecond=0)  # as the database keeps it, for the code is over it
        if decision not in _allowed(document, last, now):
            raise AlreadyDecided
        salt, said = secrets.token_bytes(SALT_BYTES), words.to_bytes()
        head = self.head(document.provider_id)
        entry = Consent(
            provider_id=document.provider_id,
            position=head.position + 1,
            client_id=client.id,
            document_id=document.id,
            version_id=version.id,
            decision=decision.value,
            at=now,
            digest=version.digest,
            commitment=commitment(salt, said),
            key_id=self._keys.newest,
        )
        entry.mac = self._keys.mac(entry, head.mac)
        sealed = self._cipher.seal_words(entry.provider_id, entry.position, salt + said)
        self._dbsession.add(entry)
        self._dbsession.flush()
        self._dbsession.add(
            ConsentWords(provider_id=entry.provider_id, position=entry.position, sealed=sealed)
        )
        self._dbsession.flush()
        return entry

    def head(self, provider_id: int) -> Head:
        """Return where a professional's chain ends."""
        row = self._dbsession.execute(_HEAD, {"provider_id": provider_id}).first()
        return Head(0, BEGINNING) if row is None else Head(*row)

    def words_of(self, entry: Consent) -> Words | None:
        """Return the words of an entry, None once they were erased. Raises Tampered."""
        row = self._dbsession.get(ConsentWords, (entry.provider_id, entry.position))
        if row is None or row.sealed is None:
            return None
        opened = self._cipher.open_words(entry.provider_id, entry.position, row.sealed)
        return Words.from_bytes(opened[SALT_BYTES:])

    def erase_words(self, client: Client) -> None:
        """Forget the words of all that a client has ever said; the chain stays whole."""
        query = (
            select(ConsentWords)
            .join(
                Consent,
                (Consent.provider_id == ConsentWords.provider_id)
                & (Consent.position == ConsentWords.position),
            )
            .where(Consent.client_id == client.id, ConsentWords.sealed.is_not(None))
        )
        for words in self._dbsession.scalars(query):
            words.sealed, words.erased = None, self._keys.erasure(words.provider_id, words.position)
        self._dbsession.flush()


def _allowed(document: Document, last: Consent | None, now: dt.datetime) -> AbstractSet[Decision]:
    if last is None:
        return _FOLLOWS[None]
    return _FOLLOWS_ENDED if has_ended(document, last, now) else _FOLLOWS[Decision(last.decision)]


def consent_service_factory(request: Request) -> ConsentService:
    """Make the service for a request."""
    registry = request.registry
    keys, cipher = ChainKeys(KEYS.of(registry)), TextCipher(CIPHER.of(registry))
    return ConsentService(request.dbsession, request.clock, keys, cipher)


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service_factory(consent_service_factory, ConsentService)
