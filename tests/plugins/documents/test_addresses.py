"""Addresses of documents as a browser opens them: what ends closes them, and they are nobody else's."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from pyramid.request import Request
from sqlalchemy import select
from tests.plugins.documents.browser import Browser
from tests.plugins.documents.steps import TERMS, People, send_file, upload

from kalenner.people import Client, ClientService
from kalenner.security import KEYS
from kalenner.security.links import SignedLinks
from kalenner.testing import Person, act, go
from kalenner.testing.practice import client_of, professional
from kalenner.transfers.downloads import VALID_SECONDS, WORD
from kalenner_documents.downloads import DOCUMENT, EXCHANGED
from kalenner_documents.models import ExchangedDownload, ExchangedFile

FINDINGS = b"Findings of Ada: " + bytes(range(256)) * 800


@dataclass
class Shelf:
    """A document, and a file that Ada has sent to Olga."""

    people: People
    browser: Browser
    document_id: int
    file_id: int

    def paths(self, person: Person) -> list[str]:
        """Return an address of each for a person."""
        return [
            self.browser.download_path(person, DOCUMENT, self.document_id, 1),
            self.browser.download_path(person, EXCHANGED, self.file_id),
        ]


@pytest.fixture
def shelf(people: People, browser: Browser) -> Shelf:
    document_id = upload(people)
    people.ada.press_data(go("documents.private_upload", provider=people.olga.provider_id))
    send_file(people.ada, FINDINGS, "findings.pdf")
    people.ada.send("Findings")
    file_id = people.stage.run(lambda request: request.dbsession.scalars(select(ExchangedFile.id)).one())
    return Shelf(people, browser, document_id, file_id)


def end(verb: Callable[[ClientService, Client], None]) -> Callable[[Shelf], None]:
    def work(shelf: Shelf) -> None:
        client_id = shelf.people.client_id()
        shelf.people.run(
            lambda request: verb(
                request.find_service(ClientService), request.dbsession.get_one(Client, client_id)
            )
        )

    return work


def delete_both(shelf: Shelf) -> None:
    shelf.people.olga.press_data(act("documents.delete_now", document=shelf.document_id))
    shelf.people.ada.press_data(act("documents.file_delete_now", file=shelf.file_id))


def replace(shelf: Shelf) -> None:
    shelf.people.olga.press_data(go("documents.replace", document=shelf.document_id))
    send_file(shelf.people.olga, b"new terms")


def let_300_seconds_pass(shelf: Shelf) -> None:
    shelf.people.stage.clock.move(301)


def set_the_clock_back(shelf: Shelf) -> None:
    shelf.people.stage.clock.move(-86_400)


ADA, OLGA = "ada", "olga"
ENDS = {
    "deleted": (delete_both, {(ADA, 0), (ADA, 1), (OLGA, 0), (OLGA, 1)}),
    "replaced": (replace, {(ADA, 0), (OLGA, 0)}),
    "blocked": (end(ClientService.block), {(ADA, 0), (ADA, 1), (OLGA, 1)}),
    "removed": (end(ClientService.remove), {(ADA, 0), (ADA, 1), (OLGA, 1)}),
    "late": (let_300_seconds_pass, {(ADA, 0), (ADA, 1), (OLGA, 0), (OLGA, 1)}),
    "clock set back": (set_the_clock_back, {(ADA, 0), (ADA, 1), (OLGA, 0), (OLGA, 1)}),
}


@pytest.mark.parametrize("name", ENDS)
def test_address_closes_when_what_it_gives_ends(shelf: Shelf, name: str) -> None:
    people = {ADA: shelf.people.ada, OLGA: shelf.people.olga}
    paths = {
        (who, number): path
        for who, person in people.items()
        for number, path in enumerate(shelf.paths(person))
    }
    shelf.people.stage.clock.move(299 if name == "late" else 0)
    served = {place: shelf.browser.get(path).body for place, path in paths.items()}
    shelf.people.stage.clock.move(-299 if name == "late" else 0)
    change, closed = ENDS[name]
    change(shelf)

    assert served == {(who, number): (TERMS, FINDINGS)[number] for who, number in paths}
    assert {place for place, path in paths.items() if shelf.browser.is_closed(path)} == closed


def test_address_that_was_made_for_somebody_else_is_closed(shelf: Shelf) -> None:
    bea, rival = client_of(shelf.people.olga, "Bea"), professional(shelf.people.stage, "Rival")
    stranger = shelf.people.stage.person("Eve")
    stranger.send("/start")

    closed = {
        person.name: [shelf.browser.is_closed(path) for path in shelf.paths(person)]
        for person in (bea, rival, stranger)
    }
    assert closed == {"Bea": [False, True], "Rival": [True, True], "Eve": [True, True]}


def test_right_signature_opens_nothing_else(shelf: Shelf) -> None:
    """What is signed is changed and signed again with the right key: for other purposes, objects, versions."""
    ada, browser = shelf.people.ada, shelf.browser
    registry = shelf.people.stage.app.registry
    links = SignedLinks(KEYS.of(registry), shelf.people.stage.clock)
    document, _file = shelf.paths(ada)
    says = links.open(WORD, document.rpartition("/")[2]).payload
    assert browser.get(f"/en/download/{links.sign(WORD, says, VALID_SECONDS)}").body == TERMS

    closed = [
        *(links.sign(purpose, says, VALID_SECONDS) for purpose in ("upload", "design", "")),
        *(links.sign(WORD, {**says, "account": account}, VALID_SECONDS) for account in (0, 999, -1)),
        *(
            links.sign(WORD, {**says, "for": {**says["for"], **other}}, VALID_SECONDS)
            for other in ({"id": 999}, {"version": 2}, {"version": 0}, {"kind": "documents.none"}, {"id": -1})
        ),
        links.sign(WORD, says, 86_400),
    ]
    assert all(browser.is_closed(f"/en/download/{token}") for token in closed)
    form = browser.upload_path(ada, "documents.private", shelf.people.client_id())
    assert browser.is_closed(form.replace("/upload/", "/download/"))


def downloads(shelf: Shelf) -> int:
    def count(request: Request) -> int:
        return len(request.dbsession.scalars(select(ExchangedDownload)).all())

    return shelf.people.stage.run(count)


def test_parts_of_a_download_are_one_in_the_record(shelf: Shelf) -> None:
    browser, olga = shelf.browser, shelf.people.olga
    first, second = (browser.download_path(olga, EXCHANGED, shelf.file_id) for _number in range(2))
    half = len(FINDINGS) // 2
    assert browser.web.head(first).content_length == len(FINDINGS)
    assert downloads(shelf) == 0
    parts = [browser.get(first, Range=asked) for asked in (f"bytes=0-{half - 1}", f"bytes={half}-")]
    assert [part.status_int for part in parts] == [206, 206]
    assert b"".join(part.body for part in parts) == FINDINGS
    assert downloads(shelf) == 1
    assert browser.get(second, Range=f"bytes={len(FINDINGS)}-").status_int == 416
    assert downloads(shelf) == 1
    assert browser.get(second).body == FINDINGS
    assert downloads(shelf) == 2
