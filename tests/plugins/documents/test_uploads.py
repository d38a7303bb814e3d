"""Uploads with the browser: who may send what to whom, and what becomes of it."""

from collections.abc import Callable

import pytest
from pyramid.request import Request
from tests.conftest import MakeApp
from tests.people import olga_and_ada
from tests.plugins.documents.steps import TERMS, People, kept_files

from kalenner.files import receive_private
from kalenner.people import AccountService, Client, ClientService
from kalenner.screens import Link
from kalenner.testing import Person, Stage, go
from kalenner.testing.channel import NAME
from kalenner.testing.practice import client_of
from kalenner.transfers import UploadedFile, UploadRequest
from kalenner_documents import uploads


def send(
    people: People, person: Person, find: Callable, take: Callable, object_id: int, name: str = "terms.pdf"
) -> str | None:
    """Send a file as the page does; return why it was not taken, "closed" where nothing may be sent."""
    app = people.stage.app

    def terms(request: Request) -> str | None:
        account = request.find_service(AccountService).find(NAME, person.subject)
        found = find(request, UploadRequest(account, object_id))
        return found and found.tenant

    tenant = people.stage.run(terms)
    if tenant is None:
        return "closed"
    received = receive_private(app, tenant, [TERMS], most=10**6)

    def keep(request: Request) -> str | None:
        account = request.find_service(AccountService).find(NAME, person.subject)
        wanted = UploadRequest(account, object_id)
        return take(request, wanted, UploadedFile(name, "application/pdf", received))

    return people.stage.run(keep)


def test_professional_sends_documents_for_all(people: People) -> None:
    assert send(people, people.olga, uploads.find_for_all, uploads.take_for_all, 0, "AGB 2026.pdf") is None
    people.olga.press_data(go("documents.list"))

    assert people.olga.labels[0] == ["☐ AGB 2026"]
    assert kept_files(people) == [TERMS]
    assert send(people, people.ada, uploads.find_for_all, uploads.take_for_all, 0) == "closed"


def test_either_side_sends_private_files(people: People) -> None:
    client_id = people.client_id()
    for person in (people.olga, people.ada):
        assert send(people, person, uploads.find_private, uploads.take_private, client_id) is None
    people.ada.press_data(go("documents.private", provider=people.olga.provider_id, page=0))

    assert people.ada.labels[:2] == [["🟣 terms"], ["terms"]]
    bea = client_of(people.olga, "Bea")
    assert send(people, bea, uploads.find_private, uploads.take_private, client_id) == "closed"


@pytest.mark.parametrize("end", [ClientService.block, ClientService.remove])
def test_nothing_is_sent_to_a_relation_that_ended(people: People, end: Callable) -> None:
    client_id = people.client_id()
    people.run(
        lambda request: end(request.find_service(ClientService), request.dbsession.get_one(Client, client_id))
    )
    for person in (people.olga, people.ada):
        assert send(people, person, uploads.find_private, uploads.take_private, client_id) == "closed"


def test_links_to_page_and_download_are_buttons_where_the_server_has_an_address(
    make_application: MakeApp,
) -> None:
    stage = Stage(make_application(**{"web.public_url": "https://practice.example"}))
    olga, ada = olga_and_ada(stage)
    people = People(stage, olga, ada)
    assert send(people, olga, uploads.find_for_all, uploads.take_for_all, 0) is None
    olga.press_data(go("documents.list"))
    olga.press("Upload in the browser")
    page = olga.screen.rows[0][0].target
    assert isinstance(page, Link)
    assert page.url.startswith("https://practice.example/en/upload/")
    people.ada.press_data(go("documents.fetch", document=1))
    file = people.ada.screen.rows[0][0].target
    assert isinstance(file, Link)
    assert file.url.startswith("https://practice.example/en/download/")
    assert "works for 5 minutes" in people.ada.screen.text
