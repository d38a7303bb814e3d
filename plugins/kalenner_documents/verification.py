"""Verifying chains of consents: the first entry that is not as it was written, by professional.

Whoever owns the database may have put anything into a column, on SQLite a value of another type too. So the
values are read as they are stored, and each is looked at before it is used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select, type_coerce
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import TypeCoerce
from sqlalchemy.types import NULLTYPE

from kalenner.database import BigId, Instant
from kalenner.security import Tampered
from kalenner_documents.chain import BEGINNING, SALT_BYTES, ChainKeys, Head, commitment
from kalenner_documents.models import Consent, ConsentWords, Version
from kalenner_documents.text_cipher import TextCipher

AT_ONCE = 500
_Stored = Row[*tuple[Any, ...]]
_BEFORE_ALL = -(2**63)
_TYPES: dict[str, type] = {
    "provider_id": int,
    "position": int,
    "client_id": int,
    "document_id": int,
    "version_id": int,
    "decision": str,
    "digest": bytes,
    "commitment": bytes,
    "key_id": int,
    "mac": bytes,
}
"""What the columns of an entry hold, besides its moment."""


def _stored(column: InstrumentedAttribute[Any]) -> TypeCoerce[Any]:
    return type_coerce(column, NULLTYPE)


_ROWS = (
    select(
        *(_stored(getattr(Consent, name)).label(name) for name in _TYPES),
        _stored(Consent.at).label("at"),
        _stored(ConsentWords.position).label("words_position"),
        _stored(ConsentWords.sealed).label("sealed"),
        _stored(ConsentWords.erased).label("erased"),
        _stored(Version.digest).label("version_digest"),
    )
    .select_from(Consent)
    .outerjoin(
        ConsentWords,
        (ConsentWords.provider_id == Consent.provider_id) & (ConsentWords.position == Consent.position),
    )
    .outerjoin(Version, Version.id == Consent.version_id)
    .where(
        Consent.provider_id == bindparam("provider_id"), Consent.position > bindparam("after", type_=BigId)
    )
    .order_by(Consent.position)
    .limit(bindparam("limit"))
)
_PROVIDERS = select(_stored(Consent.provider_id)).distinct()


@dataclass(frozen=True)
class ChainFault:
    """The first entry of a professional that is not as it was, and why.

    `provider_id` is whatever stands in the column, where that is no number.
    """

    provider_id: object
    position: int
    reason: str


class Verifier:
    """Compares what the database says with the codes of the chain, and with heads kept elsewhere."""

    def __init__(self, dbsession: Session, keys: ChainKeys, cipher: TextCipher) -> None:
        self._dbsession, self._keys, self._cipher = dbsession, keys, cipher

    def verify(self, provider_id: int, head: Head | None = None) -> Head | ChainFault:
        """Return where a chain ends, or the first fault; `head` is where it ended once."""
        position, before = 0, BEGINNING
        for row in self._rows(provider_id):
            entry = None if row is None else self._entry(row)
            if row is None or entry is None:
                return ChainFault(provider_id, position + 1, "cannot be read")
            reason = self._fault(entry, row, position + 1, before)
            if reason is None and head is not None and entry.position == head.position:
                reason = None if entry.mac == head.mac else "is not the one whose code was exported"
            if reason is not None:
                return ChainFault(provider_id, min(entry.position, position + 1), reason)
            position, before = entry.position, entry.mac
        if head is not None and position < head.position:
            return ChainFault(provider_id, position + 1, f"is missing, as are all up to {head.position}")
        return Head(position, before)

    def verify_all(self, heads: Mapping[int, Head]) -> Iterator[tuple[object, Head | ChainFault]]:
        """Yield what is found for each professional who has entries, or had some by `heads`."""
        found = set(self._dbsession.scalars(_PROVIDERS))
        nobodies = {each for each in found if not isinstance(each, int)}
        yield from ((each, ChainFault(each, 1, "is of nobody")) for each in sorted(nobodies, key=repr))
        for provider_id in sorted({*(found - nobodies), *heads}):
            yield provider_id, self.verify(provider_id, heads.get(provider_id))

    def _entry(self, row: _Stored) -> Consent | None:
        """Return the entry of a row, None where a value is none of its column."""
        values = {name: getattr(row, name) for name in _TYPES}
        if any(type(value) is not _TYPES[name] for name, value in values.items()):
            return None
        dialect = self._dbsession.get_bind().dialect
        try:
            return Consent(**values, at=Instant().process_result_value(row.at, dialect))
        except (TypeError, ValueError, OverflowError, OSError):  # no moment, or none that there can be
            return None

    def _fault(self, entry: Consent, row: _Stored, position: int, before: bytes) -> str | None:
        if entry.position != position:
            return "is missing"
        if not self._keys.is_mac_of(entry, before):
            return "was changed, or does not follow the one before it"
        if row.version_digest != entry.digest:
            return "is about a version whose digest was changed"
        if row.words_position is None:
            return "has lost its words"
        if row.sealed is None:
            return None if self._keys.is_erasure_of(entry, row.erased) else "has words that were emptied"
        try:
            opened = self._cipher.open_words(entry.provider_id, entry.position, row.sealed)
        except (Tampered, TypeError):  # TypeError: a value of another type
            return "has words that were changed"
        salt, said = opened[:SALT_BYTES], opened[SALT_BYTES:]
        return None if commitment(salt, said) == entry.commitment else "has the words of another entry"

    def _rows(self, provider_id: int) -> Iterator[_Stored | None]:
        """Yield the rows in order, None for one that the database itself cannot give."""
        after, limit = _BEFORE_ALL, AT_ONCE
        while True:
            values = {"provider_id": provider_id, "after": after, "limit": limit}
            try:
                rows = self._dbsession.execute(_ROWS, values).all()
            except (DataError, OperationalError) as error:
                if error.connection_invalidated:
                    raise
                if limit == 1:
                    yield None
                    return
                limit = 1  # to find which it is
                continue
            if not rows:
                return
            yield from rows
            after = rows[-1].position
