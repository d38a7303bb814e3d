"""Downloads of documents: who may have which version, under what name; checked when the address is opened."""

from collections.abc import Callable

import pytest
from pyramid.request import Request
from sqlalchemy import select
from tests.plugins.documents.steps import TERMS, People, send_file, upload

from kalenner.people import AccountService, Client, ClientService
from kalenner.testing import Person, act, go
from kalenner.testing.channel import NAME
from kalenner.transfers import Download, DownloadRequest
from kalenner_documents import downloads
from kalenner_documents.models import ExchangedDownload, ExchangedFile

Find = Callable[[Request, DownloadRequest], Download | None]


def fetched(
    people: People, person: Person, find: Find, object_id: int, version: int
) -> tuple[bytes, str, str] | None:
    """Return what a person would be sent: the bytes, the name, the media type."""

    def work(request: Request) -> tuple[bytes, str, str] | None:
        account = request.find_service(AccountService).find(NAME, person.subject)
        download = find(request, DownloadRequest(account, object_id, version, "x"))
        if download is None:
            return None
        return b"".join(download.file.read()), download.name, download.media_type

    return people.stage.run(work)


def test_professional_and_clients_have_the_present_version_alone(people: People) -> None:
    document_id = upload(people)
    find = downloads.find_document
    terms = (TERMS, "Terms.pdf", "application/pdf")
    assert fetched(people, people.olga, find, document_id, 1) == terms
    assert fetched(people, people.ada, find, document_id, 1) == terms
    stranger = people.stage.person("Eve")
    stranger.send("/start")
    assert fetched(people, stranger, find, document_id, 1) is None
    assert fetched(people, people.ada, find, document_id, 2) is None
    people.olga.press_data(go("documents.replace", document=document_id))
    send_file(people.olga, b"new", "new.docx")
    assert fetched(people, people.ada, find, document_id, 1) is None
    found = fetched(people, people.ada, find, document_id, 2)
    assert found is not None
    assert found[:2] == (b"new", "Terms.docx")
    people.olga.press_data(act("documents.delete_now", document=document_id))
    assert fetched(people, people.olga, find, document_id, 2) is None


@pytest.mark.parametrize("end", [ClientService.block, ClientService.remove])
def test_client_who_was_blocked_or_removed_has_nothing(
    people: People, end: Callable[[ClientService, Client], None]
) -> None:
    document_id, client_id = upload(people), people.client_id()
    people.ada.press_data(go("documents.private_upload", provider=people.olga.provider_id))
    send_file(people.ada, TERMS)
    people.ada.send("Findings")
    file_id = people.stage.run(lambda request: request.dbsession.scalars(select(ExchangedFile.id)).one())
    assert fetched(people, people.ada, downloads.find_exchanged, file_id, 0) is not None
    people.run(
        lambda request: end(request.find_service(ClientService), request.dbsession.get_one(Client, client_id))
    )

    assert fetched(people, people.ada, downloads.find_document, document_id, 1) is None
    assert fetched(people, people.ada, downloads.find_exchanged, file_id, 0) is None
    assert fetched(people, people.olga, downloads.find_exchanged, file_id, 0) is None


def test_parts_of_one_download_are_noted_once_and_shown_to_both(people: People) -> None:
    people.ada.press_data(go("documents.private_upload", provider=people.olga.provider_id))
    send_file(people.ada, TERMS)
    people.ada.send("Findings")
    file_id = people.stage.run(lambda request: request.dbsession.scalars(select(ExchangedFile.id)).one())

    def note(request: Request) -> int:
        account = request.find_service(AccountService).find(NAME, people.olga.subject)
        for address in ("first", "first", "second"):
            downloads.note_exchanged(request, DownloadRequest(account, file_id, 0, address))
        return len(request.dbsession.scalars(select(ExchangedDownload)).all())

    assert people.stage.run(note) == 2
    people.ada.press_data(go("documents.file", file=file_id))
    assert str(people.ada.screen.text).count("⬇️ by Olga: Tue 1 Dec 2026, 12:00") == 2
    people.olga.press_data(go("documents.file", file=file_id))
    assert str(people.olga.screen.text).count("⬇️ by you: ") == 2


@pytest.mark.parametrize(
    ("name", "file_name", "saved"),
    [
        ("Terms", "agb.pdf", "Terms.pdf"),
        ("Terms.PDF", "agb.pdf", "Terms.PDF"),
        ("Terms", "", "Terms"),
        ("Terms", "../../etc/passwd", "Terms"),
        ("Terms", "x.p\r\ndf", "Terms"),
        ("Terms", "photo\u202egpj.exe", "Terms.exe"),
    ],
)
def test_name_that_a_file_is_saved_under(name: str, file_name: str, saved: str) -> None:
    assert downloads.saved_name(name, file_name) == saved
