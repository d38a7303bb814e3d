"""Room for files: said before it is used up, in the chat and on the page in the browser."""

import pytest
from tests.conftest import MakeApp
from tests.people import olga_and_ada
from tests.plugins.documents.steps import People, kept_files, send_file

from kalenner.people import Account
from kalenner.testing import Person, Stage, go
from kalenner.transfers import UploadRequest
from kalenner_documents import uploads

MEGABYTE = 2**20


@pytest.fixture
def people(make_application: MakeApp) -> People:
    """Olga has room for 20 MB, and so has she with Ada."""
    quotas = {"documents.quota_mb": "20", "documents.exchange_quota_mb": "20"}
    stage = Stage(make_application(**quotas))
    return People(stage, *olga_and_ada(stage))


@pytest.fixture
def unchecked(make_application: MakeApp) -> People:
    """Those two where files wait for a clamd that does not answer."""
    settings = {
        "documents.quota_mb": "20",
        "documents.exchange_quota_mb": "20",
        "documents.clamd": "/nowhere",
    }
    stage = Stage(make_application(**settings))
    return People(stage, *olga_and_ada(stage))


def most_by_browser(people: People, person: Person) -> int:
    """How many megabytes the page lets somebody send for all."""

    def ask(request) -> int:
        account = request.dbsession.get_one(Account, person.account.id)
        return uploads.find_for_all(request, UploadRequest(account, 0)).most_megabytes

    return people.stage.run(ask, only_reads=True)


def begin(person: Person, data: bytes) -> None:
    person.press_data(go("documents.upload"))
    send_file(person, data)
    for label in ("Keep", "No", "Confirm"):
        person.press(label)


def test_room_is_said_before_it_is_used_up(people: People) -> None:
    olga = people.olga
    begin(olga, bytes(15 * MEGABYTE))
    olga.press_data(go("documents.list"))
    assert "💾" not in olga.screen.text
    assert most_by_browser(people, olga) == 5

    begin(olga, bytes(2 * MEGABYTE))
    olga.press_data(go("documents.list"))
    assert "💾 3 MB of 20 MB are left for files." in olga.screen.text
    assert most_by_browser(people, olga) == 3

    begin(olga, bytes(3 * MEGABYTE + 1))
    assert "There is no room for this file: all files together may take 20 MB." in olga.screen.text
    assert len(kept_files(people)) == 2


def test_room_of_a_relation_is_said_to_both_sides(people: People) -> None:
    ada, olga = people.ada, people.olga
    ada.press_data(go("documents.private", provider=olga.provider_id, page=0))
    send_file(ada, bytes(17 * MEGABYTE))
    ada.press("Keep")
    assert "💾 3 MB of 20 MB are left for files." in ada.screen.text
    olga.press_data(go("documents.exchange", client=people.client_id(), page=0))
    assert "💾 3 MB of 20 MB are left for files." in olga.screen.text


def test_files_that_are_being_checked_take_room(unchecked: People) -> None:
    olga, ada = unchecked.olga, unchecked.ada
    begin(olga, bytes(19 * MEGABYTE))
    begin(olga, bytes(2 * MEGABYTE))
    assert "There is no room for this file: all files together may take 20 MB." in olga.screen.text

    ada.press_data(go("documents.private", provider=olga.provider_id, page=0))
    send_file(ada, bytes(19 * MEGABYTE))
    ada.press("Keep")
    send_file(ada, bytes(2 * MEGABYTE))
    ada.press("Keep")
    assert "There is no room for this file: all files together may take 20 MB." in ada.screen.text


def test_of_many_files_that_are_being_checked_the_first_are_named(unchecked: People) -> None:
    for _number in range(12):
        begin(unchecked.olga, b"terms")
    unchecked.olga.press_data(go("documents.list"))

    assert str(unchecked.olga.screen.text).count("🔎") == 8
    assert "and 4 more" in unchecked.olga.screen.text
