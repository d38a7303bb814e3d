"""The chain of consents: the database refuses changes, and whoever gets round that is found out."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from tests.plugins.documents.chains import COUNT, Attack, verify
from tests.plugins.documents.steps import People, decide, make_documents

from kalenner.people import Client
from kalenner.security.keys import KEYS
from kalenner_documents.chain import ChainKeys, Head
from kalenner_documents.command import read_heads, written_heads
from kalenner_documents.consent_service import ConsentService
from kalenner_documents.models import Consent, Decision
from kalenner_documents.verification import ChainFault


def execute(people: People, *statements: str) -> None:
    def work(request) -> None:
        for statement in statements:
            request.dbsession.connection().execute(text(statement))

    people.stage.run(work)


def test_chain_is_whole_and_its_head_is_the_last_entry(chain: People) -> None:
    head = verify(chain)

    assert isinstance(head, Head)
    assert head.position == COUNT
    assert verify(chain, head) == head


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents_consent SET decision = 'declined' WHERE position = 3",
        "DELETE FROM documents_consent WHERE position = 12",
        "DELETE FROM documents_consent_words WHERE position = 3",
        "UPDATE documents_consent_words SET position = 30 WHERE position = 3",
    ],
)
def test_database_refuses_to_change_entries(chain: People, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        execute(chain, statement)


def test_words_that_were_emptied_are_not_filled_again(chain: People) -> None:
    execute(chain, "UPDATE documents_consent_words SET sealed = NULL WHERE position = 3")
    with pytest.raises(DBAPIError, match="append-only"):
        execute(chain, "UPDATE documents_consent_words SET sealed = 'x'")


def test_words_are_sealed_anew_after_a_rotation(chain: People) -> None:
    """The database lets them be written while they are there."""
    execute(chain, "UPDATE documents_consent_words SET sealed = sealed")

    assert isinstance(verify(chain), Head)


EDITS = {
    "client_id": "client_id + 1",
    "document_id": "document_id + 1",
    "version_id": "version_id + 1",
    "decision": "'declined'",
    "at": "(SELECT created_at FROM core_account ORDER BY id LIMIT 1)",
    "digest": "commitment",
    "commitment": "digest",
    "key_id": "2",
    "mac": "digest",
}


@pytest.mark.parametrize("column", sorted(EDITS))
def test_every_edit_is_named(chain: People, attack: Attack, column: str) -> None:
    for position in (COUNT, 5, 1):
        attack(f"UPDATE documents_consent SET {column} = {EDITS[column]} WHERE position = {position}")

        fault = verify(chain)
        assert isinstance(fault, ChainFault)
        assert fault.position == position


@pytest.mark.parametrize(
    ("statements", "position"),
    [
        (["DELETE FROM documents_consent WHERE position = 5"], 5),
        (["DELETE FROM documents_consent WHERE position = 1"], 1),
        (["DELETE FROM documents_consent_words WHERE position = 7"], 7),
        (
            [
                "UPDATE documents_consent SET position = -1 WHERE position = 6",
                "UPDATE documents_consent SET position = 6 WHERE position = 7",
                "UPDATE documents_consent SET position = 7 WHERE position = -1",
            ],
            6,
        ),
        (
            [
                "DELETE FROM documents_consent WHERE position = 5",
                *(
                    f"UPDATE documents_consent SET position = {number - 1} WHERE position = {number}"
                    for number in range(6, COUNT + 1)
                ),
            ],
            5,
        ),
        (
            [
                "UPDATE documents_consent_words SET position = -1 WHERE position = 6",
                "UPDATE documents_consent_words SET position = 6 WHERE position = 7",
                "UPDATE documents_consent_words SET position = 7 WHERE position = -1",
            ],
            6,
        ),
        (
            [
                "UPDATE documents_version SET digest = (SELECT digest FROM documents_version WHERE id = 1) WHERE id = 2"
            ],
            2,
        ),
    ],
)
def test_deletions_and_swaps_are_named(
    chain: People, attack: Attack, statements: list[str], position: int
) -> None:
    attack(*statements)

    fault = verify(chain)
    assert isinstance(fault, ChainFault)
    assert fault.position == position


def test_cut_off_end_is_named_against_an_exported_head(chain: People, attack: Attack) -> None:
    head = verify(chain)
    assert isinstance(head, Head)
    attack(f"DELETE FROM documents_consent WHERE position > {COUNT - 2}")

    assert isinstance(verify(chain), Head)
    fault = verify(chain, head)
    assert isinstance(fault, ChainFault)
    assert fault.position == COUNT - 1


def test_codes_made_anew_without_the_key_are_named(chain: People, attack: Attack) -> None:
    """The attacker changes an entry, and makes it and all after it anew with a key of their own."""
    stage, provider_id = chain.stage, chain.olga.provider_id
    foreign = ChainKeys(type(KEYS.of(stage.app.registry)).generate())

    def forge(request) -> list[tuple[int, bytes]]:
        entries = list(
            request.dbsession.scalars(
                select(Consent).where(Consent.provider_id == provider_id).order_by(Consent.position)
            )
        )
        for entry in entries:
            request.dbsession.expunge(entry)
        before, made = entries[3].mac, []
        for entry in entries[4:]:
            entry.mac = before = foreign.mac(entry, before)
            made.append((entry.position, before))
        return made

    codes = stage.run(forge)
    literal = "decode('{}', 'hex')" if _is_postgresql(chain) else "x'{}'"
    attack(
        *(
            f"UPDATE documents_consent SET mac = {literal.format(mac.hex())} WHERE position = {position}"
            for position, mac in codes
        ),
    )

    fault = verify(chain)
    assert isinstance(fault, ChainFault)
    assert fault.position == 5


def _is_postgresql(people: People) -> bool:
    return people.stage.run(lambda request: request.dbsession.connection().dialect.name) == "postgresql"


def test_chain_verifies_after_rotation_and_after_erasure(chain: People) -> None:
    KEYS.of(chain.stage.app.registry).rotate()
    documents = make_documents(chain, 1)
    decide(chain, documents[0], Decision.AGREED)
    client_id = chain.client_id()

    def erase(request) -> None:
        request.find_service(ConsentService).erase_words(request.dbsession.get_one(Client, client_id))

    chain.stage.run(erase)
    head = verify(chain)
    assert isinstance(head, Head)
    assert head.position == COUNT + 1


def test_heads_are_written_and_read_as_json() -> None:
    heads = {1: Head(3, b"\1" * 32), 7: Head(1, b"\2" * 32)}

    assert read_heads(written_heads(heads)) == heads
    with pytest.raises(ValueError, match="Expecting"):
        read_heads("no json")
