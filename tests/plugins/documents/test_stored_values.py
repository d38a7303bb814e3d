"""What an attacker puts into the columns of a chain, of any type, is named and breaks nothing."""

import pytest
from tests.plugins.documents.chains import COUNT, Attack, verify
from tests.plugins.documents.steps import People, decide, make_documents
from tests.plugins.documents.test_command import run

from kalenner.people import Client
from kalenner_documents import command
from kalenner_documents.chain import Head
from kalenner_documents.consent_service import ConsentService
from kalenner_documents.models import Decision
from kalenner_documents.verification import ChainFault

sqlite_alone = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
COLUMNS = (
    *("client_id", "document_id", "version_id", "decision", "at"),
    *("digest", "commitment", "key_id", "mac"),
)
VALUES = (
    *("'text'", "''", "x'00'", "x''", "-1", "0", "5", "1e300", "9e999", "0.5"),
    *("9223372036854775807", "-9223372036854775808", "CAST(x'ff' AS TEXT)"),
)


def fault_of(people: People) -> tuple[int, str]:
    fault = verify(people)
    assert isinstance(fault, ChainFault)
    return fault.position, fault.reason


def erase_words_of_ada(people: People) -> None:
    client_id = people.client_id()

    def erase(request) -> None:
        request.find_service(ConsentService).erase_words(request.dbsession.get_one(Client, client_id))

    people.stage.run(erase)


def test_entry_that_was_made_between_two_seconds_verifies(people: People) -> None:
    people.stage.clock.move(0.75)
    (document_id,) = make_documents(people, 1)
    decide(people, document_id, Decision.AGREED)

    assert isinstance(verify(people), Head)


EMPTIED = "UPDATE documents_consent_words SET sealed = NULL"
CODE_OF_ADA = "(SELECT erased FROM documents_consent_words WHERE position = 1)"


@pytest.mark.parametrize("code", ["NULL", CODE_OF_ADA, f"substr({CODE_OF_ADA}, 1, 1)"])
def test_words_that_were_emptied_by_hand_are_named(chain: People, attack: Attack, code: str) -> None:
    erase_words_of_ada(chain)
    assert isinstance(verify(chain), Head)
    attack(f"{EMPTIED}, erased = {code} WHERE position = 3")

    assert fault_of(chain) == (3, "has words that were emptied")


def test_words_of_all_that_were_emptied_by_hand_are_named(chain: People, attack: Attack) -> None:
    attack(EMPTIED)

    assert fault_of(chain) == (1, "has words that were emptied")


@pytest.fixture
def attack_once(attack: Attack) -> Attack:
    """Change the two tables as they were at first."""
    tables = ("documents_consent", "documents_consent_words")
    attack(*(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}" for table in tables))

    def change(*statements: str) -> None:
        attack(*(f"DELETE FROM {table}" for table in tables))
        attack(*(f"INSERT INTO {table} SELECT * FROM kept_{table}" for table in tables))
        attack(*statements)

    return change


@sqlite_alone
@pytest.mark.parametrize("column", COLUMNS)
def test_value_of_any_type_is_named(chain: People, attack_once: Attack, column: str) -> None:
    for position in (COUNT, 5, 1):
        for value in VALUES:
            attack_once(f"UPDATE documents_consent SET {column} = {value} WHERE position = {position}")
            assert fault_of(chain)[0] == position, value
    attack_once()
    assert isinstance(verify(chain), Head)


@sqlite_alone
def test_words_of_any_type_are_named(chain: People, attack_once: Attack) -> None:
    words = "UPDATE documents_consent_words SET"
    for value in VALUES:
        attack_once(f"{words} sealed = {value} WHERE position = 5")
        assert fault_of(chain)[0] == 5, value
        attack_once(f"{words} sealed = NULL, erased = {value} WHERE position = 3")
        assert fault_of(chain)[0] == 3, value


@sqlite_alone
@pytest.mark.parametrize("column", ["position", "provider_id"])
def test_place_of_any_type_is_named(
    chain: People, attack_once: Attack, capsys: pytest.CaptureFixture[str], column: str
) -> None:
    for value in ("'text'", "x'00'", "5.5", "-3", "0", "9223372036854775807"):
        attack_once(f"UPDATE documents_consent SET {column} = {value} WHERE position = 5")

        assert run(chain, "verify") == command.FAULT, value
        assert f"provider {chain.olga.provider_id}: entry " in capsys.readouterr().out
        assert fault_of(chain)[0] in {5, -3, 0}, value


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_moment_that_python_cannot_read_is_named(chain: People, attack: Attack) -> None:
    for moment in ("'infinity'", "'-infinity'", "'294000-01-01'", "'4000-01-01 BC'"):
        attack(f"UPDATE documents_consent SET at = {moment} WHERE position = 5")

        assert fault_of(chain)[0] == 5
