"""A thousand entries: whatever is changed in the database, the first entry that is not as it was is named."""

import random
from collections.abc import Iterator

import pytest
from pyramid.request import Request
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.orm import Session
from tests.people import olga_and_ada
from tests.plugins.documents.steps import People, make_documents
from tests.snapshots import prepared

from kalenner.people import Client
from kalenner.security import CIPHER
from kalenner.security.keys import KEYS, KeyRing
from kalenner.testing import Stage
from kalenner_documents.chain import BEGINNING, ChainKeys, Head
from kalenner_documents.consent_service import ConsentService
from kalenner_documents.models import Consent, Decision, Document
from kalenner_documents.text_cipher import TextCipher
from kalenner_documents.verification import ChainFault, Verifier
from kalenner_documents.words import Words

COUNT = 1_000
COLUMNS = {
    "decision": "'declined'",
    "digest": "commitment",
    "commitment": "digest",
    "mac": "digest",
    "key_id": "key_id + 1",
    "client_id": "client_id + 1",
    "document_id": "document_id + 1",
    "version_id": "version_id + 1",
}


class Raw:
    """The database in the hands of somebody who owns it; what they do is taken back after each look."""

    def __init__(self, people: People, url: str) -> None:
        registry = people.stage.app.registry
        self._keys, self._cipher = ChainKeys(KEYS.of(registry)), TextCipher(CIPHER.of(registry))
        self._provider_id = people.olga.provider_id
        parts = make_url(url)
        self._is_sqlite = parts.get_backend_name() == "sqlite"
        self.engine = create_engine(parts if self._is_sqlite else parts.set(drivername="postgresql+psycopg"))
        if self._is_sqlite:
            with self.engine.begin() as connection:
                names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'documents_%'"
                for (name,) in connection.execute(text(names)).all():
                    connection.execute(text(f"DROP TRIGGER {name}"))

    def find_fault(self, *statements: str, head: Head | None = None) -> int | Head:
        """Return which entry is named after these statements; the head where none is."""
        with Session(self.engine) as session:
            self._disarm(session)
            for statement in statements:
                session.execute(text(statement))
            found = Verifier(session, self._keys, self._cipher).verify(self._provider_id, head)
            session.rollback()
        return found.position if isinstance(found, ChainFault) else found

    def find_fault_of_forger(self, position: int) -> int | Head:
        """Return which entry is named after one was turned round, and all codes from it on were made anew."""
        forger = ChainKeys(KeyRing.generate())
        with Session(self.engine) as session:
            self._disarm(session)
            after = select(Consent).where(
                Consent.provider_id == self._provider_id, Consent.position >= position - 1
            )
            before, made = BEGINNING, []
            for entry in session.scalars(after.order_by(Consent.position)):
                session.expunge(entry)
                if entry.position >= position:
                    entry.decision = Decision.DECLINED if entry.position == position else entry.decision
                    entry.mac = forger.mac(entry, before)
                    made.append({"place": entry.position, "mac": entry.mac, "decision": str(entry.decision)})
                before = entry.mac
            change = "UPDATE documents_consent SET mac = :mac, decision = :decision WHERE position = :place"
            session.execute(text(change), made)
            found = Verifier(session, self._keys, self._cipher).verify(self._provider_id)
            session.rollback()
        return found.position if isinstance(found, ChainFault) else found

    def _disarm(self, session: Session) -> None:
        if not self._is_sqlite:
            session.execute(text("SET LOCAL session_replication_role = replica"))


@pytest.fixture
def raw(stage: Stage, database_url: str) -> Iterator[Raw]:
    people = prepared(stage, ("a thousand entries",), lambda: with_entries(stage))
    raw = Raw(people, database_url)
    yield raw
    raw.engine.dispose()


def with_entries(stage: Stage) -> People:
    people = People(stage, *olga_and_ada(stage))
    (document_id,) = make_documents(people, 1)
    client_id = people.client_id()

    def say(request: Request) -> None:
        client, document = (
            request.dbsession.get_one(Client, client_id),
            request.dbsession.get_one(Document, document_id),
        )
        service = request.find_service(ConsentService)
        for number in range(COUNT):
            decision = Decision.WITHDRAWN if number % 2 else Decision.AGREED
            service.decide(client, document, 1, decision, Words("Ada", "Terms", "text", "en"))

    stage.run(say)
    return people


def check(raw: Raw, positions: list[int]) -> None:
    """Change, delete, swap and cut off at each of these positions."""
    head = raw.find_fault()
    assert isinstance(head, Head)
    assert head.position == COUNT
    generator = random.Random(12)
    for position in positions:
        column = generator.choice(sorted(COLUMNS))
        edit = f"UPDATE documents_consent SET {column} = {COLUMNS[column]} WHERE position = {position}"
        assert raw.find_fault(edit) == position, edit
        words = f"DELETE FROM documents_consent_words WHERE position = {position}"
        assert raw.find_fault(words) == position
        cut = f"DELETE FROM documents_consent WHERE position >= {position}"
        assert raw.find_fault(cut, head=head) == position
        if position == COUNT:
            continue
        assert raw.find_fault(f"DELETE FROM documents_consent WHERE position = {position}") == position
        swap = [
            f"UPDATE documents_consent SET position = {new} WHERE position = {old}"
            for old, new in ((position, -1), (position + 1, position), (-1, position + 1))
        ]
        assert raw.find_fault(*swap) == position


def test_some_of_a_thousand_entries_are_changed(raw: Raw) -> None:
    check(raw, [1, 2, 499, 500, 501, COUNT - 1, COUNT])


def test_codes_that_were_all_made_anew_are_named(raw: Raw) -> None:
    positions = [1, 501, COUNT]
    assert [raw.find_fault_of_forger(position) for position in positions] == positions


@pytest.mark.slow
def test_each_of_a_thousand_entries_is_changed(raw: Raw) -> None:
    check(raw, list(range(1, COUNT + 1)))
    assert all(raw.find_fault_of_forger(position) == position for position in range(1, COUNT + 1, 20))
