"""What documents hold, and what they are called, stands nowhere in clear: no file, no free page, no line of the log."""

import base64
import json
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyramid.request import Request
from sqlalchemy import inspect, select, text
from tests.plugins.documents.browser import Browser
from tests.plugins.documents.steps import People

from kalenner.people import Client
from kalenner.testing import Person
from kalenner_documents.consent_service import ConsentService, Words
from kalenner_documents.document_service import DocumentService
from kalenner_documents.downloads import DOCUMENT, EXCHANGED
from kalenner_documents.models import Decision, Document, ExchangedFile

CONTENT, NAME, RENAMED, WORDS = (f"Zeisig{word}Größe" for word in ("Content", "Name", "Renamed", "Words"))
FILE = f"{CONTENT} ".encode() * 5_000
CANARIES = (CONTENT, NAME, RENAMED, WORDS)


def forms(canary: str) -> Iterator[bytes]:
    """Yield how a text may stand in a file."""
    ascii_part = canary.partition("Größe")[0]
    yield ascii_part.encode()
    yield ascii_part.encode("utf-16-le")
    yield ascii_part.encode().hex().encode()
    yield json.dumps(canary)[1:-1].encode()
    for shift in range(3):  # base64 of a part depends on where it begins
        yield base64.b64encode(b"x" * shift + ascii_part.encode())[4:-4]


def found(data: bytes) -> set[str]:
    """Return the canaries that some bytes hold in any form."""
    return {canary for canary in CANARIES if any(form in data for form in forms(canary))}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def live(people: People, browser: Browser) -> None:
    """Send, name, agree, withdraw, download, replace, delete: all that is done with documents."""
    olga, ada = people.olga, people.ada

    def send(person: Person, kind: str, object_id: int) -> None:
        form = [("file", f"{NAME}.pdf", FILE, "application/pdf")]
        assert "received" in browser.web.post(browser.upload_path(person, kind, object_id), upload_files=form)

    client_id = people.client_id()
    for _number in range(2):
        send(olga, "documents.for_all", 0)
        send(ada, "documents.private", client_id)

    def work(request: Request) -> tuple[int, int]:
        session, service = request.dbsession, request.find_service(DocumentService)
        first, second = session.scalars(select(Document).order_by(Document.id))
        service.rename(first, RENAMED)
        client = session.get_one(Client, client_id)
        words = Words("Ada", RENAMED, WORDS, "de")
        consents = request.find_service(ConsentService)
        for decision in (Decision.AGREED, Decision.WITHDRAWN):
            consents.decide(client, first, 1, decision, words)
        service.delete(second)
        return first.id, session.scalars(select(ExchangedFile.id).order_by(ExchangedFile.id)).first()

    document_id, file_id = people.run(work)
    for person in (olga, ada):
        assert browser.get(browser.download_path(person, DOCUMENT, document_id, 1)).body == FILE
        assert browser.get(browser.download_path(person, EXCHANGED, file_id)).body == FILE


def test_canaries_are_nowhere_in_clear(
    people: People,
    browser: Browser,
    tmp_path: Path,
    temporary: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        live(people, browser)

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any("private" in path.parts for path in files)
    assert {path.name: names for path in files if (names := found(path.read_bytes()))} == {}
    assert list(temporary.iterdir()) == []
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert len(caplog.records) > 100
    assert found(logged.encode()) == set()
    assert people.stage.run(values_with_canaries) == []


def values_with_canaries(request: Request) -> list[str]:
    """Return the tables, of either database, in which a value holds one."""
    session = request.dbsession
    return [
        table
        for table in inspect(session.connection()).get_table_names()
        for row in session.execute(text(f'SELECT * FROM "{table}"'))
        for value in row
        if found(value if isinstance(value, bytes) else str(value).encode())
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_canary_in_clear_would_be_found(people: People, tmp_path: Path) -> None:
    """A test of the test: a name that nobody seals is found in the file of the database, or in its log."""
    people.stage.run(
        lambda request: request.dbsession.execute(
            text("UPDATE core_account SET client_name = :name"), {"name": NAME}
        )
    )
    files = [path for path in tmp_path.rglob("*") if path.is_file()]

    assert set().union(*(found(path.read_bytes()) for path in files)) == {NAME}
    assert found(base64.b64encode(b"abcd" + CONTENT.encode())) == {CONTENT}
